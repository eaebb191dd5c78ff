package enrich

import (
	"context"
	"fmt"
	"slices"

	"huisheng/analytics"
)

// queueModel puts all months on the queue when the base of the model is another than last time. New arrivals are read with the new one at
// once. What people change of words alone has a queue of its own: see changed.
func (j *Job) queueModel(ctx context.Context) error {
	queued, err := j.ledger.ModelQueued(ctx)
	if err != nil {
		return fmt.Errorf("reading the model: %w", err)
	}
	if queued == j.Base() {
		return nil
	}
	months, err := j.tables.HeadMonths(ctx)
	if err != nil {
		return fmt.Errorf("listing months: %w", err)
	}
	slices.Sort(months)
	slices.Reverse(months)
	if err := j.ledger.QueueModel(ctx, j.Base(), months); err != nil {
		return fmt.Errorf("queueing months for the new model: %w", err)
	}
	return nil
}

// nextMonth is the newest month that waits: for the present model, and then whole is set, or for changes of words, or for both. 0 when none
// does.
func (j *Job) nextMonth(ctx context.Context) (month analytics.Month, whole bool, changes []analytics.TaxonomyChange, err error) {
	queued, err := j.ledger.NextQueued(ctx)
	if err != nil {
		return 0, false, nil, fmt.Errorf("reading the queue of months: %w", err)
	}
	reach, changes, err := j.ledger.NextReach(ctx)
	if err != nil {
		return 0, false, nil, fmt.Errorf("reading the queue of changed words: %w", err)
	}
	if reach < queued {
		changes = nil
	}
	return max(queued, reach), queued != 0 && queued >= reach, changes, nil
}

// RereadNext reads the newest month that waits again, all of it or the reach of changed words, and reports which; 0 when none waits. Callers
// run it between runs, so that new complaints do not wait for old months.
func (j *Job) RereadNext(ctx context.Context) (analytics.Month, error) {
	month, whole, changes, err := j.nextMonth(ctx)
	if err != nil || month == 0 {
		return 0, err
	}
	if err := j.renew(ctx); err != nil { // after the queue, so that it knows every change on it
		return 0, err
	}
	if whole {
		if err := j.Reenrich(ctx, month); err != nil {
			return 0, err
		}
		// Off the queue after the month is dirty: killed between, the month is read once more.
		if err := j.ledger.Unqueue(ctx, month); err != nil {
			return 0, err
		}
		return month, j.ledger.ReachDone(ctx, month, changes)
	}
	_, err = j.reach(ctx, month, changes)
	return month, err
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
