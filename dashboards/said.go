package dashboards

import (
	"huisheng/analytics"
	"huisheng/analytics/tone"
)

var urgencyNames = map[string]string{tone.Safety: "安全", tone.Injury: "受伤", tone.Media: "媒体", tone.Regulator: "监管", tone.Lawyer: "律师", tone.Group: "群体"}

// UrgencyName is what people call a reason not to wait.
func UrgencyName(kind string) string { return named(urgencyNames, kind) }

var demandNames = map[string]string{"refund": "退款", "exchange": "换货", "repair": "维修", "compensation": "赔偿", "apology": "道歉", "explanation": "解释",
	"delivery": "交付", "cancel": "取消", "correct": "更正", "punish": "追责", "policy": "改规定", "reply": "答复"}

// DemandName is what people call what a customer wants.
func DemandName(kind string) string { return named(demandNames, kind) }

// Bands of sentiment, as the axis analytics.AxisSentiment has them.
var sentimentNames = map[string]string{"bad": "负面", "mixed": "中性", "good": "正面"}

// SentimentName is what people call a band of sentiment.
func SentimentName(band string) string { return named(sentimentNames, band) }

// saidName is what people call a value of one of analytics.SaidAxes.
func saidName(axis, value string) string {
	switch {
	case value == "" && axis == analytics.AxisDemand:
		return "未提诉求"
	case value == "" && axis == analytics.AxisUrgency:
		return "不紧急"
	case value == "":
		return "看不出"
	case axis == analytics.AxisDemand:
		return DemandName(value)
	case axis == analytics.AxisUrgency:
		return UrgencyName(value)
	case axis == analytics.AxisMood:
		return SentimentName(value)
	}
	return value + " 分"
}

// temperNames and advice are those of service practice. They are hints for whoever meets the customer now, and nothing else.
var temperNames = map[string]string{tone.Withheld: "消极", tone.Angry: "发怒", tone.Talkative: "发言", tone.Threatening: "威胁"}

var advice = map[string]string{
	tone.Withheld:    "尊重对方，复述要点请他确认，请职级更高的人出面。",
	tone.Angry:       "单独接待，先让他说完，认同他的感受，一起定办法，并告诉他会上报。",
	tone.Talkative:   "不闲聊，用“是不是”来问，要点书面确认，约定下一步。",
	tone.Threatening: "单独接待，合理的先满足，给出两三个方案供选，留意动向，同时立即上报。",
}

// TemperHint is how a way of complaining is called and how to meet it; empty for none.
func TemperHint(temper string) (name, hint string) { return temperNames[temper], advice[temper] }

func named(names map[string]string, code string) string {
	if name, ok := names[code]; ok {
		return name
	}
	return code
}
