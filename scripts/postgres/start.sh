#!/usr/bin/env bash
# Starts one PostgreSQL server on loopback for tests and prints its process number.
#
#   scripts/postgres/start.sh DIR PORT
#
# DIR keeps the data and the log (DIR/postgres.log). Its superuser is postgres, without a password: never point it at anything but loopback.
# Stop it with kill -INT and the printed number. It needs Debian's package postgresql; run by root it becomes the user postgres, because
# PostgreSQL refuses to run as root.
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: $0 DIR PORT" >&2; exit 2; }
mkdir -p "$1"
dir=$(cd "$1" && pwd)
port=$2
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1) || true
[ -n "$bin" ] && [ -x "$bin/initdb" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }

as=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$dir"
  chmod 755 "$dir"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
cd "$dir"
[ -f data/PG_VERSION ] || "${as[@]}" "$bin/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --no-locale -N > initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
# fsync is off because nothing of a test must outlive the machine.
nohup "${as[@]}" "$bin/postgres" -D "$dir/data" -h 127.0.0.1 -p "$port" -k "$dir" -c fsync=off > postgres.log 2>&1 < /dev/null &
pid=$!
for _ in $(seq 150); do
  if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then
    echo "$pid"
    exit 0
  fi
  kill -0 "$pid" 2> /dev/null || { tail -20 postgres.log >&2; exit 1; }
  sleep 0.2
done
echo "PostgreSQL did not answer on 127.0.0.1:$port within 30 s; see $dir/postgres.log" >&2
exit 1
