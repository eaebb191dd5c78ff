package explain

import (
	"context"
	"fmt"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/cause"
	"huisheng/jobs"
)

// Name is the job's name in ledgers. detect marks months dirty under it.
const Name = "explain"

// code is the version of the explaining: another one means other sentences from the same findings.
const code = "3"

// most is how many complaints are read for a month at most. Of larger ones only every so many is: what is left of a cause that matters among
// so many is still plain; small series are thinned with the rest.
const most = 400_000

// Tables is what explain needs of the warehouse.
type Tables interface {
	// Months returns every month that has facts, with the run that wrote it.
	Months(ctx context.Context) ([]analytics.MonthState, error)

	// Findings returns the findings of the months from one to another.
	Findings(ctx context.Context, from, to analytics.Month) ([]analytics.Finding, error)

	// AttributesTold returns what sources told besides in the months from one to another, what most complaints have first.
	AttributesTold(ctx context.Context, from, to analytics.Month) ([]analytics.AttributeTold, error)

	// EachFact calls yield for each complaint that is in any of the selections, in no order, with the selections that it is in, as bits in their
	// order, its day as analytics.DayNumber has it and its values on the axes. Only one complaint of oneIn is read. The values are
	// overwritten by the next.
	EachFact(ctx context.Context, axes []string, of []analytics.Selection, oneIn uint32, yield func(picked uint32, day uint16, values []string)) error

	// ReplaceAttributions puts what explains the findings of a month in the place of the old at once; none removes it.
	ReplaceAttributions(ctx context.Context, month analytics.Month, run uint64, list []analytics.Attribution) error
}

// Ledger is what explain needs of the state.
type Ledger interface {
	jobs.DirtyLedger
	MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error
}

// Job explains the findings of dirty months, newest first.
type Job struct {
	tables Tables
	ledger Ledger
	names  Names
}

// New makes a Job. names are those that its sentences use.
func New(tables Tables, ledger Ledger, names Names) *Job {
	return &Job{tables: tables, ledger: ledger, names: names}
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
	// 2. The findings. Those of the month before may reach into this one, those of two before are what nothing is compared with.
	all, err := j.tables.Findings(ctx, task.Month.Add(-2), task.Month)
	if err != nil {
		return fmt.Errorf("reading the findings of %s: %w", task.Month, err)
	}
	// 3. What explains them.
	list, err := j.month(ctx, task, all)
	if err != nil {
		return fmt.Errorf("explaining %s: %w", task.Month, err)
	}
	if err := j.tables.ReplaceAttributions(ctx, task.Month, task.Run, list); err != nil {
		return fmt.Errorf("writing what explains %s: %w", task.Month, err)
	}
	// 4. Findings of the next month may be parts of one that reaches into it.
	if err := j.markNext(ctx, task.Month, all); err != nil {
		return err
	}
	// 5. The mark, last.
	return jobs.Clean(ctx, j.ledger, Name, dirty, task.Month)
}

func (j *Job) markNext(ctx context.Context, month analytics.Month, all []analytics.Finding) error {
	for i := range all {
		if all[i].Month == month && analytics.MonthOf(all[i].To) > month {
			return j.ledger.MarkDirtyFor(ctx, Name, "上月的预警延续到本月", []analytics.Month{month.Add(1)})
		}
	}
	return nil
}

// month explains the findings of a month. Of months' findings those that are usual are told for the total only.
func (j *Job) month(ctx context.Context, task jobs.Task, all []analytics.Finding) ([]analytics.Attribution, error) {
	var wanted []*analytics.Finding
	own := 0
	for i := range all {
		f := &all[i]
		if f.Level == 0 && first(f) > 0 || f.Month != task.Month && (ofMonths(f) || analytics.MonthOf(f.To) < task.Month) {
			continue
		}
		wanted = append(wanted, f)
		if f.Month == task.Month {
			own++
		}
	}
	if own == 0 {
		return nil, nil
	}
	order(wanted)
	t, left, err := j.read(ctx, task.Month, wanted, all)
	if err != nil {
		return nil, err
	}
	run, err := j.factsRun(ctx, task.Month)
	if err != nil {
		return nil, err
	}
	var list []analytics.Attribution
	var headlines []*headline
	for _, f := range wanted {
		a, h, err := j.one(ctx, t, f, all, headlines)
		if err != nil {
			return nil, err
		}
		if h != nil {
			headlines = append(headlines, h)
		}
		if f.Month == task.Month {
			a.LeftOut, a.FactsRun, a.Run = append(a.LeftOut, left...), run, task.Run
			list = append(list, a)
		}
	}
	return list, nil
}

// one explains a finding in the light of those before it. It is a headline when none of these says it already.
func (j *Job) one(ctx context.Context, t *table, f *analytics.Finding, all []analytics.Finding, headlines []*headline) (analytics.Attribution, *headline, error) {
	c := t.changeOf(f, all)
	o := cause.Options{FalseAlarm: falseAlarm, Deeper: true, Halves: halves, Seed: f.ID}
	var parent *headline
	if first(f) > 0 {
		parent = t.part(f, c, headlines)
	}
	if parent != nil {
		o.Halves = 0
	}
	e, err := t.explain(c, o)
	if err != nil {
		return analytics.Attribution{}, nil, err
	}
	a := attribution(f, t.widened(c, e))
	values, shares := t.composition(f, c.now)
	a.Sentence = sentence(t.spoken, f, &a, values, shares)
	if parent != nil {
		a.PartOf = parent.finding.ID
		return a, nil, nil
	}
	return a, t.headline(f, c, scaledTo(f, e)), nil
}

// read takes the complaints of all days that findings are about or are compared with.
func (j *Job) read(ctx context.Context, month analytics.Month, findings []*analytics.Finding, all []analytics.Finding) (*table, []string, error) {
	needed := map[uint16]bool{}
	for _, f := range findings {
		for _, list := range [][]uint16{days(f.From, f.To), baseDays(f, all)} {
			for _, d := range list {
				needed[d] = true
			}
		}
	}
	axes, left, err := j.axesOf(ctx, month.Add(-1), month)
	if err != nil {
		return nil, nil, err
	}
	spans := stretches(needed)
	oneIn, err := j.thinning(ctx, spans)
	if err != nil {
		return nil, nil, err
	}
	t := newTable(axes, oneIn)
	err = j.tables.EachFact(ctx, axes, spans, oneIn, t.add)
	t.spoken = t.inContext(j.names)
	return t, left, err
}

// thinning is how many complaints there are to each that is read of some days, so that they are not more than most.
func (j *Job) thinning(ctx context.Context, spans []analytics.Selection) (uint32, error) {
	months, err := j.tables.Months(ctx)
	if err != nil {
		return 0, err
	}
	n := 0.0
	for _, m := range months {
		for _, s := range spans {
			from, to := later(s.From, m.Month.First()), earlier(s.To, m.Month.Last())
			if !to.Before(from) {
				n += float64(m.N) * float64(len(days(from, to))) / float64(m.Month.Days())
			}
		}
	}
	return uint32(n/most) + 1, nil
}

func (j *Job) factsRun(ctx context.Context, month analytics.Month) (uint64, error) {
	months, err := j.tables.Months(ctx)
	for _, m := range months {
		if m.Month == month {
			return m.Run, err
		}
	}
	return 0, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
