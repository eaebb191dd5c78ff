package discover

import (
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/theme"
)

// How texts are put together. What the taxonomy does not know is told in many ways, so less in common is asked of it.
var (
	knownGrouping   = theme.Grouping{Alike: 0.2, Together: 0.1, Neighbours: 20, Least: theme.Few}
	unknownGrouping = theme.Grouping{Alike: 0.12, Together: 0.06, Neighbours: 20, Least: theme.Few, Sure: theme.Surprising}
)

// unsure is the confidence under which a label does not say that the taxonomy knows a complaint.
const unsure = 0.5

// learning is how many months a theme learns new words. Later its signature stays, so that it does not drift into something else.
const learning = 3

// emerging finds again the topics that lived before, then what is new.
func (m *Month) emerging() []group {
	space := theme.NewSpace(m.book.corpus, theme.Few)
	live := m.live()
	signatures := make([]theme.Signature, len(live))
	for i, t := range live {
		signatures[i] = signatureOf(t)
	}
	recognised := theme.NewRecogniser(space, signatures)
	texts := make([][]int, len(live))
	taken := make([]bool, m.book.corpus.Len())
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
	var groups []group
	for i, t := range live {
		if into[i] >= 0 {
			texts[into[i]] = append(texts[into[i]], texts[i]...)
			slices.Sort(texts[into[i]])
		}
		_ = t
	}
	for i, t := range live {
		if into[i] >= 0 {
			g := m.carried(t, nil)
			g.theme.Life, g.theme.Into = analytics.ThemeMerged, live[into[i]].ID
			groups = append(groups, g)
			continue
		}
		g := m.carried(t, texts[i])
		if m.unknown(texts[i]) && m.Month < t.Since.Add(learning) && len(texts[i]) >= 2*theme.Few {
			g.signature = space.Signature(texts[i])
		}
		g.typical = space.Typical(g.signature, texts[i])
		groups = append(groups, g)
	}
	return append(groups, m.fresh(space, taken)...)
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

// fresh finds what is new among the texts that are of no live theme.
func (m *Month) fresh(space *theme.Space, taken []bool) []group {
	if float64(m.Past.texts) < leastPast*float64(m.book.corpus.Len()) {
		return nil // nothing is known that it could be new against
	}
	past := theme.Past{Texts: m.Past.texts, Count: m.Past.count}
	ignore := m.named()
	free := func(i int) bool { return !taken[i] }
	unknown := func(i int) bool {
		r := &m.book.texts[i].of[0]
		return free(i) && (r.Topic == "" || r.Confidence < unsure)
	}
	// What the taxonomy does not know reaches the texts that tell it in other words. What grows inside a known topic stays what it is: its
	// words are those of the topic, and would reach all of it.
	wide := space.Widen(space.Emerging(past, unknownGrouping, ignore, unknown), past, free)
	for _, w := range wide {
		for _, t := range w.Texts {
			taken[t] = true
		}
	}
	for _, e := range space.Emerging(past, knownGrouping, ignore, free) {
		wide = append(wide, theme.Wide{Emerging: e, Signature: space.Signature(e.Texts)})
	}
	var groups []group
	for _, w := range wide {
		g := group{texts: w.Texts, signature: w.Signature, typical: space.Typical(w.Signature, w.Texts), from: w.NameFrom}
		g.theme = analytics.Theme{Kind: analytics.ThemeEmerging, Name: w.Name, Life: analytics.ThemeBorn, Since: m.Month, Expected: float32(w.Expected), Burst: float32(w.Burst)}
		if m.growing(&g) {
			m.mint(&g)
			groups = append(groups, g)
		}
	}
	return groups
}

// Growth that a new theme needs against what the past lets expect: where the taxonomy has a name for most of its texts, season and chance
// explain more.
const (
	knownGrowth   = 4
	unknownGrowth = 2
	knownBurst    = 5
)

func (m *Month) growing(g *group) bool {
	if m.people(g) < theme.Few {
		return false
	}
	n := float64(len(g.texts))
	if m.unknown(g.texts) {
		return n >= unknownGrowth*float64(g.theme.Expected)
	}
	return n >= knownGrowth*float64(g.theme.Expected) && g.theme.Burst >= knownBurst
}

// unknown reports whether the taxonomy has no name for most of the texts.
func (m *Month) unknown(texts []int) bool {
	n := 0
	for _, i := range texts {
		if r := &m.book.texts[i].of[0]; r.Topic == "" || r.Confidence < unsure {
			n++
		}
	}
	return 2*n >= len(texts)
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

// carried is a theme of an earlier month in this one.
func (m *Month) carried(t analytics.Theme, texts []int) group {
	g := group{theme: t, texts: texts, signature: signatureOf(t), typical: texts, from: -1}
	g.theme.Into, g.theme.Parent, g.theme.Before = 0, 0, t.N
	if t.Month != m.Month.Add(-1) {
		g.theme.Before = 0
	}
	n := m.size(&g)
	share := 1.0
	g.theme.Burst = float32(theme.Burst(n, float64(g.theme.Before), share))
	switch {
	case n < theme.Few || float64(n) < 1.5*float64(t.Expected) || g.theme.Burst <= -theme.Surprising:
		g.theme.Life = analytics.ThemeFaded
	case g.theme.Burst >= 2.5:
		g.theme.Life = analytics.ThemeGrown
	default:
		g.theme.Life = analytics.ThemeSteady
	}
	return g
}
