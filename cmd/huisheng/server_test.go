package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/ingest"
)

// sizes are the ways in which the program runs. What a user relies on must hold in each.
var sizes = map[string]func(t *testing.T) *installation{
	"embedded": func(t *testing.T) *installation { return newInstallation(t) },
	"server":   newServerInstallation,
}

// eachSize runs a test at every size.
func eachSize(t *testing.T, test func(t *testing.T, in *installation)) {
	t.Parallel()
	for _, name := range []string{"embedded", "server"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, sizes[name](t))
		})
	}
}

// newServerInstallation is an installation on Apache Kafka, a ClickHouse that is another process, and PostgreSQL.
func newServerInstallation(t *testing.T) *installation {
	t.Helper()
	broker := takeKafka(t)
	dsn := newDatabase(t, outside(t, "HUISHENG_TEST_POSTGRES"))
	clickhouse := freeAddress(t)
	server := newInstallation(t)
	server.says(server.start("clickhouse", "--write", "--listen", clickhouse), "http://"+clickhouse)
	return newInstallation(t, "HUISHENG_KAFKA_BROKERS="+broker, "HUISHENG_CLICKHOUSE_ADDRESS="+clickhouse, "HUISHENG_STATE="+dsn)
}

// outside is the address of a real server, which scripts/test.sh starts.
func outside(t *testing.T, name string) string {
	t.Helper()
	address := os.Getenv(name)
	if address == "" {
		if os.Getenv("HUISHENG_REQUIRE") == "all" {
			t.Fatalf("%s is not set", name)
		}
		t.Skipf("%s is not set; scripts/test.sh starts the server", name)
	}
	return address
}

// theKafka is held by the test that uses the Apache Kafka of all: topics and group have the same names in every installation.
var theKafka sync.Mutex

// takeKafka waits for Apache Kafka, empties it, and keeps it until the test ends.
func takeKafka(t *testing.T) (broker string) {
	t.Helper()
	broker = outside(t, "HUISHENG_TEST_KAFKA")
	theKafka.Lock()
	t.Cleanup(theKafka.Unlock)
	forgetTopics(t, broker)
	return broker
}

// ports are given away one pair after another, so that no two tests get the same.
var ports struct {
	sync.Mutex
	next int
}

// freeAddress is an address for a server, which may be started again at the same place. It lies below the ports that the system gives to
// connections: one of those could be taken while the server is away, even by a client that connects to itself. The next port is free too.
func freeAddress(t *testing.T) string {
	t.Helper()
	ports.Lock()
	defer ports.Unlock()
	if ports.next == 0 {
		ports.next = 15000 + os.Getpid()%5000
	}
	for ports.next < 32000 {
		port := ports.next
		ports.next += 2
		one, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		two, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port+1))
		_ = one.Close()
		if err == nil {
			_ = two.Close()
			return one.Addr().String()
		}
	}
	t.Fatal("no two neighbouring ports are free")
	return ""
}

