package state

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

var aRecord = analytics.Place{Topic: "rejected.v1", Epoch: 1, Offset: 17}

func TestOfManyWhoRetryARejectedRecordOneDoes(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		var got atomic.Int64
		var all sync.WaitGroup
		for _, process := range []*State{s, again(), s, again()} {
			all.Go(func() {
				mine, err := process.ClaimRejected(ctx, aRecord, "甲")
				if err != nil {
					t.Error(err)
				}
				if mine {
					got.Add(1)
				}
			})
		}
		if all.Wait(); got.Load() != 1 {
			t.Fatalf("%d have it", got.Load())
		}
		// Whoever died while trying does not keep it.
		c.pass(tryingFor + time.Second)
		mine, err := s.ClaimRejected(ctx, aRecord, "乙")
		if must(t, err); !mine {
			t.Error("a claim that nobody holds stays")
		}
		must(t, s.ReleaseRejected(ctx, aRecord))
		d, err := s.DecisionOf(ctx, aRecord)
		if must(t, err); d != nil {
			t.Errorf("what was given back is %+v", d)
		}
	})
}

func TestADecisionStandsAndOnlyADiscardIsTakenBack(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		decide := func(p analytics.Place, d analytics.Decision) error {
			if _, err := s.ClaimRejected(ctx, p, "甲"); err != nil {
				t.Fatal(err)
			}
			return s.DecideRejected(ctx, p, "甲", d)
		}
		corrected := analytics.Decision{Outcome: analytics.RefusedCorrected, Import: 5, Key: analytics.Key{Source: "门店", ID: "7"}}
		must(t, decide(aRecord, corrected))
		d, err := s.DecisionOf(ctx, aRecord)
		must(t, err)
		corrected.By, corrected.At = "甲", c.time()
		if diff := cmp.Diff(&corrected, d); diff != "" {
			t.Error(diff)
		}
		if err := decide(aRecord, analytics.Decision{Outcome: analytics.RefusedDiscarded}); analytics.KindOf(err) != analytics.KindBusy {
			t.Errorf("deciding twice: %v", err)
		}
		other := aRecord
		other.Offset++
		must(t, decide(other, analytics.Decision{Outcome: analytics.RefusedDiscarded, Reason: "测试数据"}))
		if n, err := s.DecidedRejected(ctx); err != nil || n != 2 {
			t.Errorf("%d decided, %v", n, err)
		}
		for p, want := range map[analytics.Place]bool{aRecord: false, other: true} {
			if reopened, err := s.ReopenRejected(ctx, p); err != nil || reopened != want {
				t.Errorf("%s reopened: %v, %v", p, reopened, err)
			}
		}
	})
}
