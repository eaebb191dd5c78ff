package discover

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/theme"
)

// telling is one complaint of a group.
type telling struct {
	reading  *analytics.ThemeReading
	evidence analytics.Evidence // the clause, of a card
	text     int
}

// tellings are the complaints of a group, each once: a complaint that makes the same suggestion twice counts once.
func (m *Month) tellings(g *group) []telling {
	var list []telling
	if g.theme.Kind == analytics.ThemeIdea {
		seen := map[*analytics.ThemeReading]bool{}
		for _, c := range g.clauses {
			cl := m.book.ideas[c]
			r := &m.book.texts[cl.text].of[cl.of]
			if !seen[r] {
				seen[r] = true
				list = append(list, telling{r, cl.evidence, cl.text})
			}
		}
		return list
	}
	for _, i := range g.texts {
		for k := range m.book.texts[i].of {
			list = append(list, telling{reading: &m.book.texts[i].of[k], text: i})
		}
	}
	return list
}

func (m *Month) size(g *group) int { return len(m.tellings(g)) }

// people counts customers. One who is not known is known by the letters of the text.
func (m *Month) people(g *group) int {
	seen := map[[2]uint64]bool{}
	for _, t := range m.tellings(g) {
		if c := t.reading.Customer; c != 0 {
			seen[[2]uint64{1, c}] = true
		} else {
			seen[[2]uint64{2, uint64(t.text)}] = true
		}
	}
	return len(seen)
}

// bad is the sentiment from which a complaint counts as severe.
const bad = -0.5

// describe fills the row of a group.
func (m *Month) describe(g *group) analytics.Theme {
	t := g.theme
	t.Month, t.Run, t.MadeAt = m.Month, m.Run, m.MadeAt
	t.Words, t.Weights, t.Prior = g.signature.Words, g.signature.Weights, g.signature.Prior
	all := m.tellings(g)
	t.N, t.People = uint32(len(all)), uint32(m.people(g))
	t.Urgent, t.Sentiment, t.Top, t.Topic = 0, 0, nil, ""
	regions, products, topics := map[string]int{}, map[string]int{}, map[string]int{}
	var sentiment float64
	severe := 0
	for _, one := range all {
		r := one.reading
		topics[r.Topic]++
		if r.Province != "" {
			regions[r.Province]++
		}
		if r.Product != "" {
			products[r.Product]++
		}
		sentiment += float64(r.Sentiment)
		if r.Urgent {
			t.Urgent++
		}
		if r.Urgent || r.Sentiment <= bad {
			severe++
		}
		if t.FirstAt.IsZero() || r.At.Before(t.FirstAt) {
			t.FirstAt, t.First = r.At, r.Key
		}
	}
	if len(all) > 0 {
		t.Sentiment = float32(sentiment / float64(len(all)))
		t.Topic = commonest(topics, 1)[0]
		t.Top = commonest(products, 3)
		t.Severity = 1 + float32(severe)/float32(len(all))
	} else {
		t.Severity, t.Topic = 1, g.theme.Topic
	}
	t.Regions, t.Products = uint32(len(regions)), uint32(len(products))
	spread := (1 + math.Log(math.Max(1, float64(t.People)))) * (1 + 0.1*math.Log(math.Max(1, float64(t.Regions))*math.Max(1, float64(t.Products))))
	t.Score = float32(math.Max(0.1, float64(t.Burst)) * float64(t.Severity) * spread)
	return t
}

// commonest are at most limit of the values, those that come first in order among equals.
func commonest(counts map[string]int, limit int) []string {
	var list []string
	for v := range counts {
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b)) })
	return list[:min(limit, len(list))]
}

// examples is how many complaints of a theme are shown.
const examples = 5

