package trend

import (
	"time"

	"huisheng/analytics"
)

// Effect is how the calendar bends the number of complaints of a day, beside its weekday. Each is a term of the regression, whose size is
// learnt from the series itself.
type Effect int8

// The effects. Spring Festival is aligned by the lunar calendar, so that its weeks are compared with the same weeks of other years.
const (
	EffectNone           Effect = iota
	EffectHoliday               // 节假日: 元旦、清明、劳动节、端午、中秋
	EffectNationalDay           // 国庆
	EffectSpringFestival        // 春节: days off, at least 除夕 to 初七
	EffectBeforeSpring          // 春节前: the seven days before
	EffectAfterSpring           // 春节后: until a week after
	EffectMadeUp                // 调休上班: a day of the weekend that is worked
	EffectConsumer              // 3·15 and the day after it
	EffectSummerSale            // 618: 16 to 20 June
	EffectAutumnSale            // 双11: 10 to 13 November
	effects
)

// String names an effect for people.
func (e Effect) String() string {
	return [effects]string{"平日", "节假日", "国庆", "春节", "春节前", "春节后", "调休上班", "3·15", "618", "双11"}[e]
}

// Recurring reports whether the effect is of a date on which complaints come every year for reasons of their own. Earlier years teach how many;
// without any, such a day is as unusual as another.
func (e Effect) Recurring() bool { return e >= EffectConsumer && e < effects }

// recurring is the effect of a day by its date alone.
func recurring(day time.Time) Effect {
	switch date := int(day.Month())*100 + day.Day(); {
	case date >= 315 && date <= 316:
		return EffectConsumer
	case date >= 616 && date <= 620:
		return EffectSummerSale
	case date >= 1110 && date <= 1113:
		return EffectAutumnSale
	}
	return EffectNone
}

// Off reports whether the day is a day off by itself, whatever weekday it is.
func (e Effect) Off() bool {
	return e == EffectHoliday || e == EffectNationalDay || e == EffectSpringFestival
}

// CalendarDay is what the calendar says of one day.
type CalendarDay struct {
	Effect    Effect
	Work      bool // a working day
	Announced bool // by a notice of the State Council; otherwise by rule, without 调休
}

// DayOfCalendar looks a day up. Years with a notice (2019–2026) are as announced. Others have the statutory days of 全国年节及纪念日放假办法 as
// they are since 2025, and no 调休: nobody knows it before it is announced, and the data need not reach back before 2019.
func DayOfCalendar(day time.Time) CalendarDay {
	day = analytics.DayOf(day)
	weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
	for _, n := range notices {
		// New Year's days off may begin in the year before, so each notice is asked about both.
		if effect, told := n.effect(day); told {
			return CalendarDay{Effect: effect, Work: effect == EffectMadeUp, Announced: true}
		}
	}
	announced := day.Year() >= notices[0].year && day.Year() <= notices[len(notices)-1].year
	effect := EffectNone
	if !announced {
		effect = statutory(day)
	}
	if effect == EffectNone {
		effect = aroundSpring(day, announced)
	}
	if effect == EffectNone {
		effect = recurring(day)
	}
	return CalendarDay{Effect: effect, Work: !weekend && !effect.Off(), Announced: announced}
}

// effect is what a notice says of a day.
func (n notice) effect(day time.Time) (Effect, bool) {
	for _, work := range n.work {
		if n.date(work).Equal(day) {
			return EffectMadeUp, true
		}
	}
	for _, r := range n.off {
		if !day.Before(n.date(r.from)) && !day.After(n.date(r.to)) {
			return r.effect, true
		}
	}
	return EffectNone, false
}

func (n notice) date(d int) time.Time {
	year := n.year
	if d < 0 {
		year, d = year-1, -d
	}
	return time.Date(year, time.Month(d/100), d%100, 0, 0, 0, 0, analytics.Zone)
}

// statutory is the effect of a day in a year without a notice. National Day counts as seven days, as it was in every announced year.
func statutory(day time.Time) Effect {
	month, date := day.Month(), day.Day()
	switch {
	case month == time.October && date <= 7:
		return EffectNationalDay
	case month == time.January && date == 1, month == time.May && date <= 2, day.Equal(pureBrightness(day.Year())):
		return EffectHoliday
	}
	for _, festival := range [][2]int{{5, 5}, {8, 15}} { // 端午、中秋
		if at, known := LunarDay(day.Year(), festival[0], festival[1]); known && day.Equal(at) {
			return EffectHoliday
		}
	}
	return EffectNone
}

// aroundSpring is the effect of a day by its distance from the lunar new year. In an announced year the days off are the notice's.
func aroundSpring(day time.Time, announced bool) Effect {
	distance, known := FromLunarNewYear(day)
	switch {
	case !known || distance < -8 || distance > 14:
		return EffectNone
	case distance < -1:
		return EffectBeforeSpring
	case distance <= 6 && !announced:
		return EffectSpringFestival
	case distance < 0:
		return EffectBeforeSpring
	}
	return EffectAfterSpring
}
