package sink

import (
	"context"
	"errors"
	"time"

	"huisheng/analytics"
)

// namesRows is an error that says which rows of a batch are at fault.
type namesRows interface {
	error
	Rows() []int
	Row(int) error
}

// storeBatch stores a batch and marks its places as done. It returns false when ctx ended first: then nothing is marked, and whoever
// reads the partitions next gets the rows again.
func storeBatch[T any](ctx context.Context, s *Sink, l *lane[T], r *rows[T]) bool {
	began := s.cfg.Now()
	// 4. Store, again and again until the store takes it.
	if err := storeRows(ctx, s, l, r.arrivals); err != nil {
		return false
	}
	// 5. Mark the places as done.
	s.tracker.finish(r.places)
	b := Batch{Topic: l.topic, Rows: len(r.arrivals), Bytes: r.bytes, At: s.cfg.Now(), Oldest: r.oldest()}
	b.Took = b.At.Sub(began)
	s.stats.batch(b)
	s.cfg.Observe(b)
	s.wakeCommitter()
	return true
}

// storeRows stores all rows, the ones at fault as rejected. The only error is that of ctx.
func storeRows[T any](ctx context.Context, s *Sink, l *lane[T], arrivals []analytics.Arrival[T]) error {
	err := persist(ctx, s, l.topic, func() error { return l.store(ctx, arrivals) })
	switch {
	case err == nil:
		if l.topic == s.cfg.Topics.Rejected {
			s.stats.add(&s.stats.rejected, len(arrivals))
		} else {
			s.stats.add(&s.stats.stored, len(arrivals))
		}
		return nil
	case analytics.KindOf(err) != analytics.KindInvalid:
		return err // ctx ended
	}
	good, bad, why := split(arrivals, err)
	switch {
	case len(bad) > 0:
		if err := rejectRows(ctx, s, l, bad, why); err != nil || len(good) == 0 {
			return err
		}
		return storeRows(ctx, s, l, good)
	case len(arrivals) == 1:
		return rejectRows(ctx, s, l, arrivals, []error{err})
	}
	// The store knows that rows are at fault but not which ones: the halves tell.
	half := len(arrivals) / 2
	if err := storeRows(ctx, s, l, arrivals[:half]); err != nil {
		return err
	}
	return storeRows(ctx, s, l, arrivals[half:])
}

// split parts the rows that an error names from the others, in their order.
func split[T any](arrivals []analytics.Arrival[T], err error) (good, bad []analytics.Arrival[T], why []error) {
	var named namesRows
	if !errors.As(err, &named) {
		return nil, nil, nil
	}
	at := map[int]bool{}
	for _, i := range named.Rows() {
		at[i] = true
	}
	for i := range arrivals {
		if at[i] {
			fault := named.Row(i)
			if fault == nil {
				fault = err
			}
			bad, why = append(bad, arrivals[i]), append(why, fault)
		} else {
			good = append(good, arrivals[i])
		}
	}
	return good, bad, why
}

// rejectRows stores rows that are at fault as rejected, under their own origins.
func rejectRows[T any](ctx context.Context, s *Sink, l *lane[T], bad []analytics.Arrival[T], why []error) error {
	out := make([]analytics.Arrival[analytics.Rejected], len(bad))
	for i := range bad {
		out[i] = analytics.Arrival[analytics.Rejected]{Record: l.refuse(&bad[i].Record, why[i]), Content: bad[i].Content, Origin: bad[i].Origin}
	}
	err := persist(ctx, s, s.cfg.Topics.Rejected, func() error {
		err := s.store.StoreRejected(ctx, out)
		if analytics.KindOf(err) == analytics.KindInvalid {
			// Nothing in a rejected record may be at fault, so this is the store's own mistake, and waiting for its repair loses nothing.
			err = analytics.Wrap(analytics.Internal, err, "退回的记录也没能入库")
		}
		return err
	})
	if err == nil {
		s.stats.add(&s.stats.rejected, len(out))
	}
	return err
}

// persist tries until the store takes the rows, says that some are at fault, or ctx ends. The pauses double up to their limit.
func persist(ctx context.Context, s *Sink, topic string, try func() error) error {
	for pause := s.cfg.RetryFirst; ; pause = min(2*pause, s.cfg.RetryMost) {
		err := try()
		if err == nil || analytics.KindOf(err) == analytics.KindInvalid {
			s.stats.recovered(topic)
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.stats.failed(topic, err, s.cfg.Now())
		s.cfg.Logger.Warn("rows could not be stored and will be tried again", "topic", topic, "pause", pause, "error", err)
		if !sleep(ctx, pause) {
			return ctx.Err()
		}
	}
}

// sleep waits and returns false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
