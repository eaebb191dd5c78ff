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

// Matrix is product × topic, or place, department or channel × topic: which row has more of a topic than its size and the topic's size
// would make.
type Matrix struct{ Reader Reader }

// Name implements dashboards.Panel.
func (Matrix) Name() string { return "matrix" }

// Load implements dashboards.Panel.
func (p Matrix) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	sel := q.MonthSelection()
	rows, err := rowAxis(ctx, p.Reader, q)
	if err != nil {
		return dashboards.View{}, err
	}
	if rows == "" {
		return dashboards.View{Title: "产品 × 主题", Empty: "未接入 · 需要产品、地区、部门或渠道列"}, nil
	}
	now, base := q.Compared(q.Period.Previous)
	if !now.From.Equal(sel.From) || !now.To.Equal(sel.To) || len(q.Period.Previous.Sources) > 0 {
		now, base = sel, analytics.Selection{}
	}
	topics, _, err := speakingAxis(ctx, p.Reader, now, base) // as the sentences ask, whenever that is the whole month
	if err != nil {
		return dashboards.View{}, err
	}
	pairs, err := p.Reader.CountByPair(ctx, rows, topics, sel)
	if err != nil {
		return dashboards.View{}, err
	}
	view := dashboards.View{Title: fmt.Sprintf("%s × %s", rowNoun(rows), axisNoun(topics)),
		Subtitle: "本月件数；颜色为相对期望的偏离（标准化残差），红多青少"}
	g := newGrid(pairs)
	switch {
	case g.n == 0:
		view.Empty = "没有符合筛选的投诉。"
		return view, nil
	case len(g.columns.names) == 0:
		view.Empty = "这些投诉都还没有主题或来源分类。"
		return view, nil
	}
	cells, top := p.cells(q, sel, g, rows, topics)
	if top.Deviation > trend.Rare && top.N >= 5 {
		view.Subtitle = view.Title + "，" + view.Subtitle
		view.Title = fmt.Sprintf("%s的“%s”偏离最多", g.rows.label(q, rows, top.Row), g.columns.label(q, topics, top.Column))
	}
	view.Table = matrixTable(q, sel, pairs, rows, topics)
	view.Note = "各格合计 " + dashboards.Number(g.n) + "，含其余与未分类"
	view.Chart, err = chart.Heat(g.columns.labels(q, topics), g.rows.labels(q, rows), cells, view.Title)
	return view, err
}

// rowAxes are what may stand at the rows of the matrix, the first that fits.
var rowAxes = []string{"product_line", "product", "province", "city", "department", "channel"}

// rowAxis is the first axis that most complaints of the month tell and that has several values; empty when there is none.
func rowAxis(ctx context.Context, r Reader, q dashboards.Query) (string, error) {
	for _, axis := range rowAxes {
		counts, err := r.CountByAxis(ctx, axis, q.MonthSelection(), analytics.Selection{})
		if err != nil {
			return "", err
		}
		n, _ := total(counts)
		values := 0
		for _, c := range counts {
			if c.Value != "" {
				values++
			}
		}
		if values >= 2 && told(counts)*2 > n {
			return axis, nil
		}
	}
	return "", nil
}

// rowNoun is what a title calls the rows: provinces and cities are both places to whoever reads it.
func rowNoun(axis string) string {
	if axis == "province" || axis == "city" {
		return "地区"
	}
	return dashboards.AxisName(axis)
}

func (p Matrix) cells(q dashboards.Query, sel analytics.Selection, g grid, rows, topics string) ([]chart.HeatCell, chart.HeatCell) {
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
			c.Door = dashboards.Door(g.columns.choose(g.rows.choose(sel, rows, row), topics, col))
			c.Tip = fmt.Sprintf("%s × %s\n%s 件，期望 %s 件", g.rows.label(q, rows, row), g.columns.label(q, topics, col), dashboards.Number(n), dashboards.Decimal(expected))
			if c.Deviation > top.Deviation && g.rows.named(row) && g.columns.named(col) {
				top = c
			}
			cells = append(cells, c)
		}
	}
	return cells, top
}

func matrixTable(q dashboards.Query, sel analytics.Selection, pairs []analytics.PairCount, rows, topics string) *dashboards.Table {
	t := &dashboards.Table{Columns: []string{dashboards.AxisName(rows), dashboards.AxisName(topics), "件数"}}
	sorted := append([]analytics.PairCount(nil), pairs...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].N > sorted[j].N })
	for _, c := range sorted {
		t.Add(dashboards.Cell{Text: dashboards.ValueName(q.Names, rows, c.A)}, dashboards.Cell{Text: dashboards.ValueName(q.Names, topics, c.B)},
			dashboards.Cell{Text: dashboards.Number(c.N), Door: dashboards.Door(sel.With(rows, c.A).With(topics, c.B))})
	}
	return t
}
