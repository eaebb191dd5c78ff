package dashboards

import (
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

var axisNames = map[string]string{"topic": "主题", "topic_why": "原因", "topic_where": "环节", "category": "来源分类", "product_line": "产品线", "product": "产品", "model": "型号",
	"batch": "批次", "province": "省份", "city": "城市", "channel": "渠道", "department": "部门", "grade": "等级", analytics.JudgedLevel: "级别", analytics.JudgedHandler: "承办人", "sender_kind": "投诉人", "source": "来源",
	"customer_tier": "客户等级", "customer_segment": "客户群", analytics.AxisDemand: "诉求", analytics.AxisUrgency: "紧急", analytics.AxisMood: "语气", analytics.AxisRating: "文本满意度"}

// AxisName is what people call an axis. What a source tells besides has the name that the source gave it.
func AxisName(axis string) string {
	if name, ok := analytics.AttributeOf(axis); ok {
		return name
	}
	return axisNames[axis]
}

var stateNames = map[analytics.State]string{analytics.StateRepeated: "逐字重复", analytics.StateDuplicate: "重复件", analytics.StateMass: "群诉", analytics.StateTemplate: "模板件", analytics.StateWordless: "无原文", analytics.StatePending: "待分析",
	analytics.StateClocked: "计时到期", analytics.StateOnTime: "及时响应", analytics.StateLate: "响应超时", analytics.StateRated: "有满意度",
	analytics.StateSatisfied: "满意", analytics.StateUnsatisfied: "不满意", analytics.StateContradicting: "记录有矛盾"}

// StateName is what people call a state.
func StateName(s analytics.State) string { return stateNames[s] }

var clockStateNames = map[string]string{analytics.ClockCounted: "到期", analytics.ClockMet: "按时", analytics.ClockLate: "超时", analytics.ClockOverdue: "超时未了结",
	analytics.ClockRunning: "计时中"}

// ClockStateName is what people call the way in which a clock stands.
func ClockStateName(state string) string { return clockStateNames[state] }

var judgedNames = map[string][2]string{ // of any value, and before one
	analytics.JudgedFine: {"有测算金额", "按规则测算："}, analytics.JudgedTell: {"须上报", "须上报："}, analytics.JudgedTellOpen: {"须上报且未了结", "未了结，须上报："},
	analytics.JudgedHandler: {"承办人未填", "承办人："}, analytics.JudgedLevel: {"级别未填", "级别："}, analytics.JudgedHanded: {"转办过", "转办给"}, analytics.JudgedHandedOpen: {"转办后待答复", "待答复："},
	analytics.JudgedHandedLate: {"转办答复超时", "答复超时："}, analytics.JudgedHandedNone: {"转办未答复", "未答复："}, analytics.JudgedGranted: {"给过补偿", "升级后给过补偿"},
	analytics.JudgedSolved: {"已解决", ""}, analytics.JudgedReopened: {"重开过", ""}, analytics.JudgedEscalated: {"升级过", ""},
}

// JudgedName says what a policy says of the complaints that are picked.
func JudgedName(p analytics.JudgedPick) string {
	names := judgedNames[p.Kind]
	switch {
	case p.Value == "":
		return names[0]
	case p.Kind == analytics.JudgedGranted:
		return names[1]
	case p.Kind == analytics.JudgedSolved && p.Value == analytics.SolvedSpot:
		return "现场解决"
	case p.Kind == analytics.JudgedSolved:
		return "非现场解决"
	}
	return names[1] + p.Value
}

var groupNames = map[analytics.GroupKind]string{analytics.GroupMatter: "同一事项", analytics.GroupMass: "同一群诉", analytics.GroupTemplate: "同一模板"}

// GroupName is what people call the complaints of a group of a kind.
func GroupName(kind analytics.GroupKind) string { return groupNames[kind] }

var senderNames = map[string]string{"customer": "客户", "employee": "员工", "supplier": "供应商", "regulator": "监管", "other": "其他"}

// EventName is what people call a step in the life of a complaint; a kind that is not known is shown as it is.
func EventName(kind string) string {
	return lifecycle.Name(kind)
}

// Names tells labels of the taxonomy, on every axis, to people. A code that is not known gives the code itself.
type Names interface {
	Topic(code string) (name, group string)
}

// Crosswalks reads labels of earlier versions of the taxonomy. Names may implement it.
type Crosswalks interface {
	// Current returns the labels that a code is read as now: itself while it is in use, none when nobody knows it.
	Current(code string) []string
}

// Labelled reports whether the values of an axis are codes of the taxonomy.
func Labelled(axis string) bool {
	return axis == "topic" || axis == "topic_why" || axis == "topic_where"
}

// ValueName is what people call a value of an axis.
func ValueName(names Names, axis, value string) string {
	switch {
	case value == "" && Labelled(axis):
		return "未分类"
	case slices.Contains(analytics.SaidAxes, axis):
		return saidName(axis, value)
	case value == "":
		return "未填"
	case Labelled(axis) && names != nil:
		if name, _ := names.Topic(value); name != "" {
			return name
		}
	case axis == "sender_kind":
		if name, ok := senderNames[value]; ok {
			return name
		}
	}
	return value
}

// The steps in which a weight that was never held against right answers is told: a percentage would promise what nobody measured.
const (
	strongSigns = 0.75
	someSigns   = 0.5
)

// Signs says how strong the signs of a label are, by a confidence from 0 to 1 that rules made from the words that they found and the lead
// over the runner-up.
func Signs(confidence float32) string {
	switch {
	case confidence >= strongSigns:
		return "依据强"
	case confidence >= someSigns:
		return "依据一般"
	}
	return "依据弱"
}
