package web

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/dashboards"
)

// Models are the learnt models of the installation.
type Models interface {
	// LearntModels lists them, newest first; none is an empty list. A page asks once.
	LearntModels(ctx context.Context) ([]LearntModel, error)

	// UseModel puts one to use in the place of the one before; 0 uses none. Complaints are read again in the background.
	UseModel(ctx context.Context, number uint64) error
}

// LearntModel is one model.
type LearntModel struct {
	Number uint64
	By     string
	InUse  bool
	Header learn.Header
}

// originNames are the origins of labels as people call them.
var originNames = map[string]string{"person": "人工更正", "category": "来源分类", "rule": "确定的规则命中"}

// evaluationPage is what the template of 评估 shows.
type evaluationPage struct {
	Models  []modelLine
	Shown   *modelView // nil when there is none
	Unused  bool       // there are models, and none is in use
	Waiting bool       // a model is shown that is not the one in use
}

// modelLine is one model in the list.
type modelLine struct {
	Number, N                        uint64
	MadeAt, By, Accuracy, Macro, ECE string
	Labels                           int
	InUse, Shown                     bool
}

// modelView is one model in full.
type modelView struct {
	modelLine
	Sentence    []string
	Fingerprint string
	Taxonomy    string
	Figures     []opsFigure
	Origins     []originView
	Labels      []fitView
	More        []fitView
	Mistakes    []mistakeView
	Coverage    []coverageView
	Chart       reliabilityChart
}

type originView struct {
	Name, Right string
	N           uint64
}

type fitView struct {
	Name, Door                  string
	N, Answered                 uint64
	Precision, Recall, F1       string
	PrecisionRange, RecallRange string
}

type mistakeView struct {
	Label, Answer, Door string
	N                   uint64
}

type coverageView struct {
	Target, Threshold, Share string
	InUse                    bool
}

// labelRows is how many labels are shown before the rest can be opened.
const labelRows = 20

func (s *site) showEvaluation(w http.ResponseWriter, r *http.Request) {
	list, err := s.Models.LearntModels(r.Context())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	asked, _ := strconv.ParseUint(r.URL.Query().Get("model"), 10, 64) // anything else shows the one in use
	s.show(w, r, http.StatusOK, "evaluation", frame{Title: "评估", Active: "evaluation", Books: s.books(r), Body: s.evaluationPage(list, asked)})
}

// useModel puts a model to use.
func (s *site) useModel(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.ParseUint(r.PathValue("number"), 10, 64)
	if err != nil {
		s.notFound(w, r)
		return
	}
	if err := s.Models.UseModel(r.Context(), number); err != nil {
		s.problem(w, r, err)
		return
	}
	if number == 0 {
		s.after(w, r, "/evaluation", "model_unused", -1)
		return
	}
	s.after(w, r, "/evaluation", "model_used", int64(min(number, math.MaxInt64)))
}

// evaluationPage shows the model that was asked for, else the one in use, else the newest.
func (s *site) evaluationPage(list []LearntModel, asked uint64) evaluationPage {
	page := evaluationPage{Unused: len(list) > 0}
	shown := -1
	for i, m := range list {
		if m.InUse {
			page.Unused = false
		}
		if m.Number == asked || m.InUse && shown < 0 {
			shown = i
		}
	}
	if shown < 0 && len(list) > 0 {
		shown = 0
	}
	for i, m := range list {
		line := modelLineOf(m)
		line.Shown = i == shown
		page.Models = append(page.Models, line)
	}
	if shown >= 0 {
		page.Shown = s.modelView(list[shown])
		page.Waiting = !list[shown].InUse
	}
	return page
}

func modelLineOf(m LearntModel) modelLine {
	r := m.Header.Report
	return modelLine{Number: m.Number, N: uint64(r.Rows), MadeAt: m.Header.MadeAt.In(analytics.Zone).Format(time.DateTime), By: m.By, Labels: len(m.Header.Labels),
		Accuracy: percent(r.Accuracy.Value), Macro: fmt.Sprintf("%.3f", r.MacroF1), ECE: fmt.Sprintf("%.3f", r.ECE), InUse: m.InUse}
}

