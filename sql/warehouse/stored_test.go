package warehouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func storedIs(t *testing.T, w *Warehouse, want ...analytics.Position) {
	t.Helper()
	got, err := w.Stored(context.Background())
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// put makes a complaint arrive at a place.
func put(t *testing.T, w *Warehouse, epoch uint32, partition uint16, offset uint64) {
	t.Helper()
	a := arrival(offset, fmt.Sprint(epoch, partition, offset), "2024-03-01 08:00", "a")
	a.Origin.Epoch, a.Origin.Partition = epoch, partition
	must(t, w.StoreComplaints(context.Background(), []analytics.Arrival[analytics.Complaint]{a}))
}

func place(topic string, epoch uint32, partition uint16, next uint64) analytics.Position {
	return analytics.Position{Topic: topic, Epoch: epoch, Partition: partition, Next: next}
}

func TestStoredFollowsWhatArrives(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	storedIs(t, w)
	put(t, w, 1, 0, 7)
	storedIs(t, w, place("complaints.v1", 1, 0, 8))
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(4, "e", "1", "closed", "2024-03-02 08:00")}))
	put(t, w, 1, 1, 2) // a smaller offset in another partition
	storedIs(t, w, place("complaints.v1", 1, 0, 8), place("complaints.v1", 1, 1, 3), place("events.v1", 1, 0, 5))
	put(t, w, 2, 0, 0) // the topic was made anew
	put(t, w, 1, 0, 3) // delivered again
	must(t, w.conn.Exec(ctx, "OPTIMIZE TABLE complaints FINAL"))
	want := []analytics.Position{place("complaints.v1", 1, 0, 8), place("complaints.v1", 1, 1, 3), place("complaints.v1", 2, 0, 1), place("events.v1", 1, 0, 5)}
	storedIs(t, w, want...)
	storedIs(t, w, want...)
}

func TestPartsThatWereReadAreNotReadAgain(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.conn.Exec(ctx, "SYSTEM STOP MERGES complaints"))
	put(t, w, 1, 0, 7)
	storedIs(t, w, place("complaints.v1", 1, 0, 8))
	w.offsets["complaints"].next[analytics.Position{Epoch: 1}] = 5 // reading the part again would find 8
	put(t, w, 1, 1, 2)
	storedIs(t, w, place("complaints.v1", 1, 0, 5), place("complaints.v1", 1, 1, 3))
}
