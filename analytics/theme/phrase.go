package theme

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of phrases. Longer ones are sentences that were copied, not names.
const (
	maxUnits = 6
	maxRunes = 12
)

// Cohesion and freedom that a phrase needs, in nats. Words that stand together by chance have a cohesion near 0; a phrase that is a part of
// a longer one has hardly any freedom on that side.
const (
	minCohesion = 2.5
	minFreedom  = 0.7
)

// Phrase is words that stand together more often than chance would have it: a name or a term that no dictionary knows.
type Phrase struct {
	Text     string
	N        int     // texts that hold it
	Cohesion float64 // pointwise mutual information of its parts at the weaker of its two outer seams, nats
	Freedom  float64 // entropy of what stands beside it, on the poorer side, nats; every clause end counts as another neighbour
}

// gram is one sequence of words while phrases are looked for.
type gram struct {
	from     uint32 // first place in tokens
	texts    int32
	last     int32 // text that counted last
	n        int32 // how often it stands there
	cohesion float32
	right    spread
	left     spread
}

// spread is what is known of the neighbours on one side: how often the frequent ones came, and the sum of c·ln c over them.
type spread struct {
	known int32
	sum   float32
}

func (s *spread) add(n int32) {
	s.known += n
	s.sum += float32(float64(n) * math.Log(float64(n)))
}

// entropy takes each neighbour that is not frequent for one of its own.
func (s spread) entropy(n int32) float64 {
	return math.Log(float64(n)) - float64(s.sum)/float64(n)
}

// grams are all frequent sequences of one length. ids has for each place in tokens the sequence that begins there, 0 for none.
type grams struct {
	units int
	list  []gram // 0 is none
	ids   []uint32
}

// discover finds the phrases that stand in at least least texts. A sequence is looked at only when both its parts without an end are
// frequent (Agrawal and Srikant 1994), so each length costs one walk over the words. The measures are those of Sproat and Shih (1990,
// cohesion by mutual information) and of Huang and Powers (2003, freedom by the entropy of neighbours), over words of the dictionary and
// over the single characters into which what it does not know falls apart.
func (c *Corpus) discover(least int) []*grams {
	levels := []*grams{c.single(least)}
	for units := 2; units <= maxUnits+1; units++ { // one length more, for the freedom of the longest
		next := c.longer(levels[0], levels[len(levels)-1], least)
		levels = append(levels, next)
		if len(next.list) == 1 {
			break
		}
	}
	return levels
}

func (c *Corpus) single(least int) *grams {
	g := &grams{units: 1, list: make([]gram, len(c.words)), ids: make([]uint32, len(c.tokens))}
	for text := range c.Len() {
		for at := c.starts[text]; at < c.starts[text+1]; at++ {
			if id := c.tokens[at]; id != 0 {
				g.list[id].count(at, text)
			}
		}
	}
	c.texts = make([]int32, len(c.words))
	for id := range g.list {
		c.texts[id] = g.list[id].texts
	}
	for at, id := range c.tokens {
		if g.list[id].texts >= int32(least) {
			g.ids[at] = id
		}
	}
	return g
}

func (g *gram) count(at, text int) {
	if g.n++; g.n == 1 {
		g.from, g.last = uint32(at), -1
	}
	if g.last != int32(text) {
		g.last = int32(text)
		g.texts++
	}
}

// longer finds the sequences of one word more.
func (c *Corpus) longer(single, short *grams, least int) *grams {
	all, candidates := map[uint64]uint32{}, []gram{{}}
	place := make([]uint32, len(c.tokens))
	for text := range c.Len() {
		for at := c.starts[text]; at+short.units < c.starts[text+1]; at++ {
			if short.ids[at] == 0 || short.ids[at+1] == 0 || c.tokens[at+short.units] == 0 {
				continue
			}
			key := uint64(short.ids[at])<<32 | uint64(c.tokens[at+short.units])
			id, known := all[key]
			if !known {
				id = uint32(len(candidates))
				all[key], candidates = id, append(candidates, gram{})
			}
			candidates[id].count(at, text)
			place[at] = id
		}
	}
	next := &grams{units: short.units + 1, list: []gram{{}}, ids: place}
	renumbered := make([]uint32, len(candidates))
	total := float64(len(c.tokens))
	for id, g := range candidates {
		if id == 0 || g.texts < int32(least) {
			continue
		}
		first, rest := &short.list[short.ids[g.from]], &short.list[short.ids[g.from+1]]
		head := float64(single.list[c.tokens[g.from]].n)
		tail := float64(single.list[c.tokens[g.from+uint32(short.units)]].n)
		n := float64(g.n)
		g.cohesion = float32(min(math.Log(n*total/(float64(first.n)*tail)), math.Log(n*total/(head*float64(rest.n)))))
		first.right.add(g.n)
		rest.left.add(g.n)
		renumbered[id] = uint32(len(next.list))
		next.list = append(next.list, g)
	}
	for at, id := range place {
		place[at] = renumbered[id]
	}
	return next
}

// accepted reports whether a sequence is a phrase: it holds together, is not a part of a longer one, and begins and ends as a name does.
func (c *Corpus) accepted(g *gram, units int) bool {
	if g.cohesion < minCohesion || min(g.left.entropy(g.n), g.right.entropy(g.n)) < minFreedom {
		return false
	}
	words := c.tokens[g.from : int(g.from)+units]
	first, last := words[0], words[units-1]
	if !c.edges[first] || !c.edges[last] {
		return false
	}
	runes := 0
	for _, w := range words {
		runes += runesOf(c.words[w])
	}
	return runes >= 2 && runes <= maxRunes
}

// spell writes words as they stand in a text.
func (c *Corpus) spell(words []uint32) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(c.words[w])
	}
	return b.String()
}

// Phrases lists the phrases that stand in at least least texts, by how many they are, then by their text.
func (c *Corpus) Phrases(least int) []Phrase {
	var list []Phrase
	for _, level := range c.discover(least) {
		if level.units == 1 || level.units > maxUnits {
			continue
		}
		for i := range level.list[1:] {
			if g := &level.list[i+1]; c.accepted(g, level.units) {
				list = append(list, Phrase{Text: c.spell(c.tokens[g.from : int(g.from)+level.units]), N: int(g.texts), Cohesion: float64(g.cohesion),
					Freedom: min(g.left.entropy(g.n), g.right.entropy(g.n))})
			}
		}
	}
	slices.SortFunc(list, func(a, b Phrase) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Text, b.Text))
	})
	return list
}

func runesOf(word string) int { return utf8.RuneCountInString(word) }
