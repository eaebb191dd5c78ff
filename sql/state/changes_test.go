package state

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// word is what somebody changes of the words of a label.
func word(topic, w string) analytics.TaxonomyChange {
	return analytics.TaxonomyChange{Topic: topic, Kind: analytics.ChangeAdd, Words: []string{w}, Effect: 3, Why: "新叫法", By: "张三"}
}

func TestAChangeOfWordsIsKeptAndUndoneOnce(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		first, err := s.AddChange(ctx, word("a", "充电\"枪"))
		must(t, err)
		_, err = s.AddChange(ctx, word("b", "车机"))
		must(t, err)
		c.pass(time.Hour)
		undone, err := again().UndoChange(ctx, first.Number, "李四")
		must(t, err)
		want := []analytics.TaxonomyChange{first, word("b", "车机")}
		want[0].UndoneAt, want[0].UndoneBy, want[0].Revision = c.time(), "李四", 3
		want[1].Number, want[1].Revision, want[1].At = 2, 2, first.At
		got, err := s.Changes(ctx)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(want[0], undone); diff != "" {
			t.Error(diff)
		}
		if _, err := s.UndoChange(ctx, first.Number, "李四"); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("undone twice: %v", err)
		}
		if _, err := s.UndoChange(ctx, 9, "李四"); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("undoing what is not there: %v", err)
		}
		if revision, err := s.OverlayRevision(ctx); err != nil || revision != 3 {
			t.Errorf("revision %d, %v", revision, err)
		}
	})
}

func TestTheReachOfAChangeIsQueuedNewestFirstAndAgainWhenItIsUndone(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		months := []analytics.Month{202403, 202402}
		next := func(want analytics.Month, n int) []analytics.TaxonomyChange {
			t.Helper()
			month, list, err := s.NextReach(ctx)
			must(t, err)
			if month != want || len(list) != n {
				t.Fatalf("next is %s with %d changes, not %s with %d", month, len(list), want, n)
			}
			return list
		}
		next(0, 0)
		_, err := s.AddChange(ctx, word("a", "充电枪"))
		must(t, err)
		fresh, err := s.UnqueuedChanges(ctx)
		must(t, err)
		must(t, s.QueueReach(ctx, fresh, months))
		if left, err := s.UnqueuedChanges(ctx); err != nil || len(left) != 0 {
			t.Fatalf("%v, %v", left, err)
		}
		reading := next(202403, 1)
		undone, err := s.UndoChange(ctx, 1, "张三")
		must(t, err)
		must(t, s.QueueReach(ctx, []analytics.TaxonomyChange{undone}, months))
		must(t, s.ReachDone(ctx, 202403, reading)) // it was read with the word, which holds no longer
		reading = next(202403, 1)
		must(t, s.ReachDone(ctx, 202403, reading))
		next(202402, 1)
		must(t, s.QueueModel(ctx, "m1", []analytics.Month{202401, 202402}))
		queued, err := s.QueuedMonths(ctx)
		must(t, err)
		if diff := cmp.Diff([]analytics.Month{202401, 202402}, queued); diff != "" {
			t.Error(diff)
		}
	})
}
