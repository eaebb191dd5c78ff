package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// Alike is what 重复与群诉 reads. It is called under a deadline of seconds; no rows are an empty result.
type Alike interface {
	// AlikeGroups returns the groups of a kind that have the most complaints in a selection, at most limit, those with most first. The
	// selection has no words and no state.
	AlikeGroups(ctx context.Context, kind analytics.GroupKind, s analytics.Selection, limit int) ([]analytics.Alike, error)

	// SameAs returns what is known of one complaint among others; the zero value when nothing is.
	SameAs(ctx context.Context, k analytics.Key) (analytics.SameAs, error)
}

// alikeRows is how many groups of a kind the page shows.
const alikeRows = 10

// alikeTimeout bounds the page: three passes over the groups of one month.
const alikeTimeout = 10 * time.Second

type alikePage struct {
	Query  dashboards.Query
	Period string
	Older  string
	Newer  string
	Chips  []chip
	Basis  *basisView
	Cards  []alikeCard
	Kinds  []alikeKind
	Empty  bool // no month has data
}

// alikeCard is one of the counts.
type alikeCard struct{ Name, Value, Note, Door, Reason string }

// alikeKind is one list of groups.
type alikeKind struct {
	Title, Question, None string
	Rows                  []alikeRow
}

type alikeRow struct {
	N, Total, People uint64
	Period           string
	Topic, Product   string
	Head             []textPart
	Door             string // all complaints of the group
	Here             string // those of the selection; empty when these are all
	Open             string // the sample
}

// alikeKinds are the lists of the page, in reading order.
var alikeKinds = []struct {
	kind                  analytics.GroupKind
	title, question, none string
}{
	{analytics.GroupMatter, "反复投诉最多的事项", "同一客户的同一件事，本月说了两次以上；来源没有客户时，文字、产品和地点都相同的算一件事", "这个月没有说了两次以上的事项。"},
	{analytics.GroupMass, "群诉", "五位以上客户，一周之内，同一主题、同一产品或地点，说法相近", "这个月没有发现群诉。"},
	{analytics.GroupTemplate, "模板", "五位以上客户用了同一篇文字，只有填空不同。标的是文字，不是任何一个人", "这个月没有五位以上客户共用的文字；来源没有客户时不判断。"},
}

func (s *site) showAlike(w http.ResponseWriter, r *http.Request) {
	if target, ok := canonical(r); ok {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	q, err := s.overviewQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, alikeTimeout)
	defer cancel()
	page, err := s.loadAlike(ctx, q)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "alike", frame{Title: "重复与群诉", Active: "alike", Books: s.books(r), Body: page})
}

func (s *site) loadAlike(ctx context.Context, asked dashboards.Query) (alikePage, error) {
	q, months, err := panel.Resolve(ctx, panel.Once(s.Reader), asked)
	page := alikePage{Query: q, Empty: len(months) == 0}
	if err != nil || page.Empty {
		return page, err
	}
	sel := q.MonthSelection()
	page.Period = dashboards.MonthText(q.Month)
	address := func(month analytics.Month, filters analytics.Selection) string {
		return "/alike?" + dashboards.Encode(month, filters)
	}
	page.Older, page.Newer = neighbours(months, q.Month, func(m analytics.Month) string { return address(m, q.Filters) })
	page.Chips = chipsOf(q, func(f analytics.Selection) string { return address(q.Month, f) }, q.Filters)
	f, err := s.Reader.Figures(ctx, sel, q.Now)
	if err != nil {
		return page, err
	}
	page.Cards = alikeCards(sel, f)
	for _, k := range alikeKinds {
		groups, err := s.Alike.AlikeGroups(ctx, k.kind, sel, alikeRows)
		if err != nil {
			return page, err
		}
		list := alikeKind{Title: k.title, Question: k.question, None: k.none}
		for _, g := range groups {
			list.Rows = append(list.Rows, s.alikeRow(q, sel, g))
		}
		page.Kinds = append(page.Kinds, list)
	}
	return page, nil
}

