#!/usr/bin/env bash
# The whole suite. Starts Apache Kafka and PostgreSQL on loopback where they can be had, so that the tests run on them as well as on the
# embedded parts. HUISHENG_REQUIRE=all turns every skip for a missing outside part into a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

kafka_dir=$(mktemp -d)
postgres_dir=$(mktemp -d) # of its own: PostgreSQL runs as another user, who must be able to reach it
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill -INT "$pid" 2> /dev/null || true; done
  rm -rf "$kafka_dir" "$postgres_dir"
}
trap cleanup EXIT

free_port() { python3 - 2> /dev/null <<< 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' || echo $((20000 + RANDOM % 20000)); }
required() { [ "${HUISHENG_REQUIRE:-}" != all ] || { echo "$1 did not start, and it is required" >&2; exit 1; }; }

port=$(free_port)
if pid=$(scripts/kafka/start.sh "$kafka_dir" "$port"); then
  pids+=("$pid")
  export HUISHENG_TEST_KAFKA=127.0.0.1:$port KAFKA_LIBS=$kafka_dir/libs # the chaos tests start servers of their own, to kill them
  echo "Apache Kafka: $HUISHENG_TEST_KAFKA"
else
  required "Apache Kafka"
fi

port=$(free_port)
if pid=$(scripts/postgres/start.sh "$postgres_dir" "$port"); then
  pids+=("$pid")
  export HUISHENG_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
  echo "PostgreSQL: 127.0.0.1:$port"
else
  required "PostgreSQL"
fi

unformatted=$(git ls-files '*.go' | xargs gofmt -l)
[ -z "$unformatted" ] || { echo "gofmt: $unformatted" >&2; exit 1; }
go vet ./...
go test -timeout 45m "$@" ./...
