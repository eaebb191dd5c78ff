// Package panel holds the panels of the pages, one file each. They ask a Reader for counts and say what the counts mean.
package panel

import (
	"context"
	"time"

	"huisheng/analytics"
)

// Reader is what the panels need of the warehouse. It is called from several goroutines at once, at most four for one page, under a
// deadline of seconds. Everything is read from facts, so that all panels of a page agree. An axis is always one of analytics.Axes.
// No rows are an empty result, never an error.
type Reader interface {
	// Months returns every month that has facts, oldest first, with the run that wrote it.
	Months(ctx context.Context) ([]analytics.MonthState, error)

	// Seals returns the seals of the months that are sealed. A selection on the basis of then reads those months as they were.
	Seals(ctx context.Context) ([]analytics.Seal, error)

	// Coverages returns the span of days of each source.
	Coverages(ctx context.Context) ([]analytics.Coverage, error)

	// CountByMonth returns the months of the selection that have complaints, oldest first.
	CountByMonth(ctx context.Context, s analytics.Selection) ([]analytics.MonthCount, error)

	// CountByDay returns the days of the selection that have complaints, oldest first.
	CountByDay(ctx context.Context, s analytics.Selection) ([]analytics.DayCount, error)

	// CountByAxis returns the values that an axis has in now or in base, most in now first. Without base (its From is zero) every Base is 0.
	CountByAxis(ctx context.Context, axis string, now, base analytics.Selection) ([]analytics.ValueCount, error)

	// CountByAxes returns what CountByAxis does for several axes at once, by axis. Both selections have days, and pick few complaints:
	// those of one topic in one month.
	CountByAxes(ctx context.Context, axes []string, now, base analytics.Selection) (map[string][]analytics.ValueCount, error)

	// CountByPair returns the pairs of values of two axes that occur.
	CountByPair(ctx context.Context, a, b string, s analytics.Selection) ([]analytics.PairCount, error)

	// Figures returns the counts behind the cards. at decides which clocks have run out.
	Figures(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Figures, error)

	// Exposure returns the denominators of a month, one per unit, summed over all dimensions.
	Exposure(ctx context.Context, m analytics.Month) ([]analytics.ExposureSum, error)
}
