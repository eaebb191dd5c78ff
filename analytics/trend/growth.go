package trend

import (
	"cmp"
	"math"
	"slices"
)

// slope is one difference between the same four weeks of two years.
type slope struct{ value, weight float64 }

// slope is the growth a year of the logarithm by the seasonal Kendall method (Hirsch, Slack and Smith, "Techniques of trend analysis for monthly
// water quality data", 1982): the median of all differences between the same four weeks of different years, here weighted by how many years
// lie between. It does not see seasonal outbreaks, which a slope of the regression follows and then extrapolates.
func (l *learner) slope(span *Span, b *baseline) float64 {
	const block, least = 28, 10.0
	year := int(math.Round(span.year))
	list := l.slopes[:0]
	signs, squares := 0.0, 0.0
	rate := func(end int) (float64, float64) {
		exposure := l.exposures[end] - l.exposures[end-block]
		n := l.totals[end] - l.totals[end-block]
		return n, exposure
	}
	for a := b.until; a-block >= b.from; a -= block {
		n, e := rate(a)
		for c := a - year; c-block >= b.from; c -= year {
			m, f := rate(c)
			if e <= 0 || f <= 0 || n+m < least {
				continue
			}
			gap := float64(a-c) / span.year
			value := (math.Log((n+0.5)/e) - math.Log((m+0.5)/f)) / gap
			list = append(list, slope{value, gap})
			signs += math.Copysign(gap, value)
			squares += gap * gap
		}
	}
	l.slopes = list
	if len(list) < 6 || math.Abs(signs) < 3*math.Sqrt(squares) {
		return 0
	}
	slices.SortFunc(list, func(x, y slope) int { return cmp.Compare(x.value, y.value) })
	half := 0.0
	for _, x := range list {
		half += x.weight / 2
	}
	for _, x := range list {
		if half -= x.weight; half <= 0 {
			return x.value
		}
	}
	return 0
}
