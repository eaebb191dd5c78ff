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

// killing says how often an import is ended by kill -9 before it may finish, and after how long at most. On a server the group waits for a
// dead reader's session to end before the next one gets its partitions, so moments that matter come later and cost more. The long run of
// scripts/chaos.sh kills as often as it is asked to.
var killing = map[string]struct {
	kills uint64
	most  time.Duration
}{"embedded": {8, 2500 * time.Millisecond}, "server": {3, 14 * time.Second}}

// A process that is killed at any moment of an import, and started again with the same command, must end with every complaint once.
func TestKilledImportIsCompletedWithoutLossOrDoubles(t *testing.T) {
	if testing.Short() {
		t.Skip("a dozen starts of the program take a while")
	}
	eachSize(t, func(t *testing.T, in *installation) {
		how := killing[filepath.Base(t.Name())]
		file := filepath.Join(in.data, "sample.jsonl")
		in.run("sample", "--rows", fmt.Sprint(killedRows), "--seed", "7", "--from", "2024-01-01", "--to", "2024-06-30", "--out", file)
		in.killImports(file, chaosSetting(t, "KILLS", how.kills), how.most)
		in.run("import", file)
		in.checkWhole(file)
	})
}

// killedRows is enough for an import to be under way for seconds.
const killedRows = 12_000

// killImports starts the import of a file again and again and ends it each time after a random while.
func (i *installation) killImports(file string, kills uint64, most time.Duration) {
	i.t.Helper()
	seed := uint64(time.Now().UnixNano())
	i.t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for n := range kills {
		c := i.start("import", file)
		select {
		case err := <-c.end:
			c.end <- err
			if err != nil {
				i.t.Fatalf("start %d ended by itself: %v\n%s", n, err, c.out)
			}
		case <-time.After(100*time.Millisecond + time.Duration(random.Int64N(int64(most)))):
		}
		c.kill()
	}
}

// checkWhole holds the tables against the file: every complaint and event once, all of them in facts but for those that were withdrawn,
// and the books balanced.
func (i *installation) checkWhole(file string) {
	t := i.t
	t.Helper()
	if got := i.query("SELECT uniqExact(source, complaint_id), uniqExact(source, complaint_id, content) FROM complaints"); got != fmt.Sprintf("%d\t%d", killedRows, killedRows) {
		t.Errorf("complaints and contents: %s, want %d of each", got, killedRows)
	}
	events, err := countLines(file, `"event_id"`)
	if err != nil {
		t.Fatal(err)
	}
	if got := i.query("SELECT uniqExact(source, complaint_id, event_id) FROM events"); got != fmt.Sprint(events) {
		t.Errorf("%s events, want %d", got, events)
	}
	i.run("jobs", "run")
	withdrawn := i.query("SELECT uniqExact(source, complaint_id) FROM events WHERE kind IN ('withdrawn', 'merged', 'invalidated')")
	if got := i.query("SELECT count() + " + withdrawn + ", uniqExact(source, complaint_id) + " + withdrawn + " FROM facts"); got != fmt.Sprintf("%d\t%d", killedRows, killedRows) {
		t.Errorf("facts and those that were withdrawn: %s, want %d", got, killedRows)
	}
	var report struct {
		Books struct{ Received, Difference int64 }
	}
	i.decode(&report, "check", "--books")
	if report.Books.Difference != 0 || report.Books.Received < killedRows {
		t.Errorf("the books are off: %+v", report.Books)
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
