package panel

import (
	"context"
	"sync"
	"time"

	"huisheng/analytics"
)

// Once gives the panels of one page a reader that asks each question once. Several panels ask for the same counts, and a page whose
// panels were answered at different moments could contradict itself.
func Once(r Reader) Reader {
	return &once{Reader: r, asked: map[string]*answer{}, days: map[string]stretch{}}
}

type once struct {
	Reader
	mu    sync.Mutex
	asked map[string]*answer
	days  map[string]stretch // by selection without days
}

type answer struct {
	done  chan struct{}
	value any
	err   error
}

// ask finds the answer to a question, or asks it. The first who asks lends its deadline to the others; when that is why it failed, the
// next asks again.
func ask[T any](ctx context.Context, o *once, question string, get func() (T, error)) (T, error) {
	for {
		o.mu.Lock()
		a, known := o.asked[question]
		if !known {
			a = &answer{done: make(chan struct{})}
			o.asked[question] = a
			o.mu.Unlock()
			value, err := get()
			if err != nil {
				o.mu.Lock()
				delete(o.asked, question)
				o.mu.Unlock()
			}
			a.value, a.err = value, err
			close(a.done)
			return value, err
		}
		o.mu.Unlock()
		select {
		case <-a.done:
			if a.err == nil {
				return a.value.(T), nil
			}
		case <-ctx.Done():
			var zero T
			return zero, ctx.Err()
		}
	}
}

// Months implements Reader.
func (o *once) Months(ctx context.Context) ([]analytics.MonthState, error) {
	return ask(ctx, o, "months", func() ([]analytics.MonthState, error) { return o.Reader.Months(ctx) })
}

// Seals implements Reader.
func (o *once) Seals(ctx context.Context) ([]analytics.Seal, error) {
	return ask(ctx, o, "seals", func() ([]analytics.Seal, error) { return o.Reader.Seals(ctx) })
}

// Coverages implements Reader.
func (o *once) Coverages(ctx context.Context) ([]analytics.Coverage, error) {
	return ask(ctx, o, "coverages", func() ([]analytics.Coverage, error) { return o.Reader.Coverages(ctx) })
}

// CountByAxis implements Reader.
func (o *once) CountByAxis(ctx context.Context, axis string, now, base analytics.Selection) ([]analytics.ValueCount, error) {
	return ask(ctx, o, "axis "+axis+" "+nameOf(now)+" | "+nameOf(base), func() ([]analytics.ValueCount, error) { return o.Reader.CountByAxis(ctx, axis, now, base) })
}

// Figures implements Reader.
func (o *once) Figures(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Figures, error) {
	return ask(ctx, o, "figures "+nameOf(s), func() (analytics.Figures, error) { return o.Reader.Figures(ctx, s, at) })
}
