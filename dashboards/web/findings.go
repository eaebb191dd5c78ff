package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// Findings is what 预警 and the page of one finding read, under a deadline of seconds. Months are partitions: a finding belongs to that of its first day.
type Findings interface {
	// Findings returns the findings of the months from one to another; none is an empty list.
	Findings(ctx context.Context, from, to analytics.Month) ([]analytics.Finding, error)

	// FindingOf returns one finding; false when no run makes it any more.
	FindingOf(ctx context.Context, id uint64) (analytics.Finding, bool, error)

	// Attributions returns what explains the findings of the months from one to another. A finding may have none yet.
	Attributions(ctx context.Context, from, to analytics.Month) ([]analytics.Attribution, error)
}

// Decisions is where people's decisions about findings are kept.
type Decisions interface {
	// FindingDecisions returns all that were ever made, in the order of their numbers, those taken back too.
	FindingDecisions(ctx context.Context) ([]analytics.FindingDecision, error)

	// DecideFinding writes one down and gives it its number and its time.
	DecideFinding(ctx context.Context, d analytics.FindingDecision) (analytics.FindingDecision, error)

	// UndoFindingDecision takes one back and returns it; an error of kind KindMissing when there is none that holds.
	UndoFindingDecision(ctx context.Context, number uint64, by string) (analytics.FindingDecision, error)
}

// findingRoutes are the addresses of 预警.
func (s *site) findingRoutes(mux *http.ServeMux) {
	if s.Findings == nil {
		return
	}
	mux.HandleFunc("GET /findings", s.showFindings) // 预警
	mux.HandleFunc("GET /finding", s.showFinding)   // one of them
	if s.Decisions != nil {
		mux.HandleFunc("POST /finding/decide", s.decideFinding)
		mux.HandleFunc("POST /finding/undo", s.undoFindingDecision)
	}
}

// findingsTimeout bounds the page.
const findingsTimeout = 10 * time.Second

// findingsPage is what the template of 预警 shows.
type findingsPage struct {
	Period, Older, Newer string
	Empty                bool // no month has data
	Sum                  string
	Filters              []findingFilter
	Months               []findingRow // a month against another one
	Rises                []findingRow
	More                 []findingRow // rises behind the first ones, in short
	Falls                []findingRow
	Notices              []findingRow
	Settled              []findingRow // that a person decided about and no run makes any more
	Unfolded             bool         // 提示 are asked for
	Quiet                bool         // nothing of days is there
	Hidden               int          // what the filters leave out
	All                  string
}

// findingFilter is one line of choices.
type findingFilter struct {
	Name   string
	Lenses []dashboards.Lens
}

// findingsAsked is what an address of 预警 asks for.
type findingsAsked struct {
	level     trend.Level // the lowest that is wanted; LevelNone: not said
	way       string      // rise, fall, months or empty
	undecided bool
}

func parseFindingsAsked(values url.Values) (findingsAsked, error) {
	var a findingsAsked
	if given := values.Get("level"); given != "" {
		n, err := strconv.ParseUint(given, 10, 8)
		if err != nil || n < uint64(trend.LevelNotice) || n > uint64(trend.LevelAlarm) {
			return a, analytics.Invalid("level", "级别只有 1（提示）、2（预警）、3（警报），没有 %q", given)
		}
		a.level = trend.Level(n)
	}
	if a.way = values.Get("way"); !slices.Contains([]string{"", "rise", "fall", "months"}, a.way) {
		return a, analytics.Invalid("way", "种类只有 rise（上升）、fall（下降）、months（月与月比），没有 %q", a.way)
	}
	a.undecided = values.Get("undecided") != ""
	return a, nil
}

// address writes what is asked for of a month.
func (a findingsAsked) address(month analytics.Month) string {
	values := url.Values{"month": {month.String()}}
	if a.level != trend.LevelNone {
		values.Set("level", strconv.Itoa(int(a.level)))
	}
	if a.way != "" {
		values.Set("way", a.way)
	}
	if a.undecided {
		values.Set("undecided", "1")
	}
	return "/findings?" + values.Encode()
}

// filters are the lines of choices, each changing one thing.
func (a findingsAsked) filters(month analytics.Month) []findingFilter {
	lens := func(name string, b findingsAsked) dashboards.Lens {
		return dashboards.Lens{Name: name, Address: b.address(month), On: b == a}
	}
	leveled := func(l trend.Level) findingsAsked { b := a; b.level = l; return b }
	way := func(w string) findingsAsked { b := a; b.way = w; return b }
	decided := func(u bool) findingsAsked { b := a; b.undecided = u; return b }
	return []findingFilter{
		{"级别", []dashboards.Lens{lens("预警和警报", leveled(trend.LevelNone)), lens("只看警报", leveled(trend.LevelAlarm)), lens("连同提示", leveled(trend.LevelNotice))}},
		{"种类", []dashboards.Lens{lens("全部", way("")), lens("上升", way("rise")), lens("下降", way("fall")), lens("月与月比", way("months"))}},
		{"判断", []dashboards.Lens{lens("全部", decided(false)), lens("只看未判断", decided(true))}},
	}
}

