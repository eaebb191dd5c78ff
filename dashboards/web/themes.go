package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Themes is what 新话题 and 建议 read.
type Themes interface {
	// Themes returns the themes of the months from one to another, by month, kind, falling score and id. Called for every view.
	Themes(ctx context.Context, from, to analytics.Month) ([]analytics.Theme, error)

	// ThemeExamples returns the examples of themes in the months from one to another, by theme, newest month first, then rank.
	ThemeExamples(ctx context.Context, kind string, from, to analytics.Month, themes []uint64) ([]analytics.ThemeMember, error)
}

// themeRoutes are the addresses of what is found and not counted by any taxonomy.
func (s *site) themeRoutes(mux *http.ServeMux) {
	if s.Themes == nil {
		return
	}
	mux.HandleFunc("GET /emerging", s.showEmerging) // 新话题
	mux.HandleFunc("GET /ideas", s.showIdeas)       // 建议
}

// themesPage is what the templates of 新话题 and 建议 show.
type themesPage struct {
	Period       string
	Older, Newer string
	Empty        bool // there is no month yet
	Rows         []themeRow
	Rest         []themeRow // 消退 and 合并, in short
	Sum          string
	Door         string // the complaints behind all that is shown
}

// themeRow is one theme.
type themeRow struct {
	Name, Life, Tone string
	N, People        string
	Door             string
	Change           string
	Since            string
	First            string // address of the earliest complaint
	FirstAt          string
	Spread           string
	Topic            string
	Note             string
	Mood             string
	Bars             []bar
	BarsLabel        string
	Examples         []themeExample
}

// bar is one month of a small chart, in its own units: 100 wide for twelve months, 24 high.
type bar struct {
	X, Y, Height float64
	On           bool
	Title        string
	Door         string
}

type themeExample struct {
	When, Door string
	Parts      []textPart
}

// trendMonths is how many months the small charts show.
const trendMonths = 12

// mostThemes bounds what one page shows.
const mostThemes = 60

// themeMonth resolves the month of an address, and its neighbours with data.
func (s *site) themeMonth(r *http.Request, path string) (themesPage, analytics.Month, error) {
	var page themesPage
	q, err := s.query(r)
	if err != nil {
		return page, 0, err
	}
	months, err := s.Reader.Months(r.Context())
	if err != nil || len(months) == 0 {
		page.Empty = true
		return page, 0, err
	}
	month := q.Month
	if month == 0 {
		month = months[len(months)-1].Month
	}
	for _, m := range months {
		if m.Month < month {
			page.Older = path + "?month=" + m.Month.String()
		}
		if m.Month > month && page.Newer == "" {
			page.Newer = path + "?month=" + m.Month.String()
		}
	}
	page.Period = dashboards.MonthText(month)
	return page, month, nil
}

func (s *site) showEmerging(w http.ResponseWriter, r *http.Request) {
	page, month, err := s.themeMonth(r, "/emerging")
	if err == nil && !page.Empty {
		err = s.fillEmerging(r.Context(), &page, month)
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "emerging", frame{Title: "新话题", Active: "emerging", Books: s.books(r), Body: page})
}

func (s *site) fillEmerging(ctx context.Context, page *themesPage, month analytics.Month) error {
	history, err := s.history(ctx, analytics.ThemeEmerging, month)
	if err != nil {
		return err
	}
	now := history.of(month)
	fresh := 0
	for _, t := range now[:min(len(now), mostThemes)] {
		row := s.themeRow(t, history)
		if t.Life == analytics.ThemeFaded || t.Life == analytics.ThemeMerged {
			page.Rest = append(page.Rest, row)
			continue
		}
		if t.Since == month {
			fresh++
		}
		page.Rows = append(page.Rows, row)
	}
	page.Sum = fmt.Sprintf("新出现 %d 个，从前几个月延续 %d 个", fresh, len(page.Rows)-fresh)
	return s.exampleRows(ctx, analytics.ThemeEmerging, month, month, now, page)
}

func (s *site) showIdeas(w http.ResponseWriter, r *http.Request) {
	page, month, err := s.themeMonth(r, "/ideas")
	if err == nil && !page.Empty {
		err = s.fillIdeas(r.Context(), &page, month)
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "ideas", frame{Title: "建议", Active: "ideas", Books: s.books(r), Body: page})
}

