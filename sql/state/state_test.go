package state

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	text "huisheng/sql"
)

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// both runs a test on SQLite, and on PostgreSQL where there is one. again opens the same state once more, as a second process would.
func both(t *testing.T, test func(t *testing.T, s *State, c *clock, again func() *State)) {
	run := func(t *testing.T, dsn string) {
		c := &clock{now: time.Date(2024, 6, 1, 8, 0, 0, 0, analytics.Zone)}
		open := func() *State {
			s, err := Open(context.Background(), dsn, WithClock(c.time))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { s.Close() })
			return s
		}
		test(t, open(), c, open)
	}
	t.Run("sqlite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "状态 %41?.db")) })
	t.Run("postgres", func(t *testing.T) { run(t, postgres(t)) })
}

func TestOpeningTwiceMigratesOnce(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, again func() *State) {
		must(t, s.SetSetting(context.Background(), "a", "1"))
		value, err := again().Setting(context.Background(), "a")
		must(t, err)
		if value != "1" {
			t.Errorf("the setting is %q after opening again", value)
		}
	})
}

func TestAChangedMigrationIsAnError(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		list, err := text.List(files, "migrations")
		must(t, err)
		list[0].Text += "\n-- changed"
		if err := s.apply(context.Background(), list); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("a changed file gave %v", err)
		}
	})
}

func TestTheFirstClaimOfASettingHolds(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, again func() *State) {
		for _, c := range []struct{ value, want string }{{"first", "first"}, {"second", "first"}} {
			got, err := again().ClaimSetting(context.Background(), "key", c.value)
			must(t, err)
			if got != c.want {
				t.Errorf("claiming %s gave %s", c.value, got)
			}
		}
	})
}

func TestEpochsCountHowOftenATopicWasMade(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, again func() *State) {
		other := again()
		for _, c := range []struct {
			s         *State
			topic, id string
			want      uint32
		}{{s, "c", "x", 1}, {other, "c", "x", 1}, {other, "e", "x", 1}, {s, "c", "y", 2}, {other, "c", "x", 1}, {s, "c", "z", 3}} {
			got, err := c.s.TopicEpoch(context.Background(), c.topic, c.id)
			must(t, err)
			if got != c.want {
				t.Errorf("topic %s with id %s has epoch %d, not %d", c.topic, c.id, got, c.want)
			}
		}
	})
}

func TestAMonthMarkedDuringARunStaysDirty(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx, march, april := context.Background(), analytics.Month(202403), analytics.Month(202404)
		must(t, s.MarkDirty(ctx, []analytics.Month{march, april}))
		before, err := s.DirtyMonths(ctx, "assemble")
		must(t, err)
		if len(before) != 2 || before[0].Month != april || before[1].Month != march {
			t.Fatalf("dirty are %v, not April before March", before)
		}
		c.pass(time.Minute)
		must(t, s.MarkDirty(ctx, []analytics.Month{march})) // while the run works
		for i, want := range []bool{true, false} {
			cleared, err := s.ClearDirty(ctx, "assemble", before[i])
			must(t, err)
			if cleared != want {
				t.Errorf("clearing %s gave %v", before[i].Month, cleared)
			}
		}
		after, err := s.DirtyMonths(ctx, "assemble")
		must(t, err)
		if len(after) != 1 || after[0].Month != march || !after[0].Since.Equal(before[1].Since) {
			t.Errorf("dirty are %v", after)
		}
		// Cleared and marked anew, an old generation clears nothing.
		_, err = s.ClearDirty(ctx, "assemble", after[0])
		must(t, err)
		must(t, s.MarkDirty(ctx, []analytics.Month{march}))
		if cleared, _ := s.ClearDirty(ctx, "assemble", after[0]); cleared {
			t.Error("a generation of before cleared a new marking")
		}
		if other, _ := s.DirtyMonths(ctx, "detect"); len(other) != 0 {
			t.Errorf("another job has %v", other)
		}
	})
}