// membersOf are the complaints of a group. The most typical of different words are its examples.
func (m *Month) membersOf(g *group) []analytics.ThemeMember {
	rank := map[*analytics.ThemeReading]uint8{}
	for _, i := range g.typical {
		if len(rank) == examples {
			break
		}
		var r *analytics.ThemeReading
		if g.theme.Kind == analytics.ThemeIdea {
			r = &m.book.texts[m.book.ideas[i].text].of[m.book.ideas[i].of]
		} else {
			r = &m.book.texts[i].of[0]
		}
		if rank[r] == 0 {
			rank[r] = uint8(len(rank) + 1)
		}
	}
	var list []analytics.ThemeMember
	for _, one := range m.tellings(g) {
		r := one.reading
		member := analytics.ThemeMember{Theme: g.theme.ID, Kind: g.theme.Kind, Month: m.Month, Key: r.Key, At: r.At, Rank: rank[r]}
		if member.Rank > 0 {
			if g.theme.Kind == analytics.ThemeIdea {
				member.Text, member.From, member.To = around(r.Words, []span{{int(one.evidence.From), int(one.evidence.To)}})
			} else {
				member.Text, member.From, member.To = around(r.Words, spansOf(r.Words, g.signature))
			}
		}
		list = append(list, member)
	}
	return list
}

// span is a stretch of runes.
type span struct{ from, to int }

// marked is how many words of a signature are marked in an example: all would colour every second word.
const marked = 12

// spansOf finds the words of a signature in a text.
func spansOf(words string, s theme.Signature) []span {
	n := text.Normalise(words)
	var list []span
	for i, w := range s.Words {
		if i == marked {
			break
		}
		if at := strings.Index(n.Text, w); at >= 0 {
			from, to := n.Original(at, at+len(w))
			list = append(list, span{int(from), int(to)})
		}
	}
	slices.SortFunc(list, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)) })
	var apart []span
	for _, s := range list {
		if len(apart) == 0 || s.from >= apart[len(apart)-1].to {
			apart = append(apart, s)
		}
	}
	return apart
}

// shown is how many runes of an example are kept.
const shown = 140

// around cuts the piece of a text in which the spans begin, and moves them along.
func around(words string, spans []span) (piece string, from, to []uint32) {
	runes := []rune(words)
	start := 0
	if len(spans) > 0 && spans[0].from > shown/3 {
		start = spans[0].from - shown/3
	}
	end := min(len(runes), start+shown)
	for _, s := range spans {
		if s.from >= start && s.to <= end {
			from, to = append(from, uint32(s.from-start)), append(to, uint32(s.to-start))
		}
	}
	return string(runes[start:end]), from, to
}

// mint gives a new theme its id: the one that an earlier run of this month gave to a theme with mostly the same complaints, else the hash of its
// kind, month and earliest complaint.
func (m *Month) mint(g *group) {
	all := m.tellings(g)
	own := map[analytics.Key]bool{}
	first := all[0].reading
	for _, one := range all {
		own[one.reading.Key] = true
		if r := one.reading; r.At.Before(first.At) || r.At.Equal(first.At) && (r.Source < first.Source || r.Source == first.Source && r.ID < first.ID) {
			first = r
		}
	}
	if id := m.before(g.theme.Kind, own); id != 0 {
		g.theme.ID = id
		return
	}
	sum := sha256.Sum256([]byte(g.theme.Kind + "\x00" + m.Month.String() + "\x00" + first.Source + "\x00" + first.ID + "\x00" + g.theme.Name))
	g.theme.ID = binary.BigEndian.Uint64(sum[:8])
}

// before finds the theme born in this month by an earlier run that shares most complaints, 0 when none has half of its own among them. Each is found
// once.
func (m *Month) before(kind string, own map[analytics.Key]bool) uint64 {
	shared, size := map[uint64]int{}, map[uint64]int{}
	for _, member := range m.OldMembers {
		if member.Kind != kind {
			continue
		}
		size[member.Theme]++
		if own[member.Key] {
			shared[member.Theme]++
		}
	}
	best := uint64(0)
	for _, t := range m.Old {
		if t.Kind != kind || t.Since != m.Month || 2*shared[t.ID] < size[t.ID] || 2*shared[t.ID] < len(own) || shared[t.ID] == 0 {
			continue
		}
		if best == 0 || shared[t.ID] > shared[best] || shared[t.ID] == shared[best] && t.ID < best {
			best = t.ID
		}
	}
	if best != 0 {
		m.Old = slices.DeleteFunc(slices.Clone(m.Old), func(t analytics.Theme) bool { return t.ID == best && t.Kind == kind })
	}
	return best
}
