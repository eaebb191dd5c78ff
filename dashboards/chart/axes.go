package chart

import "github.com/go-echarts/go-echarts/v2/opts"

// categories is an axis of names; the names are given by SetXAxis, made harmless by the caller.
func categories(interval string, rotate float64) opts.XAxis {
	return opts.XAxis{Type: "category", AxisTick: &opts.AxisTick{Show: opts.Bool(false)},
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: Line}},
		AxisLabel: &opts.AxisLabel{Color: Ink2, FontSize: 12, Interval: interval, Rotate: rotate},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}
}

// counts is an axis of numbers from zero, as bars must stand on it.
func counts() opts.YAxis {
	return opts.YAxis{Type: "value", Min: 0, SplitNumber: 4, MinInterval: 1, AxisLine: &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Color: Ink2, FontSize: 12},
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: Line2}}}
}

// rows is an axis of names from top to bottom.
func rows(names []string) opts.YAxis {
	return opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true),
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		AxisLabel: &opts.AxisLabel{Color: Ink2, FontSize: 12, Interval: "0"},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}
}
