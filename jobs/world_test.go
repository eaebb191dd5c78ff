package jobs_test

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
	"huisheng/jobs"
	"huisheng/jobs/alike"
	"huisheng/jobs/assemble"
	"huisheng/jobs/detect"
	"huisheng/jobs/enrich"
	"huisheng/jobs/score"
	"huisheng/jobs/seal"
	"huisheng/sql/engine"
	"huisheng/sql/state"
	"huisheng/sql/warehouse"
)

var (
	_ jobs.Ledger     = (*state.State)(nil)
	_ enrich.Ledger   = (*state.State)(nil)
	_ assemble.Ledger = (*state.State)(nil)
	_ alike.Ledger    = (*state.State)(nil)
	_ alike.Tables    = (*warehouse.Warehouse)(nil)
	_ detect.Ledger   = (*state.State)(nil)
	_ assemble.Tables = (*warehouse.Warehouse)(nil)
	_ detect.Tables   = (*warehouse.Warehouse)(nil)
	_ score.Ledger    = (*state.State)(nil)
	_ score.Tables    = (*warehouse.Warehouse)(nil)
	_ seal.Ledger     = (*state.State)(nil)
	_ seal.Tables     = (*warehouse.Warehouse)(nil)
)

// shared is the engine of all tests here, as a process has one. Each world has a database of its own.
var (
	shared    http.RoundTripper
	databases atomic.Int64
)

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == "100" {
		f.Value.Set("8") // a check here is two seconds of the engine's work
	}
	if _, err := engine.Find(""); err != nil {
		if os.Getenv("HUISHENG_REQUIRE") != "" {
			panic(err)
		}
		return m.Run() // the tests that need the engine skip
	}
	dir, err := os.MkdirTemp("", "jobs-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	e, err := engine.Open(engine.Config{Dir: dir})
	if err != nil {
		panic(err)
	}
	defer e.Close()
	shared = e.Transport()
	return m.Run()
}

// reporter is what a test and a property test have in common.
type reporter interface {
	Helper()
	Fatalf(string, ...any)
}

// world is an installation without Kafka: what arrives is put into the tables with the next offset.
type world struct {
	t       reporter
	w       *warehouse.Warehouse
	s       *state.State
	raw     driver.Conn
	runner  *jobs.Runner
	sealer  *seal.Sealer
	now     time.Time
	offsets map[string]uint64 // by topic and partition
	told    []analytics.Arrival[analytics.Complaint]
	steps   []analytics.Arrival[analytics.Event]
}

func newWorld(t *testing.T, r reporter) (*world, func()) {
	t.Helper()
	if shared == nil {
		t.Skip("libchdb is not installed")
	}
	ctx := context.Background()
	v := &world{t: r, now: at("2024-06-15 08:00"), offsets: map[string]uint64{}}
	root := dial(r, "default")
	name := fmt.Sprintf("world_%d", databases.Add(1))
	v.must(root.Exec(ctx, "CREATE DATABASE "+name))
	v.raw = dial(r, name)
	var err error
	v.w, err = warehouse.Open(ctx, warehouse.Config{Transport: shared, Database: name})
	v.must(err)
	v.must(v.w.Migrate(ctx))
	dir, err := os.MkdirTemp("", "world-")
	v.must(err)
	clock := func() time.Time { return v.now }
	v.s, err = state.Open(ctx, filepath.Join(dir, "state.db"), state.WithClock(clock))
	v.must(err)
	reading := enrich.New(v.w, v.s, analysis(r), enrich.Config{Batch: 3}, clock)
	v.sealer = seal.New(v.w, v.s, seal.Config{Owner: name, Taxonomy: "1", Books: func(context.Context) error { return nil }, Now: clock})
	v.runner = jobs.New(jobs.Config{Owner: name, Now: clock, Tidy: v.w.DropStages}, v.s,
		enrich.AsJob{Job: reading},
		alike.New(v.w, v.s, 2), assemble.New(v.w, v.s), detect.New(v.w, v.s, clock), score.New(v.w, v.s, rules(r), clock), seal.NewComparison(v.w, v.s, "1"))
	return v, func() {
		v.s.Close()
		v.w.Close()
		v.raw.Close()
		root.Exec(ctx, "DROP DATABASE "+name)
		root.Close()
		os.RemoveAll(dir)
	}
}

func dial(r reporter, database string) driver.Conn {
	conn, err := clickhouse.Open(&clickhouse.Options{Protocol: clickhouse.HTTP, Addr: []string{"embedded:8123"}, Auth: clickhouse.Auth{Database: database},
		TransportFunc: func(*http.Transport) (http.RoundTripper, error) { return shared, nil }})
	if err != nil {
		r.Fatalf("%v", err)
	}
	return conn
}

// runes is a segmenter that cuts after every rune.
type runes struct{}

