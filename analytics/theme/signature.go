package theme

import (
	"cmp"
	"math"
	"slices"
)

// Signature is the vocabulary by which a matter is known again in other months.
type Signature struct {
	Words   []string
	Weights []float32 // log of how many times more often a text of the matter holds the word than another text does
	Prior   float32   // log of how many texts are of the matter to one that is not
}

// maxSignature is how many words a signature has at most.
const maxSignature = 60

// minOdds is the log-odds from which a word belongs to a signature: four times as frequent in the matter as elsewhere.
const minOdds = 1.4

// Signature learns which words tell the texts of a matter from all others, of this month and, when past is not nil, of the months before.
// It is a naive Bayes classifier of words that are there or not (McCallum and Nigam 1998): a word that nearly all texts of the matter hold, as those of
// a letter that goes round do, speaks against a text by its absence. The weights are the difference that a word makes by being there, and what the absence
// of all amounts to is in the prior.
func (s *Space) Signature(texts []int, past *Past) Signature {
	inside := map[term]int{}
	for _, t := range texts {
		for _, f := range s.features(t) {
			inside[f]++
		}
	}
	n, all := float64(len(texts)), float64(s.corpus.Len())
	var list []weight
	absent := map[term]float32{}
	for f, in := range inside {
		if in < 2 || float64(in) < 0.05*n {
			continue
		}
		out := (float64(max(0, int(s.texts[f])-in)) + 0.5) / (all - n + 1)
		if past != nil && past.Texts > 0 {
			out = max(out, (past.Count(s.names[f], s.wordsOf(f))+0.5)/float64(past.Texts+1))
		}
		share := (float64(in) + 0.1) / (n + 1)
		if odds := math.Log(share / out); odds >= minOdds {
			absent[f] = float32(math.Log((1 - share) / (1 - out)))
			list = append(list, weight{f, float32(odds) - absent[f]})
		}
	}
	// The words that many texts of the matter hold come first: they are the ones that recognise it.
	slices.SortFunc(list, func(a, b weight) int {
		return cmp.Or(cmp.Compare(float32(inside[b.term])*b.value, float32(inside[a.term])*a.value), cmp.Compare(s.names[a.term], s.names[b.term]))
	})
	sig := Signature{Prior: float32(math.Log(n / max(1, all-n)))}
	for _, w := range list[:min(len(list), maxSignature)] {
		sig.Words, sig.Weights = append(sig.Words, s.names[w.term]), append(sig.Weights, w.value)
		sig.Prior += absent[w.term]
	}
	return sig
}

// features are the different words of a text that tell something, and its phrases of words of which none does.
func (s *Space) features(text int) []term {
	var list []term
	for _, ch := range s.chunks[text] {
		named := true
		for _, w := range s.corpus.text(text)[ch.at : ch.at+ch.words] {
			if s.corpus.rare[w] > 0 {
				list = append(list, w)
				named = false
			}
		}
		if named && ch.words > 1 {
			list = append(list, ch.term)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Recogniser finds texts of matters that are known by their signatures.
type Recogniser struct {
	space *Space
	of    map[term][]vote
	prior []float32
}

type vote struct {
	signature int
	weight    float32
}

// reached are the texts that hold a word of a signature, in their order: the others cannot be of any.
func (r *Recogniser) reached() []int {
	var list []int
	for t := range r.space.chunks {
		for _, f := range r.space.features(t) {
			if len(r.of[f]) > 0 {
				list = append(list, t)
				break
			}
		}
	}
	return list
}

// NewRecogniser makes a Recogniser of signatures for the texts of a space.
func NewRecogniser(s *Space, signatures []Signature) *Recogniser {
	r := &Recogniser{space: s, of: map[term][]vote{}}
	numbers := map[string]term{}
	for t, name := range s.names {
		if s.texts[t] > 0 || int(t) < len(s.corpus.words) {
			numbers[name] = term(t)
		}
	}
	for i, sig := range signatures {
		r.prior = append(r.prior, sig.Prior)
		for k, word := range sig.Words {
			if t, known := numbers[word]; known {
				r.of[t] = append(r.of[t], vote{i, sig.Weights[k]})
			}
		}
	}
	return r
}

// minVotes is how many words of a signature a text has at least, so that one word alone never decides.
const minVotes = 2

// sureness is by how much the words must outweigh the prior, in nats.
const sureness = 1.5

// All returns the matters that a text is about by its words, the surest first: those whose sum of log-odds outweighs the prior (naive Bayes).
func (r *Recogniser) All(text int) []int {
	sums, votes := map[int]float32{}, map[int]int{}
	for _, f := range r.space.features(text) {
		for _, v := range r.of[f] {
			sums[v.signature] += v.weight
			votes[v.signature]++
		}
	}
	var list []int
	for i := range sums {
		if sums[i] += r.prior[i]; votes[i] >= minVotes && sums[i] >= sureness {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	return list
}
