package panel

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"huisheng/analytics"
	"huisheng/analytics/tone"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
)

// Wants is what customers ask for in their own words, and what must not wait.
type Wants struct{ Reader Reader }

// Wanted is the body of the panel.
type Wanted struct {
	Ranking
	Urgent RankedRow   // complaints with any urgency
	Kinds  []RankedRow // by kind, the gravest first; one complaint may have several
	Rating string      // mean of 文本满意度, empty when no words show any
	Rated  uint64
}

// shownWants is how many demands are named: the panel is a small one.
const shownWants = 5

// Name implements dashboards.Panel.
func (Wants) Name() string { return "wants" }

// Load implements dashboards.Panel.
func (p Wants) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	sel := q.MonthSelection()
	view := dashboards.View{Title: "客户要什么", Subtitle: "原文里提出的诉求，本月件数与占全部投诉的比例", Kind: "wants", Hidden: true}
	by := map[string][]analytics.ValueCount{}
	for _, axis := range []string{"source", analytics.AxisDemand, analytics.AxisUrgency, analytics.AxisRating} {
		counts, err := p.Reader.CountByAxis(ctx, axis, sel, analytics.Selection{})
		if err != nil {
			return view, err
		}
		by[axis] = counts
	}
	n, _ := total(by["source"]) // every complaint has one source, and any number of demands
	if n == 0 {
		view.Empty = "没有符合筛选的投诉。"
		return view, nil
	}
	body := Wanted{Ranking: Ranking{Axis: analytics.AxisDemand, Shares: true}}
	body.Rows = demanded(q, sel, by[analytics.AxisDemand], n)
	body.urgent(sel, by[analytics.AxisUrgency], n)
	body.rate(by[analytics.AxisRating])
	view.Body, view.Table = body, Rank{Axis: analytics.AxisDemand}.table(q, sel, by[analytics.AxisDemand], false)
	if top := body.Rows[0]; !top.Rest {
		view.Title = fmt.Sprintf("最常提出的诉求是%s，占 %s%%", top.Name, top.Share)
		view.Note = "一件可以有几项诉求，各项相加不等于 " + dashboards.Number(n) + " 件；其余几项见表格"
	}
	var list []chart.Row
	for _, r := range body.Rows {
		list = append(list, chart.Row{Name: r.Name, N: r.N, Rest: r.Rest, Text: dashboards.Number(r.N)})
	}
	var err error
	view.Chart, err = chart.Rows(list, view.Title)
	return view, err
}

// demanded names the most frequent demands, and last how many complaints name none. What is left out stands in the table.
func demanded(q dashboards.Query, sel analytics.Selection, counts []analytics.ValueCount, n uint64) []RankedRow {
	var rows []RankedRow
	none := RankedRow{Name: dashboards.ValueName(q.Names, analytics.AxisDemand, ""), Door: dashboards.Door(sel.With(analytics.AxisDemand, "")), Rest: true}
	for _, c := range counts {
		switch {
		case c.Value == "":
			none.N = c.N
			none = none.counted(c, sel.With(analytics.AxisDemand, ""))
		case len(rows) < shownWants:
			of := sel.With(analytics.AxisDemand, c.Value)
			rows = append(rows, RankedRow{Name: dashboards.ValueName(q.Names, analytics.AxisDemand, c.Value), N: c.N, Door: dashboards.Door(of)}.counted(c, of))
		}
	}
	if none.N > 0 {
		rows = append(rows, none)
	}
	scale(rows, n, false)
	return rows
}

// urgent counts what must not wait: those that are not "none", and each kind.
func (b *Wanted) urgent(sel analytics.Selection, counts []analytics.ValueCount, n uint64) {
	b.Urgent = RankedRow{Name: "紧急", N: n, Door: dashboards.Door(sel.Without(analytics.AxisUrgency, ""))}
	for _, kind := range append([]string{""}, tone.Urgencies...) {
		i := slices.IndexFunc(counts, func(c analytics.ValueCount) bool { return c.Value == kind && c.N > 0 })
		switch {
		case i < 0:
		case kind == "":
			b.Urgent.N -= counts[i].N
		default:
			b.Kinds = append(b.Kinds, RankedRow{Name: dashboards.UrgencyName(kind), N: counts[i].N, Door: dashboards.Door(sel.With(analytics.AxisUrgency, kind))})
		}
	}
	b.Urgent.Share = dashboards.Percent(b.Urgent.N, n)
}

// rate is the mean of what the words show; what customers answered is another figure.
func (b *Wanted) rate(counts []analytics.ValueCount) {
	var sum uint64
	for _, c := range counts {
		if points, err := strconv.ParseUint(c.Value, 10, 8); err == nil {
			b.Rated += c.N
			sum += points * c.N
		}
	}
	if b.Rated > 0 {
		b.Rating = dashboards.Decimal(float64(sum) / float64(b.Rated))
	}
}
