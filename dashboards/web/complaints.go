package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// pageRows is how many complaints one page of the list holds: what a screen and a half shows.
const pageRows = 50

// listTimeout bounds the list and one complaint.
const listTimeout = 10 * time.Second

type complaintsPage struct {
	Query   dashboards.Query
	Title   string
	Tally   *tallyView
	Chips   []chip
	Period  string
	Older   string
	Newer   string
	Filter  string
	Rows    []listRow
	Nothing bool   // nothing was ever told: no month has data, and the list asks for nothing special
	Staged  bool   // some line tells a step; without any, no column is kept for them
	Next    string // address of the next rows, empty at the end
	First   string // address of the first rows, empty on them
	Open    *dossierView
	Auto    bool // nobody asked for the open complaint: a narrow screen shows the list
	Back    string
	CSV     string
	Measure string // where a measure against these complaints is written down; empty where none can be
	Hidden  []hiddenField
	Overall string // the overview of the same month
	Note    string
	Basis   *basisView
}

type listRow struct {
	Time, Date string
	Product    string
	Topic      string
	Muted      bool // the topic is 未分类 or 待分析
	Head       []textPart
	Urgency    []string
	Stage      string
	Open       string // address with this complaint open
	Fragment   string // address of the complaint alone
	Chosen     bool
}

func (s *site) showComplaints(w http.ResponseWriter, r *http.Request) {
	if target, ok := canonical(r); ok {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	q, sel, err := s.listQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	page, err := s.loadComplaints(ctx, r, q, sel)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "complaints", frame{Title: page.Title, Active: "complaints", Books: s.books(r), Body: page})
}

// listQuery resolves the days of a list: those of the address, else its month, else the newest month with data. What is newer than the
// facts, because nothing has been computed yet, is in the current month, so an installation without facts lists that.
func (s *site) listQuery(r *http.Request) (dashboards.Query, analytics.Selection, error) {
	q, err := s.query(r)
	if err != nil {
		return q, q.Filters, err
	}
	days := !q.Filters.From.IsZero() || !q.Filters.To.IsZero()
	whole := q.Month == 0 && (q.Filters.Import != 0 || q.Filters.Theme != 0 || q.Filters.Group.ID != 0 || q.Filters.AsksJudged(analytics.JudgedTellOpen) || q.Filters.AsksJudged(analytics.JudgedHandedOpen)) // these reach over any number of months
	if q.Month == 0 && !days && !whole {
		months, err := s.Reader.Months(r.Context())
		if err != nil {
			return q, q.Filters, err
		}
		q.Month = analytics.MonthOf(q.Now)
		if len(months) > 0 {
			q.Month = months[len(months)-1].Month
		}
	}
	if q, err = s.onBasis(r.Context(), q); err != nil || days || whole {
		return q, q.Filters, err
	}
	return q, q.MonthSelection(), nil
}

func (s *site) loadComplaints(ctx context.Context, r *http.Request, q dashboards.Query, sel analytics.Selection) (complaintsPage, error) {
	page := complaintsPage{Query: q, Title: "投诉明细"}
	after, err := parseCursor(r.URL.Query().Get("after"))
	if err != nil {
		return page, err
	}
	rows, err := s.Reader.ListComplaints(ctx, sel, q.Now, after, pageRows+1)
	if err != nil {
		return page, err
	}
	counting := s.count(q, sel) // behind the rows, which are wanted first
	self := listAddress(r)
	if len(rows) > pageRows {
		rows = rows[:pageRows]
		last := rows[len(rows)-1]
		page.Next = self.with("after", formatCursor(analytics.Cursor{ReceivedAt: last.ReceivedAt, Key: last.Key})).without("open", "in").String()
	}
	if after != (analytics.Cursor{}) {
		page.First = self.without("after", "open", "in").String()
	}
	opened := analytics.Key{Source: r.URL.Query().Get("in"), ID: r.URL.Query().Get("open")}
	if opened.ID == "" && len(rows) > 0 {
		opened, page.Auto = rows[0].Key, true
	}
	for _, l := range rows {
		page.Rows = append(page.Rows, s.row(q, l, self, opened, sel))
		page.Staged = page.Staged || l.Stage != ""
	}
	if opened.ID != "" {
		page.Open, err = s.dossier(ctx, q, opened, sel.Words)
		page.Open.servedBy(r)
		var known *analytics.Error
		if errors.As(err, &known) && known.Kind == analytics.KindMissing {
			page.Note, err = known.Text, nil
		}
	}
	special := sel.Words != "" || sel.State != "" || len(sel.Choices) > 0 || sel.Import != 0 || sel.Group.ID != 0 || sel.Theme != 0 || sel.Shift != nil
	if len(rows) == 0 && !special {
		months, err := s.Reader.Months(ctx)
		page.Nothing = err == nil && len(months) == 0
	}
	page.Back = self.without("open", "in").String()
	page.fillHead(q, sel, self)
	page.Measure = s.measureAddress(q.Filters)
	if err == nil {
		page.Tally = s.tally(ctx, r, counting, self)
	}
	return page, err
}

// tally is the count when it is ready soon, else where it is to be had.
func (s *site) tally(ctx context.Context, r *http.Request, counting *count, self address) *tallyView {
	var patience <-chan time.Time // nil: as long as the page may take
	if r.URL.Query().Get("count") == "" {
		patience = time.After(s.CountWait)
	}
	if view := counting.view(ctx, patience); view != nil {
		return view
	}
	self = self.without("after", "open", "in")
	return &tallyView{Later: address{"/tally", self.values}.String(), Wait: self.with("count", "1").String()}
}

