package web

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
)

const (
	chartBefore  = 90 // days before a finding that its chart shows
	chartAfter   = 14 // days behind it
	chartHistory = 3  // years from which the expected range is computed
	relearn      = 7  // days between two estimates of the baseline, which moves slowly
	yearMonths   = 13 // months that the chart of a comparison with the year before shows
)

// findingChart draws the series of a finding day by day, with what was expected of each; a comparison with the year before by months.
func (s *site) findingChart(ctx context.Context, q dashboards.Query, b *board, f *analytics.Finding) (dashboards.View, error) {
	if f.Kind == analytics.FindingYear {
		return s.yearChart(ctx, b, f)
	}
	from, to := f.From.AddDate(0, 0, -chartBefore), f.To.AddDate(0, 0, chartAfter)
	if !f.BaseFrom.IsZero() {
		from, to = f.BaseFrom, f.To
	}
	received, err := s.Reader.Coverages(ctx)
	if err != nil {
		return dashboards.View{}, err
	}
	last := earlier(dashboards.Coverages{Sources: received}.Last(), analytics.DayOf(q.Now))
	history := from.AddDate(-chartHistory, 0, 0)
	all, err := s.Reader.CountByDay(ctx, dashboards.SeriesSelection(nil, f.Sources, history, f.From, b.seals))
	if err != nil {
		return dashboards.View{}, err
	}
	if history = sinceSilence(all, f.From); from.Before(history) {
		from = history
	}
	counts, err := s.Reader.CountByDay(ctx, dashboards.SeriesSelection(f.Series, f.Sources, history, to, b.seals))
	if err != nil {
		return dashboards.View{}, err
	}
	by := countsByDay(counts)
	view := dashboards.View{Name: "days", Title: "逐日件数", Subtitle: "件／日", Table: &dashboards.Table{Columns: []string{"日期", "件数", "预期", "通常范围"}}}
	var ranges map[string]dayRange
	if f.BaseFrom.IsZero() {
		ranges = expectations(by, history, earlier(last, to), from)
		adjust(ranges, f)
		view.Subtitle += "；灰带为通常的范围（100 天里 98 天在其中），按此前的数据估计；红点超出范围，粉底是这条发现的日子"
		if f.Fall {
			view.Subtitle = strings.Replace(view.Subtitle, "红点超出", "青点低于", 1)
		}
	}
	dropVague(ranges, by, from, to)
	points, stretches := s.chartDays(b, f, by, ranges, eachDay(from, to), last, view.Table)
	view.Chart, err = chart.Expected(points, stretches, f.Fall, dashboards.SeriesName(b.names, f.Series)+"逐日件数")
	return view, err
}

// silence is so many days without any complaint of any kind that what lies before them is other data.
const silence = 28

// sinceSilence is the first day with complaints behind the last silence before a day; that day itself when there is none. Counts come oldest first.
func sinceSilence(all []analytics.DayCount, day time.Time) time.Time {
	first, last := day, day
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].N == 0 {
			continue
		}
		if last.Sub(all[i].Day) > silence*24*time.Hour {
			break
		}
		first, last = all[i].Day, all[i].Day
	}
	return first
}

// dayRange is what was expected of a day.
type dayRange struct{ expected, low, high float64 }

// expectations judges each day by the days before it, as the watch over all series does, for one series alone. Days of which nothing can be said are
// left out.
func expectations(by map[string]uint64, history, last, from time.Time) map[string]dayRange {
	days := eachDay(history, last)
	ranges := map[string]dayRange{}
	if len(days) == 0 {
		return ranges
	}
	counts := make([]float32, len(days))
	for i, d := range days {
		counts[i] = float32(by[dashboards.DateText(d)])
	}
	begins := 0 // a product that was not there yet had no complaints, which is no level to expect
	for begins < len(counts)-1 && counts[begins] == 0 {
		begins++
	}
	watch := trend.NewWatch(trend.NewSpan(days[0], len(days)), []trend.Series{{Counts: counts, Begins: begins}})
	learnt := -relearn
	for i, d := range days {
		if d.Before(from) || i == 0 {
			continue
		}
		if i-learnt >= relearn {
			watch.Learn(i)
			learnt = i
		}
		if j := watch.Judge(i, 1)[0]; j.Basis != trend.BasisNone {
			ranges[dashboards.DateText(d)] = dayRange{j.Expected, j.Low, j.High}
		}
	}
	return ranges
}

// farOff is by what factor the chart's own expectation may be brought to the finding's.
const farOff = 3.0

// adjust brings the days of a finding to what the finding says was expected of them: it knows what moved all series, and what people decided.
func adjust(ranges map[string]dayRange, f *analytics.Finding) {
	sum := 0.0
	for _, d := range eachDay(f.From, f.To) {
		sum += ranges[dashboards.DateText(d)].expected
	}
	if sum <= 0 || f.Expected <= 0 {
		return
	}
	factor := f.Expected / sum
	if f.Days() > 1 && (factor > farOff || factor < 1/farOff) { // the two know different histories: nothing is drawn rather than a step that nobody understands
		for _, d := range eachDay(f.From, f.To) {
			delete(ranges, dashboards.DateText(d))
		}
		return
	}
	for _, d := range eachDay(f.From, f.To) {
		name := dashboards.DateText(d)
		if r, known := ranges[name]; known {
			ranges[name] = dayRange{r.expected * factor, r.low * factor, r.high * factor}
		}
		if f.From.Equal(f.To) {
			ranges[name] = dayRange{f.Expected, f.Low, f.High}
		}
	}
}

