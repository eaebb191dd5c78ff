package web

import (
	"context"
	"net/url"

	"huisheng/analytics"
	"huisheng/dashboards"
)

type themeExample struct {
	When, Door string
	Parts      []textPart
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
