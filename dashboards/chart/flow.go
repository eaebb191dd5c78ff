package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Moment is one step of a flow: what came and what went, a second.
type Moment struct {
	Name     string
	In, Out  float64
	Tip      string
	Labelled bool // its name stands at the axis
}

// Flow draws what goes out in blue over what comes in in pale: where the pale line stands above, something piles up.
func Flow(moments []Moment, in, out, describe string) (json.RawMessage, error) {
	names := make([]string, len(moments))
	came, went := make([]item, len(moments)), make([]item, len(moments))
	for i, m := range moments {
		if names[i] = Text(m.Name); !m.Labelled {
			names[i] = ""
		}
		came[i] = item{Name: names[i], Value: m.In, Tip: Text(m.Tip)}
		went[i] = item{Name: names[i], Value: m.Out, Tip: Text(m.Tip)}
	}
	line := charts.NewLine()
	base(&line.RectChart, describe, 56, 16, 16, 26)
	x := categories("0", 0)
	x.BoundaryGap = opts.Bool(false)
	line.SetGlobalOptions(charts.WithXAxisOpts(x), charts.WithYAxisOpts(counts()))
	line.SetXAxis(names)
	line.MultiSeries = append(line.MultiSeries,
		charts.SingleSeries{Name: in, Type: "line", Data: came, Symbol: "circle", SymbolSize: 5, ShowSymbol: opts.Bool(false),
			AreaStyle: &opts.AreaStyle{Color: Data2, Opacity: opts.Float(0.35)}, LineStyle: &opts.LineStyle{Color: Data2, Width: 2}, ItemStyle: &opts.ItemStyle{Color: Data2}},
		charts.SingleSeries{Name: out, Type: "line", Data: went, Symbol: "circle", SymbolSize: 5, ShowSymbol: opts.Bool(false),
			LineStyle: &opts.LineStyle{Color: Data, Width: 2}, ItemStyle: &opts.ItemStyle{Color: Data}})
	return finish(&line.RectChart)
}
