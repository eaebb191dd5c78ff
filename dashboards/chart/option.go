package chart

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// The tokens of the page that charts use. LOOK.md says what each colour means.
const (
	Ink     = "--ink"
	Ink2    = "--ink-2"
	Ink3    = "--ink-3"
	Line    = "--line"
	Line2   = "--line-2"
	Card    = "--card"
	Data    = "--data"
	Data2   = "--data-2"
	Worse   = "--worse"
	WorseBg = "--worse-bg"
	Better  = "--better"
	BetBg   = "--better-bg"
)

// item is one point, bar or cell. go-echarts' own items lack the hatch, the tip and the door.
type item struct {
	Name      string `json:"name,omitempty"`
	Value     any    `json:"value"`
	ItemStyle *style `json:"itemStyle,omitempty"`
	Label     *label `json:"label,omitempty"`
	Tip       string `json:"tip,omitempty"`
	Door      string `json:"door,omitempty"`
}

type style struct {
	Color        string  `json:"color,omitempty"`
	BorderColor  string  `json:"borderColor,omitempty"`
	BorderWidth  float64 `json:"borderWidth,omitempty"`
	BorderRadius []int   `json:"borderRadius,omitempty"`
	Decal        *decal  `json:"decal,omitempty"`
}

// decal is the hatch of an unfinished month.
type decal struct {
	Symbol     string  `json:"symbol"`
	Color      string  `json:"color"`
	DashArrayX []int   `json:"dashArrayX"`
	DashArrayY []int   `json:"dashArrayY"`
	Rotation   float64 `json:"rotation"`
	SymbolSize float64 `json:"symbolSize"`
}

type label struct {
	Show       bool   `json:"show"`
	Position   string `json:"position,omitempty"`
	Color      string `json:"color,omitempty"`
	FontWeight string `json:"fontWeight,omitempty"`
	Formatter  string `json:"formatter,omitempty"`
}

var hatch = &decal{Symbol: "rect", Color: Card, DashArrayX: []int{1, 0}, DashArrayY: []int{3, 4}, Rotation: -math.Pi / 4, SymbolSize: 1}

// Text makes a label that came from outside harmless for every reader of the option. go-echarts gives strings shaped __f__…__f__ to the
// browser as code; an invisible word joiner breaks that shape, and the label still reads the same. Braces would be read as a template
// of ECharts and become their full-width forms.
func Text(s string) string {
	s = strings.ReplaceAll(s, "__f__", "__\u2060f__")
	return strings.NewReplacer("{", "｛", "}", "｝").Replace(s)
}

// door keeps the same shape out of an address, where it can be written otherwise.
func door(address string) string { return strings.ReplaceAll(address, "__f__", "%5F_f_%5F") }

// base sets what all charts share: no animation, tips drawn without HTML, a description for those who cannot see.
func base(c *charts.RectChart, describe string, left, right, top, bottom int) {
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Description: Text(describe)}}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(top), Bottom: px(bottom)}),
	)
}

func px(n int) string { return fmt.Sprint(n) }

// finish validates a chart and writes it as JSON. NaN and infinities give a blank chart without a word in the browser: they are refused here.
func finish(c *charts.RectChart) (json.RawMessage, error) {
	for _, s := range c.MultiSeries {
		if err := finite(reflect.ValueOf(s.Data)); err != nil {
			return nil, fmt.Errorf("series %q: %w", s.Name, err)
		}
	}
	c.Validate()
	option := c.JSON()
	delete(option, "color") // the palette of go-echarts: every colour is a token
	delete(option, "title")
	delete(option, "toolbox")
	option["yAxis"] = bareAxis{YAxis: c.YAxisList[0]}
	option["tooltip"] = map[string]any{"show": true, "renderMode": "richText", "confine": true, "backgroundColor": Card, "borderColor": Line,
		"borderWidth": 1, "padding": []int{8, 12}, "textStyle": map[string]any{"color": Ink, "fontSize": 13}}
	return json.Marshal(option)
}

// bareAxis is a vertical axis without ticks, which go-echarts cannot turn off.
type bareAxis struct {
	opts.YAxis
	AxisTick struct {
		Show bool `json:"show"`
	} `json:"axisTick"`
}

// finite walks items and their values.
func finite(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			return finite(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if err := finite(v.Index(i)); err != nil {
				return fmt.Errorf("item %d: %w", i, err)
			}
		}
	case reflect.Struct:
		if it, ok := v.Interface().(item); ok {
			return finite(reflect.ValueOf(it.Value))
		}
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return fmt.Errorf("%v is not a number that can be drawn", f)
		}
	}
	return nil
}
