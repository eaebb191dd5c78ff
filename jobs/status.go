package jobs

import (
	"context"
	"sort"
	"time"

	"huisheng/analytics"
)

// Status is what the jobs are doing, for people.
type Status struct {
	Lease    analytics.Lease // who works right now; no owner when nobody does
	Jobs     []JobStatus     // in the order in which they run
	Failures []Failure       // what failed last time in this process, and rests
}

// JobStatus is one job.
type JobStatus struct {
	Name    string
	Pending []Window          // what it must compute now
	Dirty   []analytics.Dirty // the same, with since when and why, for jobs over months
	Last    *analytics.Run    // nil before its first
}

// Failure is a window that failed.
type Failure struct {
	Job    string
	Window Window
	Times  int // in a row
	Error  string
	Next   time.Time // when it is tried again
}

// Status asks the ledger, and so also tells what another process does.
func (r *Runner) Status(ctx context.Context) (Status, error) {
	var s Status
	var err error
	if s.Lease, err = r.ledger.LeaseOf(ctx, leaseName); err != nil {
		return s, err
	}
	last, err := r.ledger.LastRuns(ctx)
	if err != nil {
		return s, err
	}
	for _, job := range r.jobs {
		one := JobStatus{Name: job.Name()}
		if one.Pending, err = job.Pending(ctx); err != nil {
			return s, err
		}
		if one.Dirty, err = r.ledger.DirtyMonths(ctx, job.Name()); err != nil {
			return s, err
		}
		for i := range last {
			if last[i].Job == one.Name {
				one.Last = &last[i]
			}
		}
		s.Jobs = append(s.Jobs, one)
	}
	s.Failures = r.failed()
	return s, nil
}

func (r *Runner) failed() []Failure {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []Failure
	for p, before := range r.past {
		if before.err != nil {
			list = append(list, Failure{Job: p.job, Window: p.Window, Times: before.failures, Error: before.err.Error(), Next: before.notUntil})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].Job != list[j].Job {
			return list[i].Job < list[j].Job
		}
		return list[i].Window.Month < list[j].Window.Month
	})
	return list
}
