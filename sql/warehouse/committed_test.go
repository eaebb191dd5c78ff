package warehouse

import (
	"context"
	"testing"

	"huisheng/analytics"
)

// The books are kept while nothing changes, and never longer: neither over what arrives nor over other offsets.
func TestTheBooksAreKeptOnlyWhileNothingArrives(t *testing.T) {
	w, ctx := fresh(t), context.Background()
	stored := func(below uint64) int64 {
		t.Helper()
		taken, err := w.CommittedBooks(ctx, 1, []uint64{below})
		must(t, err)
		return taken.Books.Stored
	}
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "x"), arrival(1, "2", "2024-03-01 08:00", "y")}))
	for _, c := range []struct {
		below uint64
		want  int64
	}{{2, 2}, {2, 2}, {1, 1}, {2, 2}} {
		if got := stored(c.below); got != c.want {
			t.Errorf("below %d: %d, want %d", c.below, got, c.want)
		}
	}
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(2, "3", "2024-03-01 08:00", "z")}))
	if got := stored(3); got != 3 {
		t.Errorf("after another arrived: %d", got)
	}
}
