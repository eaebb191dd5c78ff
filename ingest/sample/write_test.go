package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

var update = flag.Bool("update", false, "write the golden files")

// exposureLine is how a line of an exposure begins.
const exposureLine = `{"source":"sample","month":`

// The bytes of a sample are the same on every machine and in every release that does not mean to change them.
func TestGoldenBytes(t *testing.T) {
	var out, truth bytes.Buffer
	if err := New(Config{Rows: 2000, Seed: 20}).WriteJSONL(&out, &truth); err != nil {
		t.Fatal(err)
	}
	end := bytes.Index(out.Bytes(), []byte(exposureLine)) // complaints and events stay as they are whatever is told beside them
	got := ""
	for _, content := range [][]byte{out.Bytes()[:end], truth.Bytes(), out.Bytes()[end:]} {
		sum := sha256.Sum256(content)
		got += hex.EncodeToString(sum[:]) + "\n"
	}
	const file = "testdata/golden.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || got != string(want) {
		t.Errorf("%v\n%swant\n%s(go test -update if the change is meant)", err, got, want)
	}
}

// The importer reads every line back: complaints and events by their field event_id, and as many complaints as labels.
func TestLinesAreReadBack(t *testing.T) {
	var out, truth bytes.Buffer
	if err := New(Config{Rows: 1500, Seed: 7}).WriteJSONL(&out, &truth); err != nil {
		t.Fatal(err)
	}
	codec := ingest.NewCodec(nil)
	complaints := map[string]bool{}
	for line := range bytes.Lines(out.Bytes()) {
		if bytes.HasPrefix(line, []byte(exposureLine)) {
			continue
		}
		if bytes.Contains(line, []byte(`"event_id":`)) {
			var e analytics.Event
			if err := codec.DecodeEvent(line, &e); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			if !complaints[e.ComplaintID] {
				t.Fatalf("an event before its complaint: %s", line)
			}
			continue
		}
		var c analytics.Complaint
		if err := codec.DecodeComplaint(line, &c); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if complaints[c.ID] {
			t.Fatalf("complaint %s twice", c.ID)
		}
		complaints[c.ID] = true
	}
	labels := strings.Split(strings.TrimSuffix(truth.String(), "\n"), "\n")
	if len(complaints) != 1500 || len(labels) != 1502 {
		t.Fatalf("%d complaints, %d lines of truth", len(complaints), len(labels))
	}
	var head Truth
	var tail totals
	if err := errors.Join(json.Unmarshal([]byte(labels[0]), &head), json.Unmarshal([]byte(labels[1501]), &tail)); err != nil {
		t.Fatal(err)
	}
	if head.Kind != "truth" || head.Rows != 1500 || len(head.Causes) < 16 || len(head.Topics) != len(topics) || tail.Kind != "totals" || len(tail.Causes) < 10 {
		t.Errorf("%+v %+v", head, tail)
	}
	for _, label := range labels[1:1501] {
		var l struct {
			ID    string `json:"complaint_id"`
			Topic string `json:"topic"`
			Form  string `json:"form"`
		}
		if err := json.Unmarshal([]byte(label), &l); err != nil || !complaints[l.ID] || l.Topic == "" || l.Form == "" {
			t.Fatalf("%v: %s", err, label)
		}
	}
}

// A disk that is full ends the work with its error.
func TestFullDiskIsReported(t *testing.T) {
	full := errors.New("full")
	for _, c := range [][2]int{{1 << 20, 1 << 30}, {1 << 30, 1 << 16}, {0, 0}} {
		if err := New(Config{Rows: 4000}).WriteJSONL(&limited{c[0], full}, &limited{c[1], full}); !errors.Is(err, full) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

type limited struct {
	left int
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, l.err
	}
	return len(p), nil
}

// What a generator holds are the matters that wait to be told again, with nothing behind them; a stream three times as long holds no
// more; and one complaint costs a handful of allocations.
func TestMemoryIsFlat(t *testing.T) {
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	g := New(Config{Rows: 2_000_000, Seed: 2})
	var r Record
	run := func(n int) uint64 {
		for range n {
			if !g.Next(&r) {
				t.Fatal("the sample is too short")
			}
		}
		return heap() - before
	}
	early := run(100_000) // a month, so that repeats are on their way
	waiting := len(g.repeats.due) - g.repeats.taken
	for _, day := range g.repeats.days {
		waiting += len(day)
	}
	if limit := uint64(2<<20 + waiting*2<<10); waiting < 500 || early > limit { // a draft and its words are 1.2 KiB
		t.Errorf("%d KiB for %d matters that wait, want %d", early>>10, waiting, limit>>10)
	}
	if later := run(200_000); later > early+2<<20 {
		t.Errorf("%d KiB after 100,000 complaints, %d KiB after 300,000", early>>10, later>>10)
	}
	t.Logf("%d KiB, %d waiting", early>>10, waiting)
	if n := testing.AllocsPerRun(2000, func() { g.Next(&r) }); n > 10 {
		t.Errorf("%.0f allocations a complaint", n)
	}
	runtime.KeepAlive(g)
}

func mustDay(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, s, analytics.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestConfigIsChecked(t *testing.T) {
	day := func(s string) Config {
		var c Config
		from, to, _ := strings.Cut(s, " ")
		if from != "" {
			c.From = mustDay(t, from)
		}
		if to != "" {
			c.To = mustDay(t, to)
		}
		return c
	}
	for _, c := range []struct {
		name  string
		c     Config
		field string
	}{
		{"the default is valid", Config{}, ""},
		{"one day is enough", day("2024-02-29 2024-02-29"), ""},
		{"an end alone takes the two years before it", day(" 2025-06-30"), ""},
		{"no negative rows", Config{Rows: -1}, "rows"},
		{"no more rows than ids", Config{Rows: 800_000, From: mustDay(t, "2024-01-01"), To: mustDay(t, "2024-01-01")}, "rows"},
		{"an end before the beginning", day("2024-02-02 2024-02-01"), "to"},
		{"before smart locks", day("1999-01-01 1999-02-01"), "from"},
		{"longer than any calendar", day("2012-01-01 2024-02-01"), "to"},
	} {
		err := c.c.Validate()
		var e *analytics.Error
		if errors.As(err, &e); (err == nil) != (c.field == "") || e != nil && (e.Field != c.field || e.Kind != analytics.KindInvalid) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if c := (Config{}).withDefaults(); c.Rows != 50_000 || c.days() != 731 {
		t.Errorf("default %+v, %d days", c, c.days())
	}
}
