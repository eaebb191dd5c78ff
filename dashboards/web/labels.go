package web

import (
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// labelView is what a complaint was given on one axis of the taxonomy, with what spoke for it.
type labelView struct {
	Axis  string   // 主题, 原因, 环节
	Name  string   // 未分类 without one
	None  bool     // there is none
	How   string   // where it came from
	Words []string // of the original that spoke for it, each once, in their order
	Sure  string   // confidence in percent; empty when nothing was weighed
}

// howNames are what people call the ways to a label.
var howNames = map[string]string{"rule": "原文中的词", "model": "模型", "category": "来源分类", "person": "人工", "none": ""}

// labelsOf lists the labels of all axes.
func labelsOf(q dashboards.Query, in *analytics.Insight, words string) []labelView {
	runes := []rune(words)
	var list []labelView
	for _, l := range []struct {
		axis string
		analytics.Label
	}{{"topic", analytics.Label{Code: in.Topic, From: in.TopicFrom, Confidence: in.Confidence}}, {"topic_why", in.Why}, {"topic_where", in.Where}} {
		v := labelView{Axis: dashboards.AxisName(l.axis), Name: dashboards.ValueName(q.Names, l.axis, l.Code), None: l.Code == "", How: howNames[l.From]}
		if l.From == "rule" || l.From == "model" {
			v.Sure = sure(l.Confidence)
		}
		for _, e := range in.Evidence {
			from, to := min(int(e.From), len(runes)), min(int(e.To), len(runes))
			if word := string(runes[min(from, to):to]); e.Topic == l.Code && word != "" && !slices.Contains(v.Words, word) {
				v.Words = append(v.Words, word)
			}
		}
		list = append(list, v)
	}
	return list
}

// sure writes a confidence in whole percent: what was measured on some thousands of labels has no tenths.
func sure(confidence float32) string {
	return dashboards.Decimal(math.Round(float64(confidence) * 100))
}
