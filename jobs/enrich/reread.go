package enrich

import (
	"context"
	"fmt"
	"slices"

	"huisheng/analytics"
)

// queueModel puts all months on the queue when the model is another than last time. New arrivals are read with the new one at once.
func (j *Job) queueModel(ctx context.Context) error {
	queued, err := j.ledger.ModelQueued(ctx)
	if err != nil {
		return fmt.Errorf("reading the model: %w", err)
	}
	if queued == j.Model() {
		return nil
	}
	months, err := j.tables.HeadMonths(ctx)
	if err != nil {
		return fmt.Errorf("listing months: %w", err)
	}
	slices.Sort(months)
	slices.Reverse(months)
	if err := j.ledger.QueueModel(ctx, j.Model(), months); err != nil {
		return fmt.Errorf("queueing months for the new model: %w", err)
	}
	return nil
}

// RereadNext reads the newest month of the queue again and reports which; 0 when the queue is empty. Callers run it between
// runs, so that new complaints do not wait for old months.
func (j *Job) RereadNext(ctx context.Context) (analytics.Month, error) {
	month, err := j.ledger.NextQueued(ctx)
	if err != nil || month == 0 {
		return 0, err
	}
	if err := j.Reenrich(ctx, month); err != nil {
		return 0, err
	}
	// Off the queue after the month is dirty: killed between, the month is read once more.
	return month, j.ledger.Unqueue(ctx, month)
}

// Reenrich reads the words of a month's complaints again with the current model, then makes the month dirty. It changes no head: what
// counts does not depend on the model.
func (j *Job) Reenrich(ctx context.Context, month analytics.Month) error {
	var after analytics.Key
	for {
		batch, err := j.tables.Winners(ctx, month, after, j.batch)
		if err != nil {
			return fmt.Errorf("reading the complaints of %s: %w", month, err)
		}
		if len(batch) == 0 {
			break
		}
		insights, err := j.read(ctx, batch)
		if err != nil {
			return err
		}
		if err := j.tables.InsertInsights(ctx, insights); err != nil {
			return fmt.Errorf("writing insights of %s: %w", month, err)
		}
		if len(batch) < j.batch {
			break
		}
		after = batch[len(batch)-1].Key
	}
	return j.markDirty(ctx, map[analytics.Month]bool{month: true})
}
