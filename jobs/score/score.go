// Package score judges the complaints of each month by the company's rules: how their clocks stand, which sums follow, and who is to be told.
package score

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/analytics/service"
	"huisheng/jobs"
)

// Name is the job's name in ledgers. assemble marks months dirty under it.
const Name = "score"

// code is the version of the judging: another one means other rows from the same facts and rules.
const code = "3"

// Tables is what score needs of the warehouse.
type Tables interface {
	// LivesOfMonth calls yield for each complaint of a month of facts, with its steps below a watermark, in no order.
	LivesOfMonth(ctx context.Context, month analytics.Month, upTo []analytics.Position, yield func(*analytics.Life) error) error

	// KindsTold returns which kinds of events each source told in a month and the two after it.
	KindsTold(ctx context.Context, month analytics.Month) (map[string][]string, error)

	// ReplaceJudged puts what fill gives in the place of what was judged of a month, at once.
	ReplaceJudged(ctx context.Context, month analytics.Month, run uint64, fill func(put func(analytics.Judged) error) error) error
}

// Ledger is what score needs of the state.
type Ledger interface {
	DirtyMonths(ctx context.Context, job string) ([]analytics.Dirty, error)
	ClearDirty(ctx context.Context, job string, d analytics.Dirty) (bool, error)
}

// Job judges dirty months, newest first.
type Job struct {
	tables Tables
	ledger Ledger
	book   *service.Book
	now    func() time.Time
}

// New makes a Job. now is the clock that tells how long something open has lasted.
func New(tables Tables, ledger Ledger, book *service.Book, now func() time.Time) *Job {
	return &Job{tables: tables, ledger: ledger, book: book, now: now}
}

// Name implements jobs.Job.
func (j *Job) Name() string { return Name }

// Code implements jobs.Job: other rules are another version.
func (j *Job) Code() string { return code + " " + j.book.Policy.Code + " " + j.book.Policy.Fingerprint }

// Pending implements jobs.Job: the dirty months, newest first.
func (j *Job) Pending(ctx context.Context) ([]jobs.Window, error) {
	dirty, err := j.ledger.DirtyMonths(ctx, Name)
	if err != nil {
		return nil, err
	}
	windows := make([]jobs.Window, len(dirty))
	for i, d := range dirty {
		windows[i].Month = d.Month
	}
	return windows, nil
}

// Run implements jobs.Job.
func (j *Job) Run(ctx context.Context, task jobs.Task) error {
	// 1. The generation, before anything is read.
	dirty, err := j.ledger.DirtyMonths(ctx, Name)
	if err != nil {
		return err
	}
	// 2. The month, complaint by complaint.
	now := j.now()
	told, err := j.tables.KindsTold(ctx, task.Month)
	if err != nil {
		return fmt.Errorf("reading what sources tell in %s: %w", task.Month, err)
	}
	err = j.tables.ReplaceJudged(ctx, task.Month, task.Run, func(put func(analytics.Judged) error) error {
		return j.lives(ctx, task, func(l *analytics.Life) error {
			judged := Judge(j.book, task.Month, l, told[l.Source], now)
			l.Events = nil // many rows wait to be written together, and no row has the steps
			return put(judged)
		})
	})
	if err != nil {
		return fmt.Errorf("judging %s: %w", task.Month, err)
	}
	// 3. The mark, last.
	for _, d := range dirty {
		if d.Month == task.Month {
			_, err := j.ledger.ClearDirty(ctx, Name, d)
			return err
		}
	}
	return nil
}

// read is how many lives are handed over at once, and ahead how many such lots wait at most: a few megabytes.
const (
	read  = 256
	ahead = 4
)

