package theme

import (
	"cmp"
	"math"
	"slices"
)

// Term is a word or a phrase of a Space.
type term = uint32

// Space gives every text of a corpus a sparse vector of unit length: the terms of the text by frequency × rarity.
type Space struct {
	corpus  *Corpus
	names   []string  // of terms; words of the corpus first, then phrases
	texts   []int32   // how many texts have the term
	rare    []float32 // how much terms say in any text
	rarity  []float32 // and in this corpus
	places  []stretch // of phrases
	vectors []vector
	chunks  [][]chunk // of each text: its words, and its phrases as one
}

// stretch is where a phrase stands first in the tokens of the corpus.
type stretch struct {
	from  uint32
	units int
}

// chunk is a phrase, or one word outside of phrases. term is 0 for a break.
type chunk struct {
	at    int32 // place of the first word in its text
	words int32
	term  term
}

// vector is sorted by term.
type vector []weight

type weight struct {
	term  term
	value float32
}

// maxTerms is how many terms of a text are kept: the heaviest. What comes after them in a long text is told in passing.
const maxTerms = 48

// commonest is the share of texts above which a term tells them apart no more.
const commonest = 0.2

// NewSpace discovers the phrases of a corpus that stand in at least least texts and weighs all terms. Headings weigh
// twice.
func NewSpace(c *Corpus, least int) *Space {
	s := &Space{corpus: c, names: slices.Clone(c.words), rare: slices.Clone(c.rare)}
	listed := c.list(least, s)
	s.texts = make([]int32, len(s.names))
	for _, terms := range listed {
		last := map[term]bool{}
		for _, t := range terms {
			if !last[t.term] {
				last[t.term] = true
				s.texts[t.term]++
			}
		}
	}
	s.weigh()
	s.vectors = make([]vector, c.Len())
	for i, terms := range listed {
		s.vectors[i] = s.vector(terms, c.headings[i])
	}
	return s
}

// placed is a term and the place of its first word in its text.
type placed struct {
	term   term
	at     int
	inside bool // of a longer phrase that was listed before
}

// list cuts every text into terms: the words that tell something, and all phrases, also those inside of longer ones.
func (c *Corpus) list(least int, s *Space) [][]placed {
	levels := c.discover(least)
	numbers := make([][]term, len(levels)) // of accepted phrases, by level and gram
	for l, level := range levels {
		if level.units == 1 || level.units > maxUnits {
			continue
		}
		numbers[l] = make([]term, len(level.list))
		for i := range level.list[1:] {
			if g := &level.list[i+1]; c.accepted(g, level.units) {
				numbers[l][i+1] = term(len(s.names))
				words := c.tokens[g.from : int(g.from)+level.units]
				s.names, s.rare = append(s.names, c.spell(words)), append(s.rare, c.phraseRarity(words))
				s.places = append(s.places, stretch{g.from, level.units})
			}
		}
	}
	listed := make([][]placed, c.Len())
	s.chunks = make([][]chunk, c.Len())
	for text := range listed {
		from := c.starts[text]
		covered := from
		for at := from; at < c.starts[text+1]; at++ {
			w := c.tokens[at]
			if c.rare[w] > 0 {
				listed[text] = append(listed[text], placed{term: w, at: at - from, inside: at < covered})
			}
			found := chunk{at: int32(at - from), words: 1, term: w}
			for l := 1; l < len(levels); l++ { // the longest comes last
				if numbers[l] == nil {
					continue
				}
				if t := numbers[l][levels[l].ids[at]]; t != 0 {
					listed[text] = append(listed[text], placed{term: t, at: at - from, inside: at+levels[l].units <= covered})
					found.words, found.term = int32(levels[l].units), t
				}
			}
			if at < covered {
				continue
			}
			covered = at + int(found.words)
			s.chunks[text] = append(s.chunks[text], found)
		}
	}
	return listed
}

// standing is how much a word says as a part of a phrase. A single character that is no grammar may say all, as it stands alone because no
// dictionary knows what it is a part of; how often it stands here tells whether it does.
func (c *Corpus) standing(w uint32) float32 {
	if c.rare[w] > 0 || !c.edges[w] {
		return c.rare[w]
	}
	return float32(min(1, math.Log(float64(c.Len()+1)/float64(c.texts[w]+1))/math.Log(100)))
}

// phraseRarity is the mean over the words of a phrase.
func (c *Corpus) phraseRarity(words []uint32) float32 {
	var sum float32
	for _, w := range words {
		sum += c.standing(w)
	}
	return sum / float32(len(words))
}

// weigh sets the rarity of terms: the inverse document frequency, 0 for what stands in one text only and for what stands everywhere.
func (s *Space) weigh() {
	n := float64(s.corpus.Len())
	s.rarity = make([]float32, len(s.names))
	for t, texts := range s.texts {
		if texts >= 2 && float64(texts) <= max(commonest*n, 8) {
			s.rarity[t] = float32(math.Log((n+1)/float64(texts))) * s.rare[t]
		}
	}
}

func (s *Space) vector(terms []placed, heading int) vector {
	slices.SortStableFunc(terms, func(a, b placed) int { return cmp.Compare(a.term, b.term) })
	var v vector
	for i := 0; i < len(terms); {
		t, count := terms[i].term, 0.0
		for ; i < len(terms) && terms[i].term == t; i++ {
			one := 1.0
			if terms[i].at < heading {
				one = 2
			}
			if terms[i].inside {
				one /= 2
			}
			count += one
		}
		if w := float32(math.Log(1+count)) * s.rarity[t]; w > 0 {
			v = append(v, weight{t, w})
		}
	}
	return v.cut(maxTerms).unit()
}

// cut keeps the n heaviest terms, those with the lower number among equals.
func (v vector) cut(n int) vector {
	if len(v) <= n {
		return v
	}
	slices.SortStableFunc(v, func(a, b weight) int { return cmp.Compare(b.value, a.value) })
	v = v[:n]
	slices.SortFunc(v, func(a, b weight) int { return cmp.Compare(a.term, b.term) })
	return v
}

// unit scales to length 1.
func (v vector) unit() vector {
	var sum float64
	for _, w := range v {
		sum += float64(w.value) * float64(w.value)
	}
	for i := range v {
		v[i].value /= float32(math.Sqrt(sum))
	}
	return v
}

// dot is the cosine of two vectors of unit length.
func (v vector) dot(o vector) float64 {
	var sum float64
	for i, j := 0, 0; i < len(v) && j < len(o); {
		switch {
		case v[i].term < o[j].term:
			i++
		case v[i].term > o[j].term:
			j++
		default:
			sum += float64(v[i].value) * float64(o[j].value)
			i, j = i+1, j+1
		}
	}
	return sum
}
