package dashboards

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
)

// Coverages are the days that each source has sent, without today, which is not over. They decide which months are whole.
//
// A source may be silent inside of its coverage, as when two files of other years came under one name. Daily holds what all of them
// sent, so that a silence that chance would not make is seen.
type Coverages struct {
	Sources []analytics.Coverage
	Today   time.Time
	Daily   map[string]uint64 // complaints by day, 2024-03-15; nil: not known
	Faded   time.Time         // the last full day when stragglers follow; zero when the data just ends
}

// First and Last are the ends of all coverage; zero without any.
func (c Coverages) First() (first time.Time) {
	for _, s := range c.Sources {
		if first.IsZero() || s.From.Before(first) {
			first = s.From
		}
	}
	return first
}

// Last is the last day of all coverage; zero without any.
func (c Coverages) Last() (last time.Time) {
	for _, s := range c.Sources {
		if s.To.After(last) {
			last = s.To
		}
	}
	return last
}

// Measured are the coverages as far as comparisons may go: up to where the data fades.
func (c Coverages) Measured() []analytics.Coverage {
	if c.Faded.IsZero() {
		return c.Sources
	}
	list := slices.Clone(c.Sources)
	for i := range list {
		if list[i].To.After(c.Faded) {
			list[i].To = c.Faded
		}
	}
	return list
}

// Cut says why a month is not whole: it is running, or the coverage of a source begins or ends inside of it. Empty when it is whole.
func (c Coverages) Cut(m analytics.Month) string {
	if analytics.MonthOf(c.Today) == m {
		return "本月未完"
	}
	if !c.Faded.IsZero() && analytics.MonthOf(c.Faded) == m {
		return DayText(c.Faded) + "之后几乎没有记录"
	}
	touched, cut := 0, ""
	for _, s := range c.Sources {
		if s.To.Before(m.First()) || s.From.After(m.Last()) {
			continue
		}
		touched++
		lead := ""
		if len(c.Sources) > 1 {
			lead = "来源 " + s.Source + " "
		}
		switch {
		case s.From.After(m.First()):
			cut = lead + "数据始于 " + DayText(s.From)
		case s.To.Before(m.Last()):
			cut = lead + "数据止于 " + DayText(s.To)
		}
	}
	if touched == 0 {
		return "没有数据"
	}
	if cut == "" {
		cut = c.Silence(m)
	}
	return cut
}

// unlikely is the number of complaints that a silence at the edge of a month would usually have held: by chance that many fail to come
// once in a million months (e to the power of −14).
const unlikely = 14

// Silence looks for days without any complaint at the edges of a month, against the rate of the days between.
func (c Coverages) Silence(m analytics.Month) string {
	if c.Daily == nil {
		return ""
	}
	var n uint64
	first, last := 0, 0
	for d := 1; d <= m.Days(); d++ {
		if k := c.Daily[DateText(m.First().AddDate(0, 0, d-1))]; k > 0 {
			n += k
			last = d
			if first == 0 {
				first = d
			}
		}
	}
	if n == 0 {
		return "没有数据"
	}
	rate := float64(n) / float64(last-first+1)
	switch {
	case rate*float64(first-1) > unlikely:
		return "数据始于 " + DayText(m.First().AddDate(0, 0, first-1))
	case rate*float64(m.Days()-last) > unlikely:
		return "数据止于 " + DayText(m.First().AddDate(0, 0, last-1))
	}
	return ""
}

// Whole reports whether a month is complete for every source that sent in it.
func (c Coverages) Whole(m analytics.Month) bool { return c.Cut(m) == "" }

// Period is the month of a page, whether it is whole, and what it is compared with.
type Period struct {
	Month    analytics.Month
	From, To time.Time // the days of the month that some source covers
	Whole    bool
	Cut      string // why it is not whole
	Previous Comparison
	YearAgo  Comparison
}

// PeriodOf describes a month before it is compared with any.
func PeriodOf(m analytics.Month, c Coverages) Period {
	p := Period{Month: m, From: m.First(), To: m.Last(), Cut: c.Cut(m)}
	p.Whole = p.Cut == ""
	if first := c.First(); first.After(p.From) {
		p.From = first
	}
	if last := c.Last(); last.Before(p.To) {
		p.To = last
	}
	if !c.Faded.IsZero() && c.Faded.Before(p.To) && !c.Faded.Before(p.From) {
		p.To = c.Faded
	}
	return p
}

// Comparison is a month set against an earlier one, on the days and over the sources that can be compared.
type Comparison struct {
	Base             analytics.Month
	From, To         time.Time // days of the page's month
	BaseFrom, BaseTo time.Time // days of Base
	Whole            bool      // both months whole, and every source takes part
	Sources          []string  // the sources that take part; empty when all do
	Left             []string  // the sources that do not
	OK               bool
	Why              string // why not OK
}

// Days and BaseDays are how many days are compared.
func (c Comparison) Days() int { return daysBetween(c.From, c.To) }

// BaseDays is the number of days of the base.
func (c Comparison) BaseDays() int { return daysBetween(c.BaseFrom, c.BaseTo) }

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours()/24+0.5) + 1 }

// Name is what the base is called: 上月, 上月同期, 去年同月, 去年同期.
func (c Comparison) Name(month analytics.Month) string {
	whole := c.From.Equal(month.First()) && c.To.Equal(month.Last())
	switch {
	case c.Base == month.Add(-12) && whole:
		return "去年同月"
	case c.Base == month.Add(-12):
		return "去年同期"
	case whole:
		return "上月"
	}
	return "上月同期"
}

// Lacks says why a base cannot be one.
func (c Coverages) Lacks(base analytics.Month, name string) string {
	if cut := c.Cut(base); cut != "" && cut != "没有数据" {
		return fmt.Sprintf("%s不完整（%s）", name, cut)
	}
	return name + "没有数据"
}

// LeftText says which sources take no part, empty when all do.
func (c Comparison) LeftText() string {
	if len(c.Left) == 0 {
		return ""
	}
	return "来源 " + strings.Join(c.Left, "、") + " 没有覆盖这些天，未计入"
}

// MonthSelection is the selection of the whole month of the page under its filters.
func (q Query) MonthSelection() analytics.Selection {
	return q.Filters.Between(q.Month.First(), q.Month.Last())
}

// Compared are the selections of the compared days, now and then. They are the whole month and nothing when there is nothing to compare with.
func (q Query) Compared(c Comparison) (now, base analytics.Selection) {
	if !c.OK {
		return q.MonthSelection(), analytics.Selection{}
	}
	filters := q.Filters
	if len(c.Sources) > 0 { // they are among those that the filters leave
		filters = filters.Free("source").With("source", c.Sources...)
	}
	return filters.Between(c.From, c.To), filters.Between(c.BaseFrom, c.BaseTo)
}

// Leaves reports whether the filters let a value of an axis pass.
func (q Query) Leaves(axis, value string) bool {
	for _, c := range q.Filters.Choices {
		if c.Axis == axis && slices.Contains(c.Values, value) == c.Not {
			return false
		}
	}
	return true
}
