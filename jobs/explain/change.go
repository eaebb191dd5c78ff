package explain

import (
	"maps"
	"slices"
	"time"

	"huisheng/analytics"
)

const (
	// usualDays is how many days before a stretch of days it is compared with: four weeks have every weekday equally often.
	usualDays = 28
	// leastDays is how many of them must be left when days of other events are taken out; else earlier ones take their place.
	leastDays = 14
	// mostDays is how far back days are looked for.
	mostDays = 56
)

// dayOf is a day as tables have it.
func dayOf(day time.Time) uint16 { return uint16(analytics.DayNumber(day)) }

// days lists days from one to another, both included.
func days(from, to time.Time) []uint16 {
	var list []uint16
	for d := dayOf(from); d <= dayOf(to); d++ {
		list = append(list, d)
	}
	return list
}

// ofMonths reports whether a finding compares days with other days, most often a month with another, and not with what is usual.
func ofMonths(f *analytics.Finding) bool {
	return f.Kind == analytics.FindingMonth || f.Kind == analytics.FindingYear || f.Kind == asked
}

// baseDays are the days that a finding is compared with. Those of a stretch of days are the four weeks before it, without the days on which
// something else that its series is a part of was unusual: what is compared with an outbreak seems to have calmed down.
func baseDays(f *analytics.Finding, all []analytics.Finding) []uint16 {
	if !f.BaseFrom.IsZero() {
		return days(f.BaseFrom, f.BaseTo)
	}
	first := dayOf(f.From)
	unusual := map[uint16]bool{}
	for i := range all {
		g := &all[i]
		if g.ID == f.ID || ofMonths(g) || g.Level < warning || !within(f.Series, g.Series) {
			continue
		}
		for _, d := range days(g.From, g.To) {
			unusual[d] = true
		}
	}
	var list []uint16
	for back := uint16(1); back <= mostDays && (back <= usualDays || len(list) < leastDays); back++ {
		if d := first - back; !unusual[d] {
			list = append(list, d)
		}
	}
	if len(list) < leastDays/2 { // nothing but events: then they are what is usual
		list = list[:0]
		for back := uint16(1); back <= usualDays; back++ {
			list = append(list, first-back)
		}
	}
	slices.Sort(list)
	return list
}

// stretches are the days that are needed and what lies between them, oldest first, without long gaps.
func stretches(needed map[uint16]bool) []analytics.Selection {
	list := slices.Sorted(maps.Keys(needed))
	day := func(d uint16) time.Time { return analytics.DayOfNumber(int(d)) }
	var out []analytics.Selection
	for from := 0; from < len(list); {
		to := from
		for to+1 < len(list) && list[to+1] <= list[to]+mostDays {
			to++
		}
		out = append(out, analytics.Selection{From: day(list[from]), To: day(list[to])})
		from = to + 1
	}
	return out
}

// within reports whether every complaint of a series is one of another: it has all its values.
func within(series, of []analytics.AxisValue) bool {
	return !slices.ContainsFunc(of, func(v analytics.AxisValue) bool { return !slices.Contains(series, v) })
}
