package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// correctPage is the form that changes the label of one complaint.
type correctPage struct {
	Key     analytics.Key
	Title   string
	Words   []textPart
	Labels  labels
	Now     []axisNow // what the complaint has, by axis
	Axis    string
	Label   string // as written
	Kind    string // kindOne, or one of analytics.ChangeKinds
	Word    string
	Other   string // the second word of analytics.ChangeNear
	Too     bool   // with a change of words, the complaint is corrected as well
	Said    []saidView
	Error   string
	By, Why string
	Back    string
	Add     []Suggestion // words that would speak for the label
	Take    []string     // words that speak for the present label
	Checked *checkedView

	insight *analytics.Insight
}

// kindOne corrects one complaint and changes no words.
const kindOne = "one"

// kindTitles are what the ways to change a label are called.
var kindTitles = map[string]string{kindOne: "只改这一件", analytics.ChangeAdd: "加一个词", analytics.ChangeNear: "加一条规则", analytics.ChangeNot: "排除一个词", analytics.ChangeRemove: "去掉一个词"}

// axisNow is the present label of an axis.
type axisNow struct{ Axis, Title, Label, From string }

// saidView is one correction as a line.
type saidView struct {
	Number         uint64
	Axis, From, To string
	By, At, Why    string
	Undone         string // who took it back and when, empty while it holds
}

// correcting reads what all pages of one complaint's correction need.
func (s *site) correcting(ctx context.Context, r *http.Request) (correctPage, analytics.Dossier, error) {
	k := analytics.Key{Source: r.FormValue("in"), ID: r.FormValue("open")}
	page := correctPage{Key: k, Title: "改分类", Axis: r.FormValue("axis"), Label: r.FormValue("label"), By: r.FormValue("by"), Why: r.FormValue("why"),
		Back: backTo(r.FormValue("back"), complaintAddress(k)),
		Kind: r.FormValue("kind"), Word: strings.TrimSpace(r.FormValue("word")), Other: strings.TrimSpace(r.FormValue("other")), Too: r.FormValue("too") != ""}
	if page.Kind == "" {
		page.Kind, page.Too = kindOne, true
	}
	if page.By == "" {
		page.By = who(r)
	}
	if page.Axis == "" {
		page.Axis = analytics.AxisWhat
	}
	d, err := s.Reader.ReadComplaint(ctx, k)
	if err != nil {
		return page, d, err
	}
	if d.Insight == nil {
		return page, d, analytics.Invalid("", "这件投诉还在等待分析，几秒后再改")
	}
	if page.Labels, err = s.Corrections.Labels(ctx); err != nil {
		return page, d, err
	}
	page.insight = d.Insight
	page.Words = markText(d.Complaint.Words(), d.Insight.Evidence, "")
	page.Now = nowOf(page.Labels, d.Insight)
	said, err := s.Corrections.CorrectionsOf(ctx, k)
	page.Said = saidOf(page.Labels, said)
	return page, d, err
}

// nowOf lists the labels of the axes that the taxonomy has.
func nowOf(all labels, i *analytics.Insight) []axisNow {
	var list []axisNow
	for _, axis := range analytics.LabelAxes {
		has := axis == analytics.AxisWhat
		for _, l := range all {
			has = has || l.Axis == axis
		}
		if has {
			label := i.LabelOn(axis)
			list = append(list, axisNow{axis, axisTitles[axis], all.of(axis, label.Code).Path, fromText(label.From)})
		}
	}
	return list
}

// fromText says how a label was found.
func fromText(from string) string {
	return map[string]string{"rule": "依据原文中标出的词", "model": "由模型判断", "category": "依据来源分类", analytics.FromPerson: "人工更正", "none": "没有规则命中"}[from]
}

func saidOf(all labels, list []analytics.Correction) []saidView {
	var views []saidView
	for _, c := range list {
		v := saidView{Number: c.Number, Axis: axisTitles[c.Axis], From: all.of(c.Axis, c.From).Name, To: all.of(c.Axis, c.To).Name, By: c.By, At: dashboards.TimeText(c.At), Why: c.Why}
		if !c.UndoneAt.IsZero() {
			v.Undone = c.UndoneBy + " 于 " + dashboards.TimeText(c.UndoneAt) + " 撤销"
		}
		views = append(views, v)
	}
	return views
}

