#!/usr/bin/env bash
# Has Twilio's own package judge signatures, documents and tokens made through the Node addon (tests/node/run.sh
# builds it), and judges what that package signs; then has it make every request that our REST client makes, and
# Prism hold them to Twilio's specification; its client drives the Twilio double. Named as skipped where one cannot
# be installed or started.
set -euo pipefail
. "$(dirname "$0")/../../../cmake/prepare.sh"

here=$root/tests/judges/twilio
home=$build/judge-twilio
mkdir -p "$home"
cp "$here"/package.json "$here"/*.js "$home/"
if ! (cd "$home" && npm install --no-audit --no-fund --no-package-lock --loglevel=error); then
  echo "skipped: npm twilio and @stoplight/prism-cli cannot be installed"
  exit 0
fi
cd "$home"

prisms=()
trap 'for one in "${prisms[@]}"; do kill "$one" 2>/dev/null || true; done' EXIT

# start_prism <specification>: a validating server on a free port, its address in prism_url (empty: none).
start_prism() {
  local port log=$home/prism-$(basename "$1").log
  prism_url=
  port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  node node_modules/@stoplight/prism-cli/dist/index.js mock -h 127.0.0.1 -p "$port" "$1" >"$log" 2>&1 &
  prisms+=($!)
  for _ in $(seq 300); do
    if grep -q "is listening" "$log" || ! kill -0 "${prisms[-1]}" 2>/dev/null; then break; fi
    sleep 0.2
  done
  if grep -q "is listening" "$log"; then prism_url=http://127.0.0.1:$port; fi
}

# Twilio's specification comes with its command line's package.
if [ ! -d specification/package ]; then
  mkdir -p specification
  archive=$(cd specification && npm pack --silent @twilio/cli-core@9.0.0) && tar -xzf "specification/$archive" -C specification || true
fi
for one in api_v2010 taskrouter_v1; do
  file=specification/package/src/services/twilio-api/twilio_$one.json
  prism_url=
  if [ -f "$file" ] && node specification.js "$file" "$one.json"; then start_prism "$one.json"; fi
  [ -n "$prism_url" ] || echo "skipped: @stoplight/prism-cli with twilio_$one.json does not start on $(node --version)"
  case $one in
    api_v2010) export PRISM_API=$prism_url ;;
    *) export PRISM_TASKROUTER=$prism_url ;;
  esac
done

status=0
SMARTHANDOFF_TEST_TWILIO=$build/release/tests/test_twilio node --test --test-reporter=spec requests_judge.js || status=$?
if [ -f "$build/node/addon/smarthandoff.node" ]; then
  SMARTHANDOFF=$root/bindings/node/lib/index.js SMARTHANDOFF_TEST_DATA=$root/tests/data \
    node --test --test-reporter=spec judge.js double.js || status=$?
else
  echo "skipped: the addon is not built"
fi
exit $status
