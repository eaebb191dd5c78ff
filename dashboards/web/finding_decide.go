package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// verdictOption is one of the decisions that the form offers.
type verdictOption struct{ Value, Name, Text string }

// verdictTexts say what a decision does.
var verdictTexts = map[string]string{
	analytics.VerdictConfirmed: "确有其事；这几天不教给基线",
	analytics.VerdictFalse:     "平常的日子；权重不降",
	analytics.VerdictExpected:  "事先知道；不报，也不教给基线",
	analytics.VerdictNewNormal: "从第一天起接受新水平",
}

// verdictView is one decision as a line.
type verdictView struct {
	Number         string
	Verdict        string
	Why, By, At    string
	Undone         string // who took it back and when
	Stands         bool
	Earlier        bool // another one has taken its place
	UndoneBy, Undo string
}

// decisions puts the form and what was decided so far on the page, newest first.
func (p *findingPage) decisions(made []analytics.FindingDecision, id uint64) {
	for _, v := range analytics.Verdicts {
		p.Verdicts = append(p.Verdicts, verdictOption{v, dashboards.VerdictName(v), verdictTexts[v]})
	}
	held := decisionsThatHold(made)[id]
	for _, d := range slices.Backward(made) {
		if d.Finding != id {
			continue
		}
		v := verdictView{Number: strconv.FormatUint(d.Number, 10), Verdict: dashboards.VerdictName(d.Verdict), Why: d.Why, By: d.By, At: dashboards.TimeText(d.At)}
		switch {
		case !d.UndoneAt.IsZero():
			v.Undone = d.UndoneBy + " 于 " + dashboards.TimeText(d.UndoneAt) + " 撤销"
		case held != nil && held.Number == d.Number:
			v.Stands = true
		default:
			v.Earlier = true
		}
		p.Made = append(p.Made, v)
	}
}

// decideFinding writes down what a person decided, with a copy of what it was about.
func (s *site) decideFinding(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	id, err := analytics.ParseID(r.PostForm.Get("id"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	d := analytics.FindingDecision{Finding: id, Verdict: r.PostForm.Get("verdict"), Why: typed(r, "why"), By: typed(r, "by")}
	if refused := refuseDecision(d); refused != "" {
		s.showFindingPage(w, r, http.StatusBadRequest, analytics.IDText(id), func(p *findingPage) {
			p.Refused, p.Verdict, p.Why, p.By = refused, d.Verdict, d.Why, d.By
		})
		return
	}
	f, gone, err := s.findingOf(r.Context(), id)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	d.Kind, d.Series, d.From, d.To = f.Kind, f.Series, f.From, f.To
	if d.Sentence, err = s.sentenceOf(r, &f, gone); err != nil {
		s.problem(w, r, err)
		return
	}
	if _, err := s.Decisions.DecideFinding(r.Context(), d); err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, d.By)
	s.after(w, r, dashboards.FindingAddress(id), "decided", -1)
}

// refuseDecision says what a form lacks, empty when nothing.
func refuseDecision(d analytics.FindingDecision) string {
	switch {
	case !slices.Contains(analytics.Verdicts, d.Verdict):
		return "请选一种判断：确认、误报、预期内或新常态。"
	case d.By == "":
		return "请写上您的姓名：判断要记下是谁作的。"
	case d.Why == "" && d.Verdict != analytics.VerdictConfirmed:
		return "请写一句理由：" + dashboards.VerdictName(d.Verdict) + "会改变以后的预期，别人要看得懂。"
	}
	return ""
}

// sentenceOf is the sentence by which a finding is remembered.
func (s *site) sentenceOf(r *http.Request, f *analytics.Finding, gone bool) (string, error) {
	b, err := s.readBoard(r.Context(), f.Month, f.Month)
	if err != nil {
		return "", err
	}
	if gone {
		var p findingPage
		p.goneSentence(b.made, f.ID)
		return p.Sentence, nil
	}
	b.names = s.Names
	return b.sentence(f), nil
}

// undoFindingDecision takes a decision back.
func (s *site) undoFindingDecision(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	number, err := strconv.ParseUint(r.PostForm.Get("number"), 10, 63)
	if err != nil {
		s.problem(w, r, analytics.Invalid("number", "没有编号为 %q 的判断", r.PostForm.Get("number")))
		return
	}
	by := strings.TrimSpace(r.PostForm.Get("by"))
	if by == "" {
		by = who(r)
	}
	if by == "" {
		s.problem(w, r, analytics.Invalid("by", "请先写上您的姓名：撤销也要记下是谁做的"))
		return
	}
	if _, err := s.Decisions.UndoFindingDecision(r.Context(), number, by); err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, by)
	s.after(w, r, backTo(r.PostForm.Get("back"), "/findings"), "undecided", -1)
}
