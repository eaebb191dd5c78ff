package state

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// remark is what somebody says about a complaint.
func remark(id, to string) analytics.Correction {
	return analytics.Correction{Key: analytics.Key{Source: "s", ID: id}, Content: math.MaxUint64 - 3, TextHash: 1 << 63, Axis: analytics.AxisWhat, From: "a", To: to, Why: "看错了", By: "张三"}
}

func TestACorrectionIsKeptAsItWasSaidUntilItIsUndone(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		saved, err := s.AddCorrections(ctx, []analytics.Correction{remark("1", "b"), remark("2", "")})
		must(t, err)
		c.pass(time.Hour)
		_, err = s.UndoCorrection(ctx, saved[1].Number, "李四")
		must(t, err)

		standing, err := again().Corrections(ctx)
		must(t, err)
		want := remark("1", "b")
		want.Number, want.Revision, want.At = 1, 1, c.time().Add(-time.Hour)
		if diff := cmp.Diff([]analytics.Correction{want}, standing); diff != "" {
			t.Error(diff)
		}
		all, err := s.ListCorrections(ctx, 0, 10)
		must(t, err)
		if len(all) != 2 || all[0].Number != 2 || all[0].UndoneBy != "李四" || !all[0].UndoneAt.Equal(c.time()) || all[1].Number != 1 {
			t.Errorf("all = %+v", all)
		}
		if older, err := s.ListCorrections(ctx, 2, 10); err != nil || len(older) != 1 || older[0].Number != 1 {
			t.Errorf("below 2: %+v, %v", older, err)
		}
		if of, err := s.CorrectionsOf(ctx, analytics.Key{Source: "s", ID: "2"}); err != nil || len(of) != 1 || of[0].Number != 2 {
			t.Errorf("of 2: %+v, %v", of, err)
		}
	})
}

func TestACorrectionWaitsUntilItsRevisionIsInTheTables(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		saved, err := s.AddCorrections(ctx, []analytics.Correction{remark("1", "b")})
		must(t, err)
		waits := func(want int) []analytics.Correction {
			t.Helper()
			list, err := s.PendingCorrections(ctx)
			must(t, err)
			if len(list) != want {
				t.Fatalf("%d wait, not %d", len(list), want)
			}
			return list
		}
		waits(1)
		_, err = s.UndoCorrection(ctx, saved[0].Number, "张三")
		must(t, err)
		must(t, s.CorrectionsApplied(ctx, saved)) // as it was before it was undone
		must(t, s.CorrectionsApplied(ctx, waits(1)))
		waits(0)
		must(t, s.CorrectionsApplied(ctx, saved)) // somebody who was slow takes nothing back
		waits(0)
		if revision, err := s.CorrectionRevision(ctx); err != nil || revision != 2 {
			t.Errorf("revision %d, %v", revision, err)
		}
	})
}

func TestWhatCannotBeACorrectionIsRefusedWhole(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		for name, change := range map[string]func(*analytics.Correction){"no name": func(c *analytics.Correction) { c.By = " " },
			"no axis": func(c *analytics.Correction) { c.Axis = "who" }, "no complaint": func(c *analytics.Correction) { c.ID = "" },
			"a long reason": func(c *analytics.Correction) { c.Why = string(make([]rune, longestReason+1)) }} {
			wrong := remark("1", "b")
			change(&wrong)
			if _, err := s.AddCorrections(ctx, []analytics.Correction{remark("2", "b"), wrong}); analytics.KindOf(err) != analytics.KindInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if list, err := s.Corrections(ctx); err != nil || len(list) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := s.UndoCorrection(ctx, 7, "张三"); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("undoing what is not there: %v", err)
		}
		saved, err := s.AddCorrections(ctx, []analytics.Correction{remark("1", "b")})
		must(t, err)
		_, err = s.UndoCorrection(ctx, saved[0].Number, "张三")
		must(t, err)
		if _, err := s.UndoCorrection(ctx, saved[0].Number, "李四"); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("undoing twice: %v", err)
		}
	})
}
