#!/usr/bin/env bash
# Builds what is measured, installs the peers it is compared with, and prints figures and ratios.
#   bash tests/benchmark/run.sh [esl] [echo] [calls] [engine] [memory] [handoffs] [durable] [queue] [queue_postgresql] [twilio]   (default: all)
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"

python3 "$root/tests/benchmark/run.py" --check "$@"
install_packages "${packages[@]}" redis-server postgresql
stage "building"
cmake --preset release -S "$root" -Wno-dev -DSMARTHANDOFF_BENCHMARKS=ON >/dev/null
build_preset release benchmarks
prepare_venv "$root/tests/requirements.txt"
if command -v ccache >/dev/null; then export CMAKE_CXX_COMPILER_LAUNCHER=ccache; fi
"$build/venv/bin/pip" install -q --disable-pip-version-check --no-build-isolation --no-deps "$root/bindings/python"
(cd "$root/bindings/node" && npm install --no-audit --no-fund --no-package-lock --loglevel=error)

stage "installing the peers"
peers=$build/benchmark-peers
mkdir -p "$peers"
cp "$root/tests/benchmark/peers/package.json" "$peers/"
npm install --prefix "$peers" --ignore-scripts --no-audit --no-fund --no-package-lock --loglevel=error
if [ ! -x "$peers/venv/bin/python" ]; then python3 -m venv "$peers/venv"; fi
"$peers/venv/bin/pip" install -q --disable-pip-version-check -r "$root/tests/benchmark/peers/requirements.txt"

# Their PostgreSQL waits for the disk, as a user's does.
SMARTHANDOFF_POSTGRESQL_FSYNC=on exec bash "$root/tests/support/postgres.sh" run \
  "$build/venv/bin/python" "$root/tests/benchmark/run.py" "$@"
