package discover

import (
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/theme"
)

// How texts are put together. What is new is told in many ways, so little in common is asked of it; what splits off was one matter until now, so that
// much is.
var (
	freshGrouping = theme.Grouping{Alike: 0.12, Together: 0.1, Neighbours: 20, Least: theme.Few}
	splitGrouping = theme.Grouping{Alike: 0.2, Together: 0.12, Neighbours: 20, Least: 4 * theme.Few}
)

// emerging finds again the topics that lived before, then what is new.
func (m *Month) emerging() []group {
	space := theme.NewSpace(m.book.corpus, theme.Few)
	taken := make([]bool, m.book.corpus.Len())
	return append(m.living(space, taken), m.fresh(space, taken)...)
}

// fresh finds what is new among the texts that are of no live theme.
func (m *Month) fresh(space *theme.Space, taken []bool) []group {
	if float64(m.Past.texts()) < leastPast*float64(m.book.corpus.Len()) {
		return nil // nothing is known that it could be new against
	}
	past := m.Past.of()
	scope := theme.Scope{Ignore: m.named(), Free: func(i int) bool { return !taken[i] }, Author: m.author}
	var groups []group
	for _, e := range space.Emerging(past, freshGrouping, scope) {
		for _, x := range e.Texts {
			taken[x] = true
		}
		g := group{texts: e.Texts, signature: e.Signature, typical: space.Typical(e.Signature, e.Texts), from: e.NameFrom}
		g.theme = analytics.Theme{Kind: analytics.ThemeEmerging, Name: e.Name, Life: analytics.ThemeBorn, Since: m.Month, Expected: float32(e.Expected), Burst: float32(e.Burst)}
		if m.people(&g) >= theme.Few {
			m.mint(&g)
			groups = append(groups, g)
		}
	}
	return groups
}

// author is who told a text first.
func (m *Month) author(i int) uint64 {
	if c := m.book.texts[i].of[0].Customer; c != 0 {
		return c
	}
	return uint64(i)
}

// named tells which terms are names of products, places and the like, or parts of them.
func (m *Month) named() func(term string) bool {
	values := make([]string, 0, len(m.book.values))
	for v := range m.book.values {
		values = append(values, v)
	}
	slices.Sort(values)
	all := "\n" + strings.Join(values, "\n") + "\n"
	return func(term string) bool { return strings.Contains(all, term) }
}