func (s *site) row(q dashboards.Query, l analytics.Listed, self address, opened analytics.Key, sel analytics.Selection) listRow {
	t := l.ReceivedAt.In(analytics.Zone)
	row := listRow{Time: t.Format("01-02 15:04"), Date: t.Format("2006-01-02 15:04"), Product: cmp.Or(productText(l.Product), l.Place, l.Province), Chosen: l.Key == opened,
		Open:     self.with("open", l.ID).with("in", l.Source).String(),
		Fragment: "/complaint?" + url.Values{"open": {l.ID}, "in": {l.Source}, "q": {sel.Words}}.Encode()}
	row.Topic = dashboards.ValueName(q.Names, "topic", l.Topic)
	for _, u := range l.Urgency {
		row.Urgency = append(row.Urgency, dashboards.UrgencyName(u))
	}
	row.Muted = l.Topic == ""
	if l.Pending {
		row.Topic = "待分析"
	}
	row.Head = fromFirstMark(markText(l.Head, l.Evidence, sel.Words))
	if l.Head == "" {
		row.Head = []textPart{{Text: "无原文" + prefixed("，来源分类：", l.Category), Muted: true}}
	}
	row.Stage = "未处理"
	if l.Stage != "" {
		row.Stage = stageName(l.Stage)
	}
	return row
}

func prefixed(lead, s string) string {
	if s == "" {
		return ""
	}
	return lead + s
}

// productText names a product from wide to narrow without saying the same twice.
func productText(p analytics.Product) string {
	if p.Line == "" || strings.HasPrefix(p.Name, p.Line) {
		return p.Name
	}
	if p.Name == "" {
		return p.Line
	}
	return p.Line + " " + p.Name
}

// fillHead writes what stands above the list.
func (p *complaintsPage) fillHead(q dashboards.Query, sel analytics.Selection, self address) {
	p.Chips = chipsOf(q, func(s analytics.Selection) string { return "/complaints?" + dashboards.Encode(q.Month, s) }, q.Filters)
	p.Filter = "/filters?for=complaints&" + dashboards.Encode(q.Month, q.Filters)
	p.CSV = "/complaints.csv?" + dashboards.Encode(q.Month, q.Filters)
	p.Overall = q.Page(q.Month)
	p.Basis = basisOf(q, sel, func(b analytics.Basis) string {
		return self.without("after", "open", "in").with("basis", string(b)).String()
	})
	switch {
	case !sel.From.IsZero() && !sel.To.IsZero() && q.Month == 0:
		p.Period = dashboards.SpanText(sel.From, sel.To)
		if sel.From.Year() == sel.To.Year() {
			p.Period = strconv.Itoa(sel.From.Year()) + " 年 " + p.Period
		}
		p.Overall = q.Page(analytics.MonthOf(sel.From))
	case q.Month != 0:
		p.Period = dashboards.MonthText(q.Month)
		p.Older = self.without("after", "open", "in").with("month", q.Month.Add(-1).String()).String()
		p.Newer = self.without("after", "open", "in").with("month", q.Month.Add(1).String()).String()
	case sel.From.IsZero() && sel.To.IsZero():
		p.Period, p.Overall = "全部月份", "/"
	default:
		p.Period = openSpan(sel)
		p.Overall = "/"
	}
	p.Hidden = hiddenFields(self.without("q", "after", "open", "in").values)
}

func openSpan(sel analytics.Selection) string {
	if sel.From.IsZero() {
		return dashboards.DateText(sel.To) + " 以前"
	}
	return dashboards.DateText(sel.From) + " 以来"
}

// address is the address of the list, changed piece by piece.
type address struct {
	path   string
	values url.Values
}

func listAddress(r *http.Request) address {
	return address{path: "/complaints", values: r.URL.Query()}.without("count")
}

func (a address) with(name, value string) address {
	out := a.without(name)
	out.values.Set(name, value)
	return out
}

func (a address) without(names ...string) address {
	values := url.Values{}
	for name, v := range a.values {
		if !contains(names, name) {
			values[name] = v
		}
	}
	return address{a.path, values}
}

// String writes the address.
func (a address) String() string {
	return (&url.URL{Path: a.path, RawQuery: a.values.Encode()}).String()
}

// A cursor travels as milliseconds, source and id, with a character between them that neither may hold.
func formatCursor(c analytics.Cursor) string {
	return strconv.FormatInt(c.ReceivedAt.UnixMilli(), 10) + "\n" + c.Key.Source + "\n" + c.Key.ID
}

func parseCursor(s string) (analytics.Cursor, error) {
	if s == "" {
		return analytics.Cursor{}, nil
	}
	parts := strings.SplitN(s, "\n", 3)
	if len(parts) == 3 {
		if ms, err := strconv.ParseInt(parts[0], 10, 64); err == nil {
			return analytics.Cursor{ReceivedAt: time.UnixMilli(ms).In(analytics.Zone), Key: analytics.Key{Source: parts[1], ID: parts[2]}}, nil
		}
	}
	return analytics.Cursor{}, analytics.Invalid("after", "翻页的位置看不懂，请回到第一页")
}
