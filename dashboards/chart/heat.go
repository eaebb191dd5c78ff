package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// HeatCell is one cell of a matrix: its column and row, the count that is written and the deviation that is coloured.
type HeatCell struct {
	Column, Row int
	N           uint64
	Deviation   float64
	Tip         string
	Door        string
}

// deepest is the standardised residual at which the colour is full. Beyond ±2.6 is rare by chance; at 8 nobody asks any more.
const deepest = 8

// Heat draws a matrix. Red is more than expected, teal is less, white as expected.
func Heat(columns, names []string, cells []HeatCell, describe string) (json.RawMessage, error) {
	items := make([]item, len(cells))
	for i, c := range cells {
		it := item{Value: []any{c.Column, c.Row, max(-deepest, min(deepest, c.Deviation))}, Tip: Text(c.Tip), Door: door(c.Door), Label: &label{Show: c.N > 0, Formatter: count(c.N), Color: Ink}}
		if c.Deviation > 6.2 || c.Deviation < -6.2 { // the cell is dark enough for light figures
			it.Label.Color, it.Label.FontWeight = Card, "bold"
		}
		items[i] = it
	}
	heat := charts.NewHeatMap()
	left := 20 + 12*longest(names, 8)
	base(&heat.RectChart, describe, left, 8, 4, 84)
	x := categories("0", 40)
	x.AxisLine = &opts.AxisLine{Show: opts.Bool(false)}
	heat.SetGlobalOptions(charts.WithXAxisOpts(x), charts.WithYAxisOpts(rows(clip(names, 8))),
		charts.WithVisualMapOpts(opts.VisualMap{Type: "continuous", Show: opts.Bool(false), Min: -deepest, Max: deepest, Dimension: "2",
			InRange: &opts.VisualMapInRange{Color: []string{Better, BetBg, Card, WorseBg, Worse}}}))
	heat.SetXAxis(clip(columns, 8))
	heat.MultiSeries = append(heat.MultiSeries, charts.SingleSeries{Name: "件数", Type: "heatmap", Data: items,
		ItemStyle: &opts.ItemStyle{BorderColor: Card, BorderWidth: 2}, Label: &opts.Label{Show: opts.Bool(true), FontSize: 11}})
	return finish(&heat.RectChart)
}

// clip makes labels harmless and short enough for an axis.
func clip(names []string, runes int) []string {
	out := make([]string, len(names))
	for i, n := range names {
		r := []rune(n)
		if len(r) > runes {
			n = string(r[:runes-1]) + "…"
		}
		out[i] = Text(n)
	}
	return out
}

func longest(names []string, most int) int {
	n := 2
	for _, s := range names {
		n = max(n, min(most, len([]rune(s))))
	}
	return n
}
