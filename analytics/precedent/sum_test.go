package precedent

import (
	"fmt"
	"testing"
	"time"

	"huisheng/analytics"
)

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
