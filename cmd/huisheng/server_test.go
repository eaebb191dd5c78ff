package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
)

// sizes are the ways in which the program runs. What a user relies on must hold in each.
var sizes = map[string]func(t *testing.T) *installation{
	"embedded": func(t *testing.T) *installation { return newInstallation(t) },
	"server":   newServerInstallation,
}

// eachSize runs a test at every size.
func eachSize(t *testing.T, test func(t *testing.T, in *installation)) {
	for _, name := range []string{"embedded", "server"} {
		t.Run(name, func(t *testing.T) { test(t, sizes[name](t)) })
	}
}

// newServerInstallation is an installation on Apache Kafka, a ClickHouse that is another process, and PostgreSQL.
func newServerInstallation(t *testing.T) *installation {
	t.Helper()
	broker := outside(t, "HUISHENG_TEST_KAFKA")
	dsn := newDatabase(t, outside(t, "HUISHENG_TEST_POSTGRES"))
	forgetTopics(t, broker)
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

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
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

// The real files import without flags, and importing them again changes nothing.
func TestRealFilesBalanceWithoutFlags(t *testing.T) {
	car, gov := realData(t, "car/car_complaints.csv"), realData(t, "gov/gov_messages.csv")
	eachSize(t, func(t *testing.T, in *installation) {
		for file, books := range map[string]string{car: "收到 4,671 = 入库 4,671", gov: "收到 11,269 = 入库 11,269"} {
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
		if got := in.query("SELECT count() FROM facts WHERE source = 'gov_messages'"); got != "11269" {
			t.Errorf("gov: %s facts, want 11269", got)
		}
	})
}
