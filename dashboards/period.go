package dashboards

import (
	"fmt"
	"time"

	"huisheng/analytics"
)

// minDays is the least number of days on which an unfinished month is compared: below a week the days of the week do not even out.
const minDays = 7

// Period is the month of a page, the days of it that have data, and what it is compared with.
type Period struct {
	Month    analytics.Month
	From, To time.Time // the days that coverage holds, inside the month
	Whole    bool
	Cut      string // why it is not whole, as words: 数据止于 4 月 29 日
	Previous Comparison
	YearAgo  Comparison
}

// Comparison is a month set against an earlier one on the same days.
type Comparison struct {
	Base             analytics.Month
	From, To         time.Time // days of the page's month
	BaseFrom, BaseTo time.Time // the same days of Base
	Whole            bool      // both months are whole
	OK               bool
	Why              string // why not OK
}

// Days is how many days of the page's month are compared.
func (c Comparison) Days() int { return int(c.To.Sub(c.From).Hours()/24+0.5) + 1 }

// Name is what the base is called: 上月, 上月同期, 去年同月, 去年同期.
func (c Comparison) Name(month analytics.Month) string {
	names := [2]string{"上月", "上月同期"}
	if c.Base == month.Add(-12) {
		names = [2]string{"去年同月", "去年同期"}
	}
	if c.Whole {
		return names[0]
	}
	return names[1]
}

// Span is the stretch of days that has data over all sources, and whether its last day is still running.
type Span struct {
	From, To time.Time
	Running  bool
}

// SpanOf joins the coverage of the sources that the filters leave. A day that has not ended at now is not compared.
func SpanOf(coverage []analytics.Coverage, sources []string, now time.Time) Span {
	var s Span
	for _, c := range coverage {
		if len(sources) > 0 && !contains(sources, c.Source) {
			continue
		}
		if s.From.IsZero() || c.From.Before(s.From) {
			s.From = c.From
		}
		if c.To.After(s.To) {
			s.To = c.To
		}
	}
	if today := analytics.DayOf(now); !s.To.Before(today) {
		s.To, s.Running = today, true
	}
	return s
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// inside clips the span to a month and tells why the month is not whole.
func (s Span) inside(m analytics.Month) (from, to time.Time, cut string) {
	from, to = m.First(), m.Last()
	if s.From.After(from) {
		from, cut = s.From, "数据始于 "+DayText(s.From)
	}
	last := s.To
	if s.Running {
		last = s.To.AddDate(0, 0, -1)
	}
	if last.Before(to) {
		to = last
		cut = "数据止于 " + DayText(s.To)
		if s.Running {
			cut = "本月未完"
		}
	}
	return from, to, cut
}

// Whole reports whether the span holds every day of a month.
func (s Span) Whole(m analytics.Month) bool {
	_, _, cut := s.inside(m)
	return cut == ""
}

// PeriodOf sets a month against the month before and the same month a year ago, on the days that the span holds of both.
func PeriodOf(m analytics.Month, s Span) Period {
	p := Period{Month: m}
	p.From, p.To, p.Cut = s.inside(m)
	p.Whole = p.Cut == ""
	p.Previous = p.against(m.Add(-1), s, "上月")
	p.YearAgo = p.against(m.Add(-12), s, "去年同月")
	return p
}

// against compares whole months whole, and an unfinished month on the days that it has. A base that is not whole is never compared
// with: a sentence would measure the edge of the data.
func (p Period) against(base analytics.Month, s Span, name string) Comparison {
	c := Comparison{Base: base, From: p.From, To: p.To, Whole: p.Whole}
	switch {
	case s.From.IsZero() || s.From.After(base.Last()):
		c.Why = name + "没有数据"
		return c
	case !s.Whole(base):
		_, _, cut := s.inside(base)
		c.Why = fmt.Sprintf("%s不完整（%s）", name, cut)
		return c
	}
	c.BaseFrom, c.BaseTo = base.First(), base.Last()
	if !p.Whole {
		c.BaseFrom = base.First().AddDate(0, 0, p.From.Day()-1)
		days := c.Days()
		if last := base.Days(); p.From.Day()+days-1 > last {
			days = last - p.From.Day() + 1
			c.To = p.From.AddDate(0, 0, days-1)
		}
		c.BaseTo = c.BaseFrom.AddDate(0, 0, days-1)
		if days < minDays {
			c.Why = fmt.Sprintf("本月只有 %d 天数据，不足 %d 天不作比较", max(days, 0), minDays)
			return c
		}
	}
	c.OK = true
	return c
}

// Month is the selection of the whole month of the page under its filters.
func (q Query) MonthSelection() analytics.Selection {
	return q.Filters.Between(q.Month.First(), q.Month.Last())
}

// Compared are the selections of the compared days, now and then. They are the whole month and nothing when there is nothing to compare with.
func (q Query) Compared(c Comparison) (now, base analytics.Selection) {
	if !c.OK {
		return q.MonthSelection(), analytics.Selection{}
	}
	return q.Filters.Between(c.From, c.To), q.Filters.Between(c.BaseFrom, c.BaseTo)
}
