package explain

import (
	"fmt"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

// Names tells axes and their values to people.
type Names interface {
	Axis(axis string) string
	Value(axis, value string) string
}

// bare are the axes whose values say by themselves what they are. A value of any other is told with its axis: 等级 A.
var bare = map[string]bool{"topic": true, "topic_why": true, "topic_where": true, "product_line": true, "product": true, "model": true, "province": true, "city": true, "channel": true, "department": true}

// ValueName is what people call a value: 比亚迪, 等级 A, 省份未填.
func ValueName(names Names, v analytics.AxisValue) string {
	axis, value := names.Axis(v.Axis), names.Value(v.Axis, v.Value)
	switch {
	case v.Value == "":
		return axis + value
	case bare[v.Axis]:
		return value
	}
	return axis + " " + value
}

// SeriesName is what people call the complaints of a series: 比亚迪 × 变更价格. The total has no name.
func SeriesName(names Names, series []analytics.AxisValue) string {
	parts := make([]string, len(series))
	for i, v := range series {
		parts[i] = ValueName(names, v)
	}
	return strings.Join(parts, " × ")
}

// sentence says what explains a finding.
func sentence(names Names, f *analytics.Finding, e cause.Explanation) string {
	s := named(names, e).Sentence(wordsOf(f))
	if len(f.Series) > 0 {
		s = SeriesName(names, f.Series) + "：" + s
	}
	return s
}

// named is an explanation with the names that people know.
func named(names Names, e cause.Explanation) cause.Explanation {
	translate := func(values []cause.Value) []cause.Value {
		out := make([]cause.Value, len(values))
		for i, v := range values {
			out[i] = cause.Value{Attribute: names.Axis(v.Attribute), Value: ValueName(names, analytics.AxisValue{Axis: v.Attribute, Value: v.Value})}
		}
		return out
	}
	causes := make([]cause.Cause, len(e.Causes))
	for i, c := range e.Causes {
		c.Values = translate(c.Values)
		c.Within = translated(c.Within, translate)
		c.Equivalents = translated(c.Equivalents, translate)
		causes[i] = c
	}
	e.Causes = causes
	return e
}

func translated(lists [][]cause.Value, translate func([]cause.Value) []cause.Value) [][]cause.Value {
	out := make([][]cause.Value, len(lists))
	for i, values := range lists {
		out[i] = translate(values)
	}
	return out
}

// wordsOf are what the sentence of a finding calls its two sides.
func wordsOf(f *analytics.Finding) cause.Words {
	w := cause.Words{Now: stretchText(f.From, f.To), Base: "预期", Unit: "件"}
	if f.Running && !ofMonths(f) {
		w.Now += "（未结束）"
	}
	whole := f.Whole && ofMonths(f)
	switch {
	case f.Kind == analytics.FindingMonth && whole:
		w.Now, w.Base = monthText(f.From), monthText(f.BaseFrom)
	case f.Kind == analytics.FindingYear && whole:
		w.Now, w.Base = fmt.Sprintf("%d 年 %s", f.From.Year(), monthText(f.From)), "上年同月"
	case f.Kind == analytics.FindingMonth:
		w.Base = monthText(f.BaseFrom) + "同期"
	case f.Kind == analytics.FindingYear:
		w.Now, w.Base = fmt.Sprintf("%d 年 %s", f.From.Year(), w.Now), "上年同期"
	}
	return w
}

func monthText(day time.Time) string { return fmt.Sprintf("%d 月", day.Month()) }

func dayText(day time.Time) string { return fmt.Sprintf("%d 月 %d 日", day.Month(), day.Day()) }

// stretchText writes 3 月 15 日, 3 月 11 日至 17 日, 2 月 29 日至 3 月 1 日.
func stretchText(from, to time.Time) string {
	switch {
	case from.Equal(to):
		return dayText(from)
	case analytics.MonthOf(from) == analytics.MonthOf(to):
		return fmt.Sprintf("%s至 %d 日", dayText(from), to.Day())
	}
	return dayText(from) + "至 " + dayText(to)
}
