package chart

import (
	"encoding/json"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Row is one bar of a ranking.
type Row struct {
	Name string
	N    uint64
	Base *uint64 // drawn as a mark; nil when there is nothing to compare with
	Rest bool    // 其余, 未分类: grey
	Text string  // what stands behind the bar
}

// Rows draws a ranking as lying bars with the month before as a mark. Pages draw rankings as tables; this is their picture.
func Rows(list []Row, describe string) (json.RawMessage, error) {
	names := make([]string, len(list))
	bars := make([]item, len(list))
	var marks []item
	for i, r := range list {
		names[i] = r.Name
		st := &style{Color: Data}
		if r.Rest {
			st.Color = Ink3
		}
		bars[i] = item{Name: Text(r.Name), Value: r.N, ItemStyle: st, Label: &label{Show: true, Position: "right", Formatter: Text(r.Text), Color: Ink}}
		if r.Base != nil {
			marks = append(marks, item{Value: []any{*r.Base, i}})
		}
	}
	bar := charts.NewBar()
	base(&bar.RectChart, describe, 24+12*longest(names, 12), 96, 8, 8)
	bar.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Show: opts.Bool(false)}),
		charts.WithYAxisOpts(rows(clip(names, 12))))
	bar.MultiSeries = append(bar.MultiSeries,
		charts.SingleSeries{Name: "件数", Type: "bar", Data: bars, BarMaxWidth: "12"},
		charts.SingleSeries{Name: "上月", Type: "scatter", Data: marks, Symbol: "rect", SymbolSize: []int{2, 16}, ItemStyle: &opts.ItemStyle{Color: Ink}})
	return finish(&bar.RectChart)
}

// Tile is one square of a tile grid.
type Tile struct {
	Name        string
	Column, Row int
	N           uint64
}

// Tiles draws the provinces as squares, the more the bluer. Pages draw tiles as links; this is their picture.
func Tiles(tiles []Tile, columns, height int, describe string) (json.RawMessage, error) {
	items := make([]item, len(tiles))
	var most uint64 = 1
	for i, t := range tiles {
		items[i] = item{Name: Text(t.Name), Value: []any{t.Column, t.Row, t.N}, Label: &label{Show: true, Formatter: Text(t.Name) + "\n" + count(t.N), Color: Ink}}
		most = max(most, t.N)
	}
	heat := charts.NewHeatMap()
	base(&heat.RectChart, describe, 8, 8, 8, 8)
	x, y := categories("0", 0), rows(numbered(height))
	x.Show, y.Show = opts.Bool(false), opts.Bool(false)
	heat.SetGlobalOptions(charts.WithXAxisOpts(x), charts.WithYAxisOpts(y),
		charts.WithVisualMapOpts(opts.VisualMap{Type: "continuous", Show: opts.Bool(false), Min: 0, Max: float32(most), Dimension: "2",
			InRange: &opts.VisualMapInRange{Color: []string{Line2, Data}}}))
	heat.SetXAxis(numbered(columns))
	heat.MultiSeries = append(heat.MultiSeries, charts.SingleSeries{Name: "件数", Type: "heatmap", Data: items,
		ItemStyle: &opts.ItemStyle{BorderColor: Card, BorderWidth: 3}})
	return finish(&heat.RectChart)
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = strconv.Itoa(i)
	}
	return out
}

// count writes a number inside a chart with thousands separators.
func count(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
