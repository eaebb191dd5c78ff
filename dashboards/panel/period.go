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
	coverage, err := r.Coverages(ctx)
	if err != nil {
		return q, nil, err
	}
	sources, _ := q.Chosen("source")
	q.Period = dashboards.PeriodOf(q.Month, dashboards.SpanOf(coverage, sources, q.Now))
	return q, months, nil
}

// span is the coverage that the filters leave, for panels that look beyond the page's month.
func span(ctx context.Context, r Reader, q dashboards.Query) (dashboards.Span, error) {
	coverage, err := r.Coverages(ctx)
	if err != nil {
		return dashboards.Span{}, err
	}
	sources, _ := q.Chosen("source")
	return dashboards.SpanOf(coverage, sources, q.Now), nil
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
