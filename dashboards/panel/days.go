package panel

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
)

// Days is the page's month day by day over the month before.
type Days struct{ Reader Reader }

// Name implements dashboards.Panel.
func (Days) Name() string { return "days" }

// Load implements dashboards.Panel.
func (p Days) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	before := q.Month.Add(-1)
	counts, err := p.Reader.CountByDay(ctx, q.Filters.Between(before.First(), q.Month.Last()))
	if err != nil {
		return dashboards.View{}, err
	}
	known := q.Known
	byDay := map[string]uint64{}
	for _, c := range counts {
		byDay[dashboards.DateText(c.Day)] = c.N
	}
	view := dashboards.View{Title: "逐日投诉量", Table: &dashboards.Table{Columns: []string{"日期", "件数", "上月同日"}}}
	has := len(known.Sources) > 0 && !known.First().After(before.Last())
	view.Subtitle = "件／日"
	if has {
		view.Subtitle += "；浅线为上月同日"
	}
	peak, found := spike(q.Period, byDay)
	if found {
		view.Title = fmt.Sprintf("%s冲到 %s 件，是平日的 %s 倍", dashboards.DayText(peak.Day), dashboards.Number(peak.N), dashboards.Decimal(peak.Times))
	}
	days := dayPoints(q, known, byDay, peak, found, view.Table)
	view.Chart, err = chart.Days(days, peak.Median, "中位 "+dashboards.Decimal(peak.Median), view.Title)
	return view, err
}

func dayPoints(q dashboards.Query, known dashboards.Coverages, byDay map[string]uint64, peak peak, found bool, t *dashboards.Table) []chart.Day {
	var days []chart.Day
	first, last := known.First(), known.Last()
	if analytics.MonthOf(known.Today) == q.Month {
		last = known.Today // what came today is shown, though it is not compared
	}
	lookup := func(d time.Time) *uint64 {
		if first.IsZero() || d.Before(first) || d.After(last) {
			return nil
		}
		n := byDay[dashboards.DateText(d)]
		return &n
	}
	for i := range q.Month.Days() {
		d := q.Month.First().AddDate(0, 0, i)
		point := chart.Day{Name: fmt.Sprintf("%d 日", i+1), N: lookup(d), Door: dashboards.Door(q.Filters.Between(d, d))}
		row := []dashboards.Cell{{Text: dashboards.DateText(d)}, {Text: "–"}, {Text: "–"}}
		point.Tip = dashboards.DayText(d) + " " + weekday(d)
		if point.N != nil {
			point.Tip += "\n" + dashboards.Number(*point.N) + " 件"
			row[1] = dashboards.Cell{Text: dashboards.Number(*point.N), Door: point.Door}
		}
		if b := q.Month.Add(-1).First().AddDate(0, 0, i); i < q.Month.Add(-1).Days() && !outside(b, q.Month.Add(-1), known, byDay) {
			if point.Base = lookup(b); point.Base != nil {
				point.Tip += "\n上月同日 " + dashboards.Number(*point.Base) + " 件"
				row[2] = dashboards.Cell{Text: dashboards.Number(*point.Base), Door: dashboards.Door(q.Filters.Between(b, b))}
			}
		}
		if found && sameDay(d, peak.Day) {
			point.Mark = fmt.Sprintf("%d·%d  %s 件", int(d.Month()), d.Day(), dashboards.Number(peak.N))
		}
		t.Add(row...)
		days = append(days, point)
	}
	return days
}

// outside reports whether a day lies before the first or behind the last complaint of a month that is cut: nothing was sent on it.
func outside(d time.Time, m analytics.Month, known dashboards.Coverages, byDay map[string]uint64) bool {
	if known.Cut(m) == "" {
		return false
	}
	before, after := true, true
	for i := range m.Days() {
		day := m.First().AddDate(0, 0, i)
		if byDay[dashboards.DateText(day)] > 0 {
			before = before && day.After(d)
			after = after && day.Before(d)
		}
	}
	return before || after
}

func weekday(d time.Time) string {
	return "周" + string([]rune("日一二三四五六")[d.In(analytics.Zone).Weekday()])
}

// peak is the highest day of a month against its median.
type peak struct {
	Day    time.Time
	N      uint64
	Median float64
	Times  float64
}

// spike finds a day that stands out: at least twice the median of the month's days, by more than four roots of the median (what a
// Poisson count hardly ever does), in at least ten days.
func spike(p dashboards.Period, byDay map[string]uint64) (peak, bool) {
	var top peak
	var values []uint64
	for d := p.From; !d.After(p.To); d = d.AddDate(0, 0, 1) {
		n := byDay[dashboards.DateText(d)]
		values = append(values, n)
		if n > top.N {
			top.Day, top.N = d, n
		}
	}
	if len(values) < 10 {
		return top, false
	}
	top.Median = median(values)
	if top.Median <= 0 {
		return top, false
	}
	top.Times = float64(top.N) / top.Median
	over := float64(top.N) - top.Median
	return top, top.Times >= 2 && over*over > 16*top.Median
}

func median(values []uint64) float64 {
	s := slices.Sorted(slices.Values(values))
	if n := len(s); n%2 == 0 {
		return float64(s[n/2-1]+s[n/2]) / 2
	}
	return float64(s[len(s)/2])
}
