package discover

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/theme"
)

// ideaGrouping is when two suggestions are one: they are a dozen characters long, so most of their words are the same.
var ideaGrouping = theme.Grouping{Alike: 0.4, Together: 0.3, Neighbours: 30, Least: 1}

// sameIdea is the cosine from which a suggestion belongs to a card of earlier months.
const sameIdea = 0.45

// cards puts the suggestions of the month on the cards of earlier months, and makes new cards of the others.
func (m *Month) cards() []group {
	corpus := theme.NewCorpus(m.book.reader.Rarity.Of)
	for from := 0; from < len(m.book.ideas); from += cutAtOnce {
		part := m.book.ideas[from:min(len(m.book.ideas), from+cutAtOnce)]
		texts := make([]string, len(part))
		for i, c := range part {
			n := text.Normalise(m.clause(c))
			texts[i] = n.Text
		}
		for _, words := range m.book.reader.Segmenter.Segment(texts) {
			corpus.Add(words, 0)
		}
	}
	space := theme.NewShortSpace(corpus)
	known := m.latest(analytics.ThemeIdea, ideaHistory)
	signatures := make([]theme.Signature, len(known))
	for i, t := range known {
		signatures[i] = signatureOf(t)
	}
	clauses := make([][]int, len(known))
	var free []int
	nearest := theme.NewNearest(space, signatures)
	for i := range m.book.ideas {
		if at := nearest.Of(i, sameIdea); at >= 0 {
			clauses[at] = append(clauses[at], i)
		} else {
			free = append(free, i)
		}
	}
	var groups []group
	for i, t := range known {
		if len(clauses[i]) > 0 {
			g := group{theme: t, clauses: clauses[i], signature: signatures[i]}
			g.theme.Into, g.theme.Parent = 0, 0
			g.theme.Before = 0
			if t.Month == m.Month.Add(-1) {
				g.theme.Before = t.N
			}
			groups = append(groups, m.card(space, g, analytics.ThemeSteady))
		}
	}
	for _, list := range space.GroupsOf(free, ideaGrouping) {
		g := group{clauses: list, signature: space.Centre(list)}
		g.theme = analytics.Theme{Kind: analytics.ThemeIdea, Since: m.Month}
		g = m.card(space, g, analytics.ThemeBorn)
		g.theme.Name = m.need(g.typical[0], g.signature)
		m.mint(&g)
		groups = append(groups, g)
	}
	return groups
}

// clause is the words of a suggestion.
func (m *Month) clause(c clause) string {
	runes := []rune(m.book.texts[c.text].of[c.of].Words)
	return string(runes[min(int(c.evidence.From), len(runes)):min(int(c.evidence.To), len(runes))])
}

// card orders the clauses and tells how the card lives.
func (m *Month) card(space *theme.Space, g group, life string) group {
	g.typical = slices.Clone(g.clauses)
	slices.SortStableFunc(g.typical, func(a, b int) int {
		return cmp.Compare(space.Close(b, g.signature), space.Close(a, g.signature))
	})
	g.theme.Life = life
	n := m.size(&g)
	g.theme.Burst = float32(theme.Burst(n, float64(g.theme.Before), 1))
	if life == analytics.ThemeSteady && g.theme.Burst >= 2.5 {
		g.theme.Life = analytics.ThemeGrown
	}
	if life == analytics.ThemeSteady && g.theme.Burst <= -2.5 {
		g.theme.Life = analytics.ThemeFaded
	}
	return g
}

// longNeed is how many runes the need on a card has at most.
const longNeed = 40

// need is a suggestion in one line, without what leads up to it.
func (m *Month) need(at int, signature theme.Signature) string {
	words := strings.Join(strings.Fields(m.clause(m.book.ideas[at])), " ")
	for {
		i := strings.IndexAny(words, "，：,:.。")
		if i < 0 || tells(words[:i], signature) || !tells(words[i:], signature) {
			break
		}
		_, size := utf8.DecodeRuneInString(words[i:])
		words = words[i+size:]
	}
	for _, lead := range leads {
		words = strings.TrimPrefix(words, lead)
	}
	words = strings.Trim(words, "，。！？；：、,.!?;: ")
	if runes := []rune(words); len(runes) > longNeed {
		return string(runes[:longNeed]) + "…"
	}
	return words
}

// leads are words with which a suggestion begins and that its card need not repeat.
var leads = []string{"诚心", "真心", "强烈", "个人", "建议", "希望", "最好", "如果能", "要是能", "其实可以考虑", "，", "："}

// tells reports whether words hold one of the words that a card is known by.
func tells(words string, signature theme.Signature) bool {
	normal := text.Normalise(words)
	for _, w := range signature.Words[:min(len(signature.Words), 10)] {
		if strings.Contains(normal.Text, w) {
			return true
		}
	}
	return false
}
