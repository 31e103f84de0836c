#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test in C++, Python and Node.
set -euo pipefail
. "$(dirname "$0")/../cmake/prepare.sh"

install_packages "${packages[@]}" clang-format python3-dev
stage "checking layers, headers and sizes"
python3 "$root/tests/architecture/check.py"
git -C "$root" ls-files '*.hpp' '*.cpp' | sed "s|^|$root/|" | xargs clang-format --dry-run -Werror

stage "building C++"
build_preset release
stage "C++ tests"
ctest --test-dir "$build/release" --output-on-failure --no-tests=error

stage "Python packages"
prepare_venv "$root/tests/requirements.txt"
stage "Python tests"
bash "$root/tests/python/run.sh"

stage "Node tests"
bash "$root/tests/node/run.sh"

stage "Conan package"
bash "$root/tests/conan/run.sh"

stage "done"
