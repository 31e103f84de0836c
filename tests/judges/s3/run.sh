#!/usr/bin/env bash
# Has an S3 server that is not ours check our signatures (npm @20minutes/s3rver, which makes Signature Version 4
# itself), and Amazon's own SDK read what we stored and store what we read; then lets a call's recording go its whole
# way while the storage is down and breaks a body. Named as skipped where they cannot be installed or started.
set -euo pipefail
. "$(dirname "$0")/../../../cmake/prepare.sh"

here=$root/tests/judges/s3
home=$build/judge-s3
mkdir -p "$home"
cp "$here/package.json" "$here/judge.js" "$home/"
if ! (cd "$home" && npm install --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error); then
  echo "skipped: @20minutes/s3rver and @aws-sdk/client-s3 cannot be installed"
  exit 0
fi
cd "$home"
if ! node -e 'require("@20minutes/s3rver"); require("@aws-sdk/client-s3")' 2>/dev/null; then
  echo "skipped: @20minutes/s3rver and @aws-sdk/client-s3 do not run on $(node --version)"
  exit 0
fi
SMARTHANDOFF_TESTS=$build/release/tests node --test --test-reporter=spec judge.js
