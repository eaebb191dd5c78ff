// Package detect compares each month with the one before and the same one a year earlier, in total and for the values of every axis.
package detect

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/jobs"
)

// Name is the job's name in ledgers. assemble marks months dirty under it.
const Name = "detect"

// code is the version of the comparison: another one means other findings from the same facts.
const code = "1"

// least is the number of complaints in both months together below which a value is no finding: four cannot be rare (their score stays
// under trend.Rare even when all came in one month), and models and batches have very many values.
const least = 5

// Tables is what detect needs of the warehouse. All of it reads and writes what assemble put there.
type Tables interface {
	// Coverages returns the first and last day of each source with complaints that count.
	Coverages(ctx context.Context) ([]analytics.Coverage, error)

	// CountSources returns what each source sent in two months.
	CountSources(ctx context.Context, month, base analytics.Month) ([]analytics.ValueCount, error)

	// CountValues returns the complaints of two stretches of days by the values of one axis, of these sources; values with fewer than
	// least in both together are left out. Each stretch lies in one month.
	CountValues(ctx context.Context, axis string, now, base analytics.Stretch, sources []string, least uint64) ([]analytics.ValueCount, error)

	// ReplaceFindings puts the findings of a month in the place of the old ones at once; none removes them.
	ReplaceFindings(ctx context.Context, month analytics.Month, run uint64, findings []analytics.Finding) error
}

// Ledger is what detect needs of the state.
type Ledger interface {
	DirtyMonths(ctx context.Context, job string) ([]analytics.Dirty, error)
	ClearDirty(ctx context.Context, job string, d analytics.Dirty) (bool, error)
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
	// 2. Coverages. When they changed, other months are to be compared again too.
	coverages, err := j.coverages(ctx, task.Month)
	if err != nil {
		return err
	}
	// 3. The comparisons.
	var findings []analytics.Finding
	for _, c := range []struct {
		kind string
		back int
	}{{"month_on_month", -1}, {"year_on_year", -12}} {
		found, err := j.compare(ctx, c.kind, task, task.Month.Add(c.back), coverages)
		if err != nil {
			return fmt.Errorf("comparing %s with %s: %w", task.Month, task.Month.Add(c.back), err)
		}
		findings = append(findings, found...)
	}
	if err := j.tables.ReplaceFindings(ctx, task.Month, task.Run, findings); err != nil {
		return fmt.Errorf("writing the findings of %s: %w", task.Month, err)
	}
	// 4. The mark, last.
	for _, d := range dirty {
		if d.Month == task.Month {
			_, err := j.ledger.ClearDirty(ctx, Name, d)
			return err
		}
	}
	return nil
}

// compare makes the findings of one month against one base: the total first, then every value of every axis.
func (j *Job) compare(ctx context.Context, kind string, task jobs.Task, base analytics.Month, coverages []analytics.Coverage) ([]analytics.Finding, error) {
	counts, err := j.tables.CountSources(ctx, task.Month, base)
	if err != nil {
		return nil, err
	}
	c := trend.Compare(task.Month, base, sourcesOf(counts, coverages))
	if !c.Comparable() {
		return nil, nil
	}
	finding := func(axis, value string, n, baseN uint64) analytics.Finding {
		return analytics.Finding{
			ID: ID(kind, task.Month, axis, value), Kind: kind, Month: task.Month, Base: base, Axis: axis, Value: value, N: n, BaseN: baseN,
			Days: c.Days(), Whole: c.Whole, Score: trend.Score(n, baseN, c.Days(), c.BaseDays()), Run: task.Run, MadeAt: j.now(),
		}
	}
	now, before := stretch(task.Month, c.From, c.To), stretch(base, c.BaseFrom, c.BaseTo)
	// Every complaint has a source, so the sources give the total.
	var n, baseN uint64
	totals, err := j.tables.CountValues(ctx, "source", now, before, c.Sources, 0)
	if err != nil {
		return nil, err
	}
	for _, v := range totals {
		n, baseN = n+v.N, baseN+v.Base
	}
	findings := []analytics.Finding{finding("", "", n, baseN)}
	for _, axis := range analytics.Axes {
		values, err := j.tables.CountValues(ctx, axis, now, before, c.Sources, least)
		if err != nil {
			return nil, err
		}
		for _, v := range values {
			findings = append(findings, finding(axis, v.Value, v.N, v.Base))
		}
	}
	return findings, nil
}

// sourcesOf joins what sources sent with what they cover. A source without coverage has its first complaints today, which do not count yet.
func sourcesOf(counts []analytics.ValueCount, coverages []analytics.Coverage) []trend.Source {
	by := map[string]analytics.Coverage{}
	for _, c := range coverages {
		by[c.Source] = c
	}
	list := make([]trend.Source, 0, len(counts))
	for _, v := range counts {
		c, known := by[v.Value]
		if !known {
			c = analytics.Coverage{Source: v.Value}
		}
		list = append(list, trend.Source{Coverage: c, N: v.N, BaseN: v.Base})
	}
	return list
}

func stretch(m analytics.Month, from, to int) analytics.Stretch {
	return analytics.Stretch{From: m.First().AddDate(0, 0, from-1), To: m.First().AddDate(0, 0, to-1)}
}

// ID is the hash that names a finding: a rerun finds the same one.
func ID(kind string, month analytics.Month, axis, value string) uint64 {
	sum := sha256.Sum256([]byte(kind + "\x00" + month.String() + "\x00" + axis + "\x00" + value))
	return binary.BigEndian.Uint64(sum[:8])
}