// newDatabase makes an empty database that is dropped after the test.
func newDatabase(t *testing.T, dsn string) string {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("huisheng_cmd_%d_%d", os.Getpid(), time.Now().UnixNano())
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Log(err)
		}
		_ = db.Close()
	})
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// forgetTopics deletes our topics and group, so that an installation begins with an empty Kafka.
func forgetTopics(t *testing.T, broker string) {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(broker))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	groups := kmsg.NewPtrDeleteGroupsRequest()
	groups.Groups = []string{runtime.Group}
	// A Kafka that never had a group has no coordinator for one; then there is nothing to forget.
	if _, err := groups.RequestWith(ctx, client); err != nil {
		t.Log(err)
	}
	topics := kmsg.NewPtrDeleteTopicsRequest()
	for _, name := range ingest.Topics {
		topics.TopicNames = append(topics.TopicNames, name)
		one := kmsg.NewDeleteTopicsRequestTopic()
		one.Topic = &name
		topics.Topics = append(topics.Topics, one)
	}
	if _, err := topics.RequestWith(ctx, client); err != nil {
		t.Fatal(err)
	}
	// Deleting goes on after the answer; a topic that is made meanwhile would be refused.
	for {
		known := kmsg.NewPtrMetadataRequest()
		answer, err := known.RequestWith(ctx, client)
		if err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, topic := range answer.Topics {
			for _, name := range ingest.Topics {
				if topic.Topic != nil && *topic.Topic == name {
					left++
				}
			}
		}
		if left == 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// The path of a file through the whole program: imported, read, assembled, compared, and found again on the pages' numbers.
func TestAFileBecomesFacts(t *testing.T) {
	eachSize(t, func(t *testing.T, in *installation) {
		file := filepath.Join(in.data, "sample.jsonl")
		in.run("sample", "--rows", "3000", "--seed", "5", "--from", "2024-01-01", "--to", "2024-06-30", "--out", file)
		out := in.run("import", file)
		if !strings.Contains(out, "收到 3,000 = 入库 3,000") {
			t.Errorf("the import's books: %s", out)
		}
		if out = in.run("import", file); !strings.Contains(out, "收到 3,000 = 重复 3,000") {
			t.Errorf("imported again: %s", out)
		}
		in.run("jobs", "run")
		facts := in.query("SELECT count(), uniqExact(complaint_id), countIf(topic = '') < count() / 2, min(month), max(month) FROM facts")
		ended := in.query("SELECT uniqExact(complaint_id) FROM events WHERE kind IN ('withdrawn', 'merged', 'invalidated')")
		want := in.query("SELECT uniqExact(complaint_id) - " + ended + " FROM complaints")
		if facts != want+"\t"+want+"\t1\t202401\t202406" {
			t.Errorf("facts %s, want %s complaints", facts, want)
		}
		if got := in.query("SELECT count() > 0 FROM findings WHERE month = 202405 AND kind = 'month_on_month'"); got != "1" {
			t.Error("no finding compares May with April")
		}
		if out = in.run("jobs", "status"); strings.Count(out, "待算 0") != strings.Count(out, "待算") || !strings.Contains(out, "待算 0") {
			t.Errorf("something is still pending: %s", out)
		}
		if out = in.run("check"); strings.Contains(out, "✗") {
			t.Errorf("check finds: %s", out)
		}
	})
}

// The real files import without flags, and importing them again changes nothing. The embedded size takes their ten years whole. Months cost
// the same at every size, so the servers take the government's messages of the last fourteen.
func TestRealFilesBalanceWithoutFlags(t *testing.T) {
	car, gov := realData(t, "car/car_complaints.csv"), realData(t, "gov/gov_messages.csv")
	all := map[string]int{"embedded": 11_269, "server": 6_114}
	eachSize(t, func(t *testing.T, in *installation) {
		size := filepath.Base(t.Name())
		gov := gov
		if size == "server" {
			gov = in.since(gov, "2019-01-01")
		}
		messages := all[size]
		for file, books := range map[string]string{car: "收到 4,671 = 入库 4,671", gov: fmt.Sprintf("收到 %[1]s = 入库 %[1]s", dashboards.Number(messages))} {
			source := strings.TrimSuffix(filepath.Base(file), ".csv")
			if out := in.run("import", file, "--source", source); !strings.Contains(out, books) {
				t.Errorf("%s: %s", source, out)
			}
		}
		before := in.query("SELECT source, uniqExact(complaint_id, content) FROM complaints GROUP BY source ORDER BY source")
		for _, file := range []string{car, gov} {
			in.run("import", file, "--source", strings.TrimSuffix(filepath.Base(file), ".csv"))
		}
		if after := in.query("SELECT source, uniqExact(complaint_id, content) FROM complaints GROUP BY source ORDER BY source"); after != before {
			t.Errorf("importing again changed %s into %s", before, after)
		}
		in.run("jobs", "run")
		if got := in.query("SELECT count(), sum(wordless) FROM facts WHERE source = 'car_complaints'"); got != "4671\t32" {
			t.Errorf("car: facts and 无原文 %s, want 4671 and 32", got)
		}
		if got := in.query("SELECT count() FROM facts WHERE source = 'gov_messages'"); got != fmt.Sprint(messages) {
			t.Errorf("gov: %s facts, want %d", got, messages)
		}
	})
}

// since writes the rows of a CSV file whose column time is not before a day into a file of the same name.
func (i *installation) since(path, day string) string {
	i.t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		i.t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		i.t.Fatal(err)
	}
	column := slices.Index(rows[0], "time")
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for n, row := range rows {
		if n == 0 || row[column] >= day {
			_ = w.Write(row) // into memory
		}
	}
	w.Flush()
	return i.write(filepath.Base(path), out.String())
}
