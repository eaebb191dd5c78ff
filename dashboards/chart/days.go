package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Day is one day of a daily line. Base is the same day of the month before; nil where that month has no such day or no data.
type Day struct {
	Name string
	N    *uint64 // nil for a day that has no data yet
	Base *uint64
	Mark string // the day is marked with these words
	Tip  string
	Door string
}

// Days draws the month day by day in blue over the month before in pale, and the month's median as a thin line. median 0 draws none.
func Days(days []Day, median float64, medianText, describe string) (json.RawMessage, error) {
	names := make([]string, len(days))
	now, before := make([]item, len(days)), make([]item, len(days))
	var marks []any
	for i, d := range days {
		names[i] = Text(d.Name)
		now[i] = item{Name: names[i], Value: number(d.N), Tip: Text(d.Tip), Door: door(d.Door)}
		before[i] = item{Name: names[i], Value: number(d.Base)}
		if d.Mark != "" && d.N != nil {
			marks = append(marks, map[string]any{"coord": []any{names[i], *d.N}, "value": *d.N, "door": door(d.Door), "tip": Text(d.Tip), "itemStyle": style{Color: Worse},
				"label": map[string]any{"formatter": Text(d.Mark), "position": "top", "distance": 6, "color": Ink, "fontSize": 12}})
		}
	}
	line := charts.NewLine()
	base(&line.RectChart, describe, 44, 64, 32, 26)
	x := categories("auto", 0)
	x.BoundaryGap = opts.Bool(false)
	line.SetGlobalOptions(charts.WithXAxisOpts(x), charts.WithYAxisOpts(counts()))
	line.SetXAxis(names)
	main := charts.SingleSeries{Name: "本月", Type: "line", Data: now, Symbol: "circle", SymbolSize: 5, ShowSymbol: opts.Bool(true),
		ItemStyle: &opts.ItemStyle{Color: Data}, LineStyle: &opts.LineStyle{Color: Data, Width: 2}}
	if len(marks) > 0 {
		main.MarkPoints = &opts.MarkPoints{Data: marks, MarkPointStyle: opts.MarkPointStyle{Symbol: []string{"circle"}, SymbolSize: 9}}
	}
	if median > 0 {
		main.MarkLines = &opts.MarkLines{Data: []any{map[string]any{"yAxis": median, "label": map[string]any{"show": true, "position": "end", "formatter": Text(medianText), "color": Ink2, "fontSize": 12}}},
			MarkLineStyle: opts.MarkLineStyle{Symbol: []string{"none", "none"}, LineStyle: &opts.LineStyle{Color: Ink3, Width: 1, Type: "dashed"}}}
	}
	line.MultiSeries = append(line.MultiSeries,
		charts.SingleSeries{Name: "上月", Type: "line", Data: before, Symbol: "none", LineStyle: &opts.LineStyle{Color: Data2, Width: 2}, ItemStyle: &opts.ItemStyle{Color: Data2}},
		main)
	return finish(&line.RectChart)
}

// number is a count, or the dash by which ECharts leaves a gap.
func number(n *uint64) any {
	if n == nil {
		return "-"
	}
	return *n
}
