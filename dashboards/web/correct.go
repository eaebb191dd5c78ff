package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

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
	Said    []saidView
	Error   string
	By, Why string
	Back    string
}

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
		Back: backTo(r.FormValue("back"), complaintAddress(k))}
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
	s.showForm(w, r, http.StatusOK, page)
}

func (s *site) showForm(w http.ResponseWriter, r *http.Request, status int, page correctPage) {
	s.show(w, r, status, "correct", frame{Title: page.Title, Active: "complaints", Books: s.books(r), Body: page})
}

// refererOf is the list or work-list that a person came from.
func refererOf(r *http.Request, otherwise string) string {
	u, err := url.Parse(r.Header.Get("Referer"))
	if err != nil || u.Host != r.Host || u.Path != "/complaints" && u.Path != "/complaint" && u.Path != "/review" {
		return otherwise
	}
	return backTo((&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String(), otherwise)
}

// saveCorrect writes a correction down. What cannot be saved comes back as the form, with what is wrong.
func (s *site) saveCorrect(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	page, d, err := s.correcting(ctx, r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	err = s.correct(ctx, page, d.Insight)
	var known *analytics.Error
	if errors.As(err, &known) && known.Kind == analytics.KindInvalid {
		page.Error = known.Text
		s.showForm(w, r, http.StatusBadRequest, page)
		return
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, page.By)
	s.after(w, r, page.Back, "corrected", -1)
}

func (s *site) correct(ctx context.Context, page correctPage, now *analytics.Insight) error {
	label, err := page.Labels.find(page.Axis, page.Label)
	if err != nil {
		return err
	}
	return s.Corrections.Save(ctx, analytics.Correction{Key: page.Key, Content: now.Content, TextHash: now.TextHash, Axis: label.Axis,
		From: now.LabelOn(label.Axis).Code, To: label.Code, By: page.By, Why: page.Why})
}

// undoCorrection takes one correction back.
func (s *site) undoCorrection(w http.ResponseWriter, r *http.Request) {
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
	if err := s.Corrections.UndoCorrection(r.Context(), number, by); err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, by)
	s.after(w, r, backTo(r.PostForm.Get("back"), "/review"), "correction_undone", int64(number))
}
