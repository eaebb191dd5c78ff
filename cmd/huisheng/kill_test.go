package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// kills is how often an import is ended by kill -9 before it may finish.
const kills = 20

// A process that is killed at any moment of an import, and started again with the same command, must end with every complaint once.
func TestKilledImportIsCompletedWithoutLossOrDoubles(t *testing.T) {
	if testing.Short() {
		t.Skip("twenty starts of the program take a while")
	}
	const rows = 20_000
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))

	in := newInstallation(t)
	file := filepath.Join(in.data, "sample.jsonl")
	in.run("sample", "--rows", fmt.Sprint(rows), "--seed", "7", "--out", file)

	for i := range kills {
		c := in.start("import", file)
		wait := time.Duration(100+random.IntN(2400)) * time.Millisecond
		select {
		case err := <-c.end:
			c.end <- err
			if err != nil {
				t.Fatalf("start %d ended by itself: %v\n%s", i, err, c.out)
			}
		case <-time.After(wait):
		}
		c.kill()
	}
	in.run("import", file)

	if got := in.query("SELECT uniqExact(source, complaint_id), uniqExact(source, complaint_id, content) FROM complaints"); got != fmt.Sprintf("%d\t%d", rows, rows) {
		t.Errorf("complaints and contents: %s, want %d of each", got, rows)
	}
	in.run("jobs", "run")
	withdrawn := in.query("SELECT uniqExact(source, complaint_id) FROM events WHERE kind IN ('withdrawn', 'merged', 'invalidated')")
	if got := in.query("SELECT count() + " + withdrawn + ", uniqExact(source, complaint_id) + " + withdrawn + " FROM facts"); got != fmt.Sprintf("%d\t%d", rows, rows) {
		t.Errorf("facts and those that were withdrawn: %s, want %d", got, rows)
	}
	var report struct{ Books struct{ Difference int64 } }
	in.decode(&report, "check", "--books")
	if report.Books.Difference != 0 {
		t.Errorf("the books are off by %d", report.Books.Difference)
	}
	events, err := countLines(file, `"event_id"`)
	if err != nil {
		t.Fatal(err)
	}
	if got := in.query("SELECT uniqExact(source, complaint_id, event_id) FROM events"); got != fmt.Sprint(events) {
		t.Errorf("%s events, want %d", got, events)
	}
}

func countLines(file, with string) (int, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		if strings.Contains(line, with) {
			n++
		}
	}
	return n, nil
}
