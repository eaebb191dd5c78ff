package sample

import (
	"time"

	"huisheng/analytics"
)

// Source is the source of every record of the sample.
const Source = "sample"

// Config says which sample to make. The zero value of a field takes its default.
type Config struct {
	Rows int       // complaints; 50,000 by default
	Seed uint64    // 0 is a seed like any other
	From time.Time // first day, in analytics.Zone; 2023-01-01 by default
	To   time.Time // last day, included; 2024-12-31 by default, or two years less a day behind a given From
}

// Limits of a sample: more days need calendars that nobody has published; more rows than a day has places in its ids are refused.
const (
	DefaultRows = 50_000
	MaxRows     = 1_000_000_000
	maxDays     = 3660
	maxRowsADay = 400_000 // on average: ids have six digits for the place in the day, and some days are twice the average
)

func (c Config) withDefaults() Config {
	if c.Rows == 0 {
		c.Rows = DefaultRows
	}
	if c.From.IsZero() && !c.To.IsZero() {
		c.From = analytics.DayOf(c.To).AddDate(-2, 0, 1)
	}
	if c.From.IsZero() {
		c.From = time.Date(2023, 1, 1, 0, 0, 0, 0, analytics.Zone)
	}
	c.From = analytics.DayOf(c.From)
	if c.To.IsZero() {
		c.To = c.From.AddDate(2, 0, -1)
	}
	c.To = analytics.DayOf(c.To)
	return c
}

// days is the number of days, both ends included.
func (c Config) days() int { return int(c.To.Sub(c.From)/(24*time.Hour)) + 1 }

// Validate says what is wrong with a configuration, as an *analytics.Error.
func (c Config) Validate() error {
	d := c.withDefaults()
	switch {
	case d.Rows < 1 || d.Rows > MaxRows:
		return analytics.Invalid("rows", "样本条数 %d 应在 1 到 %d 之间", c.Rows, MaxRows)
	case d.To.Before(d.From):
		return analytics.Invalid("to", "样本的结束日期 %s 早于开始日期 %s", d.To.Format(time.DateOnly), d.From.Format(time.DateOnly))
	case d.From.Year() < 2010 || d.To.Year() > 2090:
		return analytics.Invalid("from", "样本的日期应在 2010 年至 2090 年之间")
	case d.days() > maxDays:
		return analytics.Invalid("to", "样本最长 %d 天，现在是 %d 天", maxDays, d.days())
	case d.Rows/d.days() > maxRowsADay:
		return analytics.Invalid("rows", "每天平均最多 %d 条，请减少条数或延长日期", maxRowsADay)
	}
	return nil
}
