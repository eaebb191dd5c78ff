package discover

import (
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/theme"
)

// learning is how many months a theme learns new words, from the words that the months before it did not have. Later its signature stays, so that it does not drift
// into something else.
const learning = 6

// living are the topics of earlier months with their texts of this one, which are taken then. A text that several recognise is of the surest.
func (m *Month) living(space *theme.Space, taken []bool) []group {
	live := m.live()
	signatures := make([]theme.Signature, len(live))
	for i, t := range live {
		signatures[i] = signatureOf(t)
	}
	recognised := theme.NewRecogniser(space, signatures)
	texts := make([][]int, len(live))
	shared := map[[2]int]int{}
	for i := range taken {
		all := recognised.All(i)
		for a := range all {
			for b := range a {
				shared[[2]int{min(all[a], all[b]), max(all[a], all[b])}]++
			}
		}
		if len(all) > 0 {
			texts[all[0]] = append(texts[all[0]], i)
			taken[i] = true
		}
	}
	into := merges(texts, shared)
	for i := range live {
		if to := into[i]; to >= 0 {
			texts[to] = append(texts[to], texts[i]...)
			slices.Sort(texts[to])
		}
	}
	var groups []group
	for i, t := range live {
		if to := into[i]; to >= 0 {
			g := m.carried(t, nil)
			g.theme.Life, g.theme.Into = analytics.ThemeMerged, live[to].ID
			groups = append(groups, g)
			continue
		}
		groups = append(groups, m.lives(space, t, texts[i], taken)...)
	}
	return groups
}

// lives is a topic in this month, and what splits off from it.
func (m *Month) lives(space *theme.Space, t analytics.Theme, texts []int, taken []bool) []group {
	before := m.Past.before(t.Since).of()
	signature := signatureOf(t)
	if m.Month < t.Since.Add(learning) && len(texts) >= theme.Few {
		texts, signature = space.Widen(texts, before, func(i int) bool { return !taken[i] })
		for _, i := range texts {
			taken[i] = true
		}
	}
	rest, off := texts, []int(nil)
	if t.Life != analytics.ThemeFaded {
		rest, off = space.Split(texts, splitGrouping)
	}
	if len(off) > 0 {
		signature = space.Signature(rest, &before)
	}
	g := m.carried(t, rest)
	g.signature = signature
	g.typical = space.Typical(signature, rest)
	if len(off) == 0 {
		return []group{g}
	}
	child := group{texts: off, signature: space.Signature(off, &before)}
	child.typical = space.Typical(child.signature, off)
	child.theme = analytics.Theme{Kind: analytics.ThemeEmerging, Life: analytics.ThemeSplit, Parent: t.ID, Since: m.Month, Burst: float32(theme.Burst(len(off), 0, 1))}
	child.theme.Name, child.from = space.Name(off)
	m.mint(&child)
	return []group{g, child}
}

// merges tells for each theme into which older one it goes: the one that most of its texts are of too; −1 for none.
func merges(texts [][]int, shared map[[2]int]int) []int {
	into := make([]int, len(texts))
	for i := range into {
		into[i] = -1
		for older := range i {
			own := len(texts[i]) + shared[[2]int{older, i}]
			if into[older] < 0 && own >= theme.Few && 10*shared[[2]int{older, i}] >= 6*own {
				into[i] = older
				break
			}
		}
	}
	return into
}

// fading is how many times smaller than in its best month a topic has faded, and growing by how many standard deviations it grows from month to month.
const (
	fading  = 3
	growing = 2.5
)

// peak is how many complaints a topic had in its best known month.
func (m *Month) peak(t analytics.Theme) int {
	best := 0
	for _, row := range m.Known {
		if row.Kind == t.Kind && row.ID == t.ID {
			best = max(best, int(row.N))
		}
	}
	return best
}

// carried is a theme of an earlier month in this one. One that has faded has faded until it grows again.
func (m *Month) carried(t analytics.Theme, texts []int) group {
	g := group{theme: t, texts: texts, signature: signatureOf(t), typical: texts, from: -1}
	g.theme.Into, g.theme.Parent, g.theme.Before = 0, 0, t.N
	if t.Month != m.Month.Add(-1) {
		g.theme.Before = 0
	}
	n := m.size(&g)
	g.theme.Burst = float32(theme.Burst(n, float64(g.theme.Before), 1))
	low := n < theme.Few || float64(n) < 1.5*float64(t.Expected) || fading*n <= m.peak(t)
	switch {
	case g.theme.Burst >= growing && !low:
		g.theme.Life = analytics.ThemeGrown
	case low || t.Life == analytics.ThemeFaded:
		g.theme.Life = analytics.ThemeFaded
	default:
		g.theme.Life = analytics.ThemeSteady
	}
	return g
}
