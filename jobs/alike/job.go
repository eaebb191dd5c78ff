package alike

import (
	"context"
	"fmt"

	"huisheng/analytics"
	"huisheng/analytics/similar"
	"huisheng/jobs"
)

// Name is the job's name in ledgers. Whoever marks months dirty for assemble marks them for this job as well.
const Name = "alike"

// code is the version of the rules by which marks follow from groups; similar.Version that of the groups.
const code = "2"

// next is the job that reads marks.
const next = "assemble"

// Page is how many complaints are compared at once: some 30 MB.
const Page = 20_000

// Tables is what the job needs of the warehouse.
type Tables interface {
	// BeginAlike forgets what an earlier run looked for.
	BeginAlike(ctx context.Context) error

	// Untold returns at most limit tellings that count in a month below a watermark and were not compared yet with signatures of a version,
	// the earliest by time of receipt, in no order. Fewer than limit means that there is no other.
	Untold(ctx context.Context, month analytics.Month, version uint16, upTo []analytics.Position, limit int) ([]analytics.Untold, error)

	// Alike returns compared complaints of the months around a month that share one of the keys and whose telling stands, in no order: also those
	// that were withdrawn, as they may count again in their group, and none that say something else by now. Of a key that very many share it
	// returns a few. batch is another number in every call of a run.
	Alike(ctx context.Context, month analytics.Month, version uint16, batch uint64, keys []uint64) ([]analytics.Telling, error)

	// InsertTellings appends compared tellings with their keys; of two rows of a complaint in a month the larger revision holds.
	InsertTellings(ctx context.Context, rows []analytics.Telling, keys [][]uint64, revision uint64) error

	// TurnTellings takes the complaints of a month out of their groups that count there no longer below a watermark, and puts those back that
	// count again.
	TurnTellings(ctx context.Context, month analytics.Month, revision uint64, upTo []analytics.Position) error

	// Members returns the complaints that count, of all months, in the groups of more than one that have or had a member in a month, in no order.
	Members(ctx context.Context, month analytics.Month) (analytics.Members, error)

	// Marks returns what is said of the complaints of a month; InsertMarks appends such rows, the larger revision holds.
	Marks(ctx context.Context, month analytics.Month) ([]analytics.Marked, error)
	InsertMarks(ctx context.Context, rows []analytics.Marked, revision uint64) error
}

// Ledger is what the job needs of the state.
type Ledger interface {
	jobs.DirtyLedger

	// MarkDirtyFor puts months on the list of another job.
	MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error
}

// Job compares what is new in dirty months.
type Job struct {
	tables Tables
	ledger Ledger
	page   int
}

// New makes a Job that compares page complaints at once; 0 takes Page.
func New(tables Tables, ledger Ledger, page int) *Job {
	if page <= 0 {
		page = Page
	}
	return &Job{tables: tables, ledger: ledger, page: page}
}

// Name implements jobs.Job.
func (j *Job) Name() string { return Name }

// Code implements jobs.Job.
func (j *Job) Code() string { return fmt.Sprintf("%s.%d", code, similar.Version) }

// Pending implements jobs.Job: the dirty months, newest first.
func (j *Job) Pending(ctx context.Context) ([]jobs.Window, error) {
	return jobs.DirtyWindows(ctx, j.ledger, Name)
}

// Run implements jobs.Job.
func (j *Job) Run(ctx context.Context, task jobs.Task) error {
	// 1. The generation, before any row is read: what is marked from here on is marked for the next run.
	dirty, err := j.ledger.DirtyMonths(ctx, Name)
	if err != nil {
		return err
	}
	// 2. New tellings, page by page. Killed after some, the others are still untold.
	if err := j.compare(ctx, task); err != nil {
		return fmt.Errorf("comparing the complaints of %s: %w", task.Month, err)
	}
	// 3. Who counts. A row of this step is newer than one that the step before wrote.
	if err := j.tables.TurnTellings(ctx, task.Month, 2*task.Run+1, task.Watermark); err != nil {
		return fmt.Errorf("looking which complaints of %s count: %w", task.Month, err)
	}
	// 4. The marks, and the months whose facts they change.
	if err := j.mark(ctx, task); err != nil {
		return fmt.Errorf("marking the complaints of %s: %w", task.Month, err)
	}
	// 5. The mark of dirtiness, last.
	return jobs.Clean(ctx, j.ledger, Name, dirty, task.Month)
}
