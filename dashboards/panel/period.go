package panel

import (
	"context"
	"slices"
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
	seals, err := r.Seals(ctx)
	if err != nil {
		return q, nil, err
	}
	q, months = q.OnBasis(seals), withSealed(months, seals)
	received, err := r.Coverages(ctx)
	if err != nil {
		return q, nil, err
	}
	if received, err = knownThen(ctx, r, q, received); err != nil {
		return q, nil, err
	}
	q.Known = coveragesOf(received, q)
	if q.Known.Daily, err = daily(ctx, r, q); err != nil {
		return q, nil, err
	}
	q.Known.Faded = q.Known.Fading()
	q.Period = dashboards.PeriodOf(q.Month, q.Known)
	// Every panel asks for sums of these days, so they are read once for all.
	if _, err = r.CountByDay(ctx, factsOf(q).Between(DaysRead(q.Month))); err != nil {
		return q, nil, err
	}
	if q.Period.Previous, err = against(ctx, r, q, received, q.Month.Add(-1)); err != nil {
		return q, nil, err
	}
	q.Period.YearAgo, err = against(ctx, r, q, received, q.Month.Add(-12))
	return q, months, err
}

// knownThen leaves out the sources that begin in a sealed month and had sent nothing of it when it was sealed: what came in by them since
// must not cut the month as it was.
func knownThen(ctx context.Context, r Reader, q dashboards.Query, received []analytics.Coverage) ([]analytics.Coverage, error) {
	if _, sealed := q.Seal(); !sealed || !q.Then() {
		return received, nil
	}
	month := analytics.Selection{Basis: q.Filters.Basis, Seals: q.Filters.Seals}.Between(q.Month.First(), q.Month.Last())
	counts, err := r.CountByAxis(ctx, "source", month, analytics.Selection{})
	return slices.DeleteFunc(slices.Clone(received), func(c analytics.Coverage) bool {
		return analytics.MonthOf(c.From) == q.Month && !slices.ContainsFunc(counts, func(v analytics.ValueCount) bool { return v.Value == c.Source && v.N > 0 })
	}), err
}

// withSealed adds the months that are sealed and have no complaint any more: their figures of then are still to be seen.
func withSealed(months []analytics.MonthState, seals []analytics.Seal) []analytics.MonthState {
	months = slices.Clone(months)
	for _, seal := range seals {
		at, known := slices.BinarySearchFunc(months, seal.Month, func(m analytics.MonthState, month analytics.Month) int { return int(m.Month) - int(month) })
		if !known {
			months = slices.Insert(months, at, analytics.MonthState{Month: seal.Month})
		}
	}
	return months
}

// daily counts what the sources sent on every day that a page may look at, whatever else it filters by: a topic may begin in the
// middle of a month, and that is news, but a source that does so is the edge of its data.
func daily(ctx context.Context, r Reader, q dashboards.Query) (map[string]uint64, error) {
	sources := analytics.Selection{Basis: q.Filters.Basis, Seals: q.Filters.Seals}
	for _, c := range q.Filters.Choices {
		if c.Axis == "source" {
			sources.Choices = append(sources.Choices, c)
		}
	}
	counts, err := r.CountByDay(ctx, sources.Between(DaysRead(q.Month)))
	byDay := make(map[string]uint64, len(counts))
	for _, c := range counts {
		byDay[dashboards.DateText(c.Day)] = c.N
	}
	return byDay, err
}

// DaysRead are the days around a month that a page looks at, first and last.
func DaysRead(m analytics.Month) (from, to time.Time) {
	return m.Add(-trendMonths).First(), m.Add(trendMonths).Last()
}

// factsOf are the filters that facts can tell.
func factsOf(q dashboards.Query) analytics.Selection {
	return analytics.Selection{Choices: q.Filters.Choices, Basis: q.Filters.Basis, Seals: q.Filters.Seals}
}

// against compares the page's month with another under the page's filters.
func against(ctx context.Context, r Reader, q dashboards.Query, received []analytics.Coverage, base analytics.Month) (dashboards.Comparison, error) {
	counts, err := bySource(ctx, r, received, factsOf(q).Between(q.Month.First(), q.Month.Last()), factsOf(q).Between(base.First(), base.Last()))
	return compare(q.Month, base, q.Known, counts), err
}

// bySource counts two selections by source. With one source only, that is what the days sum up to.
func bySource(ctx context.Context, r Reader, received []analytics.Coverage, now, base analytics.Selection) ([]analytics.ValueCount, error) {
	if len(received) != 1 {
		return r.CountByAxis(ctx, "source", now, base)
	}
	n, err := Sentences{Reader: r}.count(ctx, now)
	if err != nil {
		return nil, err
	}
	was, err := Sentences{Reader: r}.count(ctx, base)
	if n+was == 0 || err != nil {
		return nil, err
	}
	return []analytics.ValueCount{{Value: received[0].Source, N: n, Base: was}}, nil
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
