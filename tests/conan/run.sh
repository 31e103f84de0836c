#!/usr/bin/env bash
# Makes the Conan package from this tree with system libraries, and runs its test_package.
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"
prepare_venv "$root/tests/requirements.txt"
export CONAN_HOME=$build/conan

# Nothing to do when the recipe and the sources are those of the last run.
key=$(cd "$root" && find conan cmake include src CMakeLists.txt -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
if [ -f "$build/conan.passed" ] && [ "$(cat "$build/conan.passed")" = "$key" ]; then
  echo "conan: unchanged since it passed"
  exit 0
fi
"$build/venv/bin/conan" create "$root/conan" --profile:all "$root/conan/profile" --no-remote \
  --test-folder "$root/conan/test_package" >"$build/conan.log" 2>&1 || { tail -n 60 "$build/conan.log"; exit 1; }
grep 'has extension' "$build/conan.log"
echo "$key" >"$build/conan.passed"