// fillIdeas shows the cards of the twelve months up to the chosen one, those that most complaints made first.
func (s *site) fillIdeas(ctx context.Context, page *themesPage, month analytics.Month) error {
	history, err := s.history(ctx, analytics.ThemeIdea, month)
	if err != nil {
		return err
	}
	cards := history.summed(month)
	total := uint32(0)
	for _, t := range cards {
		total += t.N
	}
	single := 0
	for _, t := range cards {
		if t.N < 2 {
			single++
		}
	}
	page.Sum = fmt.Sprintf("近 %d 个月 %s 件投诉里有建议，归成 %d 张卡；只提过一次的 %d 条", trendMonths, dashboards.Number(uint64(total)), len(cards)-single, single)
	cards = cards[:min(len(cards), mostThemes)]
	cards = slices.DeleteFunc(cards, func(t analytics.Theme) bool { return t.N < 2 })
	for _, t := range cards {
		row := s.themeRow(t, history)
		row.Life, row.Tone = "", ""
		row.Change = fmt.Sprintf("本月 %s 件", dashboards.Number(uint64(history.at(t.ID, month).N)))
		page.Rows = append(page.Rows, row)
	}
	page.Period += "及此前 " + fmt.Sprint(trendMonths-1) + " 个月"
	return s.exampleRows(ctx, analytics.ThemeIdea, month.Add(1-trendMonths), month, cards, page)
}

// history is the rows of one kind in the months that the small charts show.
type history struct {
	from, to analytics.Month
	rows     []analytics.Theme
	index    map[uint64]map[analytics.Month]analytics.Theme
}

func (s *site) history(ctx context.Context, kind string, month analytics.Month) (history, error) {
	h := history{from: month.Add(1 - trendMonths), to: month, index: map[uint64]map[analytics.Month]analytics.Theme{}}
	all, err := s.Themes.Themes(ctx, h.from, month)
	for _, t := range all {
		if t.Kind != kind {
			continue
		}
		h.rows = append(h.rows, t)
		if h.index[t.ID] == nil {
			h.index[t.ID] = map[analytics.Month]analytics.Theme{}
		}
		h.index[t.ID][t.Month] = t
	}
	return h, err
}

func (h history) at(id uint64, month analytics.Month) analytics.Theme { return h.index[id][month] }

// of are the themes of one month: what is new or grows first, then by score.
func (h history) of(month analytics.Month) []analytics.Theme {
	var list []analytics.Theme
	for _, t := range h.rows {
		if t.Month == month {
			list = append(list, t)
		}
	}
	return list
}

// summed adds the months of each card, most complaints first.
func (h history) summed(month analytics.Month) []analytics.Theme {
	var list []analytics.Theme
	at := map[uint64]int{}
	for _, t := range h.rows { // oldest month first
		i, known := at[t.ID]
		if !known {
			at[t.ID] = len(list)
			list = append(list, t)
			continue
		}
		one := &list[i]
		mood := float64(one.Sentiment)*float64(one.N) + float64(t.Sentiment)*float64(t.N)
		one.N, one.People, one.Urgent = one.N+t.N, one.People+t.People, one.Urgent+t.Urgent
		one.Sentiment = float32(mood / max(1, float64(one.N)))
		one.Month, one.Life, one.Topic = t.Month, t.Life, t.Topic
		one.Regions, one.Products = max(one.Regions, t.Regions), max(one.Products, t.Products)
		for _, p := range t.Top {
			if len(one.Top) < 3 && !slices.Contains(one.Top, p) {
				one.Top = append(slices.Clone(one.Top), p)
			}
		}
		one.Products = max(one.Products, uint32(len(one.Top)))
	}
	slices.SortStableFunc(list, func(a, b analytics.Theme) int { return int(b.N) - int(a.N) })
	return list
}

// themeRow writes a theme for people.
func (s *site) themeRow(t analytics.Theme, h history) themeRow {
	row := themeRow{Name: t.Name, Life: dashboards.LifeName(t.Life), Tone: lifeTone(t.Life), N: dashboards.Number(uint64(t.N)), People: dashboards.Number(uint64(t.People)),
		Since: dashboards.MonthText(t.Since), FirstAt: dashboards.DateText(t.FirstAt), Spread: spreadText(t), Mood: moodText(float64(t.Sentiment))}
	row.First = "/complaint?" + url.Values{"in": {t.First.Source}, "open": {t.First.ID}}.Encode()
	months := analytics.Selection{Theme: t.ID}
	if t.Kind == analytics.ThemeIdea {
		months = months.Between(h.from.First(), h.to.Last())
	} else {
		months = months.Between(t.Month.First(), t.Month.Last())
	}
	row.Door = dashboards.Door(months)
	row.Topic = "未分类"
	if t.Topic != "" {
		row.Topic = dashboards.ValueName(s.Names, "topic", t.Topic)
	}
	switch {
	case t.Life == analytics.ThemeMerged:
		row.Note = "并入“" + h.at(t.Into, t.Month).Name + "”"
	case t.Since == t.Month && t.Expected >= 1:
		row.Change = fmt.Sprintf("按以往只应有 %.0f 件", t.Expected)
	case t.Since == t.Month:
		row.Change = "以往没有"
	default:
		row.Change = "上月 " + dashboards.Number(uint64(t.Before)) + " 件"
	}
	if t.Parent != 0 {
		row.Note = "从“" + h.at(t.Parent, t.Month).Name + "”分出"
	}
	row.Bars = h.bars(t)
	row.BarsLabel = "每月件数：" + barsText(row.Bars)
	return row
}

