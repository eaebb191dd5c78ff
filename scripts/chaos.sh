#!/usr/bin/env bash
# The long chaos run: kills, refusals, duplicates, poison and jumping clocks over many records, on the embedded size and on Apache Kafka, and
# at the end every record held against what was given. It prints its table and fails when anything is lost, double or off.
#
#   scripts/chaos.sh [KILLS] [RECORDS] [embedded|server]      100 kills over 1,000,000 records of both sizes by default
#
# An import of one file is killed as often, too. The suite does the same with few kills: 5 and 8 on the embedded size, 4 and 3 on servers.
#
# HUISHENG_CHAOS_SEED repeats a run. The whole log is kept in chaos.log (or $CHAOS_LOG). It needs Java 17 and Maven for Apache Kafka.
set -euo pipefail
cd "$(dirname "$0")/.."
export HUISHENG_CHAOS_KILLS=${1:-100} HUISHENG_CHAOS_RECORDS=${2:-1000000}
size=${3:-.*}
log=${CHAOS_LOG:-chaos.log}
dir=$(mktemp -d)
pid=
cleanup() { [ -z "$pid" ] || kill -INT "$pid" 2> /dev/null || true; rm -rf "$dir"; }
trap cleanup EXIT

# One server says that there is Java and gives the jars; the runs start their own, to kill them.
if [ "$size" != embedded ]; then
  pid=$(scripts/kafka/start.sh "$dir" $((12000 + RANDOM % 2000)))
  export HUISHENG_TEST_KAFKA=127.0.0.1:$(sed -n 's/^listeners=PLAINTEXT:..127.0.0.1:\([0-9]*\),.*/\1/p' "$dir/server.properties") KAFKA_LIBS=$dir/libs
fi
began=$SECONDS
code=0
go test ./cmd/huisheng -run "^(TestChaosLosesAndDoublesNothing|TestKilledImportIsCompletedWithoutLossOrDoubles)\$/^$size\$" -v -timeout 12h > "$log" 2>&1 || code=$?
# The table: the seed, what was done how often, memory, books, verdict. Single faults with their times stay in the log.
sed -n 's/^ *chaos_test.go:[0-9]*: //p' "$log" | sed -n '/^HUISHENG_CHAOS_SEED/p; /inserts met/p; /messages made/p; /^chaos:   /{/^chaos: *[0-9][0-9.ms]*  /!p}' | sed 's/^chaos: //'
[ "$code" = 0 ] || grep -n 'FAIL\|panic\|want' "$log" | tail -40
echo "$(((SECONDS - began) / 60)) minutes, exit $code; log: $log"
exit "$code"
