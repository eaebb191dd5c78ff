// Package jobs runs what turns arrivals into figures: it decides what is due, holds the lease that keeps two processes from doing the
// same, and writes every run into a ledger.
package jobs

import (
	"context"
	"time"

	"huisheng/analytics"
)

// Window is what a job computes at once: a calendar month, or all that has arrived when Month is 0.
type Window struct {
	Month analytics.Month
}

// String writes 2024-03, or nothing for all that has arrived.
func (w Window) String() string {
	if w.Month == 0 {
		return ""
	}
	return w.Month.String()
}

// Task is one run of a job over one window.
type Task struct {
	Window
	Run       uint64               // its number in the ledger; rows carry it
	Watermark []analytics.Position // how far reading complaints had come when the task began: nothing above it may be used
}

// Job is one verb. The Runner calls its methods from one goroutine, with the lease held.
type Job interface {
	// Name is the job's name in ledgers.
	Name() string

	// Code is the version of what it computes, for the ledger.
	Code() string

	// Pending returns the windows that must be computed now, the most urgent first. It is asked every second, so it must be cheap.
	Pending(ctx context.Context) ([]Window, error)

	// Run computes one of these windows. It takes the window off what is pending when it is done, unless something new came up for
	// it meanwhile. It may be killed at any moment and run again.
	Run(ctx context.Context, task Task) error
}

// Ledger is what the Runner needs of the state. Every method is durable when it returns.
type Ledger interface {
	// BeginRun gives a run its number and writes it down as running; FinishRun writes how it ended.
	BeginRun(ctx context.Context, r analytics.Run) (analytics.Run, error)
	FinishRun(ctx context.Context, number uint64, fault error) error

	// AbortRuns ends the runs that a dead process left behind. Called with the lease held.
	AbortRuns(ctx context.Context) error

	// TakeLease takes or renews a lease, false when somebody else holds it.
	TakeLease(ctx context.Context, name, owner string, length time.Duration) (bool, error)
	ReleaseLease(ctx context.Context, name, owner string) error
	LeaseOf(ctx context.Context, name string) (analytics.Lease, error)

	// Watermark returns how far a job came in every partition that it ever read.
	Watermark(ctx context.Context, job string) ([]analytics.Position, error)

	// Rewind lets a job read everything that ever arrived once more. Called with the lease held.
	Rewind(ctx context.Context, job string) error

	// LastRuns returns the newest run of each job; DirtyMonths what a job must compute again, newest month first.
	LastRuns(ctx context.Context) ([]analytics.Run, error)
	DirtyMonths(ctx context.Context, job string) ([]analytics.Dirty, error)
}
