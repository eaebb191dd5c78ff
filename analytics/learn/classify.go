package learn

import (
	"cmp"
	"slices"
	"strings"
)

// Limits of an answer.
const (
	maxEvidence   = 4
	evidenceShare = 0.25 // of the strongest stretch: what weaker ones said moved little
	maxOthers     = 4
	otherLeast    = 0.15 // probability from which a further label is told
)

// Answer is what a text is taken for.
type Answer struct {
	Label      string  // empty for 未分类: nothing reaches the threshold
	Confidence float32 // probability that Label is right; of the best label when Label is empty
	Others     []Guess // further labels, the likeliest first
	Evidence   []Span  // what spoke for the label, by place
}

// Guess is a label with its probability.
type Guess struct {
	Label      string
	Confidence float32
}

// Span is a stretch of Text.Normal in bytes, To excluded.
type Span struct{ From, To int }

func (m *Model) begin() {
	m.pool.New = func() any { return new(scratch) }
	m.table = newTable(m)
}

// Classify answers with the likeliest label whose probability reaches the threshold; a threshold of 0 always gives an answer. Where labels
// are paths and no whole path reaches it, the answer is the deepest level that does, its probability the sum of what lies below.
// A text without any known n-gram gets the most frequent label. A text that the model learnt from gets the answer of a model that did not
// learn from it.
func (m *Model) Classify(t Text, threshold float64) Answer {
	s := m.pool.Get().(*scratch)
	defer m.pool.Put(s)
	best := m.probabilities(t, s)
	if told, known := m.kept.recall(t.Normal, s.scores); known {
		best = told
	}
	out := Answer{Label: m.Labels[best], Confidence: float32(m.Sure.At(s.scores[best]))}
	if float64(out.Confidence) < threshold {
		out.Label = ""
		if level, p := m.level(s.scores, best, threshold); level != "" {
			out.Label, out.Confidence = level, float32(p)
		}
	}
	out.Others = m.others(s.scores, best)
	if out.Label != "" {
		out.Evidence = m.evidence(t, s, uint16(best))
	}
	return out
}

// probabilities reads a text into s and returns the likeliest label, of equal ones the first.
func (m *Model) probabilities(t Text, s *scratch) (best int) {
	s.scores = s.scores[:0]
	for _, b := range m.bias {
		s.scores = append(s.scores, float64(b))
	}
	features := m.vocabulary.read(t, s, m.table)
	if m.table != nil {
		m.table.add(features, m.quantum, s.scores)
	} else {
		m.addSparse(features, s)
	}
	softmax(s.scores)
	for k, p := range s.scores {
		if p > s.scores[best] {
			best = k
		}
	}
	return best
}

// addSparse is table.add for a model without a table.
func (m *Model) addSparse(features []feature, s *scratch) {
	m.fetch(features, s)
	for i := range features {
		value := features[i].value * m.quantum
		for _, e := range m.entries[s.rows[i].from:s.rows[i].to] {
			s.scores[e.label] += float64(float32(e.weight) * value)
		}
	}
}

// stretch is where the weights of a feature are.
type stretch struct{ from, to uint32 }

// fetch finds where the weights of features are, and reads the first of each: all of them are asked of the memory at once, before the loop over each
// one's weights, whose end the processor cannot guess.
func (m *Model) fetch(features []feature, s *scratch) {
	s.rows = s.rows[:0]
	for i := range features {
		id := features[i].id
		s.rows = append(s.rows, stretch{m.start[id], m.start[id+1]})
	}
	touched, last := int16(0), len(m.entries)-1
	for _, r := range s.rows {
		if last >= 0 {
			touched |= m.entries[min(int(r.from), last)].weight | m.entries[max(int(r.to)-1, 0)].weight
		}
	}
	s.touched = touched
}

// level is the deepest level above a label whose probability reaches the threshold, empty when none does.
func (m *Model) level(scores []float64, best int, threshold float64) (string, float64) {
	path := m.Labels[best]
	for {
		at := strings.LastIndexByte(path, '/')
		if at <= 0 {
			return "", 0
		}
		path = path[:at]
		sum := 0.0
		for k, label := range m.Labels {
			if strings.HasPrefix(label, path) && (len(label) == len(path) || label[len(path)] == '/') {
				sum += scores[k]
			}
		}
		if sum = m.Sure.At(min(sum, 1)); sum >= threshold {
			return path, sum
		}
	}
}

func (m *Model) others(scores []float64, best int) (out []Guess) {
	for k, p := range scores {
		if p = m.Sure.At(p); k != best && p >= otherLeast {
			out = append(out, Guess{m.Labels[k], float32(p)})
		}
	}
	slices.SortStableFunc(out, func(a, b Guess) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return out[:min(len(out), maxOthers)]
}

// weightFor is the weight that a feature has for a label. A model of two labels keeps the second's only.
func (m *Model) weightFor(id int32, label uint16) float32 {
	sign := m.quantum
	if len(m.Labels) == 2 && label == 0 {
		sign, label = -sign, 1
	}
	if m.table != nil {
		return float32(m.table.weights(id)[label]) * sign
	}
	for _, e := range m.entries[m.start[id]:m.start[id+1]] {
		if e.label == label {
			return float32(e.weight) * sign
		}
	}
	return 0
}

// evidence finds the words that spoke most for a label. Every n-gram spreads what it added to the score (weight × value) evenly over its
// bytes; words are judged by the sum of what lies on them, and those side by side are told as one stretch.
func (m *Model) evidence(t Text, s *scratch, label uint16) []Span {
	if cap(s.inks) < len(t.Normal) {
		s.inks = make([]float32, len(t.Normal)+len(t.Normal)/2)
	}
	s.inks = s.inks[:len(t.Normal)]
	clear(s.inks)
	for i := range s.features {
		f := &s.features[i]
		f.ink = m.weightFor(f.id, label) * f.value / f.count
	}
	for _, g := range s.grams {
		if s.features[g.bucket].ink == 0 {
			continue
		}
		ink := s.features[g.bucket].ink / float32(g.to-g.from)
		for b := g.from; b < g.to; b++ {
			s.inks[b] += ink
		}
	}
	return s.strongest()
}

// inked is a word with what speaks for it.
type inked struct {
	span Span
	ink  float32
}

// strongest are the words with the most ink, of equal ones the first, joined where they touch.
func (s *scratch) strongest() []Span {
	top := make([]inked, 0, maxEvidence+1)
	for _, w := range s.tokens {
		ink := float32(0)
		for _, v := range s.inks[w.from:w.to] {
			ink += v
		}
		if ink <= 0 || len(top) == maxEvidence && ink <= top[maxEvidence-1].ink {
			continue
		}
		at := len(top)
		for at > 0 && top[at-1].ink < ink {
			at--
		}
		top = slices.Insert(top, at, inked{Span{int(w.from), int(w.to)}, ink})
		top = top[:min(len(top), maxEvidence)]
	}
	var out []Span
	for i, w := range top {
		if i > 0 && w.ink < evidenceShare*top[0].ink {
			break
		}
		out = append(out, w.span)
	}
	slices.SortFunc(out, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	joined := out[:0]
	for _, span := range out {
		if n := len(joined); n > 0 && joined[n-1].To >= span.From {
			joined[n-1].To = max(joined[n-1].To, span.To)
			continue
		}
		joined = append(joined, span)
	}
	return joined
}
