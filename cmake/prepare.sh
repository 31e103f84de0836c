# Sourced by tests/run.sh and examples/demo.sh: what both need of the machine. Debian 12 or newer.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build
export CCACHE_DIR=${CCACHE_DIR:-$HOME/.cache/ccache}
export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}
# The same file compiled for the library, for a binding and for Conan is compiled once.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
# By one name, too: pip would take g++, as Python was built with, and ccache tells compilers apart by their names.
export CC=${CC:-cc} CXX=${CXX:-c++}

packages=(
  g++ cmake ninja-build ccache pkg-config python3-dev python3-venv nodejs
  libsqlite3-dev libasio-dev nlohmann-json3-dev libphonenumber-dev libhowardhinnant-date-dev
  libssl-dev libcurl4-openssl-dev libpq-dev zlib1g-dev doctest-dev tzdata
)

stage() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

# Installs the given Debian packages that are missing; as root, or with sudo.
install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  # A Node from elsewhere brings its npm along; Debian's does not.
  if ! command -v npm >/dev/null; then missing+=(npm); fi
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  stage "installing ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Makes build/venv with what a requirements file names; seconds of nothing when it did not change.
prepare_venv() {
  local requirements=$1 stamp=$build/venv/.installed
  if [ ! -x "$build/venv/bin/python" ]; then python3 -m venv "$build/venv"; fi
  if ! cmp -s "$requirements" "$stamp"; then
    "$build/venv/bin/pip" install -q --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$stamp"
  fi
}

# Configures and builds what changed: build_preset <preset> [<target>...]
build_preset() {
  local preset=$1 log=$build/build-$1.log
  shift
  cmake --preset "$preset" -S "$root" -Wno-dev >"$log" 2>&1 || { cat "$log"; return 1; }
  cmake --build "$build/$preset" ${*:+--target "$@"} >"$log" 2>&1 || { grep -vE '^\[[0-9]+/' "$log" | head -n 80; return 1; }
  tail -n 1 "$log"
}

mkdir -p "$build"
