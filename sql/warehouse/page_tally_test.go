package warehouse

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// Counted from facts, a list has as many complaints as put together from what arrived; and what changed since its month was assembled is counted at
// once.
func TestListsAreCountedFromFactsWhereTheseAreWhole(t *testing.T) {
	w, _ := planted(t, 21)
	ctx := context.Background()
	march := analytics.Selection{From: analytics.Month(202403).First(), To: analytics.Month(202403).Last()}
	all := []analytics.Selection{{}, march, march.Between(at("2024-02-28 00:00"), at("2024-04-01 00:00")).With("topic", ""), march.With("topic_where", "use").Without("topic_why", "quality"),
		{Words: "异响"}, {Words: "空调 -异响"}, march.In(analytics.StateRepeated), {State: analytics.StateLate}, {State: analytics.StateDuplicate}, march.With(analytics.AxisDemand, "refund")}
	tally := func() (list []analytics.Tally) {
		t.Helper()
		for _, s := range all {
			n, err := w.TallyComplaints(ctx, s, pageMoment)
			must(t, err)
			list = append(list, n)
		}
		return list
	}
	read, err := w.Stored(ctx)
	must(t, err)
	w.read = func(context.Context) ([]analytics.Position, error) { return read, nil }
	fresh := tally()
	var dirty []analytics.Month
	w.dirty = func(context.Context) ([]analytics.Month, error) { return dirty, nil }
	assembled := func(what string) {
		t.Helper()
		if diff := cmp.Diff(fresh, tally()); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	assembled("from facts")
	dirty = []analytics.Month{202403}
	assembled("with one month that waits")
	dirty = []analytics.Month{202403, 202404}
	assembled("with two")
	dirty = nil
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(100_000, "new", "2024-04-03 08:00", "异响")}))
	fresh[0].N, fresh[0].Pending = fresh[0].N+1, fresh[0].Pending+1
	fresh[4].N, fresh[4].Pending = fresh[4].N+1, fresh[4].Pending+1
	assembled("with what was not read yet")
}
