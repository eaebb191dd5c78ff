package sink

import (
	"context"
	"time"

	"huisheng/analytics"
	"huisheng/ingest/batch"
)

// lane is the way of one topic's rows into the store: the batch that is being collected, and how to store one.
type lane[T any] struct {
	topic  string
	policy batch.Policy
	open   *rows[T]
	spare  chan *rows[T] // emptied batches, whose memory is used again

	store func(context.Context, []analytics.Arrival[T]) error
	// refuse makes the rejected record of a row that the store found at fault.
	refuse func(*T, error) analytics.Rejected
}

// anyLane is a lane of whatever rows.
type anyLane interface {
	due(now time.Time) bool
	until(now time.Time) (time.Duration, bool)
	// close ends the batch and returns what stores it, nil when it is empty.
	close() job
}

// job stores one batch.
type job func(ctx context.Context, s *Sink)

func newLane[T any](topic string, limits batch.Limits, writers int, store func(context.Context, []analytics.Arrival[T]) error,
	refuse func(*T, error) analytics.Rejected) *lane[T] {
	return &lane[T]{topic: topic, policy: batch.Policy{Limits: limits}, open: &rows[T]{}, spare: make(chan *rows[T], writers+1),
		store: store, refuse: refuse}
}

// add takes the rows of a block into the batch.
func (l *lane[T]) add(r *rows[T], now time.Time) {
	if len(r.arrivals) > 0 {
		l.open.add(r)
		l.policy.Add(len(r.arrivals), r.bytes, now)
	}
}

func (l *lane[T]) due(now time.Time) bool                    { return l.policy.Due(now) }
func (l *lane[T]) until(now time.Time) (time.Duration, bool) { return l.policy.Until(now) }

func (l *lane[T]) close() job {
	if len(l.open.arrivals) == 0 {
		return nil
	}
	full := l.open
	l.policy.Flush()
	select {
	case l.open = <-l.spare:
	default:
		l.open = &rows[T]{}
	}
	return func(ctx context.Context, s *Sink) {
		if storeBatch(ctx, s, l, full) {
			full.reset()
			select {
			case l.spare <- full:
			default:
			}
		}
	}
}
