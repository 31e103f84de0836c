#!/usr/bin/env bash
# Builds and installs the addon as a user does, and runs its tests.
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"

cd "$root/tests/node"
key=$(cat package.json "$root/bindings/node/package.json" "$root/bindings/node/install.js" | sha256sum)
if [ -f "$build/node.installed" ] && [ "$(cat "$build/node.installed")" = "$key" ] && [ -d node_modules/smarthandoff ]; then
  cmake --build "$build/node" --target smarthandoff_node | tail -n 1
else
  npm install --no-audit --no-fund --no-package-lock --loglevel=error
  test -f "$build/node/addon/smarthandoff.node" || (cd "$root/bindings/node" && npm install --no-audit --no-fund --no-package-lock --loglevel=error)
  echo "$key" >"$build/node.installed"
fi
npx tsc --noEmit -p .
node --test --test-reporter=spec . 2>&1 | tee "$build/node-tests.log" | grep -vE '^ *✔' 
exit "${PIPESTATUS[0]}"
