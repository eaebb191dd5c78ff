package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// How much 核对 shows.
const (
	reviewDoubts = 20
	reviewMade   = 50
)

// reviewTimeout bounds the page: the work-list is ranked over three months of readings.
const reviewTimeout = 20 * time.Second

type reviewPage struct {
	Doubts  []doubtView
	Trouble string // why there is no work-list this time
	Axis    string
	Lenses  []lensView // the axes of the taxonomy, when there are several
	Nothing bool       // nothing was ever imported
	Months  string
	Made    []madeView
	Older   string
	First   string
	By      string
}

// lensView is one of the axes that a page can show.
type lensView struct {
	Name, Address string
	On            bool
}

type doubtView struct {
	Key        analytics.Key
	Label      string
	Path       string // of the label, for the form
	Other      string
	Muted      bool
	Word       string
	Head       []textPart
	N          uint64
	Confidence string
	Open       string // the complaint
	Alike      string // the list of complaints with the word
	Correct    string
	Product    string
	Time       string
}

// madeView is one decision as a line: a correction or a change of words.
type madeView struct {
	What, Detail string
	By, At, Why  string
	Effect       string
	Undone       string
	Undo         string // address that takes it back; empty when it was
	Open         string // the complaint that was corrected
	at           time.Time
}

func (s *site) showReview(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, reviewTimeout)
	defer cancel()
	all, err := s.Corrections.Labels(ctx)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page := reviewPage{By: who(r), Axis: reviewAxis(r)}
	page.lenses(all)
	below, _ := strconv.ParseUint(r.URL.Query().Get("below"), 10, 63)
	corrections, changes, err := s.Corrections.Made(ctx, below, reviewMade+1)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page.made(all, corrections, changes, below)
	doubts, err := s.Corrections.Doubts(ctx, page.Axis, reviewDoubts)
	if err != nil {
		s.Log.Warn("the work-list could not be made", "error", err)
		page.Trouble = "待核对的这一次没有算完，请稍后刷新。"
	}
	measured := page.Axis == analytics.AxisWhat && s.measured(ctx)
	for _, d := range doubts {
		page.Doubts = append(page.Doubts, doubtOf(labels(all), page.Axis, d, measured))
	}
	if len(doubts) == 0 {
		months, err := s.Reader.Months(ctx)
		page.Nothing = err == nil && len(months) == 0
	}
	if len(doubts) > 0 {
		page.Months = dashboards.MonthText(doubts[0].Months[len(doubts[0].Months)-1]) + "至 " + dashboards.MonthText(doubts[0].Months[0])
	}
	s.show(w, r, http.StatusOK, "review", frame{Title: "核对", Active: "review", Books: s.books(r), Body: page})
}

// reviewAxis is the axis that an address asks for.
func reviewAxis(r *http.Request) string {
	if axis := r.FormValue("axis"); axisTitles[axis] != "" {
		return axis
	}
	return analytics.AxisWhat
}

// lenses are the axes that the taxonomy has, when there is a choice.
func (p *reviewPage) lenses(all labels) {
	for _, axis := range analytics.LabelAxes {
		if slices.ContainsFunc(all, func(l Label) bool { return l.Axis == axis }) {
			p.Lenses = append(p.Lenses, lensView{axisTitles[axis], reviewAddress(axis), axis == p.Axis})
		}
	}
	if len(p.Lenses) < 2 {
		p.Lenses = nil
	}
}

func reviewAddress(axis string) string {
	if axis == analytics.AxisWhat {
		return "/review"
	}
	return "/review?axis=" + axis
}

