package explain

import (
	"cmp"
	"context"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

// asked is the kind of what is no finding: a person asks.
const asked = "asked"

// wholeMonth reports whether some days are a month.
func wholeMonth(from, to time.Time) bool {
	m := analytics.MonthOf(from)
	return from.Equal(m.First()) && to.Equal(m.Last())
}

// Asker explains what a person asks about: one finding, or one selection of complaints against another. It writes nothing.
type Asker struct {
	tables Tables
	names  Names
}

// NewAsker makes an Asker. names are those that its sentences use.
func NewAsker(tables Tables, names Names) *Asker { return &Asker{tables, names} }

// Between explains why there are more complaints in one selection than in another, or fewer. Both need days; when they have different numbers of
// days, base is told for as many as now has. Neither can be searched in by words or states. What both choose alike, as one product, is
// what the sentence is about.
func (a *Asker) Between(ctx context.Context, now, base analytics.Selection) (analytics.Attribution, error) {
	f := analytics.Finding{Kind: asked, Month: analytics.MonthOf(now.From), From: now.From, To: now.To, BaseFrom: base.From, BaseTo: base.To, Series: common(now, base)}
	for _, s := range []analytics.Selection{now, base} {
		if s.From.IsZero() || s.To.IsZero() {
			return analytics.Attribution{}, analytics.Invalid("from", "比较的两边都要写明从哪天到哪天")
		}
	}
	j := &Job{tables: a.tables, names: a.names}
	of := []analytics.Selection{now, base}
	axes, left, err := j.axesOf(ctx, min(f.Month, analytics.MonthOf(base.From)), max(analytics.MonthOf(now.To), analytics.MonthOf(base.To)))
	if err != nil {
		return analytics.Attribution{}, err
	}
	oneIn, err := j.thinning(ctx, of)
	if err != nil {
		return analytics.Attribution{}, err
	}
	t := newTable(axes, oneIn)
	if err := a.tables.EachFact(ctx, axes, of, oneIn, t.add); err != nil {
		return analytics.Attribution{}, err
	}
	t.spoken = t.inContext(a.names)
	c := change{weight: float64(f.Days()) / float64(f.BaseDays())}
	if wholeMonth(f.From, f.To) && wholeMonth(f.BaseFrom, f.BaseTo) {
		c.weight, f.Whole = 1, true
	}
	for row, picked := range t.picked {
		if picked&1 != 0 {
			c.now = append(c.now, int32(row))
		}
		if picked&2 != 0 {
			c.base = append(c.base, int32(row))
		}
	}
	e, err := t.explain(c, cause.Options{FalseAlarm: falseAlarm, Deeper: true, Halves: halves, Seed: cmp.Or(analytics.CauseKey(f.Series), 1)})
	if err != nil {
		return analytics.Attribution{}, err
	}
	f.Observed, f.Expected = float64(len(c.now))*t.oneIn, float64(len(c.base))*c.weight*t.oneIn
	out := attribution(&f, t.widened(c, e))
	out.LeftOut = append(out.LeftOut, left...)
	values, shares := t.composition(&f, c.now)
	out.Sentence = sentence(t.spoken, &f, &out, values, shares)
	return out, nil
}

// common are the values that both selections choose alone.
func common(now, base analytics.Selection) []analytics.AxisValue {
	var list []analytics.AxisValue
	for _, c := range now.Choices {
		for _, o := range base.Choices {
			if !c.Not && !o.Not && c.Axis == o.Axis && len(c.Values) == 1 && len(o.Values) == 1 && c.Values[0] == o.Values[0] {
				list = append(list, analytics.AxisValue{Axis: c.Axis, Value: c.Values[0]})
			}
		}
	}
	return list
}
