package trend

import (
	"sort"
	"time"

	"huisheng/analytics"
)

// Coverages joins what was received with what was declared, by source. A declared coverage holds alone for its source: it may be wider, for a
// source that is silent at the edges, or narrower, where strays came before its beginning. No coverage reaches to today or beyond, as
// today is not over yet; one that would be empty by that is left out.
func Coverages(received, declared []analytics.Coverage, today time.Time) []analytics.Coverage {
	by := map[string]analytics.Coverage{}
	for _, c := range received {
		by[c.Source] = c
	}
	for _, c := range declared {
		if _, known := by[c.Source]; known {
			by[c.Source] = c
		}
	}
	yesterday := analytics.DayOf(today).AddDate(0, 0, -1)
	list := make([]analytics.Coverage, 0, len(by))
	for _, c := range by {
		if c.To.After(yesterday) {
			c.To = yesterday
		}
		if !c.To.Before(c.From) {
			list = append(list, c)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Source < list[j].Source })
	return list
}
