package chart

import (
	"encoding/json"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Bar is one month of a trend.
type Bar struct {
	Name     string
	N        uint64
	Label    string // shown above the bar, empty for none
	Chosen   bool   // the month of the page
	Unfilled bool   // an unfinished month: hatched
	Tip      string
	Door     string
}

// Months draws one bar a month. The month of the page is blue, the others are its comparison, unfinished ones are hatched.
func Months(bars []Bar, describe string) (json.RawMessage, error) {
	names := make([]string, len(bars))
	items := make([]item, len(bars))
	for i, b := range bars {
		names[i] = Text(b.Name)
		st := &style{Color: Data2, BorderRadius: []int{2, 2, 0, 0}}
		if b.Chosen {
			st.Color = Data
		}
		if b.Unfilled {
			st.Decal = hatch
		}
		it := item{Name: names[i], Value: b.N, ItemStyle: st, Tip: Text(b.Tip), Door: door(b.Door)}
		if b.Label != "" {
			it.Label = &label{Show: true, Position: "top", Color: Ink, Formatter: Text(b.Label)}
			if b.Chosen {
				it.Label.FontWeight = "bold"
			}
		}
		items[i] = it
	}
	bar := charts.NewBar()
	base(&bar.RectChart, describe, 48, 12, 28, 40)
	bar.SetGlobalOptions(charts.WithXAxisOpts(categories("auto", 0)), charts.WithYAxisOpts(counts()))
	bar.SetXAxis(names)
	bar.MultiSeries = append(bar.MultiSeries, charts.SingleSeries{Name: "投诉量", Type: "bar", Data: items, BarMaxWidth: "44", BarCategoryGap: "32%",
		Emphasis: &opts.Emphasis{}})
	return finish(&bar.RectChart)
}
