package panel

import (
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// leastChange is the number of complaints below which a change is not worth a sentence, however rare.
const leastChange = 5

// risen and fallen report a change that is worth a sentence: hardly chance, and leastChange complaints at least.
func risen(c dashboards.Comparison, n, base uint64) bool {
	return n >= base+leastChange && c.Score(n, base) > trend.Rare
}

func fallen(c dashboards.Comparison, n, base uint64) bool {
	return base >= n+leastChange && c.Score(n, base) < -trend.Rare
}
