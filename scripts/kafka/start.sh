#!/usr/bin/env bash
# Starts one Apache Kafka server on loopback for tests and prints its process number.
#
#   scripts/kafka/start.sh DIR PORT
#
# DIR keeps the jars, the data and the log (DIR/kafka.log). The jars may be elsewhere, for several servers: KAFKA_LIBS names their folder. PORT + 1 is used as well, between the server and itself. Started again for the
# same DIR while the server runs, it prints the number of the one that runs; after a stop it goes on with the same data. Stop it with
# kill "$(cat DIR/pid)". It needs Java 17 and Maven. A server without passwords: never point it at anything but loopback.
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: $0 DIR PORT" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)
port=$2

for tool in java mvn; do
  command -v "$tool" > /dev/null || { echo "$tool is missing: apt-get install openjdk-17-jre-headless maven" >&2; exit 1; }
done

answers() { (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; }
runs() { [ -f "$dir/pid" ] && kill -0 "$(cat "$dir/pid")" 2> /dev/null; }

if runs && answers; then
  cat "$dir/pid"
  exit 0
fi
if answers; then
  echo "another program listens on 127.0.0.1:$port" >&2
  exit 1
fi

# The mark is made last: an interrupted download is done again.
libs=${KAFKA_LIBS:-$dir/libs}
if [ ! -f "$libs/complete" ]; then
  mvn --quiet --batch-mode --file "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$libs" >&2
  touch "$libs/complete"
fi

# Topics are made by us, as they are in production. A group's first reader need not wait for others: tests would wait three seconds each.
cat > "$dir/server.properties" << PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$dir/data
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
PROPERTIES

cat > "$dir/log4j2.xml" << 'LOGGING'
<Configuration>
  <Appenders><Console name="out"><PatternLayout pattern="%d %p %c{1}: %m%n"/></Console></Appenders>
  <Loggers><Root level="warn"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
LOGGING

java_options=(-Xmx512m "-Dlog4j2.configurationFile=$dir/log4j2.xml" -cp "$libs/*")
if [ ! -f "$dir/data/meta.properties" ]; then
  cluster=A$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c 2-22) # one that begins with a dash would be taken for an option
  java "${java_options[@]}" kafka.tools.StorageTool format --cluster-id "$cluster" --config "$dir/server.properties" > "$dir/format.log" 2>&1 ||
    { cat "$dir/format.log" >&2; exit 1; }
fi

nohup java "${java_options[@]}" kafka.Kafka "$dir/server.properties" > "$dir/kafka.log" 2>&1 < /dev/null &
echo $! > "$dir/pid"

# A start on data of a killed server reads its logs first, which took 12 s for 200,000 records.
for _ in $(seq 300); do
  if answers; then
    cat "$dir/pid"
    exit 0
  fi
  runs || { tail -20 "$dir/kafka.log" >&2; exit 1; }
  sleep 0.2
done
echo "Kafka did not answer on 127.0.0.1:$port within a minute; see $dir/kafka.log" >&2
exit 1
