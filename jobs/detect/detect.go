// Package detect compares each month with the one before and the same one a year earlier, in total and for the values of every axis.
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

// least is the number of complaints in both months together below which a value is no finding: four cannot be rare (their score stays
// under trend.Rare even when all came in one month), and models and batches have very many values.
const least = 5

// Tables is what detect needs of the warehouse. All of it reads and writes what assemble put there.
type Tables interface {
	// Received returns what each source sent in each month, of complaints that count.
	Received(ctx context.Context) ([]analytics.SourceMonth, error)

	// CountAxes returns the complaints of two pairings of one month by the values of every axis: for each pairing, axis → values in order.
	// Values with fewer than least in both months together are left out, but for those of the axis source.
	CountAxes(ctx context.Context, month analytics.Month, pairings [2]analytics.Pairing, least uint64) ([2]map[string][]analytics.ValueCount, error)

	// ReplaceFindings puts the findings of a month in the place of the old ones at once; none removes them.
	ReplaceFindings(ctx context.Context, month analytics.Month, run uint64, findings []analytics.Finding) error
}

// Ledger is what detect needs of the state.
type Ledger interface {
	jobs.DirtyLedger
	MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error

	// DeclaredCoverages returns what imports declared.
	DeclaredCoverages(ctx context.Context) ([]analytics.Coverage, error)

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
	// 3. The comparisons.
	findings, err := j.compare(ctx, task, received, coverages)
	if err != nil {
		return fmt.Errorf("comparing %s: %w", task.Month, err)
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
