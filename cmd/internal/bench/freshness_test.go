package bench

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWaitsTellTheSlowestAndWhatWasNeverSeen(t *testing.T) {
	var took []time.Duration
	for i := 100; i > 0; i-- {
		took = append(took, time.Duration(i)*10*time.Millisecond)
	}
	w := waitsOf(took, time.Second, 0)
	if w.Median != 510*time.Millisecond || w.P95 != 960*time.Millisecond || w.Most != time.Second || !w.Held() {
		t.Errorf("%+v", w)
	}
	if waitsOf(took, 900*time.Millisecond, 0).Held() || waitsOf(took, time.Minute, 1).Held() || waitsOf(nil, time.Minute, 0).Held() {
		t.Error("late, unseen and nothing at all hold nothing")
	}
}

// walk is a run whose memory is as told for each of so many records.
func walk(bytes func(records int) uint64) MemoryReport {
	var points []MemoryPoint
	for n := range 1001 {
		points = append(points, MemoryPoint{time.Duration(n) * time.Second, n * 100, bytes(n * 100)})
	}
	return newMemoryReport(points)
}

func TestMemoryThatGrowsWithTheRecordsIsTold(t *testing.T) {
	flat := walk(func(n int) uint64 { return 400<<20 + uint64(n%7)<<20 })
	if !flat.Held() || flat.Records != 100_000 || len(flat.Tenths) != 10 || flat.Tenths[4].Low < 400<<20 || flat.Tenths[4].High > 407<<20 {
		t.Errorf("%+v", flat)
	}
	if grows := walk(func(n int) uint64 { return 100<<20 + uint64(n)<<12 }); grows.Held() {
		t.Errorf("%+v", grows)
	}
	if newMemoryReport(nil).Held() {
		t.Error("nothing was measured")
	}
}

func TestMemoryIsPlottedAndWritten(t *testing.T) {
	r := walk(func(n int) uint64 { return 400<<20 + uint64(n)<<10 })
	var out bytes.Buffer
	r.Plot(&out)
	if strings.Count(out.String(), "MB\n") != 10 || !strings.Contains(out.String(), "100%") {
		t.Error(out.String())
	}
	file := filepath.Join(t.TempDir(), "memory.csv")
	if err := r.WriteCSV(file); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil || strings.Count(string(raw), "\n") != 1002 || !strings.HasPrefix(string(raw), "seconds,records,resident_bytes\n0.0,0,419430400\n") {
		t.Errorf("%v %.80s", err, raw)
	}
}