// lives calls judge for each complaint of a month while the next ones are read, which costs as much as the judging.
func (j *Job) lives(ctx context.Context, task jobs.Task, judge func(*analytics.Life) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lots := make(chan []*analytics.Life, ahead)
	failed := make(chan error, 1)
	go func() {
		defer close(lots)
		lot := make([]*analytics.Life, 0, read)
		send := func() error {
			select {
			case lots <- lot:
				lot = make([]*analytics.Life, 0, read)
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		err := j.tables.LivesOfMonth(ctx, task.Month, task.Watermark, func(l *analytics.Life) error {
			if lot = append(lot, l); len(lot) < read {
				return nil
			}
			return send()
		})
		if err == nil {
			err = send()
		}
		failed <- err
	}()
	var err error
	for lot := range lots {
		for _, l := range lot {
			if err == nil {
				err = judge(l)
			}
		}
		if err != nil {
			cancel()
		}
	}
	if reading := <-failed; err == nil {
		err = reading
	}
	return err
}

// Judge says what the rules say of one complaint at a moment. told are the kinds of events that its source tells: a clock that none of them
// stops does not run, because a source that tells no answers is not one that gives none.
func Judge(book *service.Book, month analytics.Month, l *analytics.Life, told []string, now time.Time) analytics.Judged {
	life := lifecycle.Fold(&l.Complaint, lifecycle.Numbered(l.Events), now)
	c := service.CaseOf(l, &life)
	out := analytics.Judged{Month: month, Life: l, Policy: book.Policy.Code}
	rules := book.On(l.ReceivedAt)
	if rules == nil {
		return out
	}
	out.Version = rules.From
	timed := slices.DeleteFunc(rules.Read(&c, &life, now), func(t service.Timed) bool {
		return !slices.ContainsFunc(t.Clock.Ends, func(kind string) bool { return slices.Contains(told, kind) })
	})
	readings := 0
	for _, t := range timed {
		readings += len(t.Readings)
	}
	out.Clocks = slices.Grow(out.Clocks, readings)
	for _, t := range timed {
		for _, r := range t.Readings {
			out.Clocks = append(out.Clocks, analytics.ClockStand{Clock: t.Clock.Code, Round: uint16(r.Round), State: stateOf(r.State), Limit: r.Within,
				Elapsed: r.Elapsed, Started: r.Started, Due: r.Due, Stopped: r.Stopped})
		}
	}
	for _, line := range rules.Fine(&c, &life, timed) {
		out.Fines = append(out.Fines, analytics.FineLine{Rule: line.Rule, Why: line.Why, Yuan: line.Yuan, UpToYuan: line.UpToYuan})
	}
	out.Response, out.ResponseDue = responseOf(rules, timed)
	out.Passes, out.Solved, out.Grant = rules.Passes(&life, l.Department), rules.Solved(&life), grantOf(&life)
	out.Reopened, out.Escalated, out.Unfinished = life.Reopened, life.Escalated, life.Open()
	for _, e := range rules.Tells(&c) {
		out.Tell = append(out.Tell, e.Name)
	}
	return out
}

// stateOf leaves open what time alone will decide.
func stateOf(s lifecycle.ClockState) string {
	if s == lifecycle.Running || s == lifecycle.Overdue {
		return analytics.ClockOpen
	}
	return string(s)
}

// responseOf says how the clock of the first response stands, by its worst round: late, open until the first of its ends, or met.
func responseOf(rules *service.Rules, timed []service.Timed) (state string, due time.Time) {
	clock := rules.ResponseClock()
	for _, t := range timed {
		if t.Clock != clock {
			continue
		}
		for _, r := range t.Readings {
			switch s := stateOf(r.State); {
			case s == string(lifecycle.Late):
				return s, time.Time{}
			case s == analytics.ClockOpen && (due.IsZero() || r.Due.Before(due)):
				state, due = s, r.Due
			case s == string(lifecycle.Met) && state == "":
				state = s
			}
		}
	}
	return state, due
}

// grantOf sums what the customer was given.
func grantOf(life *lifecycle.Lifecycle) analytics.Grant {
	g := analytics.Grant{Times: life.Compensated, Fen: life.PaidFen}
	escalated := false
	for _, s := range life.Steps {
		switch s.Kind {
		case "escalated":
			escalated = true
		case "compensated":
			g.AfterEscalated = g.AfterEscalated || escalated
		}
	}
	return g
}