func lifeTone(life string) string {
	switch life {
	case analytics.ThemeBorn, analytics.ThemeGrown, analytics.ThemeSplit:
		return "up"
	case analytics.ThemeFaded:
		return "down"
	}
	return ""
}

func spreadText(t analytics.Theme) string {
	parts := []string{dashboards.Number(uint64(t.People)) + " 位客户"}
	if t.Regions > 0 {
		parts = append(parts, dashboards.Number(uint64(t.Regions))+" 个省份")
	}
	if t.Products > 0 {
		parts = append(parts, dashboards.Number(uint64(t.Products))+" 种产品")
	}
	text := strings.Join(parts, "、")
	if len(t.Top) > 0 {
		text += "（" + strings.Join(t.Top, "、") + "）"
	}
	return text
}

// moodText says the tone of the words in one word.
func moodText(sentiment float64) string {
	switch {
	case sentiment <= -0.5:
		return "很不满"
	case sentiment <= -0.15:
		return "不满"
	case sentiment >= 0.15:
		return "平和"
	}
	return "一般"
}

// barWidth and barHeight are those of one month in a small chart.
const (
	barWidth  = 8.0
	barHeight = 24.0
)

// bars are the months of a small chart, the newest last.
func (h history) bars(t analytics.Theme) []bar {
	most := uint32(1)
	for _, m := range h.index[t.ID] {
		most = max(most, m.N)
	}
	var list []bar
	for i := range trendMonths {
		month := h.from.Add(i)
		n := h.at(t.ID, month).N
		height := barHeight * float64(n) / float64(most)
		if n > 0 {
			height = max(height, 1.5)
		}
		list = append(list, bar{X: float64(i) * barWidth, Y: barHeight - height, Height: height, On: month == h.to, Title: fmt.Sprintf("%s %d 件", dashboards.MonthText(month), n)})
	}
	return list
}

func barsText(bars []bar) string {
	parts := make([]string, len(bars))
	for i, b := range bars {
		parts[i] = b.Title
	}
	return strings.Join(parts, "，")
}

// shownExamples is how many original sentences a theme shows.
const shownExamples = 5

// exampleRows puts the examples under the rows. themes has those of the page, in its order.
func (s *site) exampleRows(ctx context.Context, kind string, from, to analytics.Month, themes []analytics.Theme, page *themesPage) error {
	ids := make([]uint64, len(themes))
	for i, t := range themes {
		ids[i] = t.ID
	}
	examples, err := s.Themes.ThemeExamples(ctx, kind, from, to, ids)
	if err != nil {
		return err
	}
	by := map[uint64][]themeExample{}
	said := map[uint64]map[string]bool{}
	for _, m := range examples {
		if len(by[m.Theme]) == shownExamples || said[m.Theme][m.Text] {
			continue
		}
		if said[m.Theme] == nil {
			said[m.Theme] = map[string]bool{}
		}
		said[m.Theme][m.Text] = true
		var evidence []analytics.Evidence
		for i := range m.From {
			evidence = append(evidence, analytics.Evidence{From: m.From[i], To: m.To[i]})
		}
		by[m.Theme] = append(by[m.Theme], themeExample{When: dashboards.DateText(m.At),
			Door: "/complaint?" + url.Values{"in": {m.Source}, "open": {m.ID}}.Encode(), Parts: markText(m.Text, evidence, "")})
	}
	rows := 0
	for _, t := range themes {
		if kind == analytics.ThemeEmerging && (t.Life == analytics.ThemeFaded || t.Life == analytics.ThemeMerged) {
			continue
		}
		if rows < len(page.Rows) {
			page.Rows[rows].Examples = by[t.ID]
			rows++
		}
	}
	return nil
}

// freshTheme is a new topic as the overview names it.
type freshTheme struct {
	Name, Door, N string
}

// freshTimeout bounds what the line of new topics may cost the overview.
const freshTimeout = time.Second

// mostFresh is how many new topics the overview names.
const mostFresh = 3

// freshThemes are the topics that emerged in the month of an overview without filters.
func (s *site) freshThemes(r *http.Request, q dashboards.Query) []freshTheme {
	if s.Themes == nil || q.Month == 0 || len(q.Filters.Choices) > 0 {
		return nil
	}
	ctx, cancel := contextWithin(r, freshTimeout)
	defer cancel()
	themes, err := s.Themes.Themes(ctx, q.Month, q.Month)
	if err != nil {
		s.Log.Warn("the new topics could not be read", "error", err)
		return nil
	}
	var list []freshTheme
	for _, t := range themes {
		if t.Kind == analytics.ThemeEmerging && t.Since == q.Month && len(list) < mostFresh {
			sel := analytics.Selection{Theme: t.ID}.Between(t.Month.First(), t.Month.Last())
			list = append(list, freshTheme{Name: t.Name, Door: dashboards.Door(sel), N: dashboards.Number(uint64(t.N))})
		}
	}
	return list
}