func alikeCards(sel analytics.Selection, f analytics.Figures) []alikeCard {
	duplicate, copied := f.N-min(f.N, f.Deduplicated), f.N-min(f.N, f.Untemplated)
	return []alikeCard{
		{"原始件", dashboards.Number(f.N), "", dashboards.Door(sel), "本月计数的投诉"},
		{"去重件", dashboards.Number(f.Deduplicated), "重复件占 " + dashboards.Percent(duplicate, f.N) + "%", "", "一件事说了几次只算一次，算在最早的一件上"},
		{"去模板件", dashboards.Number(f.Untemplated), "模板多出的占 " + dashboards.Percent(copied, f.N) + "%", "", "一篇模板有多少人用都只算一次，算在最早的一件上"},
		{"重复件", dashboards.Number(duplicate), "", dashboards.Door(sel.In(analytics.StateDuplicate)), "已有更早一件说过同一件事的投诉；原始件 − 重复件 = 去重件"},
		{"逐字重复", dashboards.Number(f.Repeated), "", dashboards.Door(sel.In(analytics.StateRepeated)), "原文与本月更早一件逐字相同，不论客户"},
	}
}

func (s *site) alikeRow(q dashboards.Query, sel analytics.Selection, g analytics.Alike) alikeRow {
	whole := analytics.Selection{Group: g.Group, Basis: sel.Basis, Seals: sel.Seals}
	row := alikeRow{N: g.N, Total: g.Total, People: g.People, Topic: dashboards.ValueName(q.Names, "topic", g.Topic), Product: productText(g.Sample.Product),
		Period: spanText(g.First, g.Last), Head: fromFirstMark(markText(g.Sample.Head, g.Sample.Evidence, "")), Door: "/complaints?" + dashboards.Encode(0, whole),
		Open: complaintAddress(g.Sample.Key)}
	if g.Total > g.N {
		here := sel
		here.Group = g.Group
		row.Here = dashboards.Door(here)
	}
	if g.Sample.Head == "" {
		row.Head = []textPart{{Text: "无原文" + prefixed("，来源分类：", g.Sample.Category), Muted: true}}
	}
	return row
}

// spanText writes 3 月 2 日 – 19 日, and one day as itself.
func spanText(first, last time.Time) string {
	a, b := first.In(analytics.Zone), last.In(analytics.Zone)
	switch {
	case a.Format(time.DateOnly) == b.Format(time.DateOnly):
		return a.Format("1 月 2 日")
	case a.Year() != b.Year():
		return a.Format("2006-01-02") + " – " + b.Format("2006-01-02")
	case a.Month() == b.Month():
		return a.Format("1 月 2 日") + " – " + b.Format("2 日")
	}
	return a.Format("1 月 2 日") + " – " + b.Format("1 月 2 日")
}

// sameView is what the page of one complaint tells of others like it.
type sameView struct {
	Lines []sameLine
}

type sameLine struct {
	Name, Text, Door, Note string
	Earlier, EarlierAt     string // the telling that it is a repetition of
}

// relationNames say how a complaint belongs to a matter.
var relationNames = map[uint8]string{1: "与更早一件原文相同", 2: "与更早一件相近", 3: "换了说法再次投诉"}

// sameOf asks for the others like a complaint. What is not known of it is no reason to show nothing of the rest.
func (s *site) sameOf(ctx context.Context, k analytics.Key) *sameView {
	if s.Alike == nil {
		return nil
	}
	same, err := s.Alike.SameAs(ctx, k)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			s.Log.Warn("the complaints like one could not be read", "error", err)
		}
		return nil
	}
	v := &sameView{}
	for _, g := range []struct {
		analytics.Alike
		name string
	}{{same.Matter, "同一事项"}, {same.Mass, "群诉"}, {same.Template, "模板"}} {
		if g.N == 0 {
			continue
		}
		line := sameLine{Name: g.name, Text: dashboards.Number(g.N) + " 件", Door: "/complaints?" + dashboards.Encode(0, analytics.Selection{Group: g.Group}), Note: spanText(g.First, g.Last)}
		if g.People > 1 {
			line.Note = dashboards.Number(g.People) + " 位客户，" + line.Note
		}
		if g.Kind == analytics.GroupMatter && same.Like.ID != "" && same.Like != k {
			line.Earlier, line.EarlierAt = complaintAddress(same.Like), dashboards.TimeText(same.LikeAt)
			line.Note += "；" + relationNames[same.Relation]
		}
		v.Lines = append(v.Lines, line)
	}
	if len(v.Lines) == 0 {
		return nil
	}
	return v
}
