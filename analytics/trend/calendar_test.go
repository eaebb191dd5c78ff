package trend

import (
	"testing"
	"time"

	"huisheng/analytics"
)

func TestDaysOfTheCalendar(t *testing.T) {
	for _, c := range []struct {
		date   string
		effect Effect
		work   bool
		name   string
	}{
		{"2024-02-10", EffectSpringFestival, false, "正月初一 of 2024"},
		{"2024-02-09", EffectBeforeSpring, true, "除夕 of 2024 was no day off"},
		{"2025-01-28", EffectSpringFestival, false, "除夕 of 2025 was"},
		{"2024-02-18", EffectMadeUp, true, "a Sunday worked after the festival"},
		{"2024-02-19", EffectAfterSpring, true, "the Monday after it"},
		{"2024-02-26", EffectNone, true, "two weeks later all is as ever"},
		{"2020-02-02", EffectSpringFestival, false, "the festival of 2020 was made longer"},
		{"2020-02-01", EffectSpringFestival, false, "and its working Saturday was taken back"},
		{"2019-05-02", EffectHoliday, false, "Labour Day of 2019 was changed to four days"},
		{"2019-05-05", EffectMadeUp, true, "and had its Sunday worked"},
		{"2018-12-31", EffectHoliday, false, "days off announced for 2019 begin in 2018"},
		{"2018-12-29", EffectMadeUp, true, "and so do its working days"},
		{"2022-12-31", EffectHoliday, false, "New Year of 2023"},
		{"2023-10-06", EffectNationalDay, false, "中秋 and National Day together"},
		{"2023-10-07", EffectMadeUp, true, "a Saturday worked"},
		{"2026-09-20", EffectMadeUp, true, "the last announced year"},
		{"2024-06-10", EffectHoliday, false, "端午"},
		{"2024-03-23", EffectNone, false, "an ordinary Saturday"},
		{"2024-03-22", EffectNone, true, "an ordinary Friday"},
		{"2024-03-15", EffectConsumer, true, "the day of consumers is worked"},
		{"2023-06-18", EffectSummerSale, false, "618 on a Sunday"},
		{"2024-11-11", EffectAutumnSale, true, "双11"},
		{"2030-02-03", EffectSpringFestival, false, "a year without a notice, by the moon"},
		{"2030-02-02", EffectSpringFestival, false, "with 除夕"},
		{"2030-10-05", EffectNationalDay, false, "a year without a notice, by rule"},
		{"2030-10-12", EffectNone, false, "and without 调休"},
		{"2016-09-15", EffectHoliday, false, "中秋 of 2016, computed"},
		{"2031-04-05", EffectHoliday, false, "清明 of 2031"},
	} {
		got := DayOfCalendar(day(c.date))
		if got.Effect != c.effect || got.Work != c.work {
			t.Errorf("%s (%s) is %s, work %v; not %s, %v", c.date, c.name, got.Effect, got.Work, c.effect, c.work)
		}
		if want := c.date >= "2018-12-29" && c.date < "2027"; got.Announced != want {
			t.Errorf("%s announced: %v", c.date, got.Announced)
		}
	}
}

// The days that are off or worked against the weekday add up: what is worked on weekends is given back, and the statutory days are on top.
func TestNoticesGiveTheStatutoryDays(t *testing.T) {
	for _, n := range notices {
		off, worked := 0, len(n.work)
		seen := map[time.Time]bool{}
		for _, r := range n.off {
			for at := n.date(r.from); !at.After(n.date(r.to)); at = at.AddDate(0, 0, 1) {
				if seen[at] {
					t.Errorf("%d: %s stands twice", n.year, at)
				}
				seen[at] = true
				if w := at.Weekday(); w != time.Saturday && w != time.Sunday {
					off++
				}
			}
		}
		for _, d := range n.work {
			if w := n.date(d).Weekday(); w != time.Saturday && w != time.Sunday {
				t.Errorf("%d: %d is worked, and a %s", n.year, d, w)
			}
		}
		// Eleven statutory days, thirteen since 2025; those that fall on a weekend without being given back, and the days of 2020 and the
		// New Year days that go with a weekend, make a difference of a few.
		statutory := 11
		if n.year >= 2025 {
			statutory = 13
		}
		if d := off - worked; d < statutory-4 || d > statutory+2 {
			t.Errorf("%d: %d weekdays are off and %d weekend days worked", n.year, off, worked)
		}
	}
}

// First days of the Chinese year as calendars print them.
func TestLunarNewYears(t *testing.T) {
	for _, date := range []string{"1990-01-27", "1995-01-31", "2000-02-05", "2008-02-07", "2012-01-23", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16",
		"2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26",
		"2029-02-13", "2030-02-03", "2033-01-31", "2034-02-19", "2050-01-23"} {
		want := day(date)
		if got, known := LunarNewYear(want.Year()); !known || !got.Equal(want) {
			t.Errorf("%d begins on %s, not %s", want.Year(), got, date)
		}
	}
	if _, known := LunarNewYear(2051); known {
		t.Error("2051 is known")
	}
}

func TestLunarFestivals(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		want             string
	}{
		{2024, 8, 15, "2024-09-17"}, {2023, 8, 15, "2023-09-29"}, {2020, 8, 15, "2020-10-01"}, {2020, 5, 5, "2020-06-25"}, {2025, 5, 5, "2025-05-31"},
		{2025, 8, 15, "2025-10-06"}, {2019, 5, 5, "2019-06-07"}, {2019, 8, 15, "2019-09-13"}, {2024, 1, 15, "2024-02-24"},
	} {
		if got, known := LunarDay(c.year, c.month, c.day); !known || !got.Equal(day(c.want)) {
			t.Errorf("%d-%d-%d is %s, not %s", c.year, c.month, c.day, got, c.want)
		}
	}
	if d, _ := FromLunarNewYear(day("2024-02-09").Add(20 * time.Hour)); d != -1 {
		t.Errorf("除夕 lies %d days from the new year", d)
	}
}

// Every year of the table ends where the next begins, and has a thirteenth month exactly where one is counted twice.
func TestLunarYearsJoin(t *testing.T) {
	for i, y := range lunarYears {
		first, _ := LunarNewYear(firstLunarYear + i)
		days := 0
		for _, long := range y.long {
			days += 29 + int(long-'0')
		}
		if (len(y.long) == 13) != (y.leap > 0) {
			t.Errorf("%d has %d months and leap month %d", firstLunarYear+i, len(y.long), y.leap)
		}
		if next, known := LunarNewYear(firstLunarYear + i + 1); known && !first.AddDate(0, 0, days).Equal(next) {
			t.Errorf("%d has %d days and does not reach the next year", firstLunarYear+i, days)
		}
		if first.Location() != analytics.Zone {
			t.Error("not at midnight here")
		}
	}
}
