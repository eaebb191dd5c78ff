package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
)

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

// bar is one month of a small chart, in its own units: 100 wide for twelve months, 24 high.
type bar struct {
	X, Y, Height float64
	On           bool
	Title        string
	Door         string
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
