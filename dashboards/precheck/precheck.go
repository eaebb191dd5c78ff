// Package precheck puts together what is known before a product or a release goes out: what similar ones drew, how many complaints are to
// be expected, what to look at, and what was done about it before. The page 事前预防 and `huisheng precheck` show the same by it.
package precheck

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/precheck"
	"huisheng/dashboards/action"
)

// Reader is what a check is read from: facts, and lists for the words of customers.
type Reader interface {
	action.Reader

	// Months returns every month that has facts, oldest first.
	Months(ctx context.Context) ([]analytics.MonthState, error)

	// MemberCounts returns the complaints of a selection by the values of an axis, month and topic.
	MemberCounts(ctx context.Context, axis string, s analytics.Selection) ([]analytics.MemberCount, error)

	// MemberExposures returns the denominators of some months by the values of an axis.
	MemberExposures(ctx context.Context, axis string, from, to analytics.Month) ([]analytics.MemberExposure, error)

	// ListComplaints returns complaints of a selection, newest first.
	ListComplaints(ctx context.Context, s analytics.Selection, at time.Time, after analytics.Cursor, limit int) ([]analytics.Listed, error)
}

// Book is what was decided and found before: measures, and what explained rises.
type Book interface {
	Actions(ctx context.Context) ([]analytics.Action, error)
	Attributions(ctx context.Context, from, to analytics.Month) ([]analytics.Attribution, error)
}

// Axes are those whose values can be the members: what is released.
var Axes = []string{"product", "model", "batch"}

// Ask is what a person wants to know.
type Ask struct {
	Like   []analytics.AxisValue // what similar ones have; values of one axis are alternatives
	Only   []string              // the members that are similar; empty: all that Like has
	Axis   string                // one of Axes; empty is product
	Orders float64               // of the new one a month; 0 when nobody says
	Months int                   // how many months after its start; 0 is defaultMonths
}

// How much is looked at.
const (
	defaultMonths = 6
	longestMonths = 24
	topTopics     = 8
	topExamples   = 2
	topCauses     = 3
	bookMonths    = 24
)

// Answer is what is known.
type Answer struct {
	Ask
	precheck.Forecast
	Window   precheck.Window
	Series   analytics.Selection // the complaints of the members in all the data
	All      []string            // every member that Like has, most complaints first
	Points   []Point             // what to check, most complaints first
	Severe   Part                // grades A and B
	Graded   uint64
	Urgent   Part // safety and injury
	OfAll    uint64
	seen     map[string]uint64
	Rest     float64 // share of the topics that are no point
	RestMany int
}

// Part is a number of complaints of a whole with the list of them.
type Part struct {
	N  uint64
	In analytics.Selection
}

// Point is one line of the check list: a topic, and what is known about it.
type Point struct {
	precheck.Topic
	PerMonth precheck.Range // complaints a month of the new one
	In       analytics.Selection
	Seen     uint64 // complaints in In: of all the data, where N is of the months that count
	Causes   [][]analytics.AxisValue
	Worked   []action.Judged // measures that lowered it
	Tried    []action.Judged // measures that did not, or not yet
	Said     []analytics.Listed
}

// Check answers. Nothing that is similar is an answer without members.
func Check(ctx context.Context, r Reader, book Book, ask Ask, now time.Time) (Answer, error) {
	a := Answer{Ask: ask}
	a.Axis = cmp.Or(a.Axis, Axes[0])
	if !slices.Contains(Axes, a.Axis) {
		return a, analytics.Invalid("by", "不能按 %q 比较，可以按 product（产品）、model（型号）或 batch（批次）", a.Axis)
	}
	a.Ask.Months = cmp.Or(a.Ask.Months, defaultMonths)
	if a.Ask.Months < 1 || a.Ask.Months > longestMonths {
		return a, analytics.Invalid("months", "上市后看几个月应在 1 到 %d 之间", longestMonths)
	}
	if err := a.window(ctx, r, now); err != nil || a.Window.To == 0 {
		return a, err
	}
	if err := a.members(ctx, r); err != nil || len(a.Members) == 0 {
		return a, err
	}
	if err := a.severity(ctx, r); err != nil {
		return a, err
	}
	return a, a.points(ctx, r, book, now)
}

