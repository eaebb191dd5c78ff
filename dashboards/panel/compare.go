package panel

import (
	"fmt"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// coveragesOf keeps the sources that the filters leave.
func coveragesOf(received []analytics.Coverage, q dashboards.Query) dashboards.Coverages {
	c := dashboards.Coverages{Today: analytics.DayOf(q.Now)}
	for _, s := range trend.Coverages(received, nil, q.Now) {
		if q.Leaves("source", s.Source) {
			c.Sources = append(c.Sources, s)
		}
	}
	return c
}

// compare chooses the days and sources for comparing m with an earlier month. counts are the complaints of each source in m and in base.
// A source that covers only a part of the base takes no part: what it sent would measure the edge of the data. A new source, or
// one that fell silent, is left out in the same way.
func compare(m, base analytics.Month, c dashboards.Coverages, counts []analytics.ValueCount) dashboards.Comparison {
	name := "上月"
	if base == m.Add(-12) {
		name = "去年同月"
	}
	out := dashboards.Comparison{Base: base, From: m.First(), To: m.Last(), BaseFrom: base.First(), BaseTo: base.Last()}
	if c.Silence(base) != "" {
		out.Why = c.Lacks(base, name)
		return out
	}
	var able []trend.Source
	for _, n := range counts {
		for _, s := range c.Measured() {
			if s.Source == n.Value && !s.From.After(base.First()) && !s.To.Before(base.Last()) {
				able = append(able, trend.Source{Coverage: s, N: n.N, BaseN: n.Base})
			}
		}
	}
	if len(able) == 0 {
		out.Why = c.Lacks(base, name)
		return out
	}
	days := trend.Compare(m, base, able)
	if !days.Comparable() {
		out.Why = fmt.Sprintf("本月与%s同时有数据的不足 %d 天", name, trend.LeastDays)
		return out
	}
	for _, n := range counts {
		if !slices.Contains(days.Sources, n.Value) {
			out.Left = append(out.Left, n.Value)
		}
	}
	if len(out.Left) > 0 {
		out.Sources = days.Sources
	}
	out.From, out.To = m.First().AddDate(0, 0, days.From-1), m.First().AddDate(0, 0, days.To-1)
	out.BaseFrom, out.BaseTo = base.First().AddDate(0, 0, days.BaseFrom-1), base.First().AddDate(0, 0, days.BaseTo-1)
	out.Whole, out.OK = days.Whole && len(out.Left) == 0, true
	return out
}

// scoreOf is how far two counts of the compared days are apart; beyond ±trend.Rare it is hardly chance.
func scoreOf(c dashboards.Comparison, n, base uint64) float64 {
	return trend.Score(n, base, c.Days(), c.BaseDays())
}
