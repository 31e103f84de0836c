#!/usr/bin/env bash
# Installs the library into a folder and builds a user's program against it, by find_package and by pkg-config.
set -euo pipefail
. "$(dirname "$0")/../../cmake/prepare.sh"

prefix=$build/installed
cmake --install "$build/release" --prefix "$prefix" >/dev/null
cmake -S "$root/conan/test_package" -B "$build/package" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" \
  -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_STANDARD=20 -DCMAKE_CXX_COMPILER_LAUNCHER=ccache >/dev/null
cmake --build "$build/package" >/dev/null
"$build/package/use_smarthandoff"

export PKG_CONFIG_PATH=$prefix/lib/pkgconfig:$prefix/lib/x86_64-linux-gnu/pkgconfig
# shellcheck disable=SC2046
ccache g++ -c $(pkg-config --cflags smarthandoff) \
  "$root/conan/test_package/main.cpp" -o "$build/package/main.o"
# shellcheck disable=SC2046
g++ "$build/package/main.o" -o "$build/package/by_pkg_config" $(pkg-config --libs smarthandoff)
"$build/package/by_pkg_config"
