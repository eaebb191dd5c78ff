package state

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func TestSeveralProcessesAddToTheSameHour(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		hour := analytics.HourOf(c.time())
		line := func(sending, sent int64) analytics.Given {
			return analytics.Given{Import: 3, Topic: "complaints.v1", Meant: "complaints.v1", Source: "甲", Hour: hour, Sending: sending, Sent: sent}
		}
		var all sync.WaitGroup
		for _, process := range []*State{s, again()} {
			all.Go(func() {
				for range 10 {
					if err := process.Give(ctx, []analytics.Given{line(5, 0)}); err != nil {
						t.Error(err)
					}
					if err := process.Give(ctx, []analytics.Given{line(0, 5)}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		// The minutes of the time do not matter, the hour does.
		later := line(2, 1)
		later.Hour = hour.Add(time.Hour + 17*time.Minute)
		must(t, s.Give(ctx, []analytics.Given{later}))
		got, err := s.Given(ctx, hour, hour.Add(2*time.Hour))
		must(t, err)
		later.Hour = hour.Add(time.Hour)
		if diff := cmp.Diff([]analytics.Given{line(100, 100), later}, got); diff != "" {
			t.Error(diff)
		}
		got, err = s.Given(ctx, hour.Add(time.Hour), hour.Add(time.Hour))
		if must(t, err); got != nil {
			t.Errorf("an empty stretch has %v", got)
		}
	})
}

func TestTheLedgerOfHoursMovesTogetherWithItsImport(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		in, err := s.BeginImport(ctx, Import{File: "a.csv", Source: "甲"})
		must(t, err)
		line := analytics.Given{Import: in.Number, Topic: "complaints.v1", Meant: "complaints.v1", Source: "甲", Hour: analytics.HourOf(c.time()), Sending: 9}
		in.Sending = 9
		must(t, s.UpdateImport(ctx, in, line))
		unknown := in
		unknown.Number++
		if err := s.UpdateImport(ctx, unknown, line); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("an import that is not there: %v", err)
		}
		got, err := s.Given(ctx, line.Hour, line.Hour.Add(time.Hour))
		must(t, err)
		if diff := cmp.Diff([]analytics.Given{line}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatWasFoundOutAboutADifferenceIsKept(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		must(t, s.ExplainFault(ctx, "a", "不知道", "甲"))
		must(t, s.ExplainFault(ctx, "a", "磁盘坏了", "乙"))
		if err := s.ExplainFault(ctx, "b", "", "乙"); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("without words: %v", err)
		}
		got, err := s.ExplainedFaults(ctx)
		must(t, err)
		if diff := cmp.Diff(map[string]analytics.Explanation{"a": {Reason: "磁盘坏了", By: "乙", At: c.time()}}, got); diff != "" {
			t.Error(diff)
		}
	})
}
