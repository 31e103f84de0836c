'use strict';
// Loads the addon that install.js built.

const path = require('node:path');

const { flatten, cells } = require('./flatten.js');

const file = path.join(__dirname, '../../../build/node/addon/smarthandoff.node');

try {
  module.exports = require(file);
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
  throw new Error(`smarthandoff is not built: run \`npm install\` in ${path.join(__dirname, '..')}`, { cause: error });
}

module.exports.flattenWith(flatten, cells);

// process.exit() runs no clean-up of the addon: its threads end here, before its static data does.
process.once('exit', module.exports.closeAll);
