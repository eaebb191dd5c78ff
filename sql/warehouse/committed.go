package warehouse

import (
	"context"
	"fmt"
	"sync"

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
	key, err := w.booksKey(ctx, standing)
	if err != nil {
		return Taken{}, err
	}
	if taken, known := w.taken.of(key); known {
		return taken, nil
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
	taken := Taken{Books: refuse(books(places+withdrawn, complaints, contents-complaints, withdrawn), refused), Door: int64(door), Earlier: int64(earlier)}
	w.taken.put(key, taken)
	return taken, nil
}

// booksKey names what the books were asked for and the parts that they are read from; empty in a cluster, where the parts of other servers are not
// to be seen. The parts are asked for before the rows: what arrives between the two is counted once more next time.
func (w *Warehouse) booksKey(ctx context.Context, asked P) (string, error) {
	if w.cluster.Name != "" {
		return "", nil
	}
	var parts uint64
	err := w.Row(ctx, "stored_parts", P{"tables": []string{"complaints", "rejected"}}, &parts)
	return fmt.Sprint(parts, map[string]any(asked)), err
}

// lastTaken is the last answer of CommittedBooks. Every page shows the books, and they take a second of reading at a million complaints: while nothing
// arrives they are what they were. Nobody waits for another's answer, as a page shows itself without the books after a while.
type lastTaken struct {
	mu    sync.Mutex
	key   string
	taken Taken
}

func (l *lastTaken) of(key string) (Taken, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.taken, key != "" && key == l.key
}

func (l *lastTaken) put(key string, taken Taken) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.key, l.taken = key, taken
}
