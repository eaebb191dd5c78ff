package dashboards

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

var verdictNames = map[string]string{analytics.VerdictConfirmed: "确认", analytics.VerdictFalse: "误报", analytics.VerdictExpected: "预期内", analytics.VerdictNewNormal: "新常态"}

// VerdictName is what people call a decision about a finding.
func VerdictName(verdict string) string { return verdictNames[verdict] }

// LevelName is what people call a level of a finding; empty for level 0.
func LevelName(level uint8) string { return trend.Level(min(level, uint8(trend.LevelAlarm))).String() }

// FindingAddress is the page of one finding.
func FindingAddress(id uint64) string { return "/finding?id=" + analytics.IDText(id) }

// spoken is the order in which values are said: what it is, where it is, how it came, and at last what is said of it. Attributes that a source tells
// besides come before what is said.
var spoken = []string{"product_line", "product", "model", "batch", "department", "province", "city", "channel", "grade", "sender_kind", "source", analytics.AttributeAxis, "category",
	"topic_where", "topic_why", "topic"}

// bare are the axes whose values say by themselves what they are. A value of any other is told with its axis: 等级 A.
var bare = []string{"topic", "topic_why", "product_line", "product", "model", "province", "city", "channel", "department"}

// SeriesName is what people call the complaints that have all of some values: 比亚迪 × 变更价格. The total is 全部投诉. A value that is not told says of what.
func SeriesName(names Names, series []analytics.AxisValue) string {
	if len(series) == 0 {
		return "全部投诉"
	}
	place := func(v analytics.AxisValue) int {
		if strings.HasPrefix(v.Axis, analytics.AttributeAxis) {
			return slices.Index(spoken, analytics.AttributeAxis)
		}
		return slices.Index(spoken, v.Axis)
	}
	sorted := slices.Clone(series)
	slices.SortStableFunc(sorted, func(a, b analytics.AxisValue) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Axis, b.Axis))
	})
	parts := make([]string, len(sorted))
	for i, v := range sorted {
		parts[i] = fullName(names, v)
	}
	return strings.Join(parts, " × ")
}

// fullName names a value so that it can stand alone: 比亚迪, 等级 A, 省份未填.
func fullName(names Names, v analytics.AxisValue) string {
	axis, value := AttributeName(v.Axis), ValueName(names, v.Axis, v.Value)
	switch {
	case v.Value == "" && v.Axis != "topic":
		return axis + value
	case slices.Contains(bare, v.Axis):
		return value
	case v.Axis == "topic_where":
		return strings.TrimSuffix(value, axis) + axis
	}
	return axis + " " + value
}

// AttributeName is what people call an axis, one of those that a source tells besides too.
func AttributeName(axis string) string {
	if name, besides := strings.CutPrefix(axis, analytics.AttributeAxis); besides {
		return name
	}
	return AxisName(axis)
}

// SeriesSelection picks the complaints that have all of some values, of the sources that take part, on some days. Findings speak of the
// figures of now, also in a sealed month.
func SeriesSelection(series []analytics.AxisValue, sources []string, from, to time.Time, seals []analytics.Seal) analytics.Selection {
	var s analytics.Selection
	for _, v := range series {
		s = s.With(v.Axis, v.Value)
	}
	if len(sources) > 0 {
		s = s.With("source", sources...)
	}
	return s.Between(from, to).OnBasis(analytics.BasisNow, seals)
}

// Figure writes a number that was computed: whole, and below ten with one decimal, as the mean of a few days often is.
func Figure(x float64) string {
	if math.Abs(x) < 9.95 {
		return Decimal(x)
	}
	return Number(int64(math.Round(x)))
}

// ShareText writes a share between 0 and 1, or beyond, as a percentage: 74.4%.
func ShareText(share float64) string { return Decimal(share*100) + "%" }

// SignedFigure writes a difference that was computed: +102, −0.5.
func SignedFigure(x float64) string {
	text := Figure(math.Abs(x))
	switch {
	case text == "0":
		return "0"
	case x < 0:
		return "−" + text
	}
	return "+" + text
}

// WithValues narrows a selection to a combination of values. One that the selection has already is not said twice.
func WithValues(s analytics.Selection, values []analytics.AxisValue) analytics.Selection {
	for _, v := range values {
		known := false
		for _, c := range s.Choices {
			known = known || !c.Not && c.Axis == v.Axis && len(c.Values) == 1 && c.Values[0] == v.Value
		}
		if !known {
			s = s.With(v.Axis, v.Value)
		}
	}
	return s
}
