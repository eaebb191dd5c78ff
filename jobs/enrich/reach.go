package enrich

import (
	"context"
	"fmt"
	"slices"

	"huisheng/analytics"
)

// atOnce is how many of the newest months follow a change of words in the run that finds it. They are what people look at, and the reach of
// a word in them is read in seconds; older months wait in their queue, between new arrivals.
const atOnce = 2

// changed queues the reach of what people changed of words, and reads the newest months of it. The rest of history is not read again: a text
// without the changed words says what it said.
func (j *Job) changed(ctx context.Context, sum *Summary) error {
	fresh, err := j.ledger.UnqueuedChanges(ctx)
	if err != nil {
		return fmt.Errorf("reading changes of words: %w", err)
	}
	if len(fresh) == 0 {
		return nil
	}
	months, err := j.tables.HeadMonths(ctx)
	if err != nil {
		return fmt.Errorf("listing months: %w", err)
	}
	// 1. The queue. Killed after it, the months are read from there.
	if err := j.ledger.QueueReach(ctx, fresh, months); err != nil {
		return fmt.Errorf("queueing months for changed words: %w", err)
	}
	slices.Sort(months)
	newest := months[max(0, len(months)-atOnce):]
	for {
		month, changes, err := j.ledger.NextReach(ctx)
		if err != nil {
			return fmt.Errorf("reading the queue of changed words: %w", err)
		}
		if !slices.Contains(newest, month) {
			return nil
		}
		if err := j.renew(ctx); err != nil { // after the queue, so that it knows every change on it
			return err
		}
		n, err := j.reach(ctx, month, changes)
		if err != nil {
			return err
		}
		sum.Reread += n
	}
}

// maxReachWords is how many words one question may have: what Containing promises to answer.
const maxReachWords = 100

// reach reads the complaints of a month again that contain words of changes, makes the month dirty when there are some, and takes the changes
// off the month. It returns how many it read.
func (j *Job) reach(ctx context.Context, month analytics.Month, changes []analytics.TaxonomyChange) (read int, err error) {
	var words []string
	for i := range changes {
		more := changes[i].Reach()
		if len(words)+len(more) > maxReachWords {
			changes = changes[:i] // the others are still on the queue
			break
		}
		words = append(words, more...)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	var after analytics.Key
	for {
		batch, err := j.tables.Containing(ctx, month, words, after, j.batch)
		if err != nil {
			return read, fmt.Errorf("looking for changed words in %s: %w", month, err)
		}
		if len(batch) == 0 {
			break
		}
		insights, err := j.read(ctx, batch)
		if err != nil {
			return read, err
		}
		// 1. Insights. Killed after this, the same are read once more.
		if err := j.tables.InsertInsights(ctx, insights); err != nil {
			return read, fmt.Errorf("writing insights of %s: %w", month, err)
		}
		read += len(batch)
		if len(batch) < j.batch {
			break
		}
		after = batch[len(batch)-1].Key
	}
	// 2. The month, before the changes are off: killed between, all is done once more.
	if read > 0 {
		if err := j.markDirty(ctx, map[analytics.Month]bool{month: true}); err != nil {
			return read, err
		}
	}
	// 3. The changes off the month.
	if err := j.ledger.ReachDone(ctx, month, changes); err != nil {
		return read, fmt.Errorf("taking changed words off %s: %w", month, err)
	}
	return read, nil
}
