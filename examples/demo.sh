#!/usr/bin/env bash
# Installs what is missing, builds, and shows the virtual secretary at work.
#   bash examples/demo.sh
#   bash examples/demo.sh --twilio
#   bash examples/demo.sh --freeswitch host:port:password:domain
set -euo pipefail
. "$(dirname "$0")/../cmake/prepare.sh"

install_packages "${packages[@]}"
stage "building"
build_preset release smarthandoff_demo
stage "the demo"
exec "$build/release/examples/smarthandoff_demo" "$@"
