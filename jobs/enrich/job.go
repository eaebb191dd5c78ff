package enrich

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"huisheng/analytics"
)

// Name is the job's name in ledgers and watermarks.
const Name = "enrich"

// The topics that are read, as ingest names them.
const (
	complaintTopic = "complaints.v1"
	eventTopic     = "events.v1"
)

// Config holds the job's limits.
type Config struct {
	// Batch is how many arrivals are decided and written together. 20,000 are about 20 MB of words: large enough that a batch costs
	// little beside its rows, small enough that a killed one is soon done again.
	Batch int

	// Current gives the analysis of now, which may be another than the one before: people change words, and models are learned. It is asked
	// every second, so it must be cheap while nothing changed. nil: always the one that New was given.
	Current func(context.Context) (*Analysis, error)
}

// maxBatch is what Tables promises to answer in one question.
const maxBatch = 20_000

// Job brings insights, heads and dirty months up to what has arrived. One runs at a time.
type Job struct {
	tables   Tables
	ledger   Ledger
	analysis atomic.Pointer[Analysis]
	current  func(context.Context) (*Analysis, error)
	batch    int
	now      func() time.Time
	said     corrections
}

// New makes a Job. now is the clock that insights are stamped with.
func New(tables Tables, ledger Ledger, analysis *Analysis, config Config, now func() time.Time) *Job {
	batch := config.Batch
	if batch <= 0 || batch > maxBatch {
		batch = maxBatch
	}
	j := &Job{tables: tables, ledger: ledger, current: config.Current, batch: batch, now: now}
	j.analysis.Store(analysis)
	return j
}

// renew takes the analysis of now.
func (j *Job) renew(ctx context.Context) error {
	if j.current == nil {
		return nil
	}
	analysis, err := j.current(ctx)
	if err != nil {
		return fmt.Errorf("taking the analysis of now: %w", err)
	}
	j.analysis.Store(analysis)
	return nil
}

// Summary is what one run did.
type Summary struct {
	Arrivals  int                  // arrivals of complaints that were decided
	Read      int                  // complaints whose words were read
	Events    int                  // complaints whose events were seen
	Undos     int                  // imports that were undone, or stand again
	Redecided int                  // complaints of which they changed what counts
	Corrected int                  // corrections by people that the tables follow now
	Reread    int                  // complaints that were read again because they contain changed words
	Dirty     []analytics.Month    // months that must be computed again
	Reached   []analytics.Position // the watermark after the run
}

// Model names the version of code, dictionary and taxonomy that this job reads with.
func (j *Job) Model() string { return j.analysis.Load().Model() }

// Base is the model without what people changed of the taxonomy's words.
func (j *Job) Base() string { return j.analysis.Load().Base() }

// Run reads all that was stored when it started, and returns at once when that is nothing new. After an error, or a kill, the next
// run goes on where this one came to.
//
// Complaints come before events, because an event finds its month through the head of its complaint: an event of a complaint that
// has no head then belongs to one that arrives later, and whose arrival makes its month dirty. Epochs come in order, because a topic
// that was made anew may have put a complaint into another partition.
func (j *Job) Run(ctx context.Context) (Summary, error) {
	var sum Summary
	if err := j.renew(ctx); err != nil {
		return sum, err
	}
	if err := j.queueModel(ctx); err != nil {
		return sum, err
	}
	stored, err := j.tables.Stored(ctx)
	if err != nil {
		return sum, fmt.Errorf("asking what is stored: %w", err)
	}
	reached, err := j.ledger.Watermark(ctx, Name)
	if err != nil {
		return sum, fmt.Errorf("reading the watermark: %w", err)
	}
	slices.SortFunc(stored, func(a, b analytics.Position) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Partition, b.Partition)) // "complaints.v1" < "events.v1"
	})
	dirty := map[analytics.Month]bool{}
	if err := j.undos(ctx, &sum, dirty); err != nil {
		return sum, err
	}
	if err := j.corrected(ctx, &sum); err != nil {
		return sum, err
	}
	if err := j.changed(ctx, &sum); err != nil {
		return sum, err
	}
	for _, end := range stored {
		from := end
		from.Next = 0
		for _, r := range reached {
			if r.Topic == end.Topic && r.Epoch == end.Epoch && r.Partition == end.Partition {
				from.Next = r.Next
			}
		}
		if from.Next < end.Next {
			switch end.Topic {
			case complaintTopic:
				err = j.complaints(ctx, from, end.Next, &sum, dirty)
			case eventTopic:
				err = j.events(ctx, from, end.Next, &sum, dirty)
			}
			if err != nil {
				return sum, fmt.Errorf("%s: %w", from, err)
			}
		}
		sum.Reached = append(sum.Reached, end)
	}
	for m := range dirty {
		sum.Dirty = append(sum.Dirty, m)
	}
	slices.Sort(sum.Dirty)
	return sum, nil
}

// eventRange is how many offsets of events are looked at together: their keys are small.
const eventRange = 100_000

// events makes the months dirty whose complaints have new events.
func (j *Job) events(ctx context.Context, from analytics.Position, end uint64, sum *Summary, dirty map[analytics.Month]bool) error {
	for from.Next < end {
		to := min(from.Next+eventRange, end)
		keys, err := j.tables.EventKeys(ctx, from, to)
		if err != nil {
			return fmt.Errorf("reading events: %w", err)
		}
		months := map[analytics.Month]bool{}
		for part := range slices.Chunk(keys, maxBatch) {
			heads, err := j.tables.Heads(ctx, part)
			if err != nil {
				return fmt.Errorf("reading heads: %w", err)
			}
			for _, h := range heads {
				months[h.Month], dirty[h.Month] = true, true
			}
		}
		// Dirty before the watermark: killed between them, the same months are made dirty twice.
		if err := j.markDirty(ctx, months); err != nil {
			return err
		}
		from.Next = to
		if err := j.ledger.Advance(ctx, Name, from); err != nil {
			return fmt.Errorf("advancing the watermark: %w", err)
		}
		sum.Events += len(keys)
	}
	return nil
}

func (j *Job) markDirty(ctx context.Context, months map[analytics.Month]bool) error {
	if len(months) == 0 {
		return nil
	}
	list := make([]analytics.Month, 0, len(months))
	for m := range months {
		list = append(list, m)
	}
	slices.Sort(list)
	if err := j.ledger.MarkDirty(ctx, list); err != nil {
		return fmt.Errorf("marking months dirty: %w", err)
	}
	return nil
}
