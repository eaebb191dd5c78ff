package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// findingPage is what the template of one finding shows.
type findingPage struct {
	findingRow
	ID        string
	Gone      bool   // no run makes it any more
	Title     string // of the bar
	Month     string // address of the list
	MonthText string
	Parent    *findingRow
	Notes     []string // from how much history, common move, which sources
	Chart     dashboards.View
	Causes    *panel.Causes
	Single    []contributionView
	SingleOf  string // what the contributions compare with
	Examples  []findingExample
	// ExamplesOf and ExamplesN are what they are of: the largest cause, or the finding itself.
	ExamplesOf string
	ExamplesN  countDoor
	MoreParts  []findingRow // behind the first ones
	Before     []recurrenceView
	Verdicts   []verdictOption
	Made       []verdictView
	By, Why    string
	Verdict    string // chosen, when the form was refused
	Refused    string
	Action     string // address that makes an action of it; empty where there are none
}

func (s *site) showFinding(w http.ResponseWriter, r *http.Request) {
	s.showFindingPage(w, r, http.StatusOK, r.URL.Query().Get("id"), nil)
}

// showFindingPage shows one finding; change puts into it what a refused form held.
func (s *site) showFindingPage(w http.ResponseWriter, r *http.Request, status int, id string, change func(*findingPage)) {
	number, err := analytics.ParseID(id)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, findingsTimeout)
	defer cancel()
	q, err := s.query(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page, err := s.loadFinding(ctx, q, number)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page.By = who(r)
	if change != nil {
		change(&page)
	}
	s.show(w, r, status, "finding", frame{Title: page.Title, Active: "findings", Books: s.books(r), Body: page})
}

// findingOf reads a finding; one that no run makes any more is what was kept with the decision about it.
func (s *site) findingOf(ctx context.Context, id uint64) (f analytics.Finding, gone bool, err error) {
	f, found, err := s.Findings.FindingOf(ctx, id)
	if err != nil || found {
		return f, false, err
	}
	if s.Decisions != nil {
		made, err := s.Decisions.FindingDecisions(ctx)
		if err != nil {
			return f, false, err
		}
		for _, d := range slices.Backward(made) {
			if d.Finding == id {
				return analytics.Finding{ID: id, Kind: d.Kind, Month: analytics.MonthOf(d.From), Series: d.Series, From: d.From, To: d.To}, true, nil
			}
		}
	}
	return f, false, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这条发现：可能重算后不再异常，也没有人对它作过判断。请回到预警页看当月的发现"}
}

// loadFinding reads everything that is known of a finding, once more when its month was written anew meanwhile.
func (s *site) loadFinding(ctx context.Context, q dashboards.Query, id uint64) (findingPage, error) {
	for again := true; ; again = false {
		f, gone, err := s.findingOf(ctx, id)
		if err != nil {
			return findingPage{}, err
		}
		before, err := s.Reader.Months(ctx)
		if err != nil {
			return findingPage{}, err
		}
		page, err := s.fillFinding(ctx, q, &f, gone)
		if err != nil {
			return page, err
		}
		after, err := s.Reader.Months(ctx)
		if err != nil || !again || runOf(before, f.Month) == runOf(after, f.Month) {
			return page, err
		}
	}
}

func (s *site) fillFinding(ctx context.Context, q dashboards.Query, f *analytics.Finding, gone bool) (findingPage, error) {
	b, err := s.readBoard(ctx, f.Month, analytics.MonthOf(f.To))
	if err != nil {
		return findingPage{}, err
	}
	if b.seals, err = s.Reader.Seals(ctx); err != nil {
		return findingPage{}, err
	}
	b.names = q.Names
	page := findingPage{findingRow: b.plainRow(f), ID: analytics.IDText(f.ID), Gone: gone, MonthText: dashboards.MonthText(f.Month), Month: findingsAsked{}.address(f.Month)}
	page.Title, page.Sentence = page.Name+page.Way, b.sentence(f)
	if gone {
		page.Title, page.Way, page.Expected, page.Change = page.Name, "", "", ""
		page.goneSentence(b.made, f.ID)
		counts, err := s.Reader.CountByDay(ctx, b.selection(f))
		if err != nil {
			return page, err
		}
		for _, c := range counts {
			page.N.N += c.N
		}
	}
	for i, part := range b.parts[f.ID] {
		if i < mostParts {
			page.Parts = append(page.Parts, b.plainRow(part))
		} else {
			page.MoreParts = append(page.MoreParts, b.plainRow(part))
		}
	}
	page.All = len(b.parts[f.ID])
	if parent := b.parent(f); parent != 0 {
		row := b.plainRow(b.finding(parent))
		page.Parent = &row
	}
	received, err := s.Reader.Coverages(ctx)
	if err != nil {
		return page, err
	}
	page.note(f, b.said[f.ID], len(received))
	page.decisions(b.made, f.ID)
	if s.Actions != nil && !gone {
		page.Action = "/actions/new?" + url.Values{"finding": {page.ID}}.Encode()
	}
	if page.Chart, err = s.findingChart(ctx, q, b, f); err != nil {
		return page, err
	}
	if gone {
		return page, nil
	}
	page.Causes = b.causes(f)
	if err := s.contributions(ctx, &page, b, f); err != nil {
		return page, err
	}
	if err := s.findingExamples(ctx, q, b, f, &page); err != nil {
		return page, err
	}
	page.Before, err = s.recurrences(ctx, b, f)
	return page, err
}

// goneSentence tells what a decision said of a finding that is not made any more.
func (p *findingPage) goneSentence(made []analytics.FindingDecision, id uint64) {
	for _, d := range slices.Backward(made) {
		if d.Finding == id {
			p.Sentence = d.Sentence
			return
		}
	}
}

// note says from what the expectation comes, where that is not what a reader takes for granted. sources is how many there are.
func (p *findingPage) note(f *analytics.Finding, a *analytics.Attribution, sources int) {
	if f.Basis != "" && f.Basis != trend.BasisFull.String() {
		p.Notes = append(p.Notes, "预期来自较短的历史："+f.Basis)
	}
	if f.Common > 0 {
		p.Notes = append(p.Notes, "当天同类序列一起变动，预期已乘上 "+dashboards.Decimal(f.Common)+" 倍")
	}
	if share := strconv.FormatFloat(f.Risen*100, 'f', 0, 64); f.Risen >= 0.1 && !ofMonths(f) {
		way := "上升"
		if f.Fall {
			way = "下降"
		}
		p.Notes = append(p.Notes, "同类序列里有 "+share+"% 同时"+way)
	}
	if len(f.Sources) > 0 && len(f.Sources) < sources {
		p.Notes = append(p.Notes, "只比较可比的来源："+joined(f.Sources))
	}
	if a != nil && a.Mix != "" {
		p.Notes = append(p.Notes, a.Mix)
	}
}
