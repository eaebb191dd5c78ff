package panel

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// counting counts the questions that reach the warehouse.
type counting struct {
	Reader
	asked atomic.Int64
	fail  atomic.Bool
}

func (c *counting) CountByDay(ctx context.Context, s analytics.Selection) ([]analytics.DayCount, error) {
	c.asked.Add(1)
	if c.fail.Load() {
		return nil, errors.New("refused")
	}
	return c.Reader.CountByDay(ctx, s)
}

func (c *counting) CountByMonth(ctx context.Context, s analytics.Selection) ([]analytics.MonthCount, error) {
	c.asked.Add(1)
	return c.Reader.CountByMonth(ctx, s)
}

func TestSumsOfKnownDaysAreWhatTheWarehouseWouldSay(t *testing.T) {
	ctx := context.Background()
	r := &counting{Reader: memory.Sample(3, true)}
	o := Once(r)
	wide := analytics.Selection{}.Between(analytics.Month(202401).First(), analytics.Month(202412).Last())
	if _, err := o.CountByDay(ctx, wide); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 5))
	for range 50 {
		from := wide.From.AddDate(0, 0, rng.IntN(120))
		s := wide.Between(from, from.AddDate(0, 0, rng.IntN(60)))
		wantDays, _ := r.Reader.CountByDay(ctx, s)
		gotDays, err := o.CountByDay(ctx, s)
		if diff := cmp.Diff(wantDays, gotDays); diff != "" || err != nil {
			t.Fatal(err, diff)
		}
		wantMonths, _ := r.Reader.CountByMonth(ctx, s)
		gotMonths, err := o.CountByMonth(ctx, s)
		if diff := cmp.Diff(wantMonths, gotMonths); diff != "" || err != nil {
			t.Fatal(err, diff)
		}
	}
	if n := r.asked.Load(); n != 1 {
		t.Errorf("%d questions for days that were known", n)
	}
	for _, beyond := range []analytics.Selection{{}, wide.Between(wide.From.AddDate(0, 0, -1), wide.To), wide.With("channel", "电话")} {
		before := r.asked.Load()
		if _, err := o.CountByMonth(ctx, beyond); err != nil || r.asked.Load() != before+1 {
			t.Errorf("%+v was answered from other days", beyond)
		}
	}
}

func TestSelectionsThatDifferHaveDifferentNames(t *testing.T) {
	day := analytics.Month(202401).First()
	all := []analytics.Selection{{}, analytics.Selection{}.With("product", "a b"), analytics.Selection{}.With("product", "a", "b"), analytics.Selection{}.Without("product", "a b"),
		analytics.Selection{}.With("product", `a" "b`), analytics.Selection{}.With("model", "a b"), {Words: "x"}, {State: "x"}, {From: day}, {To: day}, analytics.Selection{}.With("product", ""),
		analytics.Selection{}.With("product", "a").With("model", "b"), analytics.Selection{}.With("product", `a "model" false ["b"]`)}
	seen := map[string]int{}
	for i, s := range all {
		if j, known := seen[nameOf(s)]; known {
			t.Errorf("%d and %d are both %s", i, j, nameOf(s))
		}
		seen[nameOf(s)] = i
	}
}

func TestAFailedAnswerIsNotKept(t *testing.T) {
	ctx := context.Background()
	r := &counting{Reader: memory.Sample(3, false)}
	o := Once(r)
	s := analytics.Selection{}.Between(analytics.Month(202402).First(), analytics.Month(202402).Last())
	r.fail.Store(true)
	if _, err := o.CountByDay(ctx, s); err == nil {
		t.Fatal("the failure was hidden")
	}
	r.fail.Store(false)
	if list, err := o.CountByDay(ctx, s); err != nil || len(list) == 0 {
		t.Error("the failure was kept", err)
	}
}

func TestOneSourceIsCountedByItsDays(t *testing.T) {
	ctx := context.Background()
	r := memory.Sample(4, false)
	now, base := analytics.Selection{}.Between(analytics.Month(202402).First(), analytics.Month(202402).Last()), analytics.Selection{}.Between(analytics.Month(202401).First(), analytics.Month(202401).Last())
	received, err := r.Coverages(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want, err := r.CountByAxis(ctx, "source", now, base)
	if err != nil {
		t.Fatal(err)
	}
	if len(want) != 1 || len(received) != 1 {
		t.Fatalf("the sample has %d sources", len(received))
	}
	want[0].Deduplicated, want[0].Untemplated = 0, 0 // days do not tell these, and comparing months needs none
	got, err := bySource(ctx, r, received, now, base)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}
