package dashboards

import (
	"math"
	"time"

	"huisheng/analytics"
)

// How a fading is told from a quiet week: it lasts leastFaded days, what comes is at most a tenth of before, and chance would hardly
// make that.
const (
	leastFaded = 3
	mostFaded  = 0.1
)

// Fading finds the last day before a source's records thin out: files often end with a few stragglers, days behind the last full one, and a
// comparison that took those days for measured would report a fall that never was. It looks at the last month with data. Zero without
// such a day.
func (c Coverages) Fading() time.Time {
	last := c.Last()
	if last.IsZero() || c.Daily == nil {
		return time.Time{}
	}
	from := analytics.MonthOf(last).First()
	if first := c.First(); first.After(from) {
		from = first
	}
	var days []uint64
	for d := from; !d.After(last); d = d.AddDate(0, 0, 1) {
		days = append(days, c.Daily[DateText(d)])
	}
	if end := breakOf(days); end > 0 {
		return from.AddDate(0, 0, end-1)
	}
	return time.Time{}
}

// breakOf is the number of days before the rate breaks down: the most likely place of one change of a Poisson rate, when what follows
// is little enough. 0 when there is no such place.
func breakOf(days []uint64) int {
	var all, before uint64
	for _, n := range days {
		all += n
	}
	best, at := math.Inf(-1), 0
	for i, n := range days {
		before += n
		end, after := i+1, all-before
		left := len(days) - end
		if left < leastFaded {
			break
		}
		if likely := logLikelihood(before, end) + logLikelihood(after, left); likely > best {
			best, at = likely, 0
			expected := float64(before) / float64(end) * float64(left)
			if float64(after) <= mostFaded*expected && expected-float64(after) > unlikely {
				at = end
			}
		}
	}
	return at
}

// logLikelihood is that of n events in some days at their own rate, but for what does not depend on the rate.
func logLikelihood(n uint64, days int) float64 {
	if n == 0 {
		return 0
	}
	return float64(n) * math.Log(float64(n)/float64(days))
}