func TestALeaseHasOneOwnerUntilItRunsOut(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx, other := context.Background(), again()
		take := func(s *State, owner string, want bool) {
			t.Helper()
			got, err := s.TakeLease(ctx, "jobs", owner, time.Minute)
			must(t, err)
			if got != want {
				t.Errorf("%s took it: %v", owner, got)
			}
		}
		take(s, "a", true)
		take(other, "b", false)
		c.pass(50 * time.Second)
		take(s, "a", true)
		c.pass(50 * time.Second)
		take(other, "b", false)
		c.pass(11 * time.Second)
		take(other, "b", true)
		must(t, s.ReleaseLease(ctx, "jobs", "a"))
		lease, err := s.LeaseOf(ctx, "jobs")
		must(t, err)
		if lease.Owner != "b" {
			t.Errorf("the lease is %v", lease)
		}
		must(t, other.ReleaseLease(ctx, "jobs", "b"))
		take(s, "a", true)
	})
}

// A lease that was taken before the clock went back would hold for as long as it went back.
func TestAClockThatGoesBackHoldsNobodyUp(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx, other := context.Background(), again()
		if got, err := s.TakeLease(ctx, "jobs", "dead", time.Minute); err != nil || !got {
			t.Fatal(got, err)
		}
		c.pass(-30 * time.Second) // as between two machines: the lease holds
		if got, err := other.TakeLease(ctx, "jobs", "b", time.Minute); err != nil || got {
			t.Errorf("%v %v", got, err)
		}
		c.pass(-time.Hour)
		if got, err := other.TakeLease(ctx, "jobs", "b", time.Minute); err != nil || !got {
			t.Errorf("%v %v", got, err)
		}
		must(t, s.ClearLeases(ctx))
		if lease, err := s.LeaseOf(ctx, "jobs"); err != nil || lease.Owner != "" {
			t.Errorf("%+v %v", lease, err)
		}
	})
}

func TestOnlyOneOfManyTakesALease(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, again func() *State) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for i := range 8 {
			one := s
			if i%2 == 1 {
				one = again()
			}
			wg.Add(1)
			go func() {
				defer wg.Done()
				got, err := one.TakeLease(context.Background(), "jobs", string(rune('a'+i)), time.Minute)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if got {
					won++
				}
			}()
		}
		wg.Wait()
		if won != 1 {
			t.Errorf("%d owners took it", won)
		}
	})
}

func TestAnImportIsWrittenDownAsItGoes(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		first, err := s.BeginImport(ctx, Import{File: "投诉.csv", SHA256: "ab", Source: "file", Mapping: "{}"})
		must(t, err)
		second, err := s.BeginImport(ctx, Import{File: "b.csv", SHA256: "ab", Source: "other"})
		must(t, err)
		if first.Number != 1 || second.Number != 2 {
			t.Errorf("numbers are %d and %d", first.Number, second.Number)
		}
		c.pass(time.Minute)
		first.Read, first.Sending, first.Sent, first.Rejected, first.State = 10, 9, 8, 1, ImportDone
		must(t, s.UpdateImport(ctx, first))
		got, err := s.ImportOf(ctx, 1)
		must(t, err)
		first.FinishedAt, first.TouchedAt = c.time(), c.time()
		if diff := cmp.Diff(first, got); diff != "" {
			t.Error(diff)
		}
		same, err := s.ImportsOfFile(ctx, "ab", "file")
		must(t, err)
		all, err := s.Imports(ctx, 10)
		must(t, err)
		if len(same) != 1 || len(all) != 2 || all[0].Number != 2 {
			t.Errorf("of this file: %v, all: %v", same, all)
		}
		if err := s.UpdateImport(ctx, Import{Number: 99, State: ImportDone}); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("updating what is not there gave %v", err)
		}
	})
}

