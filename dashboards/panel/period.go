package panel

import (
	"context"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Resolve finds the month of a page and what it is compared with: the month asked for, else the newest with data. The months come back
// for the page's choice of months. A query without any month keeps month 0.
func Resolve(ctx context.Context, r Reader, q dashboards.Query) (dashboards.Query, []analytics.MonthState, error) {
	months, err := r.Months(ctx)
	if err != nil {
		return q, nil, err
	}
	if q.Month == 0 && len(months) > 0 {
		q.Month = months[len(months)-1].Month
	}
	if q.Month == 0 {
		return q, months, nil
	}
	received, err := r.Coverages(ctx)
	if err != nil {
		return q, nil, err
	}
	q.Known = coveragesOf(received, q)
	if q.Known.Daily, err = daily(ctx, r, q); err != nil {
		return q, nil, err
	}
	q.Known.Faded = q.Known.Fading()
	q.Period = dashboards.PeriodOf(q.Month, q.Known)
	if q.Period.Previous, err = against(ctx, r, q, q.Month.Add(-1)); err != nil {
		return q, nil, err
	}
	q.Period.YearAgo, err = against(ctx, r, q, q.Month.Add(-12))
	return q, months, err
}

// daily counts what the sources sent on every day that a page may look at, whatever else it filters by: a topic may begin in the
// middle of a month, and that is news, but a source that does so is the edge of its data.
func daily(ctx context.Context, r Reader, q dashboards.Query) (map[string]uint64, error) {
	var sources analytics.Selection
	for _, c := range q.Filters.Choices {
		if c.Axis == "source" {
			sources.Choices = append(sources.Choices, c)
		}
	}
	counts, err := r.CountByDay(ctx, sources.Between(q.Month.Add(-trendMonths).First(), q.Month.Add(trendMonths).Last()))
	byDay := make(map[string]uint64, len(counts))
	for _, c := range counts {
		byDay[dashboards.DateText(c.Day)] = c.N
	}
	return byDay, err
}

// against compares the page's month with another under the page's filters.
func against(ctx context.Context, r Reader, q dashboards.Query, base analytics.Month) (dashboards.Comparison, error) {
	facts := q.Filters
	facts.Words, facts.State = "", "" // which facts cannot tell
	counts, err := r.CountByAxis(ctx, "source", facts.Between(q.Month.First(), q.Month.Last()), facts.Between(base.First(), base.Last()))
	return compare(q.Month, base, q.Known, counts), err
}

// total sums counts.
func total(counts []analytics.ValueCount) (now, base uint64) {
	for _, c := range counts {
		now += c.N
		base += c.Base
	}
	return now, base
}

// sameDay reports whether two times are the same calendar day in the zone of the product.
func sameDay(a, b time.Time) bool { return analytics.DayOf(a).Equal(analytics.DayOf(b)) }
