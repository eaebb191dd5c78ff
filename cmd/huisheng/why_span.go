package main

import (
	"encoding/json"
	"fmt"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// usualDays is how many days a stretch of days is compared with: four weeks have every weekday equally often.
const usualDays = 28

// whySpan is a stretch of days, both ends included.
type whySpan struct {
	from, to time.Time
	month    bool // a month compared with a month: numbers are compared as they are, not as means of days
	mean     bool // a mean of days, as a base
}

// MarshalJSON writes the two ends.
func (s whySpan) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"from": dashboards.DateText(s.from), "to": dashboards.DateText(s.to)})
}

func (s whySpan) String() string {
	if s.from.Equal(s.to) {
		return dashboards.DateText(s.from)
	}
	return dashboards.DateText(s.from) + " 至 " + dashboards.DateText(s.to)
}

func (s whySpan) days() int { return int(s.to.Sub(s.from).Hours()/24+0.5) + 1 }

func (s whySpan) holds(at time.Time) bool {
	return !at.Before(s.from) && at.Before(s.to.AddDate(0, 0, 1))
}

// words are what a sentence calls the stretch, beside another one: with the year when theirs are not the same.
func (s whySpan) words(beside whySpan) string {
	several := s.from.Year() != beside.from.Year() || s.to.Year() != beside.to.Year()
	month := func(t time.Time) string {
		if several {
			return fmt.Sprintf("%d 年 %d 月", t.Year(), t.Month())
		}
		return fmt.Sprintf("%d 月", t.Month())
	}
	day := func(t time.Time) string { return fmt.Sprintf("%s %d 日", month(t), t.Day()) }
	switch {
	case s.month:
		return month(s.from)
	case s.mean && s.days() == usualDays:
		return fmt.Sprintf("此前 %d 天的平均水平", usualDays)
	case s.mean:
		return fmt.Sprintf("%s至 %s的平均水平", day(s.from), day(s.to))
	case s.from.Equal(s.to):
		return day(s.from)
	}
	return day(s.from) + "至 " + day(s.to)
}

// spans are what is explained and what it is compared with.
func (c whyCommand) spans() (now, base whySpan, err error) {
	if month, err := analytics.ParseMonth(c.To); err == nil {
		return c.months(month)
	}
	if now.from, now.to, err = spanOf("from", c.From, "to", c.To); err != nil {
		return now, base, err
	}
	switch {
	case c.BaseFrom != "" || c.BaseTo != "":
		if base.from, base.to, err = spanOf("base-from", c.BaseFrom, "base-to", c.BaseTo); err != nil {
			return now, base, err
		}
		base.mean = base.days() != now.days()
	case wholeMonth(now):
		return c.months(analytics.MonthOf(now.from))
	default:
		base = whySpan{from: now.from.AddDate(0, 0, -usualDays), to: now.from.AddDate(0, 0, -1), mean: true}
	}
	return now, base, nil
}

func wholeMonth(s whySpan) bool {
	m := analytics.MonthOf(s.from)
	return s.from.Equal(m.First()) && s.to.Equal(m.Last())
}

// months compares a month with --from, or with the month before it.
func (c whyCommand) months(month analytics.Month) (now, base whySpan, err error) {
	before := month.Add(-1)
	if from, err := analytics.ParseMonth(c.From); err == nil && from < month {
		before = from
	}
	span := func(m analytics.Month) whySpan { return whySpan{from: m.First(), to: m.Last(), month: true} }
	now, base = span(month), span(before)
	if c.BaseFrom != "" || c.BaseTo != "" {
		base = whySpan{}
		base.from, base.to, err = spanOf("base-from", c.BaseFrom, "base-to", c.BaseTo)
		if base.month = wholeMonth(base); !base.month {
			base.mean = true
		}
	}
	return now, base, err
}

// spanOf reads two days; one that is missing is the other.
func spanOf(fromName, from, toName, to string) (first, last time.Time, err error) {
	if first, err = parseDate(fromName, from); err != nil {
		return first, last, err
	}
	if last, err = parseDate(toName, to); err != nil {
		return first, last, err
	}
	switch {
	case first.IsZero():
		first = last
	case last.IsZero():
		last = first
	}
	if last.Before(first) {
		return first, last, analytics.Invalid(toName, "--%s %s 早于 --%s %s", toName, to, fromName, from)
	}
	return first, last, nil
}

// covered cuts the stretches to the days of the file, and says where that makes the comparison doubtful.
func (c whyCommand) covered(rows whyRows, now, base *whySpan) ([]string, error) {
	var notes []string
	for _, s := range []*whySpan{now, base} {
		whole := *s
		if s.to.Before(rows.first) || s.from.After(rows.last) {
			return nil, analytics.Invalid("from", "%s 不在文件的日期之内（%s 至 %s）", *s, dashboards.DateText(rows.first), dashboards.DateText(rows.last))
		}
		if s.from.Before(rows.first) {
			s.from = rows.first
		}
		if s.to.After(rows.last) {
			s.to = rows.last
		}
		if *s != whole {
			notes = append(notes, fmt.Sprintf("文件里 %s 只有 %s 这 %d 天", whole, *s, s.days()))
		}
	}
	return notes, nil
}
