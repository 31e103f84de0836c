#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test in C++, Python and Node.
#   bash tests/run.sh
#   bash tests/run.sh --sanitizers   also the C++ tests under ASan/UBSan and TSan
#   bash tests/run.sh --tidy         only clang-tidy over src (most of an hour on two cores)
set -euo pipefail
. "$(dirname "$0")/../cmake/prepare.sh"

if [[ $# -gt 1 || ! ${1:-} =~ ^(--sanitizers|--tidy)?$ ]]; then
  sed -n '3,5s/^# *//p' "$0" >&2
  exit 2
fi

if [ "${1:-}" = --tidy ]; then
  install_packages "${packages[@]}" clang-tidy
  stage "clang-tidy"
  cmake --preset release -S "$root" -Wno-dev >/dev/null
  find "$root/src" -name '*.cpp' -print0 |
    xargs -0 -n 1 -P "$(nproc)" nice clang-tidy -p "$build/release" --quiet \
      --extra-arg=-Wno-unknown-warning-option 2> >(grep -v 'warnings\? generated' >&2)
  stage "no finding"
  exit
fi

install_packages "${packages[@]}" clang-format postgresql
stage "checking layers, headers, sizes and format"
python3 "$root/tests/architecture/check.py"
git -C "$root" ls-files -z '*.hpp' '*.cpp' | (cd "$root" && xargs -0 clang-format --dry-run -Werror)

stage "building C++"
build_preset release
stage "starting PostgreSQL"
server=$(mktemp -d /tmp/smarthandoff-postgres.XXXXXX)
trap 'bash "$root/tests/support/postgres.sh" stop "$server"' EXIT
SMARTHANDOFF_TEST_POSTGRESQL=$(bash "$root/tests/support/postgres.sh" start "$server")
export SMARTHANDOFF_TEST_POSTGRESQL
stage "C++ tests"
ctest --test-dir "$build/release" --output-on-failure --no-tests=error

stage "simulation: 200 seeds, every tenth on PostgreSQL"
"$build/release/tests/simulate" --seeds 200 --steps 2000 --postgresql "$SMARTHANDOFF_TEST_POSTGRESQL"

stage "crash test: 100 kills on each store"
"$build/release/tests/crash" --kills 100
"$build/release/tests/crash" --kills 100 --store "$SMARTHANDOFF_TEST_POSTGRESQL"

stage "judges: Prism and Octokit on WhatsApp"
bash "$root/tests/judges/run.sh"

stage "judges: an S3 server and Amazon's SDK on recordings"
bash "$root/tests/judges/s3/run.sh"

stage "Python: install and test"
bash "$root/tests/python/run.sh"

stage "Node: install and test"
bash "$root/tests/node/run.sh"

stage "judge: Twilio's own package"
bash "$root/tests/judges/twilio/run.sh"

stage "example servers over HTTP"
bash "$root/tests/examples/run.sh"

stage "installed package: CMake, pkg-config, Conan"
bash "$root/tests/package/run.sh"
bash "$root/tests/conan/run.sh"

if [ "${1:-}" = --sanitizers ]; then
  for preset in asan tsan; do
    stage "C++ tests under $preset"
    build_preset "$preset"
    setarch -R ctest --test-dir "$build/$preset" --output-on-failure --no-tests=error
  done
fi
stage "all passed"
