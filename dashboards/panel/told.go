package panel

import (
	"context"
	"math"
	"slices"
	"sync"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Told is a finding that stands for itself with what explains it; nil until something does.
type Told struct {
	analytics.Finding
	Why *analytics.Attribution
}

// Findings is where the overview learns what is unusual and why. It is asked by several panels of a page at once. What people called a false alarm, or
// knew beforehand, is left out.
type Findings interface {
	// Told returns the findings of a month that stand for themselves, the highest level first and in it the largest. None is an empty list.
	Told(ctx context.Context, m analytics.Month) ([]Told, error)
}

// OnceFindings asks for the findings of the page's month once for all panels; nil stays nil.
func OnceFindings(f Findings) Findings {
	if f == nil {
		return nil
	}
	return &onceFindings{from: f}
}

type onceFindings struct {
	from Findings
	once sync.Once
	list []Told
	err  error
}

// Told implements Findings.
func (o *onceFindings) Told(ctx context.Context, m analytics.Month) ([]Told, error) {
	o.once.Do(func() { o.list, o.err = o.from.Told(ctx, m) })
	return o.list, o.err
}

// seriesOf are the filters as the series of a finding; false when no series is like them.
func seriesOf(q dashboards.Query) ([]analytics.AxisValue, bool) {
	var series []analytics.AxisValue
	for _, c := range q.Filters.Choices {
		if c.Not || len(c.Values) != 1 {
			return nil, false
		}
		series = append(series, analytics.AxisValue{Axis: c.Axis, Value: c.Values[0]})
	}
	return series, true
}

// change is the comparison that a page explains, with the finding about it.
type change struct {
	Told
	comparison dashboards.Comparison
	found      bool
	differs    bool // the finding was made of other figures than those of the page
}

// explained finds what explains the change of the page's complaints against the month before, or against the year before when there is no month before.
func explained(ctx context.Context, r Reader, f Findings, q dashboards.Query) (change, error) {
	out := change{comparison: q.Period.Previous}
	kind := analytics.FindingMonth
	if !out.comparison.OK {
		out.comparison, kind = q.Period.YearAgo, analytics.FindingYear
	}
	series, like := seriesOf(q)
	if !out.comparison.OK || f == nil || !like {
		return out, nil
	}
	list, err := f.Told(ctx, q.Month)
	if err != nil {
		return out, err
	}
	key := analytics.CauseKey(series)
	i := slices.IndexFunc(list, func(t Told) bool { return t.Kind == kind && t.Month == q.Month && analytics.CauseKey(t.Series) == key })
	if i < 0 {
		return out, nil
	}
	out.Told, out.found = list[i], true
	now, base := q.Compared(out.comparison)
	for _, side := range []struct {
		of   analytics.Selection
		want float64
	}{{now, out.Observed}, {base, out.Expected}} {
		n, err := Sentences{Reader: r}.count(ctx, side.of)
		if err != nil {
			return out, err
		}
		// A month against one of another length is compared per day: then the expectation is no count.
		out.differs = out.differs || math.Round(side.want) != float64(n) && (side.of.From.Equal(now.From) || out.comparison.Days() == out.comparison.BaseDays())
	}
	return out, nil
}
