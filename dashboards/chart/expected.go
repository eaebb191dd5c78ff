package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Expectation is one day of a series with what was expected of it.
type Expectation struct {
	Name      string
	N         *uint64 // nil for a day that has no data yet
	Low, High *float64
	Mark      string // the day is marked with these words
	Unusual   bool   // one of the days that the chart is about
	Tip, Door string
}

// Stretch is a run of days, by their places, that is shaded and named.
type Stretch struct {
	From, To int
	Name     string
	Base     bool // what was compared with, in pale; otherwise what the chart is about
}

// Expected draws a series day by day in blue over the range that was expected, in pale. Unusual days are red dots, in a fall teal ones.
func Expected(days []Expectation, stretches []Stretch, fall bool, describe string) (json.RawMessage, error) {
	names := make([]string, len(days))
	line, low, span := make([]item, len(days)), make([]item, len(days)), make([]item, len(days))
	hot := Worse
	if fall {
		hot = Better
	}
	var marks []any
	for i, d := range days {
		names[i] = Text(d.Name)
		line[i] = item{Name: names[i], Value: number(d.N), Tip: Text(d.Tip), Door: door(d.Door)}
		if d.Unusual {
			line[i].ItemStyle = &style{Color: hot}
		}
		low[i], span[i] = item{Value: "-"}, item{Value: "-"}
		if d.Low != nil && d.High != nil {
			low[i].Value, span[i].Value = *d.Low, *d.High-*d.Low
		}
		if d.Mark != "" && d.N != nil {
			marks = append(marks, map[string]any{"coord": []any{names[i], *d.N}, "value": *d.N, "door": door(d.Door), "tip": Text(d.Tip), "itemStyle": style{Color: hot},
				"label": map[string]any{"formatter": Text(d.Mark), "position": "top", "distance": 6, "color": Ink, "fontSize": 12}})
		}
	}
	c := charts.NewLine()
	base(&c.RectChart, describe, 44, 24, 32, 26)
	x := categories("auto", 0)
	x.BoundaryGap = opts.Bool(false)
	c.SetGlobalOptions(charts.WithXAxisOpts(x), charts.WithYAxisOpts(counts()))
	c.SetXAxis(names)
	main := charts.SingleSeries{Name: "件数", Type: "line", Data: line, Symbol: "circle", SymbolSize: 5, ShowSymbol: opts.Bool(true),
		ItemStyle: &opts.ItemStyle{Color: Data}, LineStyle: &opts.LineStyle{Color: Data, Width: 2}}
	if len(marks) > 0 {
		main.MarkPoints = &opts.MarkPoints{Data: marks, MarkPointStyle: opts.MarkPointStyle{Symbol: []string{"circle"}, SymbolSize: 9}}
	}
	if areas := shaded(names, stretches); len(areas) > 0 {
		main.MarkAreas = &opts.MarkAreas{Data: areas}
	}
	c.MultiSeries = append(c.MultiSeries,
		charts.SingleSeries{Name: "下限", Type: "line", Data: low, Stack: "range", Symbol: "none", LineStyle: &opts.LineStyle{Opacity: opts.Float(0)}},
		charts.SingleSeries{Name: "范围", Type: "line", Data: span, Stack: "range", Symbol: "none", LineStyle: &opts.LineStyle{Opacity: opts.Float(0)},
			AreaStyle: &opts.AreaStyle{Color: Data2, Opacity: opts.Float(0.45)}},
		main)
	return finish(&c.RectChart)
}

// shaded are the stretches as ECharts wants them: pairs of corners.
func shaded(names []string, stretches []Stretch) []any {
	var areas []any
	for _, s := range stretches {
		if s.From < 0 || s.To >= len(names) || s.From > s.To {
			continue
		}
		color := WorseBg
		if s.Base {
			color = Line2
		}
		areas = append(areas, []any{
			map[string]any{"xAxis": names[s.From], "itemStyle": map[string]any{"color": color},
				"label": map[string]any{"show": true, "formatter": Text(s.Name), "position": "insideTop", "color": Ink2, "fontSize": 12}},
			map[string]any{"xAxis": names[s.To]}})
	}
	return areas
}
