package panel

import (
	"context"
	"fmt"
	"math"
	"sort"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
)

// The matrix names this many rows and columns; the others are summed as 其余.
const (
	matrixRows    = 10
	matrixColumns = 9
)

// Matrix is product × topic: which product has more of a topic than its size and the topic's size would make.
type Matrix struct{ Reader Reader }

// Name implements dashboards.Panel.
func (Matrix) Name() string { return "matrix" }

// Load implements dashboards.Panel.
func (p Matrix) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	sel := q.MonthSelection()
	products, err := productAxis(ctx, p.Reader, q)
	if err != nil {
		return dashboards.View{}, err
	}
	topics, _, err := speakingAxis(ctx, p.Reader, sel, analytics.Selection{})
	if err != nil {
		return dashboards.View{}, err
	}
	pairs, err := p.Reader.CountByPair(ctx, products, topics, sel)
	if err != nil {
		return dashboards.View{}, err
	}
	view := dashboards.View{Title: fmt.Sprintf("哪个%s的哪个%s偏离得多", dashboards.AxisName(products), axisNoun(topics)),
		Subtitle: fmt.Sprintf("%s × %s，本月件数；颜色为相对期望的偏离（标准化残差），红多青少", dashboards.AxisName(products), axisNoun(topics))}
	g := newGrid(pairs)
	switch {
	case g.n == 0:
		view.Empty = "没有符合筛选的投诉。"
		return view, nil
	case len(g.rows.names) == 0 || len(g.columns.names) == 0:
		view.Empty = "未接入 · 需要产品列和可归入主题的原文"
		return view, nil
	}
	cells, top := p.cells(q, sel, g, products, topics)
	if top.Deviation > trend.Rare && top.N >= 5 {
		view.Title = fmt.Sprintf("%s的“%s”偏离最多", g.rows.label(q, products, top.Row), g.columns.label(q, topics, top.Column))
	}
	view.Table = matrixTable(q, sel, pairs, products, topics)
	view.Note = "各格合计 " + dashboards.Number(g.n) + "，含其余与未分类"
	view.Chart, err = chart.Heat(g.columns.labels(q, topics), g.rows.labels(q, products), cells, view.Title)
	return view, err
}

// productAxis is the product line while it has several, else the product, else whatever is told.
func productAxis(ctx context.Context, r Reader, q dashboards.Query) (string, error) {
	lines, err := r.CountByAxis(ctx, "product_line", q.MonthSelection(), analytics.Selection{})
	if err != nil {
		return "", err
	}
	told := 0
	for _, c := range lines {
		if c.Value != "" {
			told++
		}
	}
	if told > 3 {
		return "product_line", nil
	}
	products, err := r.CountByAxis(ctx, "product", q.MonthSelection(), analytics.Selection{})
	if err != nil {
		return "", err
	}
	if len(products) == 1 && products[0].Value == "" && told > 0 {
		return "product_line", nil
	}
	return "product", nil
}

func (p Matrix) cells(q dashboards.Query, sel analytics.Selection, g grid, products, topics string) ([]chart.HeatCell, chart.HeatCell) {
	var cells []chart.HeatCell
	var top chart.HeatCell
	for row := range g.rows.size() {
		for col := range g.columns.size() {
			n := g.at(row, col)
			expected := float64(g.rows.sums[row]) * float64(g.columns.sums[col]) / float64(g.n)
			c := chart.HeatCell{Column: col, Row: row, N: n}
			if expected > 0 {
				c.Deviation = (float64(n) - expected) / math.Sqrt(expected+0.5)
			}
			c.Door = dashboards.Door(g.columns.choose(g.rows.choose(sel, products, row), topics, col))
			c.Tip = fmt.Sprintf("%s × %s\n%s 件，期望 %s 件", g.rows.label(q, products, row), g.columns.label(q, topics, col), dashboards.Number(n), dashboards.Decimal(expected))
			if c.Deviation > top.Deviation && g.rows.named(row) && g.columns.named(col) {
				top = c
			}
			cells = append(cells, c)
		}
	}
	return cells, top
}

func matrixTable(q dashboards.Query, sel analytics.Selection, pairs []analytics.PairCount, products, topics string) *dashboards.Table {
	t := &dashboards.Table{Columns: []string{dashboards.AxisName(products), dashboards.AxisName(topics), "件数"}}
	sorted := append([]analytics.PairCount(nil), pairs...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].N > sorted[j].N })
	for _, c := range sorted {
		t.Add(dashboards.Cell{Text: dashboards.ValueName(q.Names, products, c.A)}, dashboards.Cell{Text: dashboards.ValueName(q.Names, topics, c.B)},
			dashboards.Cell{Text: dashboards.Number(c.N), Door: dashboards.Door(sel.With(products, c.A).With(topics, c.B))})
	}
	return t
}
