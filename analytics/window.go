package analytics

import (
	"fmt"
	"time"
)

// Zone is the zone of every calendar day and month: Asia/Shanghai, UTC+8 without summer time.
var Zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Month is a calendar month in Zone, written as year×100+month: 202403.
type Month uint32

// MonthOf returns the month in which t falls in Zone.
func MonthOf(t time.Time) Month {
	t = t.In(Zone)
	return Month(t.Year()*100 + int(t.Month()))
}

// ParseMonth reads "2024-03".
func ParseMonth(s string) (Month, error) {
	t, err := time.ParseInLocation("2006-01", s, Zone)
	if err != nil {
		return 0, Invalid("month", "月份 %q 不是 2024-03 这样的写法", s)
	}
	return MonthOf(t), nil
}

// String writes 2024-03.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", uint32(m)/100, uint32(m)%100) }

// First is the first day of the month, at midnight in Zone.
func (m Month) First() time.Time {
	return time.Date(int(m)/100, time.Month(m%100), 1, 0, 0, 0, 0, Zone)
}

// Last is the last day of the month, at midnight in Zone.
func (m Month) Last() time.Time { return m.Add(1).First().AddDate(0, 0, -1) }

// Days is the number of days in the month.
func (m Month) Days() int { return m.Last().Day() }

// Add moves by n months.
func (m Month) Add(n int) Month { return MonthOf(m.First().AddDate(0, n, 0)) }

// DayOf returns midnight in Zone of the day in which t falls.
func DayOf(t time.Time) time.Time {
	t = t.In(Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, Zone)
}

// Coverage is the span of days that a source has sent, both ends included, at midnight in Zone.
type Coverage struct {
	Source   string
	From, To time.Time
	Declared bool // an import declared it, so it may be wider than what was received
}

// DurationText writes a length of time for people by its two largest units: 7 小时 20 分, 2 天 3 小时.
func DurationText(d time.Duration) string {
	minutes := int(d.Round(time.Minute).Minutes())
	days, hours, rest := minutes/1440, minutes/60%24, minutes%60
	switch {
	case days >= 30: // nobody asks for the hours
		return fmt.Sprintf("%d 天", days)
	case days > 0 && hours > 0:
		return fmt.Sprintf("%d 天 %d 小时", days, hours)
	case days > 0:
		return fmt.Sprintf("%d 天", days)
	case hours > 0 && rest > 0:
		return fmt.Sprintf("%d 小时 %d 分", hours, rest)
	case hours > 0:
		return fmt.Sprintf("%d 小时", hours)
	}
	return fmt.Sprintf("%d 分", rest)
}
