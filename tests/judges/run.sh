#!/usr/bin/env bash
# Has other people's programs judge what we send and check: Prism validates every WhatsApp request against the
# contract, Octokit signs webhooks. What cannot be installed or started here is named as skipped.
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"

here=$root/tests/judges
test_program=$build/release/tests/test_messenger
home=$build/judges
mkdir -p "$home"
cp "$here/package.json" "$here/sign.js" "$home/"

if ! (cd "$home" && npm install --no-audit --no-fund --no-package-lock --loglevel=error); then
  echo "skipped: @stoplight/prism-cli and @octokit/webhooks-methods cannot be installed"
  exit 0
fi

prism=
trap '[ -z "$prism" ] || kill "$prism" 2>/dev/null || true' EXIT

if (cd "$home" && node sign.js >signatures.json); then
  export SMARTHANDOFF_OCTOKIT_SIGNATURES=$home/signatures.json
else
  echo "skipped: @octokit/webhooks-methods does not run on $(node --version)"
fi

# A port that is free now.
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
node "$home/node_modules/@stoplight/prism-cli/dist/index.js" mock --errors -h 127.0.0.1 -p "$port" \
  "$root/tests/data/whatsapp/cloud_v23.strict.json" >"$home/prism.log" 2>&1 &
prism=$!
for _ in $(seq 100); do
  if grep -q "is listening" "$home/prism.log" || ! kill -0 "$prism" 2>/dev/null; then break; fi
  sleep 0.2
done
if grep -q "is listening" "$home/prism.log"; then
  export SMARTHANDOFF_PRISM_URL=http://127.0.0.1:$port
else
  echo "skipped: @stoplight/prism-cli does not start on $(node --version)"
fi

"$test_program" -tc="*judge*,*Octokit*"
