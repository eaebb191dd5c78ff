package dashboards

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
)

// Number writes a count with thousands separators: 1,939.
func Number[T ~int | ~int64 | ~uint64](n T) string {
	digits := strconv.FormatInt(int64(n), 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "−", digits[1:]
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return sign + b.String()
}

// Decimal writes a figure with one decimal at most: 2.9, 3.
func Decimal(x float64) string {
	r := math.Round(x*10) / 10
	whole := math.Trunc(r)
	tenth := int(math.Round(math.Abs(r-whole) * 10))
	s := Number(int64(whole))
	if whole == 0 && r < 0 {
		s = "−0"
	}
	if tenth == 0 {
		return s
	}
	return s + "." + strconv.Itoa(tenth)
}

// Percent writes a share of a whole: 21.8. A share that is there but rounds to nothing is written <0.1, so that it is never taken for none.
func Percent(part, whole uint64) string {
	if whole == 0 {
		return "–"
	}
	share := float64(part) / float64(whole) * 100
	switch {
	case part > 0 && share < 0.05:
		return "<0.1"
	case part < whole && share > 99.95:
		return ">99.9"
	}
	return Decimal(share)
}

// Change writes a relative change with its direction: ▲ 100.3%. Empty when there is no base.
func Change(n, base uint64) string {
	if base == 0 {
		return ""
	}
	d := (float64(n) - float64(base)) / float64(base) * 100
	switch {
	case n == base:
		return "持平"
	case n > base:
		return "▲ " + Decimal(d) + "%"
	}
	return "▼ " + Decimal(-d) + "%"
}

// Signed writes a difference: +128, −3, 0.
func Signed(d int64) string {
	if d > 0 {
		return "+" + Number(d)
	}
	return Number(d)
}

// DayText writes a day in a sentence: 3 月 15 日.
func DayText(t time.Time) string {
	t = t.In(analytics.Zone)
	return fmt.Sprintf("%d 月 %d 日", int(t.Month()), t.Day())
}

// MonthText writes a month in a sentence: 2024 年 3 月.
func MonthText(m analytics.Month) string { return fmt.Sprintf("%d 年 %d 月", m/100, m%100) }

// ShortMonth writes a month without its year: 3 月.
func ShortMonth(m analytics.Month) string { return fmt.Sprintf("%d 月", m%100) }

// DateText writes a day in a table: 2024-03-15.
func DateText(t time.Time) string { return t.In(analytics.Zone).Format("2006-01-02") }

// TimeText writes a moment in a table: 2024-03-15 02:14.
func TimeText(t time.Time) string { return t.In(analytics.Zone).Format("2006-01-02 15:04") }

// ClockText writes a moment in a sentence: 4 月 1 日 02:14.
func ClockText(t time.Time) string { return DayText(t) + " " + t.In(analytics.Zone).Format("15:04") }

// MomentText is ClockText with the year when it is not that of now: 2024 年 4 月 1 日 02:14.
func MomentText(t, now time.Time) string {
	if year := t.In(analytics.Zone).Year(); year != now.In(analytics.Zone).Year() {
		return strconv.Itoa(year) + " 年 " + ClockText(t)
	}
	return ClockText(t)
}

// SpanText writes first and last day of a stretch: 3 月 1 日 – 31 日.
func SpanText(from, to time.Time) string {
	from, to = from.In(analytics.Zone), to.In(analytics.Zone)
	switch {
	case from.Equal(to):
		return DayText(from)
	case from.Year() == to.Year() && from.Month() == to.Month():
		return fmt.Sprintf("%s – %d 日", DayText(from), to.Day())
	case from.Year() == to.Year():
		return DayText(from) + " – " + DayText(to)
	}
	return fmt.Sprintf("%d 年 %s – %d 年 %s", from.Year(), DayText(from), to.Year(), DayText(to))
}