func (runes) Segment(texts []string) [][]string {
	out := make([][]string, len(texts))
	for i, t := range texts {
		out[i] = strings.Split(t, "")
	}
	return out
}

func (runes) Version() string { return "1" }

func analysis(r reporter) *enrich.Analysis {
	pack, err := topic.Parse("test", []byte(`
pack: test
name: 测试
topics:
  - {code: a, name: 漏水, group: 甲, rules: [{any: [漏水]}]}
  - {code: b, name: 异响, group: 甲, rules: [{any: [异响]}]}
`))
	if err != nil {
		r.Fatalf("%v", err)
	}
	classifier, err := topic.Compile([]topic.Pack{pack})
	if err != nil {
		r.Fatalf("%v", err)
	}
	return enrich.NewAnalysis(enrich.Parts{Segmenter: runes{}, Classifier: classifier, Rarity: text.NewRarity()}, 2)
}

// everyDay is a calendar on which every day is worked.
type everyDay struct{}

func (everyDay) Works(time.Time) bool { return true }

// rules are a policy whose clocks every complaint has.
func rules(r reporter) *service.Book {
	p, err := service.Parse("test.yaml", []byte(`
policy: test
name: 测试
versions:
  - from: 2024-01-01
    grades: [{code: D, name: 告诫, when: [其他], fine: 50}]
    clocks:
      - {code: first, name: 首次响应, ends: [first_response, replied], within: [{limit: 24 小时}]}
      - {code: final, name: 办结, ends: [closed], pauses: true, rounds: true, within: [{limit: 72 小时}]}
    fines: {unfinished: {clock: final, as: D}}
    tell: [{name: 重复, when: {repeated: true}, to: 经理, what: 过问}]
`))
	if err != nil {
		r.Fatalf("%v", err)
	}
	return service.NewBook(p, everyDay{})
}

func (v *world) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatalf("%v", err)
	}
}

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func hash(parts ...any) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, parts...)
	return h.Sum64()
}

// place gives the next offset of the partition that a complaint's key falls into.
func (v *world) place(topic, id string) analytics.Origin {
	partition := uint16(hash(id) % 2)
	key := fmt.Sprint(topic, partition)
	o := analytics.Origin{Epoch: 1, Partition: partition, Offset: v.offsets[key], ArrivedAt: v.now}
	v.offsets[key]++
	return o
}

// tell makes a complaint of source "s" arrive.
func (v *world) tell(id string, version uint32, when, words string) {
	v.t.Helper()
	a := analytics.Arrival[analytics.Complaint]{
		Record:  analytics.Complaint{Source: "s", ID: id, Version: version, ReceivedAt: at(when), Text: words},
		Content: hash(id, version, when, words), Origin: v.place("c", id),
	}
	v.told = append(v.told, a)
	v.must(v.w.StoreComplaints(context.Background(), []analytics.Arrival[analytics.Complaint]{a}))
}

// step makes an event arrive.
func (v *world) step(event, id, kind, when string) {
	v.t.Helper()
	a := analytics.Arrival[analytics.Event]{
		Record:  analytics.Event{Source: "s", ID: event, ComplaintID: id, Kind: kind, At: at(when)},
		Content: hash(event, id, kind, when), Origin: v.place("e", id),
	}
	v.steps = append(v.steps, a)
	v.must(v.w.StoreEvents(context.Background(), []analytics.Arrival[analytics.Event]{a}))
}

// run works until nothing is pending.
func (v *world) run() {
	v.t.Helper()
	v.must(v.runner.Run(context.Background()))
}

// facts are all facts, one line each.
func (v *world) facts() []string {
	v.t.Helper()
	return v.lines("SELECT concat(toString(month), ' ', complaint_id, ' v', toString(version), ' ', topic, ' ', stage) FROM facts ORDER BY month, complaint_id")
}

func (v *world) lines(query string) []string {
	v.t.Helper()
	rows, err := v.raw.Query(context.Background(), query)
	v.must(err)
	defer rows.Close()
	list := []string{}
	for rows.Next() {
		var line string
		v.must(rows.Scan(&line))
		list = append(list, line)
	}
	v.must(rows.Err())
	return list
}

// assembled lists the months that assemble computed since a run, in that order.
func (v *world) assembled(since uint64) []string {
	v.t.Helper()
	runs, err := v.s.Runs(context.Background(), 1000)
	v.must(err)
	list := []string{}
	for i := len(runs) - 1; i >= 0; i-- {
		if runs[i].Number > since && runs[i].Job == assemble.Name {
			list = append(list, runs[i].Window)
		}
	}
	return list
}

func (v *world) lastRun() uint64 {
	v.t.Helper()
	runs, err := v.s.Runs(context.Background(), 1)
	v.must(err)
	if len(runs) == 0 {
		return 0
	}
	return runs[0].Number
}
