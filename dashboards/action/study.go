package action

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/effect"
	"huisheng/dashboards"
)

// Reader is what a study is read from: facts, as panels read them. It is called four to ten times for one action.
type Reader interface {
	Coverages(ctx context.Context) ([]analytics.Coverage, error)
	CountByDay(ctx context.Context, s analytics.Selection) ([]analytics.DayCount, error)
	CountByAxis(ctx context.Context, axis string, now, base analytics.Selection) ([]analytics.ValueCount, error)
	Exposure(ctx context.Context, m analytics.Month) ([]analytics.ExposureSum, error)
}

// How a study is cut out.
const (
	longestBefore = 26 * 7 // days before the measure that are read
	leastShare    = 0.05   // of the cause's complaints that a source has to have, so that its coverage cuts the days
	leastOthers   = 30.0   // complaints of the controls before the measure below which they steady nothing
	leastHistory  = 56     // days before the measure that a source has to cover when another one does
)

// Judged is an action and what the counts say of it.
type Judged struct {
	analytics.Action
	effect.Result
	Read     bool                // whether there is a day from which it should work, and data
	First    time.Time           // the day of index 0
	Last     time.Time           // the last day with data
	Sources  []string            // that take part
	Series   analytics.Selection // the complaints that were counted, without days
	Compared Compared
	Unit     string // of the exposure
}

// Compared says what the complaints of the cause were held against.
type Compared string

// What they can be held against.
const (
	WithOthers   Compared = "others"   // all other complaints of the same sources
	WithChosen   Compared = "chosen"   // the controls that a person chose
	WithExposure Compared = "exposure" // orders, users, policies
	WithDays     Compared = "days"     // nothing but the days themselves
)

// Day is the day of an index.
func (j *Judged) Day(index int) time.Time { return j.First.AddDate(0, 0, index) }

// AfterSelection are the complaints of the cause in the days after the measure that were compared.
func (j *Judged) AfterSelection() analytics.Selection {
	return j.Series.Between(j.DoneAt, j.DoneAt.AddDate(0, 0, j.Days-1))
}

// WeekSelection are the complaints of the cause in a week.
func (j *Judged) WeekSelection(w effect.Week) analytics.Selection {
	return j.Series.Between(j.Day(w.From), j.Day(w.From+6))
}

// Judge reads what an action needs and judges it. Only an action that has a day from which it should work has a verdict.
func Judge(ctx context.Context, r Reader, a analytics.Action, today time.Time) (Judged, error) {
	j := Judged{Action: a, Series: analytics.SelectionOf(a.Cause)}
	j.Relapse = -1
	if a.DoneAt.IsZero() {
		return j, nil
	}
	if err := j.cut(ctx, r, today); err != nil || j.First.IsZero() || j.First.After(a.DoneAt) {
		return j, err
	}
	study := effect.Study{Start: days(j.First, a.DoneAt), Wished: a.Expected, Days: make([]effect.Day, max(0, days(j.First, j.Last)+1))}
	if !a.From.IsZero() {
		study.Outbreak = effect.Span{From: days(j.First, a.From), To: days(j.First, a.To) + 1}
	}
	if err := j.count(ctx, r, &study); err != nil {
		return j, err
	}
	j.Result, j.Read = effect.Judge(study), true
	return j, nil
}

// cut finds the sources that tell of the cause, and the days that all of them cover.
func (j *Judged) cut(ctx context.Context, r Reader, today time.Time) error {
	window := j.Series.Between(j.DoneAt.AddDate(0, 0, -longestBefore), analytics.DayOf(today).AddDate(0, 0, -1))
	counts, err := r.CountByAxis(ctx, "source", window, analytics.Selection{})
	if err != nil {
		return err
	}
	covered, err := r.Coverages(ctx)
	if err != nil {
		return err
	}
	covered = takingPart(covered, counts, j.DoneAt)
	if len(covered) == 0 {
		return nil
	}
	j.First, j.Last = window.From, window.To
	for _, c := range covered {
		j.Sources = append(j.Sources, c.Source)
		if c.From.After(j.First) {
			j.First = c.From
		}
		if c.To.Before(j.Last) {
			j.Last = c.To
		}
	}
	if _, told := slices.BinarySearch(axesOf(j.Cause), "source"); !told {
		j.Series = j.Series.With("source", j.Sources...)
	}
	return j.fade(ctx, r, covered, today)
}

func axesOf(values []analytics.AxisValue) []string {
	var list []string
	for _, v := range values {
		list = append(list, v.Axis)
	}
	slices.Sort(list)
	return list
}

