package panel

import (
	"math"

	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// leastChange is the number of complaints below which a change is not worth a sentence, however rare.
const leastChange = 5

// rareAmong is the score that only one of a hundred pages shows by chance, when among many values the largest change is picked
// (Bonferroni): 2.6 for one value, 3.9 for a hundred.
func rareAmong(values int) float64 {
	return max(trend.Rare, math.Sqrt2*math.Erfinv(1-0.01/float64(max(values, 1))))
}

// risen and fallen report a change that is worth a sentence: hardly chance among so many values, and leastChange complaints at least.
func risen(c dashboards.Comparison, n, base uint64, values int) bool {
	return n >= base+leastChange && scoreOf(c, n, base) > rareAmong(values)
}

func fallen(c dashboards.Comparison, n, base uint64, values int) bool {
	return base >= n+leastChange && scoreOf(c, n, base) < -rareAmong(values)
}
