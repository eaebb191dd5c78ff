package enrich

import (
	"context"

	"huisheng/analytics"
)

// Tables is what enrich needs of the warehouse. One Job uses it, from at most two goroutines at once: one reads arrivals ahead, the
// other does everything else.
type Tables interface {
	// Stored returns, for complaints.v1 and events.v1, every (topic, epoch, partition) that has arrivals, with Next one above the
	// last offset up to which nothing is still on its way: below Next every record is stored or rejected. The sink stores batches side
	// by side, so that is at most the largest stored offset + 1, and at most what the sink has committed.
	Stored(ctx context.Context) ([]analytics.Position, error)

	// Wordings returns at most limit arrivals of complaints, of imports that stand, with from.Next <= offset < to in from's epoch and
	// partition, by ascending offset. Fewer than limit means that there is no other below to. A redelivered row may come twice.
	Wordings(ctx context.Context, from analytics.Position, to uint64, limit int) ([]analytics.Wording, error)

	// EventKeys returns the complaints that the events with from.Next <= offset < to belong to, each once, in any order.
	EventKeys(ctx context.Context, from analytics.Position, to uint64) ([]analytics.Key, error)

	// Heads returns the newest head of each key that has one, gone ones too, in any order. Up to 20,000 keys; all written heads are seen.
	Heads(ctx context.Context, keys []analytics.Key) ([]analytics.Head, error)

	// FirstSeen returns the smallest Seq with which each (Key, Version, Content) of asks arrived with an import that stands, in the
	// order of asks; 0 for one that did not. Called for complaints told twice in one version with different contents only; up to 20,000.
	FirstSeen(ctx context.Context, asks []analytics.Wording) ([]analytics.Seq, error)

	// HeadMonths returns the months that have heads, in any order.
	HeadMonths(ctx context.Context) ([]analytics.Month, error)

	// Winners returns at most limit tellings that count in a month (newest head of a complaint, head's month = month) with
	// (source, complaint_id) above after, ordered by them. Fewer than limit means that the month is at its end.
	Winners(ctx context.Context, month analytics.Month, after analytics.Key, limit int) ([]analytics.Wording, error)

	// SetUndone writes down that an import stands no longer, or stands again. It returns when every reader sees it; written twice it
	// counts once.
	SetUndone(ctx context.Context, u analytics.Undo) error

	// ImportMonths returns the months that the complaints of an import name, and ImportEventMonths those that count the complaints of its
	// events, perhaps with a few others. In any order; empty when it brought none.
	ImportMonths(ctx context.Context, number uint32) ([]analytics.Month, error)
	ImportEventMonths(ctx context.Context, number uint32) ([]analytics.Month, error)

	// Standing decides anew, over all that is stored, which telling counts of the complaints that an import told in a month: at most limit
	// of them with (source, complaint_id) above after, ordered by them. Fewer than limit means that there is no other. Called after
	// SetUndone, by which it decides.
	Standing(ctx context.Context, number uint32, month analytics.Month, after analytics.Key, limit int) ([]analytics.Standing, error)

	// Unread returns the words of those tellings of which the model has read nothing, in any order. Up to 20,000.
	Unread(ctx context.Context, heads []analytics.Head, model string) ([]analytics.Wording, error)

	// Tellings returns the words of every content that some complaints were ever told with, each content once, whether it counts or not, in
	// any order. Up to 1,000 keys.
	Tellings(ctx context.Context, keys []analytics.Key) ([]analytics.Wording, error)

	// Containing returns at most limit tellings that count in a month, with (source, complaint_id) above after, ordered by them, whose subject
	// or text contains one of the words, in whatever width and case it is written there. Fewer than limit means that the month is at its
	// end. Up to 100 words.
	Containing(ctx context.Context, month analytics.Month, words []string, after analytics.Key, limit int) ([]analytics.Wording, error)

	// InsertInsights, InsertMoved and InsertHeads append rows; a row written twice counts once. They return when a reader sees them.
	InsertInsights(ctx context.Context, rows []analytics.Insight) error
	InsertMoved(ctx context.Context, rows []analytics.Moved) error
	InsertHeads(ctx context.Context, rows []analytics.Head) error
}

// Ledger is what enrich needs of state. Every method is durable when it returns.
type Ledger interface {
	// Watermark returns how far a job came in every partition that it ever read.
	Watermark(ctx context.Context, job string) ([]analytics.Position, error)

	// Advance sets one position of a job's watermark.
	Advance(ctx context.Context, job string, to analytics.Position) error

	// MarkDirty puts months on the list of what assemble must compute again. A month that is there already, or that assemble
	// is computing right now, is computed once more.
	MarkDirty(ctx context.Context, months []analytics.Month) error

	// PendingUndos returns what people asked for and UndoApplied was not yet called for, in order of their revisions.
	PendingUndos(ctx context.Context) ([]analytics.Undo, error)

	// UndoApplied takes an undo off that queue.
	UndoApplied(ctx context.Context, revision uint64) error

	// CorrectionRevision is larger after every change of a correction, 0 before the first; it is asked before every batch. Corrections
	// returns those that hold, by number.
	CorrectionRevision(ctx context.Context) (uint64, error)
	Corrections(ctx context.Context) ([]analytics.Correction, error)

	// PendingCorrections returns the corrections, made or undone, for which CorrectionsApplied was not called since, in order of revisions.
	// CorrectionsApplied takes them off that queue, unless they changed again.
	PendingCorrections(ctx context.Context) ([]analytics.Correction, error)
	CorrectionsApplied(ctx context.Context, list []analytics.Correction) error

	// UnqueuedChanges returns the changes of words, made or undone, for which QueueReach was not called since, in order of revisions.
	// QueueReach puts months on the queue of changes and remembers their revisions, in one transaction.
	UnqueuedChanges(ctx context.Context) ([]analytics.TaxonomyChange, error)
	QueueReach(ctx context.Context, list []analytics.TaxonomyChange, months []analytics.Month) error

	// NextReach returns the newest month of that queue with its changes as they were queued, 0 when it is empty. ReachDone takes changes
	// off a month of it, but for those that were queued again since.
	NextReach(ctx context.Context) (analytics.Month, []analytics.TaxonomyChange, error)
	ReachDone(ctx context.Context, month analytics.Month, list []analytics.TaxonomyChange) error

	// ModelQueued returns the model for which QueueModel ran last, empty before the first.
	ModelQueued(ctx context.Context) (string, error)

	// QueueModel replaces the queue of months to read again by these and remembers the model, in one transaction.
	QueueModel(ctx context.Context, model string, months []analytics.Month) error

	// NextQueued returns the newest month in that queue, 0 when it is empty.
	NextQueued(ctx context.Context) (analytics.Month, error)

	// Unqueue takes a month off that queue.
	Unqueue(ctx context.Context, month analytics.Month) error
}
