package theme

import (
	"cmp"
	"math"
	"slices"
)

// Past is what earlier texts hold.
type Past struct {
	Texts int                                       // how many there were
	Count func(term string, words []string) float64 // how many of them held a term, which is these words in a row
}

// Emerging is a matter that came up or grew against the past.
type Emerging struct {
	Matter
	Expected float64 // texts about it that the past lets expect, at most
	Burst    float64 // how surprising the texts are against that, in standard deviations
}

// Limits of what emerges. Tens of thousands of words are looked at every month, so a word alone needs more than three standard deviations, and
// a matter, which is several words together, more again.
const (
	burstingTerm = 3.0
	looseTerm    = 2.0 // where many words together decide
	burstOfAll   = 4.0
)

// Emerging groups the texts by the words that burst against the past, and keeps the groups that did. ignore tells which terms are
// names of products, places and the like, which come and go without a matter of their own; nil ignores none. Texts that are free may be
// grouped; nil frees all.
//
// It follows Fung et al. (2005): a new event is a set of words that burst in the same texts. Weighing texts by their bursting words
// alone leaves out what they share with everything else, and texts without any cost nothing.
func (s *Space) Emerging(past Past, g Grouping, ignore func(term string) bool, free func(text int) bool) []Emerging {
	b := s.bursting(past, ignore, free, g.Loose)
	share := float64(s.corpus.Len()) / float64(max(1, past.Texts))
	var list []Emerging
	for _, m := range b.mattersOf(g) {
		e := Emerging{Matter: m, Expected: b.expected(m, past, share)}
		e.Burst = Burst(len(m.Texts), e.Expected/share, share)
		if e.Burst >= cmp.Or(g.Sure, burstOfAll) {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b Emerging) int {
		return cmp.Or(cmp.Compare(b.Burst, a.Burst), cmp.Compare(a.Texts[0], b.Texts[0]))
	})
	return list
}

// mattersOf are the matters, or with a loose grouping the groups as they are.
func (s *Space) mattersOf(g Grouping) []Matter {
	if !g.Loose {
		return s.Matters(g)
	}
	var list []Matter
	for _, texts := range s.Groups(g) {
		list = append(list, s.matter(s.trim(texts, g)))
	}
	return list
}

// bursting is the same texts with the weight of their bursting terms only.
func (s *Space) bursting(past Past, ignore func(term string) bool, free func(text int) bool, loose bool) *Space {
	share := float64(s.corpus.Len()) / float64(max(1, past.Texts))
	lift := make([]float32, len(s.names))
	enough := burstingTerm
	if loose {
		enough = looseTerm
	}
	for t, n := range s.texts {
		if n < 3 || s.rarity[t] == 0 || ignore != nil && ignore(s.names[t]) {
			continue
		}
		if z := Burst(int(n), past.Count(s.names[t], s.wordsOf(term(t))), share); z >= enough {
			lift[t] = float32(math.Log(z))
		}
	}
	b := *s
	b.vectors = make([]vector, len(s.vectors))
	for i, v := range s.vectors {
		if free != nil && !free(i) {
			continue
		}
		var kept vector
		for _, w := range v {
			if lift[w.term] > 0 {
				kept = append(kept, weight{w.term, w.value * lift[w.term]})
			}
		}
		b.vectors[i] = kept.unit()
	}
	return &b
}

// expected bounds how many texts of now would be about a matter if nothing had changed: a text about it holds a core term with the share
// that the matter's texts have, so the past had at most the term's texts over that share, whichever term is taken.
func (s *Space) expected(m Matter, past Past, share float64) float64 {
	best := math.Inf(1)
	for _, c := range s.core(m.Texts, 12, 0.25) {
		inside := float64(c.Inside) / float64(len(m.Texts))
		best = min(best, past.Count(c.Term, c.words)*share/inside)
	}
	return best
}

// wordsOf are the words that a term is made of.
func (s *Space) wordsOf(t term) []string {
	if int(t) < len(s.corpus.words) {
		return s.corpus.words[t : t+1]
	}
	at := s.places[int(t)-len(s.corpus.words)]
	words := make([]string, at.units)
	for i := range words {
		words[i] = s.corpus.words[s.corpus.tokens[int(at.from)+i]]
	}
	return words
}

// Profile tells how many texts hold each word and each sequence of words that could be a phrase, when at least least do, and words
// also when one does: what later months compare with.
func (c *Corpus) Profile(least int, yield func(term string, texts int)) {
	for _, level := range c.discover(least) {
		if level.units > maxUnits {
			continue
		}
		for i := range level.list {
			g := &level.list[i]
			if g.texts < int32(least) && (level.units > 1 || g.texts == 0) {
				continue
			}
			words := c.tokens[g.from : int(g.from)+level.units]
			if level.units == 1 && c.rare[words[0]] == 0 || !c.edges[words[0]] || !c.edges[words[len(words)-1]] {
				continue
			}
			yield(c.spell(words), int(g.texts))
		}
	}
}