// wants reports whether a finding is asked for.
func (a findingsAsked) wants(f *analytics.Finding, decided bool) bool {
	switch {
	case a.undecided && decided, trend.Level(f.Level) < a.level && !ofMonths(f):
		return false
	case a.way == "months":
		return ofMonths(f)
	case a.way != "":
		return !ofMonths(f) && f.Fall == (a.way == "fall")
	}
	return true
}

// ofMonths reports whether a finding compares a month with another one.
func ofMonths(f *analytics.Finding) bool {
	return f.Kind == analytics.FindingMonth || f.Kind == analytics.FindingYear
}

func (s *site) showFindings(w http.ResponseWriter, r *http.Request) {
	asked, err := parseFindingsAsked(r.URL.Query())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	q, err := s.query(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, findingsTimeout)
	defer cancel()
	page, err := s.loadFindings(ctx, q, asked)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "findings", frame{Title: "预警", Active: "findings", Books: s.books(r), Body: page})
}

// loadFindings reads the findings of a month, once more when its facts were written anew meanwhile.
func (s *site) loadFindings(ctx context.Context, q dashboards.Query, asked findingsAsked) (findingsPage, error) {
	for again := true; ; again = false {
		months, err := s.Reader.Months(ctx)
		if err != nil || len(months) == 0 {
			return findingsPage{Empty: true}, err
		}
		month := q.Month
		if month == 0 {
			month = months[len(months)-1].Month
		}
		page := findingsPage{Period: dashboards.MonthText(month), Filters: asked.filters(month), Unfolded: asked.level == trend.LevelNotice,
			All: findingsAsked{level: trend.LevelNotice}.address(month)}
		page.Older, page.Newer = neighbours(months, month, asked.address)
		board, err := s.readBoard(ctx, month, month)
		if err != nil {
			return page, err
		}
		if board.seals, err = s.Reader.Seals(ctx); err != nil {
			return page, err
		}
		board.names = q.Names
		page.lay(board, asked)
		s.drawSparks(ctx, &page, board)
		after, err := s.Reader.Months(ctx)
		if err != nil || !again || runOf(months, month) == runOf(after, month) {
			return page, err
		}
	}
}

// newestDays is how far back from the newest day with data a finding is news.
const newestDays = 7

// undecided counts the warnings and alarms of the newest days that nobody has decided about.
func (s *site) undecided(ctx context.Context) (n int64, err error) {
	received, err := s.Reader.Coverages(ctx)
	last := dashboards.Coverages{Sources: received}.Last()
	if err != nil || last.IsZero() {
		return 0, err
	}
	since := last.AddDate(0, 0, 1-newestDays)
	b, err := s.readBoard(ctx, analytics.MonthOf(since), analytics.MonthOf(last))
	if err != nil {
		return 0, err
	}
	for _, f := range b.own() {
		if !ofMonths(f) && f.Level >= uint8(trend.LevelWarning) && !f.To.Before(since) && b.decided[f.ID] == nil {
			n++
		}
	}
	return n, nil
}

// runOf is the run that wrote a month.
func runOf(months []analytics.MonthState, m analytics.Month) uint64 {
	for _, s := range months {
		if s.Month == m {
			return s.Run
		}
	}
	return 0
}

// mostCards is how many rises are shown whole; the others follow in short.
const mostCards = 8

// lay puts the findings into their blocks, the highest level first and in it the largest.
func (p *findingsPage) lay(b *board, asked findingsAsked) {
	alarms, warnings, open, months := 0, 0, 0, 0
	for _, f := range b.own() {
		decided := b.decided[f.ID] != nil
		if ofMonths(f) && f.Level >= uint8(trend.LevelWarning) {
			months++
		}
		if !ofMonths(f) {
			switch trend.Level(f.Level) {
			case trend.LevelAlarm:
				alarms++
			case trend.LevelWarning:
				warnings++
			}
			if f.Level >= uint8(trend.LevelWarning) && !decided {
				open++
			}
		}
		if !asked.wants(f, decided) {
			p.Hidden++
			continue
		}
		row := b.row(f)
		switch {
		case ofMonths(f) && (len(f.Series) == 0 || f.Level >= uint8(trend.LevelWarning)):
			p.Months = append(p.Months, row)
		case f.Level < uint8(trend.LevelWarning):
			p.Notices = append(p.Notices, row)
		case f.Fall:
			p.Falls = append(p.Falls, row)
		case len(p.Rises) == mostCards:
			p.More = append(p.More, row)
		default:
			p.Rises = append(p.Rises, row)
		}
	}
	p.Settled = b.settled()
	p.Quiet = len(p.Rises)+len(p.Falls)+len(p.Notices) == 0 && p.Hidden == 0
	switch {
	case alarms+warnings == 0:
		p.Sum = "没有预警"
	default:
		var parts []string
		if alarms > 0 {
			parts = append(parts, "警报 "+strconv.Itoa(alarms)+" 条")
		}
		if warnings > 0 {
			parts = append(parts, "预警 "+strconv.Itoa(warnings)+" 条")
		}
		p.Sum = strings.Join(parts, "，")
		if open > 0 {
			p.Sum += "，" + strconv.Itoa(open) + " 条未判断"
		}
	}
	if months > 0 {
		p.Sum += "；月与月比 " + strconv.Itoa(months) + " 条"
	}
}
