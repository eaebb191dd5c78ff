package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
)

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
