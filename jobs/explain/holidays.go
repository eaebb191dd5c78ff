package explain

import (
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// holidays are the two that empty whole weeks.
var holidays = []struct {
	effect trend.Effect
	name   string
}{{trend.EffectSpringFestival, "春节"}, {trend.EffectNationalDay, "国庆"}}

// holidayText says which side of a comparison of months has days off that the other has not, as 2 月有春节假期. A general rise after them is no news.
func holidayText(f *analytics.Finding) string {
	if f.Kind != analytics.FindingMonth && f.Kind != asked {
		return ""
	}
	for _, h := range holidays {
		now, base := daysOff(f.From, f.To, h.effect), daysOff(f.BaseFrom, f.BaseTo, h.effect)
		switch {
		case base > now+1:
			return monthText(f.BaseFrom) + "有" + h.name + "假期"
		case now > base+1:
			return monthText(f.From) + "有" + h.name + "假期"
		}
	}
	return ""
}

func daysOff(from, to time.Time, effect trend.Effect) int {
	n := 0
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		if trend.DayOfCalendar(d).Effect == effect {
			n++
		}
	}
	return n
}
