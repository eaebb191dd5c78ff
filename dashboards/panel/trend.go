package panel

import (
	"context"
	"fmt"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
)

// trendMonths is how many months the trend shows: two years, so that each month stands beside its like.
const trendMonths = 24

// labelledMonths is how many bars have room for a number each.
const labelledMonths = 13

// Trend is the months up to the page's month, unfinished ones hatched.
type Trend struct{ Reader Reader }

// Name implements dashboards.Panel.
func (Trend) Name() string { return "trend" }

// Load implements dashboards.Panel.
func (p Trend) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	known := q.Known
	first, last := trendRange(q.Month, known)
	first, last = withData(first, last, q.Month, known)
	counts, err := p.Reader.CountByMonth(ctx, q.Filters.Between(first.First(), last.Last()))
	if err != nil {
		return dashboards.View{}, err
	}
	byMonth := map[analytics.Month]uint64{}
	for _, c := range counts {
		byMonth[c.Month] = c.N
	}
	view := dashboards.View{Title: "逐月投诉量", Subtitle: "件／月；深色为本页月份", Table: &dashboards.Table{Columns: []string{"月份", "件数", "说明"}}}
	bars, hatched := trendBars(q, known, first, last, byMonth, view.Table)
	if hatched {
		view.Subtitle += "，斜纹为不完整的月份"
	}
	view.Title = trendTitle(q, byMonth, first, known)
	view.Chart, err = chart.Months(bars, view.Title+"："+fmt.Sprintf("%s至%s", dashboards.MonthText(first), dashboards.MonthText(last)))
	return view, err
}

// trendRange ends a little after the page's month when newer months are there, so that an old month is seen in its surroundings.
func trendRange(m analytics.Month, known dashboards.Coverages) (first, last analytics.Month) {
	newest := max(m, analytics.MonthOf(known.Last()))
	last = min(newest, m.Add(trendMonths/2))
	if m >= newest.Add(-trendMonths/2) {
		last = newest
	}
	first = last.Add(1 - trendMonths)
	if begin := known.First(); !begin.IsZero() {
		first = max(first, min(m, analytics.MonthOf(begin)))
	}
	return first, last
}

// withData drops the months at both ends that hold nothing, up to the page's month.
func withData(first, last, m analytics.Month, known dashboards.Coverages) (analytics.Month, analytics.Month) {
	for first < m && known.Cut(first) == "没有数据" {
		first = first.Add(1)
	}
	for last > m && known.Cut(last) == "没有数据" {
		last = last.Add(-1)
	}
	return first, last
}

func trendBars(q dashboards.Query, known dashboards.Coverages, first, last analytics.Month, byMonth map[analytics.Month]uint64, t *dashboards.Table) ([]chart.Bar, bool) {
	var bars []chart.Bar
	hatched, months := false, 0
	var most analytics.Month
	for m := first; m <= last; m = m.Add(1) {
		months++
		if byMonth[m] > byMonth[most] {
			most = m
		}
	}
	for m := first; m <= last; m = m.Add(1) {
		note := known.Cut(m)
		whole := note == ""
		b := chart.Bar{Name: barName(m, first), N: byMonth[m], Chosen: m == q.Month, Unfilled: !whole && byMonth[m] > 0, Door: q.Page(m)}
		b.Tip = dashboards.MonthText(m) + "\n" + dashboards.Number(b.N) + " 件"
		if !whole {
			hatched = true
			b.Tip += "，" + note
		}
		if b.Chosen || m == most || months <= labelledMonths {
			b.Label = dashboards.Number(b.N)
		}
		t.Add(dashboards.Cell{Text: m.String()}, dashboards.Cell{Text: dashboards.Number(b.N), Door: dashboards.Door(q.Filters.Between(m.First(), m.Last()))}, dashboards.Cell{Text: note})
		bars = append(bars, b)
	}
	return bars, hatched
}

// barName writes the year where it begins.
func barName(m, first analytics.Month) string {
	if m == first || m%100 == 1 {
		return fmt.Sprintf("%d 月\n%d", m%100, m/100)
	}
	return dashboards.ShortMonth(m)
}

// trendTitle tells the finding of the trend: the highest or lowest whole month of at least six.
func trendTitle(q dashboards.Query, byMonth map[analytics.Month]uint64, first analytics.Month, known dashboards.Coverages) string {
	if !q.Period.Whole {
		return "逐月投诉量"
	}
	n, months, above, below := byMonth[q.Month], 0, 0, 0
	for m := first; m < q.Month; m = m.Add(1) {
		if !known.Whole(m) {
			continue
		}
		months++
		if byMonth[m] >= n {
			above++
		}
		if byMonth[m] <= n {
			below++
		}
	}
	switch {
	case months >= 5 && above == 0:
		return fmt.Sprintf("%s是 %d 个月来最多的一月", dashboards.ShortMonth(q.Month), months+1)
	case months >= 5 && below == 0:
		return fmt.Sprintf("%s是 %d 个月来最少的一月", dashboards.ShortMonth(q.Month), months+1)
	}
	return "逐月投诉量"
}
