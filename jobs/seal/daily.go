package seal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/jobs"
)

// Name is the job's name in ledgers.
const Name = "seal"

// code is the version of what the job does.
const code = "1"

// Job seals the previous month on a set working day. A month that was ever sealed, by whomever, is left alone, so that one that a person
// unsealed stays so.
type Job struct {
	sealer     *Sealer
	ledger     Ledger
	workingDay int // 1 to 20; 0: never
	log        *slog.Logger
	notUntil   time.Time // after a refusal
}

// NewJob makes a Job. Working days are counted from Monday to Friday; the holidays of the state are not known here.
func NewJob(sealer *Sealer, ledger Ledger, workingDay int, log *slog.Logger) *Job {
	return &Job{sealer: sealer, ledger: ledger, workingDay: workingDay, log: log}
}

// refusedRest is how long the job waits when a month could not be sealed: the reasons are the work of other jobs, or of people.
const refusedRest = 10 * time.Minute

// author is who sealed what nobody asked for.
const author = "系统"

// Name implements jobs.Job.
func (j *Job) Name() string { return Name }

// Code implements jobs.Job.
func (j *Job) Code() string { return code }

// Pending implements jobs.Job: the previous month from the set day on, when nothing is to be computed for it any more.
func (j *Job) Pending(ctx context.Context) ([]jobs.Window, error) {
	now := j.sealer.config.Now()
	month := analytics.MonthOf(now).Add(-1)
	if j.workingDay == 0 || now.Before(j.notUntil) || now.Before(WorkingDay(month.Add(1), j.workingDay)) {
		return nil, nil
	}
	seals, err := j.ledger.Seals(ctx)
	if err != nil || slices.ContainsFunc(seals, func(s analytics.Seal) bool { return s.Month == month }) {
		return nil, err
	}
	dirty, err := j.ledger.DirtyJobs(ctx, month)
	if err != nil {
		return nil, err
	}
	for job := range dirty {
		if !slices.Contains(after, job) {
			return nil, nil
		}
	}
	return []jobs.Window{{Month: month}}, nil
}

// Run implements jobs.Job. A month that may not be sealed yet is no failure: it is tried again later, and the log says why.
func (j *Job) Run(ctx context.Context, task jobs.Task) error {
	_, err := j.sealer.Seal(ctx, task.Month, author, fmt.Sprintf("每月第 %d 个工作日封账", j.workingDay))
	var refused *analytics.Error
	if errors.As(err, &refused) && refused.Kind != analytics.Internal && refused.Kind != analytics.KindDown {
		j.notUntil = j.sealer.config.Now().Add(refusedRest)
		if refused.Kind != analytics.KindMissing {
			j.log.Warn("到了封账的日子，还不能封", "month", task.Month.String(), "why", refused.Text)
		}
		return nil
	}
	return err
}

// WorkingDay is the n-th day from Monday to Friday of a month, at midnight in analytics.Zone. A month has at least twenty of them.
func WorkingDay(m analytics.Month, n int) time.Time {
	for day := m.First(); ; day = day.AddDate(0, 0, 1) {
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday {
			if n--; n <= 0 {
				return day
			}
		}
	}
}
