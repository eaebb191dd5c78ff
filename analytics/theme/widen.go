package theme

import (
	"math"
	"slices"
)

// Limits of widening: a signature that recognises far more than it was learned from has learned something common, and what a matter gains must itself
// be several times what the past lets expect.
const (
	maxWidening  = 5
	rounds       = 3
	gainedGrowth = 4
)

// Widen lets a matter reach the free texts that tell it in other words, by learning its signature and recognising with it in turn. past is that of before
// the matter. What it gains must have come up against the past as well: else a signature of few texts, such as a letter that goes round, would draw in the
// ordinary complaints about its subject.
func (s *Space) Widen(texts []int, past Past, free func(text int) bool) ([]int, Signature) {
	first := len(texts)
	sig := s.Signature(texts, &past)
	for range rounds {
		r := NewRecogniser(s, []Signature{sig})
		var gained []int
		for _, i := range r.reached() {
			if _, had := slices.BinarySearch(texts, i); !had && free(i) && len(r.All(i)) > 0 {
				gained = append(gained, i)
			}
		}
		if len(gained) == 0 || len(gained)+len(texts) > maxWidening*first || float64(len(gained)) < gainedGrowth*s.usual(gained, sig, past) {
			break
		}
		texts = slices.Concat(texts, gained)
		slices.Sort(texts)
		sig = s.Signature(texts, &past)
	}
	return texts, sig
}

// usual bounds how many of the texts the past lets expect, by the words of a signature: each text is laid to its rarest one.
func (s *Space) usual(texts []int, sig Signature, past Past) float64 {
	share := float64(s.corpus.Len()) / float64(max(1, past.Texts))
	known := map[string]bool{}
	for _, w := range sig.Words {
		known[w] = true
	}
	rate := map[term]float64{} // texts expected for each one that holds the word
	sum := 0.0
	for _, t := range texts {
		best := math.Inf(1)
		for _, f := range s.features(t) {
			if !known[s.names[f]] {
				continue
			}
			r, had := rate[f]
			if !had {
				r = (past.Count(s.names[f], s.wordsOf(f)) + unseen) * share / float64(max(1, s.texts[f]))
				rate[f] = r
			}
			best = min(best, r)
		}
		sum += min(best, 1)
	}
	return sum
}
