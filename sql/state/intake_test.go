package state

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func TestAKeyIsListedUsedAndRevokedOnce(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx, other := context.Background(), again()
		want := APIKey{ID: "3f9a1c2b", Hash: "ab", Source: "客服系统", SenderKind: "customer", Note: "一号线", Rate: 50}
		must(t, s.AddAPIKey(ctx, want))
		want.CreatedAt = c.time()
		if err := s.AddAPIKey(ctx, want); err == nil {
			t.Error("an id was given twice")
		}
		c.pass(time.Hour)
		must(t, s.TouchAPIKey(ctx, want.ID, c.time()))
		want.LastUsedAt = c.time()
		must(t, other.TouchAPIKey(ctx, want.ID, c.time().Add(-time.Minute))) // another process, with older news
		c.pass(time.Hour)
		for i, held := range []bool{true, false} {
			got, err := s.RevokeAPIKey(ctx, want.ID)
			must(t, err)
			if got != held {
				t.Errorf("revoking it for the %d. time told %v", i+1, got)
			}
			if i == 0 {
				want.RevokedAt = c.time()
				c.pass(time.Hour)
			}
		}
		got, err := other.APIKeys(ctx)
		must(t, err)
		if diff := cmp.Diff([]APIKey{want}, got); diff != "" {
			t.Error(diff)
		}
		if _, err := s.RevokeAPIKey(ctx, "none"); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("revoking what is not there gave %v", err)
		}
	})
}

func TestAllProcessesShareTheImportOfAKeysDay(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx, other, at := context.Background(), again(), c.time()
		var numbers sync.Map
		var all sync.WaitGroup
		for i := range 8 {
			from := []*State{s, other}[i%2]
			all.Go(func() {
				number, err := from.IntakeImport(ctx, "k1", "客服系统", "接口 k1", at)
				if err != nil {
					t.Error(err)
				}
				numbers.Store(number, true)
			})
		}
		all.Wait()
		seen := 0
		numbers.Range(func(any, any) bool { seen++; return true })
		list, err := s.Imports(ctx, 10)
		must(t, err)
		if seen != 1 || len(list) != 1 {
			t.Fatalf("%d numbers were given and %d imports begun", seen, len(list))
		}
		must(t, s.CountIntake(ctx, []Counted{{Number: list[0].Number, Read: 3, Sending: 4, Sent: 3, Rejected: 1, Complaints: 2}},
			analytics.Given{Import: list[0].Number, Topic: "complaints.v1", Meant: "complaints.v1", Source: "客服系统", Hour: at, Sending: 3, Sent: 2}))
		must(t, other.CountIntake(ctx, []Counted{{Number: list[0].Number, Read: 1, Sending: 1}}))
		next, err := other.IntakeImport(ctx, "k1", "客服系统", "接口 k1", at.AddDate(0, 0, 1))
		must(t, err)
		got, err := s.ImportOf(ctx, list[0].Number)
		must(t, err)
		if got.Read != 4 || got.Sending != 5 || got.Sent != 3 || got.Rejected != 1 || got.Complaints != 2 || got.Kind != KindHTTP || got.State != ImportDone || got.FinishedAt.IsZero() {
			t.Errorf("the day that is over stands as %+v", got)
		}
		given, err := s.Given(ctx, at.Add(-time.Hour), at.Add(time.Hour))
		must(t, err)
		if len(given) != 1 || given[0].Sending != 3 || given[0].Sent != 2 {
			t.Errorf("the ledger of hours says %+v", given)
		}
		if newest, _ := s.ImportOf(ctx, next); next == got.Number || newest.State != ImportRunning {
			t.Errorf("the next day has %+v", newest)
		}
		if err := s.CountIntake(ctx, []Counted{{Number: 99}}); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("counting for an import that is not there gave %v", err)
		}
	})
}
