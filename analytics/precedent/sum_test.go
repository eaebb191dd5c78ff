package precedent

import (
	"fmt"
	"math"
	"testing"
	"time"

	"huisheng/analytics"
)

// TestTheIntervalIsWilsons has the values that Newcombe gives for method 3 (Two-sided confidence intervals for the single proportion,
// Statistics in Medicine 17, 1998, table I).
func TestTheIntervalIsWilsons(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {20, 20, 0.8389, 1}, {0, 0, 0, 1}} {
		low, high := wilson(c.k, c.n)
		if math.Abs(low-c.low) > 0.00005 || math.Abs(high-c.high) > 0.00005 {
			t.Errorf("%d of %d: %.4f to %.4f", c.k, c.n, low, high)
		}
	}
}

func step(kind, note string, fen int64) analytics.Event {
	e := analytics.Event{Kind: kind, Note: note, At: morning.Add(time.Hour)}
	if fen > 0 {
		e.AmountFen = &fen
	}
	return e
}

func TestMeasuresCountCasesAndNotSteps(t *testing.T) {
	cases := []Case{
		{Past: analytics.Past{Satisfaction: 5}, Steps: []analytics.Event{step("accepted", "", 0), step("compensated", "", 5000), step("compensated", "", 1000), step("closed", "", 0)}},
		{Past: analytics.Past{Satisfaction: 2, Reopened: 1}, Steps: []analytics.Event{step("compensated", "", 3000), step("replied", "", 0)}},
		{Past: analytics.Past{ReceivedAt: morning, AnsweredAt: morning.Add(2 * time.Hour)}, Steps: []analytics.Event{step("replied", "", 0)}, Same: 3},
		{Past: analytics.Past{ReceivedAt: morning, EndedAt: morning.Add(-time.Hour)}}, // ended before it came, which tells no time
	}
	a := Sum(cases)
	if got, want := fmt.Sprint(a.Measures), "[{compensated 2 2 1 3 3000} {replied 2 1 0 0 0}]"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if a.N != 4 || a.Behind != 3 || a.Rated != 2 || a.Satisfied != 1 || a.Reopened != 1 || a.Timed != 1 || a.Took != 2*time.Hour {
		t.Errorf("%+v", a)
	}
	if none := Sum(nil); none.N != 0 || none.Low != 0 || none.High != 1 || none.Took != 0 {
		t.Errorf("%+v", none)
	}
}

func TestTheReplyIsWhatTellsMost(t *testing.T) {
	c := Case{Steps: []analytics.Event{step("replied", "已回复", 0), step("assigned", "一个很长的派单说明，不是答复", 0)}}
	if r := c.Reply(); r == nil || r.Note != "已回复" {
		t.Errorf("%+v", r)
	}
	c.Told = "经核实，已为您更换电池。"
	if r := c.Reply(); r == nil || r.Note != c.Told || r.Kind != "replied" || !r.At.Equal(morning.Add(time.Hour)) {
		t.Errorf("the answer of the record: %+v", r)
	}
	c.Steps = nil
	if r := c.Reply(); r == nil || r.Note != c.Told || !r.At.IsZero() {
		t.Errorf("without a step: %+v", r)
	}
	if r := (&Case{Steps: []analytics.Event{step("replied", "", 0)}}).Reply(); r != nil {
		t.Errorf("a step without words: %+v", r)
	}
}