func (s *site) showCorrect(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	page, _, err := s.correcting(ctx, r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	if r.FormValue("back") == "" {
		page.Back = refererOf(r, page.Back)
	}
	s.showForm(ctx, w, r, http.StatusOK, page)
}

// showForm writes the form. Words are offered for the label that was asked for, or for the present one.
func (s *site) showForm(ctx context.Context, w http.ResponseWriter, r *http.Request, status int, page correctPage) {
	label, err := page.Labels.find(page.Axis, page.Label)
	if err != nil || label.Code == "" {
		label = page.Labels.of(page.Axis, page.insight.LabelOn(page.Axis).Code)
	}
	if page.Add, err = s.Corrections.Suggest(ctx, page.insight.Keywords, label.Code); err != nil {
		s.Log.Warn("no words could be suggested", "error", err)
	}
	page.Take = page.evidenceWords(page.insight.LabelOn(page.Axis).Code)
	s.show(w, r, status, "correct", frame{Title: page.Title, Active: "complaints", Books: s.books(r), Body: page})
}

// evidenceWords are the words that spoke for a label, each once.
func (p *correctPage) evidenceWords(code string) []string {
	var all strings.Builder
	for _, part := range p.Words {
		all.WriteString(part.Text)
	}
	runes := []rune(all.String())
	var list []string
	for _, e := range p.insight.Evidence {
		if from, to := min(int(e.From), len(runes)), min(int(e.To), len(runes)); e.Topic == code && code != "" && from < to {
			if word := string(runes[from:to]); !contains(list, word) {
				list = append(list, word)
			}
		}
	}
	return list
}

// refererOf is the list or work-list that a person came from.
func refererOf(r *http.Request, otherwise string) string {
	u, err := url.Parse(r.Header.Get("Referer"))
	if err != nil || u.Host != r.Host || u.Path != "/complaints" && u.Path != "/complaint" && u.Path != "/review" {
		return otherwise
	}
	return backTo((&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String(), otherwise)
}

// proposal is what a form asks for: a label for the complaint, and a change of words unless only the complaint is corrected.
type proposal struct {
	label  Label
	change *analytics.TaxonomyChange
	of     Label // whose words change
}

// propose reads a form. What is added speaks for the label that the complaint should have; what is excluded or taken away did speak for the
// one that it has.
func (p *correctPage) propose() (proposal, error) {
	var out proposal
	var err error
	fromNow := p.Kind == analytics.ChangeNot || p.Kind == analytics.ChangeRemove
	if p.Label == "" && !fromNow {
		return out, analytics.Invalid("label", "请选应该是哪个分类")
	}
	if out.label, err = p.Labels.find(p.Axis, p.Label); err != nil || p.Kind == kindOne {
		return out, err
	}
	if kindTitles[p.Kind] == "" {
		return out, analytics.Invalid("kind", "没有“%s”这种改法", p.Kind)
	}
	out.of = out.label
	if fromNow {
		out.of = p.Labels.of(out.label.Axis, p.insight.LabelOn(out.label.Axis).Code)
	}
	if out.of.Code == "" {
		return out, analytics.Invalid("label", "词要加在一个分类下：%s", map[bool]string{true: "这件投诉现在没有分类，没有词可以排除或去掉", false: "请选一个分类，不能是未分类"}[fromNow])
	}
	words := []string{p.Word}
	if p.Kind == analytics.ChangeNear {
		words = append(words, p.Other)
	}
	out.change = &analytics.TaxonomyChange{Topic: out.of.Code, Kind: p.Kind, Words: words, By: p.By, Why: p.Why}
	return out, nil
}

// correction is the label for the complaint as a correction; nil when the form asks for none.
func (p *correctPage) correction(label Label) *analytics.Correction {
	if p.Kind != kindOne && (!p.Too || p.Label == "") {
		return nil
	}
	return &analytics.Correction{Key: p.Key, Content: p.insight.Content, TextHash: p.insight.TextHash, Axis: label.Axis,
		From: p.insight.LabelOn(label.Axis).Code, To: label.Code, By: p.By, Why: p.Why}
}

// saveCorrect does what a form asks for. What cannot be done comes back as the form, with what is wrong.
func (s *site) saveCorrect(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, foreseeTimeout)
	defer cancel()
	page, _, err := s.correcting(ctx, r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	effect, _ := strconv.Atoi(r.PostForm.Get("effect"))
	notice, err := s.change(ctx, page, max(0, effect))
	if page.refused(err) {
		s.showForm(ctx, w, r, http.StatusBadRequest, page)
		return
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, page.By)
	s.after(w, r, page.Back, notice, -1)
}

// refused keeps the sentence of an error that the person can mend.
func (p *correctPage) refused(err error) bool {
	var known *analytics.Error
	if !errors.As(err, &known) || known.Kind != analytics.KindInvalid {
		return false
	}
	p.Error = known.Text
	return true
}

// change makes the change of words first: the complaint is then read with it.
func (s *site) change(ctx context.Context, page correctPage, effect int) (notice string, err error) {
	asked, err := page.propose()
	if err != nil {
		return "", err
	}
	notice = "corrected"
	if asked.change != nil {
		notice, asked.change.Effect = "changed_words", effect
		if _, err := s.Corrections.Change(ctx, *asked.change); err != nil {
			return "", err
		}
	}
	if c := page.correction(asked.label); c != nil {
		return notice, s.Corrections.Correct(ctx, []analytics.Correction{*c})
	}
	return notice, nil
}

// undoCorrection takes one correction back.
func (s *site) undoCorrection(w http.ResponseWriter, r *http.Request) {
	s.takeBack(w, r, s.Corrections.UndoCorrection, "correction_undone")
}

// undoChange takes one change of words back.
func (s *site) undoChange(w http.ResponseWriter, r *http.Request) {
	s.takeBack(w, r, s.Corrections.UndoChange, "change_undone")
}

func (s *site) takeBack(w http.ResponseWriter, r *http.Request, undo func(context.Context, uint64, string) error, notice string) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	number, err := strconv.ParseUint(r.PathValue("number"), 10, 63)
	if err != nil {
		s.notFound(w, r)
		return
	}
	by := r.PostForm.Get("by")
	if by == "" {
		by = who(r)
	}
	if err := undo(r.Context(), number, by); err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, by)
	s.after(w, r, backTo(r.PostForm.Get("back"), "/review"), notice, int64(number))
}

// rememberName keeps a name for the forms of this browser.
func (s *site) rememberName(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	if name := strings.TrimSpace(r.PostForm.Get("by")); name != "" {
		signs(w, name)
	}
	http.Redirect(w, r, reviewAddress(reviewAxis(r)), http.StatusSeeOther)
}
