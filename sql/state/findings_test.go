package state

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// verdict is what somebody decides about a finding.
func verdict(finding uint64, what string) analytics.FindingDecision {
	day := time.Date(2024, 3, 15, 0, 0, 0, 0, analytics.Zone)
	return analytics.FindingDecision{Finding: finding, Verdict: what, Why: "3·15 晚会", By: "张三", Kind: analytics.FindingDays,
		Series: []analytics.AxisValue{{Axis: "topic", Value: "quality"}}, From: day, To: day.AddDate(0, 0, 1), Sentence: "因为。"}
}

func TestWhatWasDecidedAboutAFindingIsKeptAlsoWhenItIsTakenBack(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		first := verdict(1<<63+1, analytics.VerdictFalse)
		saved, err := s.DecideFinding(ctx, first)
		must(t, err)
		first.Number, first.At = 1, c.time()
		if diff := cmp.Diff(first, saved); diff != "" {
			t.Error(diff)
		}
		total := verdict(2, analytics.VerdictConfirmed)
		total.Series = nil
		_, err = s.DecideFinding(ctx, total)
		must(t, err)
		total.Number, total.At = 2, c.time()
		c.pass(time.Hour)
		undone, err := s.UndoFindingDecision(ctx, 1, "李四")
		must(t, err)
		first.UndoneAt, first.UndoneBy = c.time(), "李四"
		if diff := cmp.Diff(first, undone); diff != "" {
			t.Error(diff)
		}
		all, err := again().FindingDecisions(ctx)
		must(t, err)
		if diff := cmp.Diff([]analytics.FindingDecision{first, total}, all); diff != "" {
			t.Error(diff)
		}
	})
}

func TestADecisionAboutAFindingThatCannotBeIsRefused(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		for _, change := range []func(*analytics.FindingDecision){
			func(d *analytics.FindingDecision) { d.Verdict = "maybe" },
			func(d *analytics.FindingDecision) { d.By = " " },
		} {
			d := verdict(1, analytics.VerdictExpected)
			change(&d)
			if _, err := s.DecideFinding(ctx, d); analytics.KindOf(err) != analytics.KindInvalid {
				t.Errorf("%+v gives %v", d, err)
			}
		}
		_, err := s.DecideFinding(ctx, verdict(1, analytics.VerdictExpected))
		must(t, err)
		if _, err := s.UndoFindingDecision(ctx, 9, "李四"); analytics.KindOf(err) != analytics.KindMissing {
			t.Error(err)
		}
		_, err = s.UndoFindingDecision(ctx, 1, "李四")
		must(t, err)
		if _, err := s.UndoFindingDecision(ctx, 1, "李四"); analytics.KindOf(err) != analytics.KindInvalid {
			t.Error(err)
		}
	})
}
