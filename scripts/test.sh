#!/usr/bin/env bash
# The whole suite. Starts Apache Kafka on loopback when Java and Maven are there, so that the integration tests run on it as well
# as on the embedded broker. HUISHENG_REQUIRE=all turns every skip for a missing outside part into a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

kafka_pid=""
cleanup() { [ -z "$kafka_pid" ] || kill "$kafka_pid" 2>/dev/null || true; }
trap cleanup EXIT

if command -v java >/dev/null 2>&1 && command -v mvn >/dev/null 2>&1; then
  port=$((20000 + RANDOM % 20000))
  dir=$(mktemp -d)
  if kafka_pid=$(scripts/kafka/start.sh "$dir" "$port"); then
    export HUISHENG_TEST_KAFKA=127.0.0.1:$port
    echo "Apache Kafka 4.3.0: $HUISHENG_TEST_KAFKA"
  fi
fi
if [ "${HUISHENG_REQUIRE:-}" = all ] && [ -z "${HUISHENG_TEST_KAFKA:-}" ]; then
  echo "Apache Kafka did not start" >&2; exit 1
fi

test -z "$(gofmt -l $(git ls-files '*.go'))" || { gofmt -l $(git ls-files '*.go'); echo "gofmt has changes" >&2; exit 1; }
go vet ./...
go test -timeout 20m "$@" ./...
