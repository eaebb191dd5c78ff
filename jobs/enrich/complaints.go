package enrich

import (
	"context"
	"fmt"

	"huisheng/analytics"
)

// ahead is a batch that was read while the one before it was computed.
type ahead struct {
	batch []analytics.Wording
	next  uint64 // the offset at which the batch after it starts
	err   error
}

// complaints decides the arrivals of one partition up to end, batch by batch, reading one batch ahead.
func (j *Job) complaints(ctx context.Context, from analytics.Position, end uint64, sum *Summary, dirty map[analytics.Month]bool) error {
	ctx, stop := context.WithCancel(ctx)
	batches := make(chan ahead)
	defer func() { // returns only when the reader has ended, so that nobody uses the tables after Run
		stop()
		for range batches {
		}
	}()
	go j.readAhead(ctx, from, end, batches)
	for b := range batches {
		if b.err != nil {
			return fmt.Errorf("reading arrivals: %w", b.err)
		}
		d, err := j.write(ctx, b.batch)
		if err != nil {
			return err
		}
		// 5. The watermark, last: killed before it, the batch is decided again, which changes nothing (see write).
		from.Next = b.next
		if err := j.ledger.Advance(ctx, Name, from); err != nil {
			return fmt.Errorf("advancing the watermark: %w", err)
		}
		sum.Arrivals += len(b.batch)
		sum.Read += len(d.winners)
		for _, m := range d.dirty {
			dirty[m] = true
		}
	}
	return ctx.Err()
}

func (j *Job) readAhead(ctx context.Context, from analytics.Position, end uint64, out chan<- ahead) {
	defer close(out)
	for from.Next < end {
		batch, err := j.tables.Wordings(ctx, from, end, j.batch)
		next := end
		if err == nil && len(batch) >= j.batch {
			next = batch[len(batch)-1].Seq.Offset() + 1
		}
		select {
		case out <- ahead{batch, next, err}:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
		from.Next = next
	}
}

// write decides a batch and writes all that follows from it but the watermark. Any part of it may be lost to a kill: the watermark then
// makes the next run decide the whole batch again, and at each point that is safe.
func (j *Job) write(ctx context.Context, batch []analytics.Wording) (decision, error) {
	d, err := j.decide(ctx, batch)
	if err != nil {
		return d, err
	}
	return d, j.put(ctx, d)
}

// put writes a decision: what its winners say, moves, dirty months, heads.
func (j *Job) put(ctx context.Context, d decision) error {
	insights, err := j.read(ctx, d.winners)
	if err != nil {
		return err
	}
	// 1. Insights. Killed after this: nobody looks for them yet, and the next run writes them again; a row with the same key replaces.
	if len(insights) > 0 {
		if err := j.tables.InsertInsights(ctx, insights); err != nil {
			return fmt.Errorf("writing insights: %w", err)
		}
	}
	// 2. Moved, before the months are dirty: whoever computes a dirty month must find it. Killed after this: the heads are still the
	// old ones, so the next run decides the same moves with the same Seq, and equal rows count once.
	if len(d.moved) > 0 {
		if err := j.tables.InsertMoved(ctx, d.moved); err != nil {
			return fmt.Errorf("writing moves: %w", err)
		}
	}
	// 3. Dirty months, before the heads: once a head is written the next run takes its arrival for a repeat and would not make the month
	// dirty. Killed after this: the months are computed once too often.
	if len(d.dirty) > 0 {
		if err := j.ledger.MarkDirty(ctx, d.dirty); err != nil {
			return fmt.Errorf("marking months dirty: %w", err)
		}
	}
	// 4. Heads. Killed after this, or when only some of them were written: for a written head 1 to 3 are done, and its arrivals lose
	// against it when they are decided again; for the others the next run does everything.
	if len(d.heads) > 0 {
		if err := j.tables.InsertHeads(ctx, d.heads); err != nil {
			return fmt.Errorf("writing heads: %w", err)
		}
	}
	return nil
}

// decide asks for what a batch's decision needs.
func (j *Job) decide(ctx context.Context, batch []analytics.Wording) (decision, error) {
	heads := make(map[analytics.Key]analytics.Head, len(batch))
	keys := make([]analytics.Key, 0, len(batch))
	for i := range batch {
		if _, twice := heads[batch[i].Key]; !twice {
			heads[batch[i].Key] = analytics.Head{}
			keys = append(keys, batch[i].Key)
		}
	}
	clear(heads)
	if len(keys) == 0 {
		return decision{}, nil
	}
	known, err := j.tables.Heads(ctx, keys)
	if err != nil {
		return decision{}, fmt.Errorf("reading heads: %w", err)
	}
	for _, h := range known {
		heads[h.Key] = h
	}
	first := map[content]analytics.Seq{}
	if asks := contested(batch, heads); len(asks) > 0 {
		seqs, err := j.tables.FirstSeen(ctx, asks)
		if err != nil {
			return decision{}, fmt.Errorf("asking for first arrivals: %w", err)
		}
		for i := range asks {
			first[contentOf(&asks[i])] = seqs[i]
		}
	}
	return decide(batch, heads, first), nil
}
