package web

import (
	"context"
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// labelView is what a complaint was given on one axis of the taxonomy, with what spoke for it.
type labelView struct {
	Axis  string    // 主题, 原因, 环节
	Name  string    // 未分类 without one
	None  bool      // there is none
	How   string    // where it came from
	Words []string  // of the original that spoke for it, each once, in their order
	Sure  string    // how far it can be relied on; empty when nothing was weighed
	Then  string    // what it was when its month was sealed; empty when it is the same, or the month is not sealed
	Said  *saidView // the correction that it is; nil unless a person said it

	axis string // one of analytics.LabelAxes
}

// howNames are what people call the ways to a label.
var howNames = map[string]string{"rule": "原文中的词", "model": "模型", "category": "来源分类", "person": "人工", "none": ""}

// labelsOf lists the labels of all axes. measured tells whether confidences of 现象 went through a curve that was measured.
func labelsOf(q dashboards.Query, in *analytics.Insight, words string, measured bool) []labelView {
	runes := []rune(words)
	var list []labelView
	for _, axis := range analytics.LabelAxes {
		l, column := in.LabelOn(axis), labelColumns[axis]
		v := labelView{Axis: dashboards.AxisName(column), Name: dashboards.ValueName(q.Names, column, l.Code), None: l.Code == "", How: howNames[l.From], axis: axis}
		if l.From == "rule" || l.From == "model" {
			v.Sure = sureText(l.Confidence, l.From == "model" || measured && axis == analytics.AxisWhat)
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

// labelColumns are the columns of facts that hold the labels of the axes.
var labelColumns = map[string]string{analytics.AxisWhat: "topic", analytics.AxisWhy: "topic_why", analytics.AxisWhere: "topic_where"}

// sureText says how far a label can be relied on: in percent when confidences were measured, else only how strong the signs are.
func sureText(confidence float32, measured bool) string {
	if measured {
		return "把握 " + sure(confidence) + "%"
	}
	return dashboards.Signs(confidence)
}

// measured reports whether a learnt model is in use, with which the confidences of rules were measured as well.
func (s *site) measured(ctx context.Context) bool {
	if s.Models == nil {
		return false
	}
	models, err := s.Models.LearntModels(ctx)
	if err != nil {
		s.Log.Warn("the learnt models could not be read", "error", err)
	}
	return slices.ContainsFunc(models, func(m LearntModel) bool { return m.InUse })
}

// saidBy adds to labels that a person gave who said so, when and why. A complaint is shown without it when that cannot be read.
func (s *site) saidBy(ctx context.Context, q dashboards.Query, k analytics.Key, list []labelView) {
	if s.Corrections == nil || !slices.ContainsFunc(list, func(l labelView) bool { return l.How == howNames[analytics.FromPerson] }) {
		return
	}
	said, err := s.Corrections.CorrectionsOf(ctx, k)
	if err != nil {
		s.Log.Warn("the corrections of a complaint could not be read", "error", err)
		return
	}
	for i := range list {
		if list[i].How != howNames[analytics.FromPerson] {
			continue
		}
		for _, c := range said {
			if c.Axis == list[i].axis && c.UndoneAt.IsZero() {
				column := labelColumns[c.Axis]
				list[i].Said = &saidView{Number: c.Number, From: dashboards.ValueName(q.Names, column, c.From), To: dashboards.ValueName(q.Names, column, c.To),
					By: c.By, At: dashboards.TimeText(c.At), Why: c.Why}
			}
		}
	}
}

// labelledThen adds to labels what they were when the complaint's month was sealed, where that differs.
func (s *site) labelledThen(ctx context.Context, q dashboards.Query, month analytics.Month, in *analytics.Insight, list []labelView) {
	if s.Seals == nil {
		return
	}
	seals, err := s.Reader.Seals(ctx)
	var then map[string]string
	if err == nil && slices.ContainsFunc(seals, func(seal analytics.Seal) bool { return seal.Month == month }) {
		then, err = s.Seals.LabelsThen(ctx, month, in.Key)
	}
	if err != nil {
		s.Log.Warn("what a complaint was when its month was sealed could not be read", "error", err)
	}
	for i := range list {
		if code, kept := then[list[i].axis]; kept && code != in.LabelOn(list[i].axis).Code {
			list[i].Then = dashboards.ValueName(q.Names, labelColumns[list[i].axis], code)
		}
	}
}

// sure writes a confidence in whole percent: what was measured on some thousands of labels has no tenths.
func sure(confidence float32) string {
	return dashboards.Decimal(math.Round(float64(confidence) * 100))
}
