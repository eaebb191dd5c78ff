package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// sameMost is how many complaints of one group are agreed on at once: each is read whole, to know what a person would put their name to.
const sameMost = 100

// sameExamples is how many of them the page shows.
const sameExamples = 8

// samePage asks whether what a person agreed on holds for the others of the same wording or matter.
type samePage struct {
	Key      analytics.Key
	Axis     string
	Title    string // of the axis
	Kind     string // 模板 or 同一事项
	Label    string
	Path     string
	N        uint64 // the others that would be agreed on or changed
	More     bool   // the group has more than were read
	All      string // the list of the group
	Moves    []moveView
	Examples []exampleView
	By       string
	Back     string
}

// sameGroups are the groups whose complaints say the same, the closest first.
var sameGroups = []struct {
	name string
	of   func(analytics.SameAs) analytics.Alike
}{{"同一篇模板", func(s analytics.SameAs) analytics.Alike { return s.Template }}, {"同一事项", func(s analytics.SameAs) analytics.Alike { return s.Matter }}}

// groupOf is the closest group of a complaint that has others; its zero value when there is none.
func (s *site) groupOf(ctx context.Context, k analytics.Key) (analytics.Group, string) {
	if s.Alike == nil {
		return analytics.Group{}, ""
	}
	same, err := s.Alike.SameAs(ctx, k)
	if err != nil {
		s.Log.Warn("the complaints like one could not be read", "error", err)
		return analytics.Group{}, ""
	}
	for _, g := range sameGroups {
		if found := g.of(same); found.N > 1 {
			return found.Group, g.name
		}
	}
	return analytics.Group{}, ""
}

// others are what a person would say of the other complaints of a group, whose labels nobody checked yet.
func (s *site) others(ctx context.Context, page correctPage, group analytics.Group) (list []analytics.Correction, words map[analytics.Key]string, more bool, err error) {
	to := page.insight.LabelOn(page.Axis).Code
	rows, err := s.Reader.ListComplaints(ctx, analytics.Selection{Group: group}, s.Clock(), analytics.Cursor{}, sameMost+1)
	if err != nil {
		return nil, nil, false, err
	}
	if more = len(rows) > sameMost; more {
		rows = rows[:sameMost]
	}
	words = map[analytics.Key]string{}
	for _, row := range rows {
		if row.Key == page.Key {
			continue
		}
		d, err := s.Reader.ReadComplaint(ctx, row.Key)
		if err != nil {
			return nil, nil, false, err
		}
		if d.Insight == nil || d.Insight.LabelOn(page.Axis).From == analytics.FromPerson {
			continue
		}
		words[row.Key] = d.Complaint.Words()
		list = append(list, analytics.Correction{Key: row.Key, Content: d.Insight.Content, TextHash: d.Insight.TextHash, Axis: page.Axis,
			From: d.Insight.LabelOn(page.Axis).Code, To: to, By: page.By, Why: "与投诉 " + page.Key.ID + " 相同"})
	}
	return list, words, more, nil
}

// askSame leads from an agreement to the others of its group; empty when there are none.
func (s *site) askSame(ctx context.Context, page correctPage, back string) string {
	group, _ := s.groupOf(ctx, page.Key)
	if group.ID == 0 {
		return ""
	}
	if list, _, _, err := s.others(ctx, page, group); err != nil || len(list) == 0 {
		return ""
	}
	return "/review/same?" + url.Values{"in": {page.Key.Source}, "open": {page.Key.ID}, "axis": {page.Axis}, "back": {back}}.Encode()
}

// showSame shows what agreeing on the whole group would do.
func (s *site) showSame(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, foreseeTimeout)
	defer cancel()
	page, _, err := s.correcting(ctx, r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	group, kind := s.groupOf(ctx, page.Key)
	list, words, more, err := s.others(ctx, page, group)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	label := page.Labels.of(page.Axis, page.insight.LabelOn(page.Axis).Code)
	v := samePage{Key: page.Key, Axis: page.Axis, Title: axisTitles[page.Axis], Kind: kind, Label: label.Name, Path: label.Path, N: uint64(len(list)), More: more,
		All: "/complaints?" + dashboards.Encode(0, analytics.Selection{Group: group}), By: page.By, Back: backTo(r.FormValue("back"), "/review")}
	from := map[string]uint64{}
	for _, c := range list {
		from[c.From]++
		if len(v.Examples) < sameExamples {
			v.Examples = append(v.Examples, exampleView{Key: c.Key, Address: complaintAddress(c.Key), Words: aroundMark([]textPart{{Text: words[c.Key]}}), From: page.Labels.of(c.Axis, c.From).Name, To: label.Name})
		}
	}
	for code, n := range from {
		v.Moves = append(v.Moves, moveView{page.Labels.of(page.Axis, code).Name, label.Name, n})
	}
	slices.SortFunc(v.Moves, func(a, b moveView) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.From, b.From)) })
	s.show(w, r, http.StatusOK, "review_same", frame{Title: "核对", Active: "review", Books: s.books(r), Body: v})
}

// acceptSame writes down that a person agrees for the whole group.
func (s *site) acceptSame(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, foreseeTimeout)
	defer cancel()
	page, _, err := s.correcting(ctx, r)
	if err == nil && page.By == "" {
		err = analytics.Invalid("by", "请先写上您的姓名：确认也要记下是谁做的")
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	group, _ := s.groupOf(ctx, page.Key)
	list, _, _, err := s.others(ctx, page, group)
	if err == nil && len(list) > 0 {
		err = s.Corrections.Correct(ctx, list)
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, page.By)
	s.after(w, r, backTo(r.PostForm.Get("back"), "/review"), "agreed_same", int64(len(list)))
}
