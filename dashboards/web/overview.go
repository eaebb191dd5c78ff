package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// overviewPage is what the template of 月度总览 shows.
type overviewPage struct {
	Query  dashboards.Query
	Title  string
	Period string
	Months []monthYear
	Older  string // address of the month before, empty when there is none
	Newer  string
	Chips  []chip
	Filter string // address of the values to filter by
	Views  map[string]dashboards.View
	Cards  []card // the panels below the figures
	Empty  bool
	Export string // the query of the exports
	Fresh  []freshTheme
	Basis  *basisView
}

// Year is the year of the page's month.
func (p overviewPage) Year() int { return int(p.Query.Month / 100) }

// MonthOfYear is the page's month, 1 to 12.
func (p overviewPage) MonthOfYear() int { return int(p.Query.Month % 100) }

type monthYear struct {
	Year   int
	Months []monthLink
}

type monthLink struct {
	Name, Door string
	N          uint64
	Chosen     bool
}

func (s *site) showOverview(w http.ResponseWriter, r *http.Request) {
	if target, ok := canonical(r); ok {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	q, err := s.overviewQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page, err := s.loadOverview(r.Context(), q)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page.Fresh = s.freshThemes(r, page.Query)
	s.show(w, r, http.StatusOK, "overview", frame{Title: page.Title, Active: "overview", Books: s.books(r), Body: page})
}

// query reads the address and puts the clock and the names into it.
func (s *site) query(r *http.Request) (dashboards.Query, error) {
	q, err := dashboards.ParseQuery(r.URL.Query())
	q.Now, q.Names = s.Clock(), s.Names
	if q.Filters.Clock.Clock != "" || len(q.Filters.Judged) > 0 {
		q.Filters.Clock.At = q.Now
	}
	if q.Filters.Customer.Class != "" {
		q.Filters.Customer.Valued = s.Valued
	}
	q.Clocks, q.Rule = s.clockNames(), s.responseRule(q.Now)
	if q.Filters.AsksJudged(analytics.JudgedHandler) && !s.named() {
		return q, analytics.Invalid("judged", "按人看投诉没有开放：设置 accountability 为 named 才可以")
	}
	return q.Crossed(), err
}

// overviewQuery reads the filters that facts can answer: words, states and days belong to the list.
func (s *site) overviewQuery(r *http.Request) (dashboards.Query, error) {
	q, err := s.query(r)
	q.Filters = analytics.Selection{Choices: q.Filters.Choices, Basis: q.Filters.Basis}
	return q, err
}

// loadOverview loads all panels; when a job put other rows in place meanwhile, it loads once more, so that the panels agree.
func (s *site) loadOverview(ctx context.Context, asked dashboards.Query) (overviewPage, error) {
	var page overviewPage
	for range 2 {
		reader := panel.Once(s.Reader)
		q, months, err := panel.Resolve(ctx, reader, asked)
		if err != nil {
			return page, err
		}
		page = overviewPage{Query: q, Empty: len(months) == 0}
		if page.Empty {
			page.Title = "还没有投诉"
			return page, nil
		}
		page.fill(months)
		s.changedSince(ctx, q, page.Basis)
		page.Views = map[string]dashboards.View{}
		for _, v := range dashboards.LoadAll(ctx, panel.Overview(reader, s.told()).Panels, q) {
			if v.Err != nil {
				s.Log.Error("a panel did not load", "panel", v.Name, "error", v.Err)
			}
			page.Views[v.Name] = v
		}
		s.versions(ctx, page.Views, q.Month)
		page.Cards = arrange(page.Views, page.Export)
		after, err := s.Reader.Months(ctx)
		if err != nil || sameRuns(months, after, q.Month) && s.sameSeals(ctx, q) {
			return page, nil
		}
	}
	return page, nil
}

// sameRuns compares the runs of the months that a page draws on: all those up to two years before its month, and one after.
func sameRuns(before, after []analytics.MonthState, m analytics.Month) bool {
	read := func(list []analytics.MonthState) []analytics.MonthState {
		var out []analytics.MonthState
		for _, s := range list {
			if s.Month >= m.Add(-24) && s.N > 0 { // a sealed month may have no facts any more
				out = append(out, s)
			}
		}
		return out
	}
	return slices.Equal(read(before), read(after))
}

// sameSeals reports whether the months that were sealed when the page was read are sealed still.
func (s *site) sameSeals(ctx context.Context, q dashboards.Query) bool {
	seals, err := s.Reader.Seals(ctx)
	return err != nil || slices.EqualFunc(seals, q.Filters.Seals, func(a, b analytics.Seal) bool { return a.Number == b.Number })
}

func (p *overviewPage) fill(months []analytics.MonthState) {
	q := p.Query
	p.Title = dashboards.MonthText(q.Month) + "投诉总览"
	p.Period = dashboards.SpanText(q.Month.First(), q.Month.Last())
	if !q.Period.Whole {
		p.Period += "（" + q.Period.Cut + "）"
	}
	_, p.Export, _ = strings.Cut(q.Overview(q.Month, q.Filters), "?")
	p.Filter = "/filters?" + p.Export
	p.Chips = chipsOf(q, func(s analytics.Selection) string { return q.Overview(q.Month, s) }, q.Filters)
	p.Basis = basisOf(q, q.Filters.Between(panel.DaysRead(q.Month)), func(b analytics.Basis) string {
		return q.Overview(q.Month, q.Filters.OnBasis(b, q.Filters.Seals))
	})
	for i := len(months) - 1; i >= 0; i-- {
		m := months[i]
		if seal, sealed := analytics.SealOf(q.Filters.Seals, m.Month); sealed && q.Then() {
			m.N = seal.N
		}
		year := int(m.Month / 100)
		if len(p.Months) == 0 || p.Months[len(p.Months)-1].Year != year {
			p.Months = append(p.Months, monthYear{Year: year})
		}
		last := &p.Months[len(p.Months)-1]
		last.Months = append(last.Months, monthLink{Name: dashboards.ShortMonth(m.Month), Door: q.Page(m.Month), N: m.N, Chosen: m.Month == q.Month})
		if m.Month < q.Month && p.Older == "" {
			p.Older = q.Page(m.Month)
		}
		if m.Month > q.Month {
			p.Newer = q.Page(m.Month)
		}
	}
}
