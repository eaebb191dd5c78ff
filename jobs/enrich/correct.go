package enrich

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"huisheng/analytics"
)

// corrections are what people said about labels, as a reading needs them. They are few beside the complaints, so all of them are kept, and
// fetched again when one changed.
type corrections struct {
	mu       sync.Mutex
	known    bool
	revision uint64
	byKey    map[analytics.Key][]analytics.Correction // those that hold, by number
}

// of returns the corrections as they are now. The map is not changed after.
func (k *corrections) of(ctx context.Context, ledger Ledger) (map[analytics.Key][]analytics.Correction, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	revision, err := ledger.CorrectionRevision(ctx)
	if err != nil {
		return nil, fmt.Errorf("asking for corrections: %w", err)
	}
	if k.known && revision == k.revision {
		return k.byKey, nil
	}
	list, err := ledger.Corrections(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading corrections: %w", err)
	}
	byKey := make(map[analytics.Key][]analytics.Correction, len(list))
	for _, c := range list {
		byKey[c.Key] = append(byKey[c.Key], c)
	}
	k.known, k.revision, k.byKey = true, revision, byKey
	return byKey, nil
}

// read is what wordings say, with the word of people in the place of ours. The moment of the reading is taken before the corrections: one
// that is made meanwhile, and read by somebody else at once, is then the newer reading.
func (j *Job) read(ctx context.Context, wordings []analytics.Wording) ([]analytics.Insight, error) {
	at := j.now()
	said, err := j.said.of(ctx, j.ledger)
	if err != nil {
		return nil, err
	}
	insights, err := j.analysis.Load().Read(ctx, wordings, at)
	if err != nil {
		return nil, err
	}
	correct(insights, said)
	return insights, nil
}

// correct lets the word of people win on its axes; of several the last.
func correct(insights []analytics.Insight, said map[analytics.Key][]analytics.Correction) {
	if len(said) == 0 {
		return
	}
	for i := range insights {
		of := said[insights[i].Key]
		for c := range of {
			if of[c].Holds(&insights[i]) {
				insights[i].Correct(&of[c])
			}
		}
	}
}

// maxAgain is how many complaints are read again together: what Tellings promises to answer.
const maxAgain = 1000

// Again reads all tellings of some complaints again, with the corrections of now, and makes the months dirty in which they count. It may be
// called at any time, from any goroutine, also beside a run and by a process that does no other work: it decides nothing, and of two
// readings of a telling the one that began later holds.
func (j *Job) Again(ctx context.Context, keys []analytics.Key) error {
	if err := j.renew(ctx); err != nil {
		return err
	}
	for part := range slices.Chunk(keys, maxAgain) {
		tellings, err := j.tables.Tellings(ctx, part)
		if err != nil {
			return fmt.Errorf("reading complaints again: %w", err)
		}
		insights, err := j.read(ctx, tellings)
		if err != nil {
			return err
		}
		if len(insights) == 0 {
			continue
		}
		// 1. Insights, before the months are dirty: whoever computes a dirty month must find them.
		if err := j.tables.InsertInsights(ctx, insights); err != nil {
			return fmt.Errorf("writing insights: %w", err)
		}
		// 2. Dirty months. Killed before this: the correction still waits, and the next run does both once more.
		heads, err := j.tables.Heads(ctx, part)
		if err != nil {
			return fmt.Errorf("reading heads: %w", err)
		}
		months := map[analytics.Month]bool{}
		for _, h := range heads {
			if !h.Gone {
				months[h.Month] = true
			}
		}
		if err := j.markDirty(ctx, months); err != nil {
			return err
		}
	}
	return nil
}

// corrected makes the tables follow what people said. A page that wrote it down has mostly done so already; this is for the one that was
// killed in between, and for commands that only write down.
func (j *Job) corrected(ctx context.Context, sum *Summary) error {
	pending, err := j.ledger.PendingCorrections(ctx)
	if err != nil {
		return fmt.Errorf("reading corrections: %w", err)
	}
	for part := range slices.Chunk(pending, maxAgain) {
		var keys []analytics.Key
		for _, c := range part {
			keys = append(keys, c.Key)
		}
		slices.SortFunc(keys, compareKeys)
		if err := j.Again(ctx, slices.Compact(keys)); err != nil {
			return err
		}
		// Off the queue when all is done: killed before it, the complaints are read once more, with the same rows.
		if err := j.ledger.CorrectionsApplied(ctx, part); err != nil {
			return fmt.Errorf("writing down that corrections are in the tables: %w", err)
		}
		sum.Corrected += len(part)
	}
	return nil
}

func compareKeys(a, b analytics.Key) int {
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
}
