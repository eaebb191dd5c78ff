package learn

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// minimal is in how many examples an n-gram must stand to be a feature: what stands in one only says nothing of others.
const minimal = 2

// vocabulary says which n-grams are features and how rare each is. Features are numbered by their hash.
type vocabulary struct {
	grams Grams
	kinds *lexicon // nil for none
	ranks []rank
	texts int      // that it was made of
	count []uint32 // of those in which a feature stands
	idf   []float32
}

// rank is a stretch of 64 hashes: which of them are features, and how many features stand before. Looking one up reads one line of the
// processor's cache.
type rank struct {
	bits   uint64
	before uint32
}

// known keeps those n-grams that are features, and puts the number of the feature in the place of the hash. It is written without a branch on
// what is read: so the processor asks the memory for many n-grams at once in place of one after another, which is most of what a long text costs.
func (v *vocabulary) known(s *scratch) {
	n, words, plain := 0, 0, 0
	for i, g := range s.grams {
		if i == s.wordGrams {
			words = n
		}
		if i == s.plainGrams {
			plain = n
		}
		r := &v.ranks[g.bucket>>6]
		at := g.bucket & 63
		g.bucket = r.before + uint32(bits.OnesCount64(r.bits&(1<<at-1)))
		s.grams[n] = g
		n += int(r.bits >> at & 1)
	}
	if s.wordGrams == len(s.grams) {
		words = n
	}
	if s.plainGrams == len(s.grams) {
		plain = n
	}
	s.grams, s.wordGrams, s.plainGrams = s.grams[:n], words, plain
}

// newVocabulary takes the n-grams of texts, at most limit of them: those that stand in the most texts.
func newVocabulary(grams Grams, kinds *lexicon, texts []Text, limit int) *vocabulary {
	counts := countTexts(grams, kinds, texts)
	least := minimal
	if kept := atLeast(counts, least); kept > limit {
		byCount := make([]int, len(texts)+1)
		for _, n := range counts {
			byCount[n]++
		}
		for kept > limit && least <= len(texts) {
			kept -= byCount[least]
			least++
		}
	}
	v := &vocabulary{grams: grams, kinds: kinds, texts: len(texts)}
	var buckets []uint32
	for b, n := range counts {
		if int(n) >= least {
			buckets, v.count = append(buckets, uint32(b)), append(v.count, n)
		}
	}
	v.index(buckets)
	return v
}

func atLeast(counts []uint32, least int) (kept int) {
	for _, n := range counts {
		if int(n) >= least {
			kept++
		}
	}
	return kept
}

// countTexts counts for every hash in how many texts it stands.
func countTexts(grams Grams, kinds *lexicon, texts []Text) []uint32 {
	counts, last := make([]uint32, 1<<grams.Bits), make([]int32, 1<<grams.Bits)
	var s scratch
	for i := range texts {
		grams.scan(texts[i], &s)
		kinds.scan(texts[i], &s)
		for _, g := range s.grams {
			if last[g.bucket] != int32(i+1) {
				last[g.bucket] = int32(i + 1)
				counts[g.bucket]++
			}
		}
	}
	return counts
}

// index makes the ranks of ascending hashes, and the inverse document frequencies.
func (v *vocabulary) index(buckets []uint32) {
	v.ranks = make([]rank, 1<<max(v.grams.Bits-6, 0))
	for _, b := range buckets {
		v.ranks[b>>6].bits |= 1 << (b & 63)
	}
	before := uint32(0)
	for i := range v.ranks {
		v.ranks[i].before = before
		before += uint32(bits.OnesCount64(v.ranks[i].bits))
	}
	v.idf = make([]float32, len(v.count))
	for i, n := range v.count {
		v.idf[i] = float32(math.Log(float64(1+v.texts)/float64(1+n)) + 1)
	}
}

// buckets lists the hashes of the features.
func (v *vocabulary) buckets() []uint32 {
	out := make([]uint32, 0, len(v.idf))
	for i, r := range v.ranks {
		for b := r.bits; b != 0; b &= b - 1 {
			out = append(out, uint32(i<<6+bits.TrailingZeros64(b)))
		}
	}
	return out
}

// source is what a feature is made of.
type source uint8

const (
	ofWords source = iota
	ofCharacters
	ofKinds
)

// feature is what a text has of a feature.
type feature struct {
	id    int32
	next  int32
	value float32
	count float32 // occurrences
	ink   float32 // what one occurrence did for an answer
	from  source
}

