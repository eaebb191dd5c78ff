package warehouse

import (
	"context"
	"slices"
	"sync"
)

// kept holds the last answer of a question about whole tables with the parts that it was read from: jobs ask every second whether there is
// something to do, and the columns of forty million rows are too much to read for a no.
type kept[T any] struct {
	mu    sync.Mutex
	known bool
	parts uint64
	list  []T
}

// of returns the answer, and reads it again when the parts of the tables are others.
func (k *kept[T]) of(ctx context.Context, w *Warehouse, tables []string, read func(context.Context) ([]T, error)) ([]T, error) {
	if w.cluster.Name != "" {
		return read(ctx) // the parts of other servers are not to be seen from here
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	// The parts before the rows: what arrives between the two is asked for once more next time.
	parts, err := partsOnce(ctx, tables, func() (parts uint64, err error) {
		return parts, w.Row(ctx, "stored_parts", P{"tables": tables}, &parts)
	})
	if err != nil {
		return nil, err
	}
	if !k.known || parts != k.parts {
		list, err := read(ctx)
		if err != nil {
			return nil, err
		}
		k.known, k.parts, k.list = true, parts, list
	}
	return slices.Clone(k.list), nil
}