// fade ends the days where only stragglers follow.
func (j *Judged) fade(ctx context.Context, r Reader, covered []analytics.Coverage, today time.Time) error {
	known := dashboards.Coverages{Sources: covered, Today: today, Daily: map[string]uint64{}}
	all := analytics.Selection{}.With("source", j.Sources...)
	counts, err := r.CountByDay(ctx, all.Between(analytics.MonthOf(j.Last).First(), j.Last))
	for _, c := range counts {
		known.Daily[dashboards.DateText(c.Day)] = c.N
	}
	if faded := known.Fading(); !faded.IsZero() && faded.Before(j.Last) {
		j.Last = faded
	}
	return err
}

// takingPart are the coverages of the sources that tell of the cause: those with a share of it, unless they ended before the measure or began
// shortly before it while others did not.
func takingPart(covered []analytics.Coverage, counts []analytics.ValueCount, start time.Time) []analytics.Coverage {
	var total uint64
	by := map[string]uint64{}
	for _, c := range counts {
		total += c.N
		by[c.Value] = c.N
	}
	var list []analytics.Coverage
	for _, c := range covered {
		if by[c.Source] > 0 && float64(by[c.Source]) >= leastShare*float64(total) {
			list = append(list, c)
		}
	}
	for _, usable := range []func(analytics.Coverage) bool{
		func(c analytics.Coverage) bool { return !c.To.Before(start) },
		func(c analytics.Coverage) bool { return !c.From.After(start.AddDate(0, 0, -leastHistory)) },
	} {
		if slices.ContainsFunc(list, usable) {
			list = slices.DeleteFunc(list, func(c analytics.Coverage) bool { return !usable(c) })
		}
	}
	return list
}

// count fills the days of a study.
func (j *Judged) count(ctx context.Context, r Reader, study *effect.Study) error {
	read := func(s analytics.Selection, into func(d *effect.Day, n float64)) error {
		counts, err := r.CountByDay(ctx, s.Between(j.First, j.Last))
		for _, c := range counts {
			if i := days(j.First, c.Day); i >= 0 && i < len(study.Days) {
				into(&study.Days[i], float64(c.N))
			}
		}
		return err
	}
	if err := read(j.Series, func(d *effect.Day, n float64) { d.Cases += n }); err != nil {
		return err
	}
	j.Compared = WithDays
	if len(j.Cause) > 0 {
		all, both := analytics.Selection{}.With("source", j.Sources...), j.Series
		if len(j.Controls) > 0 {
			all.Choices = append(all.Choices, analytics.SelectionOf(j.Controls).Choices...)
			both.Choices = append(slices.Clone(both.Choices), analytics.SelectionOf(j.Controls).Choices...)
		}
		if err := read(all, func(d *effect.Day, n float64) { d.Others += n }); err != nil {
			return err
		}
		if err := read(both, func(d *effect.Day, n float64) { d.Others -= n }); err != nil {
			return err
		}
		if study.Controlled = others(study.Days[:min(study.Start, len(study.Days))]) >= leastOthers; study.Controlled {
			j.Compared = WithOthers
			if len(j.Controls) > 0 {
				j.Compared = WithChosen
			}
			return nil
		}
	}
	return j.expose(ctx, r, study)
}

func others(list []effect.Day) (n float64) {
	for _, d := range list {
		n += d.Others
	}
	return n
}

// expose fills in exposures, when every month of the days has one of the same unit.
func (j *Judged) expose(ctx context.Context, r Reader, study *effect.Study) error {
	perDay := map[analytics.Month]float64{}
	unit := ""
	for m := analytics.MonthOf(j.First); m <= analytics.MonthOf(j.Last); m = m.Add(1) {
		sums, err := r.Exposure(ctx, m)
		if err != nil {
			return err
		}
		if unit == "" && len(sums) > 0 {
			unit = sums[0].Unit
		}
		i := slices.IndexFunc(sums, func(e analytics.ExposureSum) bool { return e.Unit == unit && e.Value > 0 })
		if i < 0 {
			return nil
		}
		perDay[m] = sums[i].Value / float64(m.Days())
	}
	for i := range study.Days {
		study.Days[i].Exposure = perDay[analytics.MonthOf(j.Day(i))]
	}
	j.Compared, j.Unit = WithExposure, unit
	return nil
}

// days is how many days lie between two midnights.
func days(from, to time.Time) int { return int((to.Sub(from) + 12*time.Hour).Hours() / 24) }
