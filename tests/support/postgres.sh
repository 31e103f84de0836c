#!/usr/bin/env bash
# A real PostgreSQL of its own for tests and benchmarks: durable (fsync on), on a free port of the loopback address,
# owned by an unprivileged user also where the caller is root.
#   bash tests/support/postgres.sh start <folder>     makes the server in a new folder and prints its URL
#   bash tests/support/postgres.sh stop <folder>      ends it at once, as a crash would, and removes the folder
#   bash tests/support/postgres.sh restart <folder>   ends it at once and starts it again on the same port
#   bash tests/support/postgres.sh run <command>...   a server for the time of one command, its URL in
#                                                     SMARTHANDOFF_TEST_POSTGRESQL
# The role in the URL owns what it creates and is no superuser: row-level security would not bind one.
set -euo pipefail

binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$binaries" ]; then
  echo "postgres.sh: PostgreSQL is not installed (Debian: apt-get install postgresql)" >&2
  exit 1
fi

as_owner=()
if [ "$(id -u)" -eq 0 ]; then as_owner=(runuser -u nobody --); fi

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Waits for the server to answer; fails with its log where it does not.
launch() {
  local folder=$1 port=$2
  (cd / && "${as_owner[@]}" "$binaries/pg_ctl" start -s -w -t 60 -D "$folder/data" -l "$folder/log" \
    -o "-p $port -k $folder" >/dev/null 2>&1) || { tail -n 20 "$folder/log" >&2; return 1; }
}

configure() {
  cat >>"$1/data/postgresql.conf" <<-CONF
	listen_addresses = '127.0.0.1'
	fsync = on
	synchronous_commit = on
	max_connections = 300
	shared_buffers = 128MB
	logging_collector = off
	recovery_init_sync_method = syncfs
	CONF
}

start() {
  local folder=$1
  mkdir -p "$folder"
  chmod 755 "$folder"
  if [ ${#as_owner[@]} -gt 0 ]; then chown nobody "$folder"; fi
  printf 'smarthandoff' >"$folder/password"
  (cd / && "${as_owner[@]}" "$binaries/initdb" -D "$folder/data" -U postgres -A scram-sha-256 -E UTF8 --locale=C -N \
    --pwfile="$folder/password" >"$folder/initdb.log" 2>&1) || { cat "$folder/initdb.log" >&2; return 1; }
  configure "$folder"
  local port started=no
  for _ in 1 2 3 4 5; do # another program may take the port first
    port=$(free_port)
    if launch "$folder" "$port"; then started=yes; break; fi
  done
  [ "$started" = yes ]
  echo "$port" >"$folder/port"
  PGPASSWORD=smarthandoff "$binaries/psql" -q -X -h 127.0.0.1 -p "$port" -U postgres -d postgres \
    -c "CREATE ROLE smarthandoff LOGIN CREATEDB CREATEROLE PASSWORD 'smarthandoff'" \
    -c "CREATE DATABASE smarthandoff OWNER smarthandoff" \
    -c "GRANT pg_signal_backend TO smarthandoff"
  echo "postgresql://smarthandoff:smarthandoff@127.0.0.1:$port/smarthandoff"
}

halt() { (cd / && "${as_owner[@]}" "$binaries/pg_ctl" stop -s -w -m immediate -D "$1/data" >/dev/null 2>&1) || true; }

case ${1:-} in
  start) start "$2" ;;
  stop) halt "$2"; rm -rf "$2" ;;
  restart) halt "$2"; launch "$2" "$(cat "$2/port")" ;;
  run)
    shift
    folder=$(mktemp -d /tmp/smarthandoff-postgres.XXXXXX)
    trap 'halt "$folder"; rm -rf "$folder"' EXIT
    SMARTHANDOFF_TEST_POSTGRESQL=$(start "$folder")
    export SMARTHANDOFF_TEST_POSTGRESQL
    "$@"
    ;;
  *) sed -n '2,10p' "$0"; exit 2 ;;
esac
