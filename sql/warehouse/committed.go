package warehouse

import (
	"context"

	"huisheng/analytics"
)

// Taken is what the tables hold of the complaints that Kafka's reader has committed. What is stored but not yet committed is left out, so
// that it can be held against Kafka's own offsets while records stream in.
type Taken struct {
	Books   analytics.Books // of what went through Kafka; InFlight is 0
	Door    int64           // refused before Kafka, where a file was read
	Earlier int64           // records that Kafka took in epochs that are over
}

// CommittedBooks counts what was stored below the committed offsets of complaints.v1. below[p] is the next offset of partition p in epoch.
func (w *Warehouse) CommittedBooks(ctx context.Context, epoch uint32, below []uint64) (Taken, error) {
	if len(below) == 0 {
		below = []uint64{0}
	}
	partitions := make([]uint16, len(below))
	for p := range partitions {
		partitions[p] = uint16(p)
	}
	at := P{"epoch": epoch, "partitions": partitions, "below": below}
	standing, err := w.standing(ctx, at)
	if err != nil {
		return Taken{}, err
	}
	var places, complaints, contents, withdrawn, refused, door, earlier uint64
	if err := w.Row(ctx, "books_below", standing, &places, &complaints, &contents, &withdrawn); err != nil {
		return Taken{}, err
	}
	if err := w.Row(ctx, "books_refused_below", at, &refused, &door); err != nil {
		return Taken{}, err
	}
	if err := w.Row(ctx, "books_earlier_epochs", P{"epoch": epoch}, &earlier); err != nil {
		return Taken{}, err
	}
	return Taken{Books: refuse(books(places+withdrawn, complaints, contents-complaints, withdrawn), refused), Door: int64(door), Earlier: int64(earlier)}, nil
}
