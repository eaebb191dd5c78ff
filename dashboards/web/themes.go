package web

import (
	"context"
	"fmt"
	"net/http"

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
	page.Older, page.Newer = neighbours(months, month, func(m analytics.Month) string { return path + "?month=" + m.String() })
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
