#!/usr/bin/env bash
# Installs the Python package into build/venv, as a user would, and runs its tests. Arguments go to pytest.
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"

prepare_venv "$root/tests/requirements.txt"
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi
"$build/venv/bin/pip" install -q --disable-pip-version-check --no-build-isolation --no-deps "$root/bindings/python"
cd "$root/tests/python"
"$build/venv/bin/python" -m pytest -q -p no:cacheprovider "$@"