// vague is how many times the highest day of a chart a range may reach: what is wider says that nothing is known yet, and would flatten all else.
const vague = 2

// dropVague leaves out the ranges that say nothing.
func dropVague(ranges map[string]dayRange, by map[string]uint64, from, to time.Time) {
	most := uint64(1)
	for _, d := range eachDay(from, to) {
		most = max(most, by[dashboards.DateText(d)])
	}
	for day, r := range ranges {
		if r.high > vague*float64(most) {
			delete(ranges, day)
		}
	}
}

// chartDays are the points of the chart, its shaded days and its rows as a table.
func (s *site) chartDays(b *board, f *analytics.Finding, by map[string]uint64, ranges map[string]dayRange, days []time.Time, last time.Time, t *dashboards.Table) ([]chart.Expectation, []chart.Stretch) {
	var points []chart.Expectation
	about, base := chart.Stretch{From: -1}, chart.Stretch{From: -1, Base: true}
	if !f.BaseFrom.IsZero() {
		about.Name, base.Name = dashboards.SpanText(f.From, f.To), baseText(f)
	}
	for i, d := range days {
		p := chart.Expectation{Name: fmt.Sprintf("%d-%d", int(d.Month()), d.Day()), Tip: dashboards.DateText(d)}
		row := []dashboards.Cell{{Text: dashboards.DateText(d)}, {Text: "–"}, {Text: "–"}, {Text: "–"}}
		if !d.After(last) {
			n := by[dashboards.DateText(d)]
			p.N, p.Door = &n, dashboards.Door(dashboards.SeriesSelection(f.Series, f.Sources, d, d, b.seals))
			p.Tip += "\n" + dashboards.Number(n) + " 件"
			row[1] = dashboards.Cell{Text: dashboards.Number(n), Door: p.Door}
		}
		if r, known := ranges[dashboards.DateText(d)]; known {
			p.Low, p.High = &r.low, &r.high
			p.Tip += "\n预期 " + dashboards.Figure(r.expected) + "，通常 " + rangeText(r.low, r.high)
			row[2].Text, row[3].Text = dashboards.Figure(r.expected), rangeText(r.low, r.high)
		}
		if !d.Before(f.From) && !d.After(f.To) {
			p.Unusual = outside(p, f.Fall)
			if about.To = i; about.From < 0 {
				about.From = i
			}
		}
		if !f.BaseFrom.IsZero() && !d.Before(f.BaseFrom) && !d.After(f.BaseTo) {
			if base.To = i; base.From < 0 {
				base.From = i
			}
		}
		if p.N != nil && d.Equal(f.Peak) {
			p.Mark = fmt.Sprintf("%d·%d  %s 件", int(d.Month()), d.Day(), dashboards.Number(*p.N))
		}
		t.Add(row...)
		points = append(points, p)
	}
	return points, []chart.Stretch{base, about}
}

// outside reports whether a day lies beyond its range, on the side on which the finding lies.
func outside(p chart.Expectation, fall bool) bool {
	switch {
	case p.N == nil || p.Low == nil || p.High == nil:
		return false
	case fall:
		return float64(*p.N) < *p.Low
	}
	return float64(*p.N) > *p.High
}

// yearChart draws the months up to that of the finding.
func (s *site) yearChart(ctx context.Context, b *board, f *analytics.Finding) (dashboards.View, error) {
	first := f.Month.Add(1 - yearMonths)
	view := dashboards.View{Name: "days", Title: "逐月件数", Subtitle: "件／月；深色为" + dashboards.MonthText(f.Month), Table: &dashboards.Table{Columns: []string{"月份", "件数"}}}
	counts, err := s.Reader.CountByMonth(ctx, dashboards.SeriesSelection(f.Series, f.Sources, first.First(), f.Month.Last(), b.seals))
	if err != nil {
		return view, err
	}
	by := map[analytics.Month]uint64{}
	for _, c := range counts {
		by[c.Month] = c.N
	}
	var bars []chart.Bar
	for m := first; m <= f.Month; m = m.Add(1) {
		door := dashboards.Door(dashboards.SeriesSelection(f.Series, f.Sources, m.First(), m.Last(), b.seals))
		bars = append(bars, chart.Bar{Name: m.String(), N: by[m], Label: dashboards.Number(by[m]), Chosen: m == f.Month, Door: door, Tip: dashboards.MonthText(m) + "\n" + dashboards.Number(by[m]) + " 件"})
		view.Table.Add(dashboards.Cell{Text: m.String()}, dashboards.Cell{Text: dashboards.Number(by[m]), Door: door})
	}
	view.Chart, err = chart.Months(bars, dashboards.SeriesName(b.names, f.Series)+"逐月件数")
	return view, err
}
