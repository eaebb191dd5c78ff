package web

import (
	"net/http"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

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
