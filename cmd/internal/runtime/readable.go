package runtime

import (
	"context"
	"slices"
	"sync"

	"huisheng/analytics"
	"huisheng/ingest/kafka"
	"huisheng/sql/warehouse"
)

// readable is the warehouse as jobs may read it: up to where nothing is still on its way. A sink stores several batches of a partition at once,
// and one that is refused is stored long after those behind it; so the largest stored offset says nothing about the ones below. What the
// sink has committed does: everything below is stored or rejected. Whoever read beyond would never come back for the rest.
type readable struct {
	*warehouse.Warehouse
	committed func(context.Context) (kafka.Offsets, error)
	epochs    map[string]uint32

	mu    sync.Mutex
	known kafka.Offsets // what Kafka said last: it holds also while Kafka is away
	asked []analytics.Position
}

// Stored implements enrich.Tables.
func (s *readable) Stored(ctx context.Context) ([]analytics.Position, error) {
	stored, err := s.Warehouse.Stored(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || !slices.Equal(stored, s.asked) || !s.all(stored) {
		committed, err := s.committed(ctx)
		switch {
		case err == nil:
			s.known, s.asked = committed, stored
		case s.known == nil:
			return nil, err
		}
	}
	return s.below(stored), nil
}

// all reports whether everything that is stored is known to be committed, so that Kafka need not be asked while nothing comes.
func (s *readable) all(stored []analytics.Position) bool {
	return slices.Equal(stored, s.below(stored))
}

// below cuts positions of the present epochs at what is committed. Epochs that are over have nothing on its way.
func (s *readable) below(stored []analytics.Position) []analytics.Position {
	list := slices.Clone(stored)
	for i := range list {
		p := &list[i]
		if p.Epoch == s.epochs[p.Topic] {
			p.Next = min(p.Next, s.known[p.Topic][p.Partition])
		}
	}
	return list
}

// openReadable binds what jobs read to the group's commits.
func (rt *Runtime) openReadable() {
	admin := kafka.NewAdmin(rt.Kafka)
	rt.onClose(func() error { admin.Close(); return nil })
	rt.readable = &readable{Warehouse: rt.Warehouse, epochs: rt.Kafka.Epochs,
		committed: func(ctx context.Context) (kafka.Offsets, error) { return admin.Committed(ctx, Group) }}
}
