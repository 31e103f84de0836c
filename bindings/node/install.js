'use strict';
// Builds the addon from this checkout with CMake: run by `npm install`. Nothing is downloaded; the Node-API headers
// come from npm packages.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
// Two folders below the root, as the other builds are: ccache then knows the files that they have compiled.
const build = path.join(root, 'build', 'node');

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw new Error(`${command} could not be started: ${error.message}; see the README for the packages needed`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

function hasCcache() {
  return spawnSync('ccache', ['--version']).status === 0;
}

// A folder that npm links instead of copying does not get its dependencies from the project that uses it.
function ensureDependencies() {
  try {
    require.resolve('node-addon-api');
    require.resolve('node-api-headers');
  } catch {
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', '--prefix', __dirname]);
  }
}

function main() {
  if (!fs.existsSync(path.join(root, 'CMakeLists.txt'))) {
    throw new Error('the addon is built from a checkout of smarthandoff: npm install <checkout>/bindings/node');
  }
  ensureDependencies();
  const addonApi = require('node-addon-api').include_dir;
  const headers = require('node-api-headers').include_dir;
  const configure = [
    '-S', root, '-B', build, '-G', 'Ninja', '-Wno-dev',
    '-DCMAKE_BUILD_TYPE=Release', '-DSMARTHANDOFF_NODE=ON',
    '-DSMARTHANDOFF_TESTS=OFF', '-DSMARTHANDOFF_EXAMPLES=OFF',
    `-DSMARTHANDOFF_NODE_INCLUDES=${addonApi.replaceAll('"', '')};${headers}`,
  ];
  if (hasCcache()) configure.push('-DCMAKE_CXX_COMPILER_LAUNCHER=ccache');
  run('cmake', configure);
  run('cmake', ['--build', build, '--target', 'smarthandoff_node']);
}

main();
