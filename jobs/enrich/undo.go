package enrich

import (
	"context"
	"fmt"
	"slices"

	"huisheng/analytics"
)

// undos makes the tables follow what people asked for: that an import stands no longer, or stands again.
//
// They come before the arrivals of a run. A run that is killed in the middle of one leaves heads of which some know of it and some do
// not; it is finished before anything is decided against them. Arrivals that are stored but not yet decided are decided here as well,
// and find heads that are ahead of them, as after a kill.
func (j *Job) undos(ctx context.Context, sum *Summary, dirty map[analytics.Month]bool) error {
	queue, err := j.ledger.PendingUndos(ctx)
	if err != nil {
		return fmt.Errorf("reading what is to be undone: %w", err)
	}
	for _, u := range queue {
		if err := j.undo(ctx, u, sum, dirty); err != nil {
			return fmt.Errorf("undoing import %d: %w", u.Import, err)
		}
		// Off the queue when all is done: killed before it, everything is decided once more, with the same rows.
		if err := j.ledger.UndoApplied(ctx, u.Revision); err != nil {
			return fmt.Errorf("writing down that import %d is undone: %w", u.Import, err)
		}
		sum.Undos++
	}
	return nil
}

// undo applies one wish. From its first step on no query counts the records of an import that stands no longer; a complaint that counts in
// another month then is missing from lists until its head is written, a few seconds later, which is better than counting it twice.
func (j *Job) undo(ctx context.Context, u analytics.Undo, sum *Summary, dirty map[analytics.Month]bool) error {
	if err := j.tables.SetUndone(ctx, u); err != nil {
		return err
	}
	months, err := j.undoMonths(ctx, u, dirty)
	if err != nil {
		return err
	}
	for _, month := range months {
		var after analytics.Key
		for {
			page, err := j.tables.Standing(ctx, u.Import, month, after, j.batch)
			if err != nil {
				return fmt.Errorf("deciding the complaints of %s anew: %w", month, err)
			}
			if len(page) == 0 {
				break
			}
			if err := j.undoPage(ctx, u, page, sum, dirty); err != nil {
				return err
			}
			if len(page) < j.batch {
				break
			}
			after = page[len(page)-1].Key
		}
	}
	return nil
}

// undoMonths makes all months dirty that the import touches, as any of them may have been computed with a record of it that was never
// decided, and returns those that its complaints name.
func (j *Job) undoMonths(ctx context.Context, u analytics.Undo, dirty map[analytics.Month]bool) ([]analytics.Month, error) {
	told, err := j.tables.ImportMonths(ctx, u.Import)
	if err != nil {
		return nil, err
	}
	lived, err := j.tables.ImportEventMonths(ctx, u.Import)
	if err != nil {
		return nil, err
	}
	months := map[analytics.Month]bool{}
	for _, m := range slices.Concat(told, lived) {
		months[m], dirty[m] = true, true
	}
	return told, j.markDirty(ctx, months)
}

// undoPage writes what changes for some complaints. A complaint that is met again, after a kill or because the import told it in two
// months, has the right head then, and nothing is written for it.
func (j *Job) undoPage(ctx context.Context, u analytics.Undo, page []analytics.Standing, sum *Summary, dirty map[analytics.Month]bool) error {
	keys := make([]analytics.Key, len(page))
	for i := range page {
		keys[i] = page[i].Key
	}
	known, err := j.tables.Heads(ctx, keys)
	if err != nil {
		return fmt.Errorf("reading heads: %w", err)
	}
	heads := make(map[analytics.Key]analytics.Head, len(known))
	for _, h := range known {
		heads[h.Key] = h
	}
	d, counting := redecide(page, heads, u.Revision)
	unread, err := j.tables.Unread(ctx, counting, j.Model())
	if err != nil {
		return fmt.Errorf("looking for what was not read: %w", err)
	}
	d.winners = unread
	if err := j.put(ctx, d); err != nil {
		return err
	}
	sum.Redecided += len(d.heads)
	sum.Read += len(unread)
	for _, m := range d.dirty {
		dirty[m] = true
	}
	return nil
}
