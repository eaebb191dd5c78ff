package dashboards

import (
	"net/url"

	"huisheng/analytics"
)

// shiftNames are what people call the changes of a sealed month, and what they mean.
var shiftNames = map[analytics.ShiftKind][2]string{
	analytics.ShiftLate:        {"迟到", "封账之后才第一次到达"},
	analytics.ShiftBack:        {"恢复计入", "封账时已撤诉、并单、无效或所在的导入已撤销，后来又计入"},
	analytics.ShiftMovedIn:     {"改入本月", "封账时计在别的月份，更正后计入本月"},
	analytics.ShiftWithdrawn:   {"撤诉", "封账之后撤诉"},
	analytics.ShiftMerged:      {"并单", "封账之后并入别的投诉"},
	analytics.ShiftInvalidated: {"无效", "封账之后判为无效"},
	analytics.ShiftUndone:      {"撤销导入", "所在的导入都已撤销"},
	analytics.ShiftMovedOut:    {"改出本月", "更正后计入别的月份"},
	analytics.ShiftLeft:        {"其他退出", "封账时计入，现在不计"},
	analytics.ShiftCorrected:   {"更正", "内容以后来的一版为准，主题可能随之改变"},
	analytics.ShiftRelabelled:  {"改类", "内容未变，归类变了"},
	analytics.ShiftHandled:     {"处理进展", "受理、响应、办结、回访或满意度有变"},
	analytics.ShiftRegrouped:   {"归并有变", "在去重件、去模板件里的计数有变"},
}

// ShiftName is what people call a change.
func ShiftName(k analytics.ShiftKind) string { return shiftNames[k][0] }

// ShiftText says what a change is.
func ShiftText(k analytics.ShiftKind) string { return shiftNames[k][1] }

var relabelNames = map[string]string{analytics.RelabelPerson: "人工改正", analytics.RelabelWords: "词表改动", analytics.RelabelTaxonomy: "分类体系换版", analytics.RelabelModel: "模型换版"}

// RelabelName is what people call a reason of another label.
func RelabelName(reason string) string { return relabelNames[reason] }

// parseShift reads changed, reason, was and not_was of an address; nil without changed.
func parseShift(values url.Values) (*analytics.ShiftFilter, error) {
	if len(chosenValues(values["changed"])) == 0 {
		return nil, nil
	}
	f := &analytics.ShiftFilter{Reason: values.Get("reason"), Was: chosenValues(values["was"]), WasOther: chosenValues(values["not_was"])}
	for _, v := range chosenValues(values["changed"]) {
		if ShiftName(analytics.ShiftKind(v)) == "" {
			return nil, analytics.Invalid("changed", "没有 %q 这种变动", v)
		}
		f.Kinds = append(f.Kinds, analytics.ShiftKind(v))
	}
	if f.Reason != "" && RelabelName(f.Reason) == "" {
		return nil, analytics.Invalid("reason", "没有 %q 这种改类的原因", f.Reason)
	}
	return f, nil
}

// encodeShift writes a filter the way parseShift reads it.
func encodeShift(values url.Values, f *analytics.ShiftFilter) {
	if f == nil {
		return
	}
	for _, k := range f.Kinds {
		values.Add("changed", string(k))
	}
	if f.Reason != "" {
		values.Set("reason", f.Reason)
	}
	for name, list := range map[string][]string{"was": f.Was, "not_was": f.WasOther} {
		if list != nil {
			values[name] = list
		}
	}
}

// leaves reports whether all that a filter picks is in the figures of then only.
func leaves(f *analytics.ShiftFilter) bool {
	for _, k := range f.Kinds {
		if k.Sign() >= 0 {
			return false
		}
	}
	return true
}
