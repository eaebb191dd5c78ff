package state

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func TestASealIsKeptWithWhoTookItOff(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		asked := analytics.Seal{Month: 202403, By: "甲", Why: "月报定稿", Models: []string{"m1", "m2+3"}, Taxonomy: "t1", Run: 7, N: 1939,
			Exposures: []analytics.ExposureSum{{Unit: "orders", Value: 12.5}}, Watermark: []analytics.Position{{Topic: "complaints.v1", Epoch: 1, Partition: 3, Next: 1 << 40}}}
		first, err := s.AddSeal(ctx, asked)
		must(t, err)
		if _, err := s.AddSeal(ctx, asked); analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "先解封：huisheng unseal 2024-03") {
			t.Errorf("sealed twice: %v", err)
		}
		asked.Number, asked.At = first.Number, c.time()
		held, err := again().SealsThatHold(ctx)
		must(t, err)
		if diff := cmp.Diff([]analytics.Seal{asked}, held); diff != "" {
			t.Error(diff)
		}
		c.pass(time.Hour)
		must(t, s.UndoSeal(ctx, 202403, "乙", "漏了一个来源"))
		if err := s.UndoSeal(ctx, 202403, "乙", ""); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("unsealed twice: %v", err)
		}
		second, err := s.AddSeal(ctx, analytics.Seal{Month: 202403, By: "丙"})
		must(t, err)
		all, err := s.Seals(ctx)
		must(t, err)
		asked.UndoneBy, asked.UndoneWhy, asked.UndoneAt = "乙", "漏了一个来源", c.time()
		if len(all) != 2 || all[0].Number != second.Number || !all[0].Holds() {
			t.Errorf("the record is %+v", all)
		} else if diff := cmp.Diff(asked, all[1]); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOnlySealedMonthsAreMarkedForComparing(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		_, err := s.AddSeal(ctx, analytics.Seal{Month: 202403, By: "甲"})
		must(t, err)
		must(t, s.MarkSealed(ctx, "compare", "有变", []analytics.Month{202402, 202403}))
		must(t, s.MarkDirtyFor(ctx, "assemble", "到了新的记录", []analytics.Month{202403}))
		dirty, err := s.DirtyJobs(ctx, 202403)
		must(t, err)
		if len(dirty) != 2 || dirty["compare"].Reason != "有变" || dirty["assemble"].Reason != "到了新的记录" {
			t.Errorf("dirty: %v", dirty)
		}
		if other, err := s.DirtyJobs(ctx, 202402); err != nil || len(other) != 0 {
			t.Errorf("a month that is not sealed: %v, %v", other, err)
		}
	})
}