func doubtOf(all labels, axis string, d analytics.Doubt, measured bool) doubtView {
	label := all.of(axis, d.Topic)
	v := doubtView{Key: d.Key, Label: label.Name, Path: label.Path, Muted: d.Topic == "", Word: d.Word, N: d.N, Open: complaintAddress(d.Key),
		Head: aroundMark(markText(d.Head, d.Evidence, d.Word)), Product: productText(d.Product), Time: dashboards.MonthText(d.Month)}
	if d.Other != "" {
		v.Other = all.of(axis, d.Other).Name
	}
	if d.Topic != "" {
		v.Confidence = sureText(float32(d.Confidence), measured)
	}
	v.Correct = "/correct?" + url.Values{"in": {d.Source}, "open": {d.ID}, "word": {d.Word}, "axis": {axis}}.Encode()
	sel := analytics.Selection{Words: d.Word, From: d.Months[len(d.Months)-1].First(), To: d.Months[0].Last()}
	v.Alike = dashboards.Door(sel.With(labelColumns[axis], d.Topic))
	return v
}

// made lists decisions, newest first. Pages go by corrections; changes of words are few, and stand on the page of their time.
func (p *reviewPage) made(all labels, corrections []analytics.Correction, changes []analytics.TaxonomyChange, below uint64) {
	if len(corrections) > reviewMade {
		corrections = corrections[:reviewMade]
		p.Older = "/review?below=" + strconv.FormatUint(corrections[reviewMade-1].Number, 10)
	}
	if below > 0 {
		p.First = "/review"
	}
	for _, c := range corrections {
		v := madeView{What: "更正 #" + strconv.FormatUint(c.Number, 10), Detail: axisTitles[c.Axis] + "：" + all.of(c.Axis, c.From).Name + " → " + all.of(c.Axis, c.To).Name,
			By: c.By, Why: c.Why, Effect: "1 件", Open: complaintAddress(c.Key), at: c.At}
		if c.From == c.To {
			v.Detail = axisTitles[c.Axis] + "：确认是" + all.of(c.Axis, c.To).Name
		}
		v.settle(c.UndoneBy, c.UndoneAt, "/corrections/"+strconv.FormatUint(c.Number, 10)+"/undo")
		p.Made = append(p.Made, v)
	}
	for _, c := range changes {
		if p.Older != "" && c.At.Before(corrections[len(corrections)-1].At) || below > 0 && len(corrections) > 0 && c.At.After(corrections[0].At) {
			continue
		}
		v := madeView{What: "改词 #" + strconv.FormatUint(c.Number, 10), Detail: kindTitles[c.Kind] + " “" + strings.Join(c.Words, "”与“") + "” · " + all.of("", c.Topic).Name,
			By: c.By, Why: c.Why, Effect: dashboards.Number(c.Effect) + " 件", at: c.At}
		v.settle(c.UndoneBy, c.UndoneAt, "/changes/"+strconv.FormatUint(c.Number, 10)+"/undo")
		p.Made = append(p.Made, v)
	}
	slices.SortStableFunc(p.Made, func(a, b madeView) int { return cmp.Compare(b.at.UnixMilli(), a.at.UnixMilli()) })
}

func (v *madeView) settle(undoneBy string, undoneAt time.Time, undo string) {
	v.At = dashboards.TimeText(v.at)
	if undoneAt.IsZero() {
		v.Undo = undo
		return
	}
	v.Undone = undoneBy + " 于 " + dashboards.TimeText(undoneAt) + " 撤销"
}

// accept writes down that a person agrees with the label of a complaint.
func (s *site) acceptLabel(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	page, _, err := s.correcting(ctx, r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	if page.By == "" {
		s.problem(w, r, analytics.Invalid("by", "请先写上您的姓名：确认也要记下是谁做的"))
		return
	}
	now := page.insight.LabelOn(page.Axis).Code
	c := analytics.Correction{Key: page.Key, Content: page.insight.Content, TextHash: page.insight.TextHash, Axis: page.Axis, From: now, To: now, By: page.By}
	if err := s.Corrections.Correct(ctx, []analytics.Correction{c}); err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, page.By)
	back := backTo(r.PostForm.Get("back"), reviewAddress(page.Axis))
	if ask := s.askSame(ctx, page, back); ask != "" {
		http.Redirect(w, r, ask, http.StatusSeeOther)
		return
	}
	s.after(w, r, back, "agreed", -1)
}