// read lists the features of a text: sublinear frequency × inverse document frequency, words and characters each of length 1/√2, or of
// length 1 where there is only one of them; kinds of the lexicon of length 1. rows, when there are any, are read in place of v.idf: what is
// needed of them next is then on its way.
func (v *vocabulary) read(t Text, s *scratch, rows *table) []feature {
	v.grams.scan(t, s)
	v.kinds.scan(t, s)
	v.known(s)
	s.reset()
	for i := range s.grams { // from here on the place of the feature
		from := ofWords
		if i >= s.wordGrams {
			from = ofCharacters
		}
		if i >= s.plainGrams {
			from = ofKinds
		}
		s.grams[i].bucket = s.count(int32(s.grams[i].bucket), from)
	}
	var squares [3]float64
	for i := range s.features {
		f := &s.features[i]
		f.count = f.value
		if rows != nil {
			f.value = logCount(f.value) * rows.idf(f.id)
		} else {
			f.value = logCount(f.value) * v.idf[f.id]
		}
		squares[f.from] += float64(f.value) * float64(f.value)
	}
	if squares[ofWords] > 0 && squares[ofCharacters] > 0 {
		squares[ofWords], squares[ofCharacters] = 2*squares[ofWords], 2*squares[ofCharacters]
	}
	var by [3]float32
	for i, square := range squares {
		by[i] = float32(1 / math.Sqrt(square))
	}
	for i := range s.features {
		f := &s.features[i]
		f.value *= by[f.from]
	}
	return s.features
}

// logs are 1 + ln n for the counts that are common.
var logs = func() (t [64]float32) {
	for n := 1; n < len(t); n++ {
		t[n] = float32(1 + math.Log(float64(n)))
	}
	return t
}()

func logCount(n float32) float32 {
	if int(n) < len(logs) {
		return logs[int(n)]
	}
	return float32(1 + math.Log(float64(n)))
}

// reset empties the table of features.
func (s *scratch) reset() {
	s.features = s.features[:0]
	size := 256
	for size < len(s.grams) {
		size *= 2
	}
	if cap(s.heads) < size {
		s.heads = make([]int32, size)
	} else {
		s.heads = s.heads[:size]
		clear(s.heads)
	}
}

// count adds one occurrence of a feature and returns its place; chains by a hash of its number.
func (s *scratch) count(id int32, from source) uint32 {
	at := &s.heads[int(uint32(id)*0x9E3779B1>>8)&(len(s.heads)-1)]
	for i := *at; i != 0; i = s.features[i-1].next {
		if s.features[i-1].id == id {
			s.features[i-1].value++
			return uint32(i - 1)
		}
	}
	s.features = append(s.features, feature{id: id, value: 1, from: from, next: *at})
	*at = int32(len(s.features))
	return uint32(len(s.features) - 1)
}

// kindColumns marks the columns of what the lexicon finds; nil when it finds nothing.
func (v *vocabulary) kindColumns(column []int32) []bool {
	found := v.kinds.features(v)
	if found == nil {
		return nil
	}
	marks := make([]bool, len(column))
	for _, kinds := range found.kinds {
		for _, k := range kinds {
			r := v.ranks[k>>6]
			marks[column[r.before+uint32(bits.OnesCount64(r.bits&(1<<(k&63)-1)))]] = true
		}
	}
	return marks
}

// matrixOf reads all texts. Columns are numbered by how often a feature stands in the texts, most often first, so that the weights that are
// needed most lie together; back gives the feature of a column.
func (v *vocabulary) matrixOf(texts []Text) (m *matrix, back []int32) {
	order := make([]int32, len(v.idf))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(v.idf[a], v.idf[b]), cmp.Compare(a, b)) })
	column := make([]int32, len(order))
	for c, id := range order {
		column[id] = int32(c)
	}
	m = &matrix{start: make([]int, 1, len(texts)+1), wide: len(order), kinds: v.kindColumns(column)}
	var s scratch
	for i := range texts {
		features := v.read(texts[i], &s, nil)
		for j := range features {
			features[j].id = column[features[j].id]
		}
		slices.SortFunc(features, func(a, b feature) int { return cmp.Compare(a.id, b.id) })
		for _, f := range features {
			m.column, m.value = append(m.column, f.id), append(m.value, f.value)
		}
		m.start = append(m.start, len(m.column))
	}
	return m, order
}
