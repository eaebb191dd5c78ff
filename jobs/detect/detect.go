// Package detect finds what is unusual: days that differ from what the days before let expect, in total and for the values of every axis and of
// pairs of axes, and months that differ from the one before and the same one a year earlier.
package detect

import (
	"context"
	"fmt"
	"time"

	"huisheng/analytics"
	"huisheng/jobs"
)

// Name is the job's name in ledgers. assemble marks months dirty under it.
const Name = "detect"

// code is the version of the comparison: another one means other findings from the same facts.
const code = "2"

// next is the job that explains findings; it is told which months have new ones.
const next = "explain"

// Tables is what detect needs of the warehouse. All of it reads and writes what assemble put there.
type Tables interface {
	// Received returns what each source sent in each month, of complaints that count.
	Received(ctx context.Context) ([]analytics.SourceMonth, error)

	// TallyMonths says of which facts the months between two were counted by day; CountTallies counts months anew, run naming its staging table,
	// and DropTallies removes the counts of a month without facts.
	TallyMonths(ctx context.Context, from, to analytics.Month) ([]analytics.TallyMonth, error)
	CountTallies(ctx context.Context, run uint64, months []analytics.Month) error
	DropTallies(ctx context.Context, month analytics.Month) error

	// Tallies calls yield for the days of every source, and of every series with enough complaints in the recent months: sources first, then
	// single values, then pairs; the sources of one series behind each other.
	Tallies(ctx context.Context, from, to analytics.Month, recent []analytics.Month, yield func(analytics.DayTally) error) error

	// ReplaceFindings puts the findings of a month in the place of the old ones at once; none removes them.
	ReplaceFindings(ctx context.Context, month analytics.Month, run uint64, findings []analytics.Finding) error
}

// Ledger is what detect needs of the state.
type Ledger interface {
	jobs.DirtyLedger
	MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error

	// DeclaredCoverages returns what imports declared.
	DeclaredCoverages(ctx context.Context) ([]analytics.Coverage, error)

	// FindingDecisions returns what people decided about findings, what was taken back too, in the order in which they did.
	FindingDecisions(ctx context.Context) ([]analytics.FindingDecision, error)

	// Setting and SetSetting keep the coverages that the newest findings were made with.
	Setting(ctx context.Context, name string) (string, error)
	SetSetting(ctx context.Context, name, value string) error
}

// Job compares dirty months, newest first.
type Job struct {
	tables Tables
	ledger Ledger
	now    func() time.Time
}

// New makes a Job. now is the clock that tells which day is not over yet.
func New(tables Tables, ledger Ledger, now func() time.Time) *Job {
	return &Job{tables: tables, ledger: ledger, now: now}
}

// Name implements jobs.Job.
func (j *Job) Name() string { return Name }

// Code implements jobs.Job.
func (j *Job) Code() string { return code }

// Pending implements jobs.Job: the dirty months, newest first.
func (j *Job) Pending(ctx context.Context) ([]jobs.Window, error) {
	return jobs.DirtyWindows(ctx, j.ledger, Name)
}

// Run implements jobs.Job.
func (j *Job) Run(ctx context.Context, task jobs.Task) error {
	// 1. The generation, before anything is read.
	dirty, err := j.ledger.DirtyMonths(ctx, Name)
	if err != nil {
		return err
	}
	// 2. Coverages. When they changed, other months are to be compared again too.
	received, err := j.tables.Received(ctx)
	if err != nil {
		return fmt.Errorf("reading what was received: %w", err)
	}
	coverages, err := j.coverages(ctx, received, task.Month)
	if err != nil {
		return err
	}
	// 3. The findings.
	findings, err := j.findings(ctx, task, received, coverages)
	if err != nil {
		return fmt.Errorf("looking through %s: %w", task.Month, err)
	}
	if err := j.tables.ReplaceFindings(ctx, task.Month, task.Run, findings); err != nil {
		return fmt.Errorf("writing the findings of %s: %w", task.Month, err)
	}
	// 4. Why they came about is asked next.
	if err := j.ledger.MarkDirtyFor(ctx, next, task.Month.String()+" 的发现有变", []analytics.Month{task.Month}); err != nil {
		return err
	}
	// 5. The mark, last.
	return jobs.Clean(ctx, j.ledger, Name, dirty, task.Month)
}

// findings looks through one month.
func (j *Job) findings(ctx context.Context, task jobs.Task, received []analytics.SourceMonth, coverages []analytics.Coverage) ([]analytics.Finding, error) {
	decided, err := j.ledger.FindingDecisions(ctx)
	if err != nil {
		return nil, err
	}
	b, err := j.read(ctx, task.Run, task.Month, received, coverages)
	if err != nil || b == nil {
		return nil, err
	}
	now := j.now()
	findings := b.compare()
	findings = append(findings, b.replay(b.until(now, b.shareOf(now)), standing(decided))...)
	for i := range findings {
		findings[i].Run, findings[i].MadeAt = task.Run, now
	}
	return findings, nil
}

// shareOf is how much of a day is over at a moment.
func (b *book) shareOf(at time.Time) float64 {
	return at.Sub(analytics.DayOf(at)).Hours() / 24
}