func TestRunsAreWrittenDownAndDeadOnesAborted(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		for i, job := range []string{"enrich", "assemble", "assemble"} {
			r, err := s.BeginRun(ctx, analytics.Run{Job: job, Window: "2024-03", Code: "1"})
			must(t, err)
			if i == 0 {
				must(t, s.FinishRun(ctx, r.Number, nil))
			} else if i == 1 {
				must(t, s.FinishRun(ctx, r.Number, errors.New("没有空间")))
			}
		}
		must(t, s.AbortRuns(ctx))
		runs, err := s.Runs(ctx, 10)
		must(t, err)
		var got []string
		for _, r := range runs {
			got = append(got, r.Job+" "+r.Outcome+" "+r.Error)
		}
		if diff := cmp.Diff([]string{"assemble aborted ", "assemble failed 没有空间", "enrich done "}, got); diff != "" {
			t.Error(diff)
		}
		last, err := s.LastRuns(ctx)
		must(t, err)
		if len(last) != 2 || last[0].Number != 3 {
			t.Errorf("the last runs are %v", last)
		}
	})
}

func TestWatermarksAndTheModelsQueue(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		p := analytics.Position{Topic: "complaints.v1", Epoch: 2, Partition: 3, Next: 1 << 45}
		must(t, s.Advance(ctx, "enrich", analytics.Position{Topic: p.Topic, Epoch: 2, Partition: 3, Next: 5}))
		must(t, s.Advance(ctx, "enrich", p))
		got, err := s.Watermark(ctx, "enrich")
		must(t, err)
		if diff := cmp.Diff([]analytics.Position{p}, got); diff != "" {
			t.Error(diff)
		}
		must(t, s.Advance(ctx, "other", p))
		must(t, s.Rewind(ctx, "enrich"))
		if got, _ := s.Watermark(ctx, "enrich"); len(got) != 1 || got[0].Next != 0 {
			t.Errorf("rewound to %v", got)
		}
		if got, _ := s.Watermark(ctx, "other"); len(got) != 1 || got[0].Next != p.Next {
			t.Errorf("another job was rewound: %v", got)
		}
		must(t, s.QueueModel(ctx, "m1", []analytics.Month{202401}))
		must(t, s.QueueModel(ctx, "m2", []analytics.Month{202402, 202403, 202402}))
		for _, want := range []analytics.Month{202403, 202402, 0} {
			month, err := s.NextQueued(ctx)
			must(t, err)
			if month != want {
				t.Errorf("next is %s, not %s", month, want)
			}
			must(t, s.Unqueue(ctx, month))
		}
		if model, _ := s.ModelQueued(ctx); model != "m2" {
			t.Errorf("the model is %q", model)
		}
	})
}

func TestADeclaredCoverageComesBack(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		c := analytics.Coverage{Source: "热线", From: analytics.Month(202401).First(), To: analytics.Month(202403).Last(), Declared: true}
		must(t, s.DeclareCoverage(ctx, c))
		got, err := s.DeclaredCoverages(ctx)
		must(t, err)
		if diff := cmp.Diff([]analytics.Coverage{c}, got); diff != "" {
			t.Error(diff)
		}
		if dirty, _ := s.DirtyMonths(ctx, "detect"); len(dirty) != 1 || dirty[0].Month != 202403 {
			t.Errorf("detect has to do %v", dirty)
		}
		c.To = c.From.AddDate(0, 0, -1)
		if err := s.DeclareCoverage(ctx, c); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("a coverage that ends before it begins gave %v", err)
		}
	})
}

func TestEveryQueryHasItsHead(t *testing.T) {
	list, err := text.List(files, "queries")
	must(t, err)
	for _, file := range list {
		if _, err := text.ParseHeader(file); err != nil {
			t.Error(err)
		}
	}
}

func TestAServerThatIsNotThereIsDown(t *testing.T) {
	_, err := Open(context.Background(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=2")
	if analytics.KindOf(err) != analytics.KindDown {
		t.Errorf("the error is %v", err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
