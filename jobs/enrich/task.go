package enrich

import (
	"context"
	"fmt"

	"huisheng/analytics"
	"huisheng/jobs"
)

// AsJob is the Job as a runner of jobs sees it: one window for all that has arrived, and a window for each month that waits to be read
// again with another model.
type AsJob struct{ *Job }

// Name is the job's name in ledgers.
func (AsJob) Name() string { return Name }

// Code is the model, as another one reads otherwise.
func (a AsJob) Code() string { return a.Model() }

// Pending is all that has arrived while something of it was not read, something is to be undone, or people changed something, and then the
// newest month that waits for the present model or for changed words.
func (a AsJob) Pending(ctx context.Context) ([]jobs.Window, error) {
	if err := a.renew(ctx); err != nil {
		return nil, err
	}
	queued, err := a.ledger.ModelQueued(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the model: %w", err)
	}
	stored, err := a.tables.Stored(ctx)
	if err != nil {
		return nil, fmt.Errorf("asking what is stored: %w", err)
	}
	reached, err := a.ledger.Watermark(ctx, Name)
	if err != nil {
		return nil, fmt.Errorf("reading the watermark: %w", err)
	}
	undos, err := a.ledger.PendingUndos(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what is to be undone: %w", err)
	}
	corrected, err := a.ledger.PendingCorrections(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading corrections: %w", err)
	}
	changed, err := a.ledger.UnqueuedChanges(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading changes of words: %w", err)
	}
	if queued != a.Base() || len(undos)+len(corrected)+len(changed) > 0 || behind(stored, reached) {
		return []jobs.Window{{}}, nil
	}
	month, _, _, err := a.nextMonth(ctx)
	if err != nil || month == 0 {
		return nil, err
	}
	return []jobs.Window{{Month: month}}, nil
}

// behind reports whether something is stored above the watermark.
func behind(stored, reached []analytics.Position) bool {
	next := make(map[analytics.Position]uint64, len(reached))
	for _, r := range reached {
		n := r.Next
		r.Next = 0
		next[r] = n
	}
	for _, s := range stored {
		n := s.Next
		s.Next = 0
		if next[s] < n {
			return true
		}
	}
	return false
}

// Run reads what has arrived, or the next month of the queue.
func (a AsJob) Run(ctx context.Context, task jobs.Task) error {
	if task.Month == 0 {
		_, err := a.Job.Run(ctx)
		return err
	}
	_, err := a.RereadNext(ctx)
	return err
}
