package theme

import (
	"cmp"
	"math"
	"slices"
)

// Few is how many tellings a theme has at least.
const Few = 3

// NewShortSpace gives each text of a corpus of short texts, such as clauses, a vector of its words by how much they say in any text. It does not
// depend on the other texts, so that vectors of different months can be compared. Single characters of names count too, as short texts
// have little else.
func NewShortSpace(c *Corpus) *Space {
	s := &Space{corpus: c, names: slices.Clone(c.words), rare: slices.Clone(c.rare), rarity: slices.Clone(c.rare), texts: make([]int32, len(c.words))}
	s.vectors = make([]vector, c.Len())
	for i := range s.vectors {
		count := map[term]int{}
		for _, w := range c.text(i) {
			if c.rare[w] > 0 {
				count[w]++
			}
		}
		var v vector
		for w, n := range count {
			s.texts[w]++
			v = append(v, weight{w, float32(math.Log(1+float64(n))) * c.rare[w]})
		}
		slices.SortFunc(v, func(a, b weight) int { return cmp.Compare(a.term, b.term) })
		s.vectors[i] = v.unit()
	}
	return s
}

// GroupsOf groups some of the texts; see Groups. Texts without any telling word stay out, unless one text is enough for a group.
func (s *Space) GroupsOf(texts []int, g Grouping) [][]int {
	part := &Space{corpus: s.corpus, names: s.names, texts: s.texts, vectors: make([]vector, len(texts))}
	for i, t := range texts {
		part.vectors[i] = s.vectors[t]
	}
	groups := part.Groups(g)
	for _, list := range groups {
		for i := range list {
			list[i] = texts[list[i]]
		}
	}
	return groups
}

// centreWords is how many words the centre of a group keeps.
const centreWords = 24

// Centre is the mean of the vectors of texts as a signature: words and weights of unit length, without a prior.
func (s *Space) Centre(texts []int) Signature {
	sum := s.sum(texts)
	v := make(vector, 0, len(sum))
	for t, value := range sum {
		v = append(v, weight{t, float32(value)})
	}
	slices.SortFunc(v, func(a, b weight) int {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(s.names[a.term], s.names[b.term]))
	})
	v = v[:min(len(v), centreWords)].unit()
	var sig Signature
	for _, w := range v {
		sig.Words, sig.Weights = append(sig.Words, s.names[w.term]), append(sig.Weights, w.value)
	}
	return sig
}

// Close is the cosine between a text and a signature made by Centre.
func (s *Space) Close(text int, sig Signature) float64 {
	at := map[string]float32{}
	for i, w := range sig.Words {
		at[w] = sig.Weights[i]
	}
	var sum float64
	for _, w := range s.vectors[text] {
		sum += float64(w.value) * float64(at[s.names[w.term]])
	}
	return sum
}

// Nearest finds for short texts the nearest of many centres.
type Nearest struct {
	space *Space
	of    map[term][]vote
}

// NewNearest makes a Nearest over signatures made by Centre.
func NewNearest(s *Space, signatures []Signature) *Nearest {
	n := &Nearest{space: s, of: map[term][]vote{}}
	for i, sig := range signatures {
		for k, word := range sig.Words {
			if t, known := s.corpus.numbers[word]; known {
				n.of[t] = append(n.of[t], vote{i, sig.Weights[k]})
			}
		}
	}
	return n
}

// Of is the nearest signature to a text, the first among equals, −1 when none is as close as least.
func (n *Nearest) Of(text int, least float64) int {
	sums := map[int]float64{}
	for _, w := range n.space.vectors[text] {
		for _, v := range n.of[w.term] {
			sums[v.signature] += float64(w.value) * float64(v.weight)
		}
	}
	best, top := -1, least
	for i, sum := range sums {
		if sum > top || sum == top && (best < 0 || i < best) {
			best, top = i, sum
		}
	}
	return best
}