// window finds the whole months of the data.
func (a *Answer) window(ctx context.Context, r Reader, now time.Time) error {
	months, err := r.Months(ctx)
	if err != nil || len(months) == 0 {
		return err
	}
	covered, err := r.Coverages(ctx)
	if err != nil {
		return err
	}
	var begin, end time.Time
	for _, c := range covered {
		if begin.IsZero() || c.From.Before(begin) {
			begin = c.From
		}
		if c.To.After(end) {
			end = c.To
		}
	}
	if yesterday := analytics.DayOf(now).AddDate(0, 0, -1); end.After(yesterday) {
		end = yesterday
	}
	w := precheck.Window{From: months[0].Month, To: months[len(months)-1].Month, Begin: begin, Horizon: a.Ask.Months}
	if begin.Day() > 1 {
		w.From = analytics.MonthOf(begin).Add(1)
	}
	if last := analytics.MonthOf(end); end.Before(last.Last()) {
		w.To = last.Add(-1)
	}
	if w.From > w.To { // less than a whole month: all that there is
		w.From, w.To = analytics.MonthOf(begin), analytics.MonthOf(end)
	}
	a.Window = w
	return nil
}

// members reads the similar ones and what they foretell.
func (a *Answer) members(ctx context.Context, r Reader) error {
	a.Series = analytics.SelectionOf(a.Like).Between(a.Window.Begin, a.Window.To.Last())
	counts, err := r.MemberCounts(ctx, a.Axis, a.Series)
	if err != nil {
		return err
	}
	exposures, err := r.MemberExposures(ctx, a.Axis, a.Window.From, a.Window.To)
	if err != nil {
		return err
	}
	members := precheck.Members(counts, exposures, a.Window)
	for _, m := range members {
		a.All = append(a.All, m.Name)
	}
	if len(a.Only) > 0 {
		members = slices.DeleteFunc(members, func(m precheck.Member) bool { return !slices.Contains(a.Only, m.Name) })
	}
	var names []string
	for _, m := range members {
		names = append(names, m.Name)
	}
	if len(names) == 0 {
		return nil
	}
	a.Series = a.Series.Free(a.Axis).With(a.Axis, names...)
	a.Forecast, a.seen = precheck.Foretell(members, a.Orders), map[string]uint64{}
	for _, c := range counts {
		if slices.Contains(names, c.Member) {
			a.seen[c.Topic] += c.N
		}
	}
	return nil
}

// severity counts how bad the complaints of the members are.
func (a *Answer) severity(ctx context.Context, r Reader) error {
	grades, err := r.CountByAxis(ctx, "grade", a.Series, analytics.Selection{})
	if err != nil {
		return err
	}
	a.Severe.In = a.Series.With("grade", "A", "B")
	for _, g := range grades {
		a.OfAll += g.N
		if g.Value != "" {
			a.Graded += g.N
		}
		if g.Value == "A" || g.Value == "B" {
			a.Severe.N += g.N
		}
	}
	a.Urgent.In = a.Series.With(analytics.AxisUrgency, "safety", "injury")
	urgent, err := r.CountByAxis(ctx, "source", a.Urgent.In, analytics.Selection{})
	for _, u := range urgent {
		a.Urgent.N += u.N
	}
	return err
}

// points makes the check list.
func (a *Answer) points(ctx context.Context, r Reader, book Book, now time.Time) error {
	known, err := readBook(ctx, r, book, a, now)
	if err != nil {
		return err
	}
	for _, t := range a.Topics {
		if t.Code == "" || len(a.Points) == topTopics || t.N < 2 {
			a.Rest += t.Share
			a.RestMany++
			continue
		}
		p := Point{Topic: t, Seen: a.seen[t.Code], In: a.Series.Free("topic").With("topic", t.Code)}
		p.PerMonth = precheck.Range{Middle: a.PerMonth.Middle * t.Share, Low: a.PerMonth.Low * t.Low, High: a.PerMonth.High * t.High, Bounded: a.PerMonth.Bounded}
		p.Causes = known.causes(t.Code)
		p.Worked, p.Tried = known.measures(t.Code)
		a.Points = append(a.Points, p)
	}
	return a.words(ctx, r, now)
}

// words reads what customers said on each point, of the newest year: the lists are asked beside each other.
func (a *Answer) words(ctx context.Context, r Reader, now time.Time) error {
	from := a.Window.To.Add(-11).First()
	if from.Before(a.Window.Begin) {
		from = a.Window.Begin
	}
	errs := make([]error, len(a.Points))
	var wait sync.WaitGroup
	for i := range a.Points {
		wait.Go(func() {
			p := &a.Points[i]
			p.Said, errs[i] = r.ListComplaints(ctx, p.In.Between(from, a.Window.To.Last()), now, analytics.Cursor{}, topExamples)
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}
