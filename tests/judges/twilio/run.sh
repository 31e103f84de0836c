#!/usr/bin/env bash
# Has Twilio's own package judge signatures, documents and tokens made through the Node addon (tests/node/run.sh
# builds it), and judges what that package signs. Named as skipped where it cannot be installed.
set -euo pipefail
. "$(dirname "$0")/../../../cmake/prepare.sh"

here=$root/tests/judges/twilio
home=$build/judge-twilio
mkdir -p "$home"
cp "$here/package.json" "$here/judge.js" "$here/documents.js" "$home/"
if ! (cd "$home" && npm install --no-audit --no-fund --no-package-lock --loglevel=error); then
  echo "skipped: npm twilio cannot be installed"
  exit 0
fi
cd "$home"
SMARTHANDOFF=$root/bindings/node/lib/index.js SMARTHANDOFF_TEST_DATA=$root/tests/data node --test --test-reporter=spec judge.js
