// Package detect finds what is unusual: days that differ from what the days before let expect, in total and for the values of every axis and of
// pairs of axes, and months that differ from the one before and the same one a year earlier.
package detect

import (
	"context"
	"fmt"
	"maps"
	"slices"
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

	// DirectSources returns the sources of which complaints of some months came by no import: others wrote them to Kafka. HoursOfDay says at
	// which hours those of some months came.
	DirectSources(ctx context.Context, months []analytics.Month) ([]string, error)
	HoursOfDay(ctx context.Context, months []analytics.Month) ([24]uint64, error)

	// Bursts returns what at least least complaints of at least people customers have in common that came between two moments.
	Bursts(ctx context.Context, since, until time.Time, least, people uint64) ([]analytics.Burst, error)

	// Findings returns what stands of the months between two.
	Findings(ctx context.Context, from, to analytics.Month) ([]analytics.Finding, error)

	// ReplaceFindings puts the findings of a month in the place of the old ones at once; none removes them.
	ReplaceFindings(ctx context.Context, month analytics.Month, run uint64, findings []analytics.Finding) error
}

// Ledger is what detect needs of the state.
type Ledger interface {
	jobs.DirtyLedger
	MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error

	// DeclaredCoverages returns what imports declared.
	DeclaredCoverages(ctx context.Context) ([]analytics.Coverage, error)

	// LiveSources returns the sources that told something as it came, and not in files, since a time.
	LiveSources(ctx context.Context, since time.Time) ([]string, error)

	// FindingDecisions returns what people decided about findings, what was taken back too, in the order in which they did.
	FindingDecisions(ctx context.Context) ([]analytics.FindingDecision, error)

	// Setting and SetSetting keep the coverages that the newest findings were made with, and the day that was last looked at.
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

// Pending implements jobs.Job: the dirty months, newest first. Where complaints come as they are told, the month of a new day is looked at
// whether any came or not: that none comes is news.
func (j *Job) Pending(ctx context.Context) ([]jobs.Window, error) {
	windows, err := jobs.DirtyWindows(ctx, j.ledger, Name)
	if err != nil {
		return nil, err
	}
	seen, err := j.ledger.Setting(ctx, watched)
	if err != nil || seen == "" || seen == j.today() {
		return windows, err
	}
	yesterday := jobs.Window{Month: analytics.MonthOf(j.now().AddDate(0, 0, -1))}
	if !slices.Contains(windows, yesterday) {
		windows = slices.Insert(windows, 0, yesterday)
	}
	return windows, nil
}

// watched is the setting with the day that was last looked at, empty while nothing comes as it is told.
const watched = "detect.watched"

func (j *Job) today() string { return j.now().In(analytics.Zone).Format(time.DateOnly) }

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
	if err := j.watch(ctx, b, now); err != nil {
		return nil, err
	}
	replays, err := j.replays(ctx, task.Month, received)
	if err != nil {
		return nil, err
	}
	findings := b.compare()
	if replays {
		days, before := b.replay(standing(decided))
		if days, err = j.crossing(ctx, task.Month, days, before); err != nil {
			return nil, err
		}
		if days, err = j.burst(ctx, b, now, days); err != nil {
			return nil, err
		}
		findings = append(findings, days...)
	}
	for i := range findings {
		findings[i].Run, findings[i].MadeAt = task.Run, now
	}
	return findings, nil
}

// replayed is how many of the newest months with complaints are replayed day by day. Older ones are compared as months only: what was unusual on
// a day three years ago moves nobody, and a first import of ten years would spend minutes on it. A month that has findings of days keeps
// having them, as people may have decided about them.
const replayed = 36

func (j *Job) replays(ctx context.Context, month analytics.Month, received []analytics.SourceMonth) (bool, error) {
	newer := map[analytics.Month]bool{}
	for _, r := range received {
		if r.Month > month {
			newer[r.Month] = true
		}
	}
	if len(newer) < replayed {
		return true, nil
	}
	stand, err := j.tables.Findings(ctx, month, month)
	return slices.ContainsFunc(stand, func(f analytics.Finding) bool { return f.Kind == analytics.FindingDays }), err
}

// crossing settles what lies over the ends of a month: one stretch of days is one finding, that of the month in which it began. What the month before
// says already is left out; it is marked when what began in it goes on in this one farther than it says, and the month after when it
// says once more what began in this one.
func (j *Job) crossing(ctx context.Context, month analytics.Month, days, before []analytics.Finding) ([]analytics.Finding, error) {
	stand, err := j.tables.Findings(ctx, month.Add(-1), month.Add(1))
	if err != nil {
		return nil, err
	}
	again := map[analytics.Month]bool{}
	days = slices.DeleteFunc(days, func(f analytics.Finding) bool {
		return slices.ContainsFunc(stand, func(s analytics.Finding) bool {
			if s.Month == month.Add(1) && overlap(&f, &s) {
				again[s.Month] = true
			}
			return s.Month == month.Add(-1) && overlap(&s, &f)
		})
	})
	for _, f := range before {
		if slices.ContainsFunc(stand, func(s analytics.Finding) bool { return s.ID == f.ID && s.To.Before(f.To) }) {
			again[month.Add(-1)] = true
		}
	}
	return days, j.ledger.MarkDirtyFor(ctx, Name, month.String()+" 里仍在持续", slices.Sorted(maps.Keys(again)))
}

// overlap reports whether two findings of days say the same of one series, the first having begun earlier.
func overlap(first, second *analytics.Finding) bool {
	return first.Kind == analytics.FindingDays && second.Kind == analytics.FindingDays && first.Fall == second.Fall && !first.To.Before(second.From) &&
		sameSeries(first.Series, second.Series)
}
