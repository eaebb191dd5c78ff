package enrich_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huisheng/jobs/enrich"
)

func TestBenchmarkMeasuresBothSidesOnAllTexts(t *testing.T) {
	calls := make(chan string, 1000)
	texts := []string{"漏水", "异响\x00后", strings.Repeat("好", 100)}
	used := time.Duration(0)
	second := func() time.Duration { used += time.Second; return used } // every look at the clock is a second later
	m, err := enrich.Benchmark(context.Background(), texts, func(s string) []string { calls <- s; return nil }, analysis(t, "1"), 3, second)
	if err != nil {
		t.Fatal(err)
	}
	if len(calls) != 9 || m.Texts != 3 || m.Rounds != 3 || m.Enrich <= 0 || m.Segment <= 0 || m.Ratio <= 0 || m.Used != 1 {
		t.Errorf("%d calls, %+v", len(calls), m)
	}
	for range len(calls) {
		if s := <-calls; strings.Contains(s, "\x00") {
			t.Error("the reference got a NUL and would stop there")
		}
	}
}
