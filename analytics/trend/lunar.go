package trend

import (
	"time"

	"huisheng/analytics"
)

// LunarNewYear is the first day of the first lunar month that falls in a year, at midnight in analytics.Zone. known is false outside of 1990–2050.
func LunarNewYear(year int) (day time.Time, known bool) { return LunarDay(year, 1, 1) }

// LunarDay is the day of a lunar date in a lunar year; of a month that is counted twice it is the first. known is false outside of 1990–2050 and
// for the 30th day of a short month.
func LunarDay(year, month, day int) (at time.Time, known bool) {
	i := year - firstLunarYear
	if i < 0 || i >= len(lunarYears) || month < 1 || month > 12 || day < 1 || day > 30 {
		return time.Time{}, false
	}
	y := lunarYears[i]
	place := month - 1
	if y.leap > 0 && month > y.leap {
		place++
	}
	days := 0
	for _, long := range y.long[:place] {
		days += 29 + int(long-'0')
	}
	if day == 30 && y.long[place] == '0' {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(y.month), y.day+days+day-1, 0, 0, 0, 0, analytics.Zone), true
}

// FromLunarNewYear is how many days a day lies from the nearest lunar new year: 0 on 正月初一, −1 on 除夕, 14 on 元宵. known is false where that
// year is not known.
func FromLunarNewYear(day time.Time) (days int, known bool) {
	day = analytics.DayOf(day)
	nearest, found := 0, false
	for year := day.Year() - 1; year <= day.Year()+1; year++ {
		first, known := LunarNewYear(year)
		if !known {
			continue
		}
		if d := daysBetween(first, day); !found || abs(d) < abs(nearest) {
			nearest, found = d, true
		}
	}
	return nearest, found && abs(nearest) <= 200
}

// daysBetween counts the days from one midnight in analytics.Zone to another; the zone has no summer time.
func daysBetween(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

func abs(n int) int { return max(n, -n) }

// pureBrightness is 清明 of a year: the day of the sun's longitude 15°. From 1990 to 2050 it falls on 5 April, or on 4 April in leap years and,
// from 2009 on, in the years after them (so for the meridian 120° E).
func pureBrightness(year int) time.Time {
	day := 5
	if year%4 == 0 || year%4 == 1 && year >= 2009 || year%4 == 2 && year >= 2042 {
		day = 4
	}
	return time.Date(year, time.April, day, 0, 0, 0, 0, analytics.Zone)
}
