package jobs

import (
	"context"

	"huisheng/analytics"
)

// Sweep is a Job over all that has arrived, made of two functions.
type Sweep struct {
	name, code string
	behind     func(context.Context) (bool, error)
	do         func(context.Context) error
}

// NewSweep makes a Sweep. behind tells whether there is anything to do; do does all of it, or a piece of it when behind then still says so.
func NewSweep(name, code string, behind func(context.Context) (bool, error), do func(context.Context) error) *Sweep {
	return &Sweep{name: name, code: code, behind: behind, do: do}
}

// Name implements Job.
func (s *Sweep) Name() string { return s.name }

// Code implements Job.
func (s *Sweep) Code() string { return s.code }

// Pending implements Job.
func (s *Sweep) Pending(ctx context.Context) ([]Window, error) {
	behind, err := s.behind(ctx)
	if err != nil || !behind {
		return nil, err
	}
	return []Window{{}}, nil
}

// Run implements Job.
func (s *Sweep) Run(ctx context.Context, _ Task) error { return s.do(ctx) }

// Arrivals tells how far each partition is stored.
type Arrivals interface {
	Stored(ctx context.Context) ([]analytics.Position, error)
}

// Reading is what the state knows about a job that reads arrivals with a model.
type Reading interface {
	Watermark(ctx context.Context, job string) ([]analytics.Position, error)
	ModelQueued(ctx context.Context) (string, error)
	NextQueued(ctx context.Context) (analytics.Month, error)
}

// Unread tells whether a job has arrivals before it, or a model whose months are not queued yet.
func Unread(job, model string, arrivals Arrivals, reading Reading) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		queued, err := reading.ModelQueued(ctx)
		if err != nil || queued != model {
			return err == nil, err
		}
		n, err := Behind(ctx, job, arrivals, reading)
		return n > 0, err
	}
}

// Requeued tells whether months wait to be read again with a new model.
func Requeued(reading Reading) func(context.Context) (bool, error) {
	return func(ctx context.Context) (bool, error) {
		month, err := reading.NextQueued(ctx)
		return month != 0, err
	}
}

// Behind counts the stored offsets that a job has not read.
func Behind(ctx context.Context, job string, arrivals Arrivals, reading interface {
	Watermark(ctx context.Context, job string) ([]analytics.Position, error)
}) (uint64, error) {
	stored, err := arrivals.Stored(ctx)
	if err != nil {
		return 0, err
	}
	reached, err := reading.Watermark(ctx, job)
	if err != nil {
		return 0, err
	}
	next := map[analytics.Position]uint64{}
	for _, p := range reached {
		next[placeOf(p)] = p.Next
	}
	var n uint64
	for _, p := range stored {
		if done := next[placeOf(p)]; p.Next > done {
			n += p.Next - done
		}
	}
	return n, nil
}

// placeOf is a position without how far it is.
func placeOf(p analytics.Position) analytics.Position {
	p.Next = 0
	return p
}
