package satisfaction_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	. "huisheng/analytics/satisfaction"
)

// counted draws what came of the complaints of one value and source, as it can be.
func counted(t *rapid.T, value, source string) analytics.OutcomeCount {
	n := func(name string, most int64) int64 { return rapid.Int64Range(0, most).Draw(t, name) }
	c := analytics.OutcomeCount{Value: value, Source: source, N: n("n", 50)}
	c.Responded, c.Ended = n("responded", c.N), n("ended", c.N)
	c.Again = n("again", c.N-c.Ended)
	c.Early = n("early", c.N-c.Ended)
	left := c.N - c.Early
	for _, part := range []*int64{&c.Unreached, &c.Refused, &c.Reached, &c.Answered} {
		*part = n("part", left)
		left -= *part
	}
	c.Unvisited = left
	c.Satisfied = n("satisfied", c.Answered)
	c.Sum = 2*c.Answered + 2*c.Satisfied
	return c
}

func TestTheLinesOfEachRateAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var counts []analytics.OutcomeCount
		for v := range 3 {
			for s := range 2 {
				counts = append(counts, counted(t, fmt.Sprint(v), fmt.Sprint(s)))
			}
		}
		tells := TellsOf(counts)
		all := tells.Stand(counts)
		if !all.Balanced() {
			t.Fatalf("%+v", all)
		}
		var sum Standing
		for v := range 3 {
			part := tells.Stand(counts[2*v : 2*v+2])
			if !part.Balanced() {
				t.Fatalf("%+v", part)
			}
			sum.N, sum.Ended, sum.Visits.Answered, sum.Visits.Due = sum.N+part.N, sum.Ended+part.Ended, sum.Visits.Answered+part.Visits.Answered, sum.Visits.Due+part.Visits.Due
		}
		if sum.N != all.N || sum.Ended != all.Ended || sum.Visits.Answered != all.Visits.Answered || sum.Visits.Due != all.Visits.Due {
			t.Fatalf("the values add up to %+v, all is %+v", sum, all)
		}
	})
}

func TestASourceThatTellsNothingIsLeftOutAndNotCountedAsNothing(t *testing.T) {
	counts := []analytics.OutcomeCount{
		{Source: "crm", N: 10, Responded: 8, Ended: 6, Again: 1, Early: 4, Unvisited: 1, Unreached: 1, Refused: 1, Answered: 3, Satisfied: 2, Sum: 11},
		{Source: "网站", N: 30, Early: 30},
		{Source: "热线", N: 5, Responded: 5, Early: 5},
	}
	s := TellsOf(counts).Stand(counts)
	if r := s.ResponseRate(); r.K != 13 || r.N != 15 || s.WithoutResponses != 30 {
		t.Errorf("%+v of %+v", r, s)
	}
	if r := s.EndRate(); r.K != 6 || r.N != 10 || s.WithoutEnds != 35 || s.Open != 3 {
		t.Errorf("%+v of %+v", r, s)
	}
	if r := s.Visits.VisitRate(); r.K != 5 || r.N != 6 || s.WithoutVisits != 35 || s.Early != 4 {
		t.Errorf("%+v of %+v", r, s)
	}
	if r := s.Visits.Rate(); r.K != 2 || r.N != 3 || r.Unknown != 3 {
		t.Errorf("%+v", r)
	}
}
