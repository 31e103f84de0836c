#!/usr/bin/env bash
# Installs what the example servers need and tests both over HTTP with the same tests. Arguments go to pytest. The
# Python module and the Node addon are installed by tests/python/run.sh and tests/node/run.sh, which run first.
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"

key=$(cat "$root/tests/examples/requirements.txt" "$root/examples/fastapi/requirements.txt" "$root/tests/requirements.txt" | sha256sum)
if [ "$(cat "$build/venv/.examples" 2>/dev/null)" != "$key" ]; then
  "$build/venv/bin/pip" install -q --disable-pip-version-check -r "$root/tests/examples/requirements.txt"
  echo "$key" >"$build/venv/.examples"
fi
cd "$root/examples/express"
if ! cmp -s package.json node_modules/.installed; then
  npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
  cp package.json node_modules/.installed
fi
cd "$root/tests/examples"
"$build/venv/bin/python" -m pytest -q -p no:cacheprovider "$@"
