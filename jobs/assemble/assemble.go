// Package assemble puts the facts of a month together again: complaints, what was read from them, and their lives, one wide row each.
package assemble

import (
	"context"
	"fmt"

	"huisheng/analytics"
	"huisheng/jobs"
)

// Name is the job's name in ledgers. enrich marks months dirty under it.
const Name = "assemble"

// code is the version of the statement that assembles: another one means other facts from the same records.
const code = "6"

// next is the job that compares facts, judging the one that judges them by rules, and discovering the one that looks for new themes in them;
// all are told which months changed. compare is told which sealed months did.
const (
	next        = "detect"
	judging     = "score"
	discovering = "discover"
	compare     = "compare"
)

// Tables is what assemble needs of the warehouse.
type Tables interface {
	// AssembleMonth computes the facts of a month from the records below a watermark, and puts them in the place of the old ones at
	// once. It can be repeated.
	AssembleMonth(ctx context.Context, month analytics.Month, run uint64, upTo []analytics.Position) error
}

// Ledger is what assemble needs of the state.
type Ledger interface {
	jobs.DirtyLedger

	// MarkDirtyFor puts months on the list of another job.
	MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error

	// MarkSealed does so with those of the months that are sealed.
	MarkSealed(ctx context.Context, job, reason string, months []analytics.Month) error
}

// Job assembles dirty months, newest first.
type Job struct {
	tables Tables
	ledger Ledger
}

// New makes a Job.
func New(tables Tables, ledger Ledger) *Job { return &Job{tables: tables, ledger: ledger} }

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
	// 1. The generation, before any row is read: what is marked from here on is marked for the next run.
	dirty, err := j.ledger.DirtyMonths(ctx, Name)
	if err != nil {
		return err
	}
	// 2. The facts. Killed after this, they are computed once more.
	if err := j.tables.AssembleMonth(ctx, task.Month, task.Run, task.Watermark); err != nil {
		return fmt.Errorf("assembling %s: %w", task.Month, err)
	}
	// 3. The comparisons that read this month: its own, and those of the months that it is the base of.
	affected := []analytics.Month{task.Month, task.Month.Add(1), task.Month.Add(12)}
	if err := j.ledger.MarkDirtyFor(ctx, next, task.Month.String()+" 的事实有变", affected); err != nil {
		return err
	}
	for _, job := range []string{judging, discovering} {
		if err := j.ledger.MarkDirtyFor(ctx, job, task.Month.String()+" 的事实有变", []analytics.Month{task.Month}); err != nil {
			return err
		}
	}
	if err := j.ledger.MarkSealed(ctx, compare, task.Month.String()+" 的事实有变", []analytics.Month{task.Month}); err != nil {
		return err
	}
	// 4. The mark, last.
	return jobs.Clean(ctx, j.ledger, Name, dirty, task.Month)
}
