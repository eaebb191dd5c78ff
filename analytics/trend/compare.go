// Package trend compares a month with an earlier one and says which differences are too large for chance.
package trend

import (
	"fmt"
	"sort"
	"strings"

	"huisheng/analytics"
)

// LeastDays is the smallest number of days that are compared: with fewer, weekdays would be compared with weekends.
const LeastDays = 7

// Source is one source with the days that it covers and what it sent in the two months.
type Source struct {
	analytics.Coverage
	N     uint64 // complaints in the month
	BaseN uint64 // complaints in the month that it is compared with
}

// Comparison says which days of two months may be compared, and of which sources. Days are days of the month, both ends included.
type Comparison struct {
	From, To         int // the days of the month; 0 when nothing may be compared
	BaseFrom, BaseTo int // the days of the base
	Whole            bool
	Sources          []string // in order
	Reason           string   // why the months are not compared whole, a sentence for a person; empty when they are
}

// Comparable reports whether there is anything to compare.
func (c Comparison) Comparable() bool { return c.From > 0 }

// Days is how many days of the month are compared.
func (c Comparison) Days() int {
	if !c.Comparable() {
		return 0
	}
	return c.To - c.From + 1
}

// BaseDays is how many days of the base are compared: as many as Days, but for whole months of different length.
func (c Comparison) BaseDays() int {
	if !c.Comparable() {
		return 0
	}
	return c.BaseTo - c.BaseFrom + 1
}

// Compare chooses the days and sources for comparing a month with an earlier one.
//
// A source may take part on the days that it covers in both months. Sources that cover different days would change the sum by themselves,
// so one stretch of days is chosen, and only sources that cover all of it take part: the stretch under which most complaints can be
// compared, the longer one of equals. Whole means that every source that sent anything in either month covers both of them from the first
// day to the last; only then are the compared numbers the months' sums.
func Compare(month, base analytics.Month, sources []Source) Comparison {
	active := make([]Source, 0, len(sources))
	for _, s := range sources {
		if s.N > 0 || s.BaseN > 0 {
			active = append(active, s)
		}
	}
	sort.Slice(active, func(i, j int) bool { return active[i].Source < active[j].Source })
	if len(active) == 0 {
		return Comparison{Reason: fmt.Sprintf("%s 与 %s 都没有投诉", month, base)}
	}
	shared := make([]days, len(active))
	for i, s := range active {
		shared[i] = sharedDays(month, base, s.Coverage)
	}
	best, weight := days{}, uint64(0)
	for _, candidate := range shared {
		if candidate.length() < LeastDays {
			continue
		}
		w := uint64(0)
		for i, s := range active {
			if shared[i].holds(candidate) {
				// Complaints of these days, were they spread evenly.
				w += (s.N + s.BaseN) * uint64(candidate.length())
			}
		}
		if w > weight || w == weight && candidate.length() > best.length() {
			best, weight = candidate, w
		}
	}
	return build(month, base, active, shared, best)
}

func build(month, base analytics.Month, active []Source, shared []days, best days) Comparison {
	if best.length() == 0 {
		return Comparison{Reason: fmt.Sprintf("%s 与 %s 没有至少 %d 天同时有数据，不作比较", month, base, LeastDays)}
	}
	c := Comparison{From: best.from, To: best.to, BaseFrom: best.from, BaseTo: best.to}
	var out []string
	for i, s := range active {
		if shared[i].holds(best) {
			c.Sources = append(c.Sources, s.Source)
		} else {
			out = append(out, s.Source)
		}
	}
	if best.full {
		c.To, c.BaseTo = month.Days(), base.Days()
	}
	c.Whole = best.full && len(out) == 0
	var reasons []string
	if !best.full {
		reasons = append(reasons, fmt.Sprintf("数据不满整月，只比较两个月的 %d 日至 %d 日", best.from, best.to))
	}
	if len(out) > 0 {
		reasons = append(reasons, fmt.Sprintf("来源 %s 没有覆盖这些天，未计入", strings.Join(out, "、")))
	}
	c.Reason = strings.Join(reasons, "；")
	return c
}

// days is a stretch of days of the month that two months share. full says that both months are covered to their last days, also where one
// is longer.
type days struct {
	from, to int
	full     bool
}

func (d days) length() int {
	if d.to < d.from || d.from == 0 {
		return 0
	}
	return d.to - d.from + 1
}

// holds reports whether all of other lies in d.
func (d days) holds(other days) bool {
	return d.length() > 0 && d.from <= other.from && d.to >= other.to && (d.full || !other.full)
}

// sharedDays is the days of the month that a coverage holds in both months.
func sharedDays(month, base analytics.Month, c analytics.Coverage) days {
	a, wholeA := covered(month, c)
	b, wholeB := covered(base, c)
	if a.length() == 0 || b.length() == 0 {
		return days{}
	}
	d := days{from: max(a.from, b.from), to: min(a.to, b.to), full: wholeA && wholeB}
	if d.length() == 0 {
		return days{}
	}
	return d
}

// covered is the days of one month that a coverage holds, and whether these are all.
func covered(m analytics.Month, c analytics.Coverage) (days, bool) {
	first, last := m.First(), m.Last()
	if c.To.Before(first) || c.From.After(last) {
		return days{}, false
	}
	d := days{from: 1, to: m.Days()}
	if c.From.After(first) {
		d.from = analytics.DayOf(c.From).Day()
	}
	if c.To.Before(last) {
		d.to = analytics.DayOf(c.To).Day()
	}
	return d, d.from == 1 && d.to == m.Days()
}