// percent writes a share with one decimal.
func percent(share float64) string { return fmt.Sprintf("%.1f%%", share*100) }

// between writes an interval of shares.
func between(r learn.Rate) string { return fmt.Sprintf("%.0f–%.0f%%", r.Low*100, r.High*100) }

func (s *site) modelView(m LearntModel) *modelView {
	r := m.Header.Report
	v := &modelView{modelLine: modelLineOf(m), Fingerprint: m.Header.Fingerprint, Taxonomy: m.Header.Taxonomy}
	share := r.ShareAt(m.Header.Threshold)
	v.Sentence = []string{
		fmt.Sprintf("没有学过的投诉里，它与已有的标签有 %s 一致", percent(r.Accuracy.Value)),
		fmt.Sprintf("够有把握（置信度 %.2f 以上）的占 %s，才用来定主题", m.Header.Threshold, percent(share)),
	}
	if share == 0 {
		v.Sentence[1] = "没有哪个置信度以上够准，所以它现在不定任何主题"
	}
	v.Figures = []opsFigure{
		{Name: "准确率", Value: percent(r.Accuracy.Value), Note: fmt.Sprintf("%s，n=%s", between(r.Accuracy), dashboards.Number(r.Rows))},
		{Name: "宏平均 F1", Value: fmt.Sprintf("%.3f", r.MacroF1), Note: fmt.Sprintf("%d 种主题同等看待；加权 %.3f", len(r.Labels), r.WeightedF1)},
		{Name: "校准误差 ECE", Value: fmt.Sprintf("%.3f", r.ECE), Note: fmt.Sprintf("%d 个等量区间；0 最好", len(r.Reliability))},
		{Name: "95% 精确时的覆盖", Value: coverageAt(r, 0.95), Note: "有把握到这个程度的投诉所占的比例"},
	}
	for _, o := range r.Origins {
		v.Origins = append(v.Origins, originView{Name: originNames[o.Origin], Right: percent(o.Accuracy.Value) + "（" + between(o.Accuracy) + "）", N: uint64(o.Accuracy.N)})
	}
	for i, l := range r.Labels {
		if row := s.fitView(l); i < labelRows {
			v.Labels = append(v.Labels, row)
		} else {
			v.More = append(v.More, row)
		}
	}
	for _, x := range r.Confusion[:min(len(r.Confusion), 12)] {
		v.Mistakes = append(v.Mistakes, mistakeView{Label: s.topicName(x.Label), Answer: s.topicName(x.Answer), N: uint64(x.N), Door: topicDoor(x.Label)})
	}
	for _, c := range r.Coverage {
		row := coverageView{Target: fmt.Sprintf("%.0f%%", c.Precision*100), Threshold: fmt.Sprintf("%.2f", c.Threshold), Share: percent(c.Share), InUse: c.Threshold == m.Header.Threshold}
		if c.Share == 0 {
			row.Threshold, row.Share = "—", "达不到"
		}
		v.Coverage = append(v.Coverage, row)
	}
	v.Chart = reliability(r.Reliability)
	return v
}

func coverageAt(r *learn.Report, precision float64) string {
	for _, c := range r.Coverage {
		if c.Precision == precision {
			return percent(c.Share)
		}
	}
	return "—"
}

func (s *site) fitView(l learn.LabelFit) fitView {
	row := fitView{Name: s.topicName(l.Label), Door: topicDoor(l.Label), N: uint64(l.N), Answered: uint64(l.Answered), F1: fmt.Sprintf("%.2f", l.F1),
		Precision: "—", Recall: percent(l.Recall.Value), RecallRange: between(l.Recall)}
	if l.Answered > 0 {
		row.Precision, row.PrecisionRange = percent(l.Precision.Value), between(l.Precision)
	}
	return row
}

func (s *site) topicName(code string) string {
	if s.Names == nil {
		return code
	}
	name, _ := s.Names.Topic(code)
	return name
}

// topicDoor leads to the complaints of a topic.
func topicDoor(code string) string {
	return dashboards.Door(analytics.Selection{}.With("topic", code))
}
