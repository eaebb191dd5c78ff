package topic

import (
	"cmp"
	"slices"
	"strings"

	"huisheng/analytics/text"
)

// scratch is the memory of one reading, kept from text to text.
type scratch struct {
	hits    []text.Hit
	masks   []text.Hit
	inSlot  [][]int32       // hits of each slot
	touched []int32         // slots with hits
	rules   []int32         // rules that one of their lists touched
	mark    []bool          // of rules
	context uint32          // packs of which the text has a context word
	signs   [maxPacks]int32 // occurrences of context words, by pack
	most    int32           // the largest of signs
	score   []topicScore    // by topic
	topics  []int32         // topics with a score
	found   []scored
	fields  map[string][maxPacks]int32 // signs of a category
	order   func(a, b scored) int
}

type topicScore struct {
	best, sum float32
	evidence  []text.Hit
}

func newScratch(c *Classifier) *scratch {
	return &scratch{fields: map[string][maxPacks]int32{}, inSlot: make([][]int32, len(c.slots)), mark: make([]bool, len(c.rules)), score: make([]topicScore, len(c.topics)), order: byScore(c)}
}

// read returns the topics of a normalised text, best first. The result and spans hold until the next call.
func (s *scratch) read(c *Classifier, normalised, category string) []scored {
	s.reset()
	s.field(c, category)
	s.hits = c.automaton.Scan(normalised, s.hits[:0])
	if len(s.hits) == 0 {
		return nil
	}
	s.hide(c)
	s.place(c)
	lead := int32(text.Lead(normalised, leadRunes))
	s.most = slices.Max(s.signs[:])
	for _, number := range s.rules {
		r := &c.rules[number]
		if r.context && s.most > 0 && s.context>>r.pack&1 == 0 || r.denied(c, s) {
			continue // a short text without a word of any field may be of every field
		}
		if used, count, ok := s.holds(r); ok {
			s.add(c, r, used, count, lead)
		}
	}
	return s.rank(c)
}

func (s *scratch) reset() {
	for _, slot := range s.touched {
		s.inSlot[slot] = s.inSlot[slot][:0]
	}
	for _, rule := range s.rules {
		s.mark[rule] = false
	}
	for _, topic := range s.topics {
		s.score[topic] = topicScore{evidence: s.score[topic].evidence[:0]}
	}
	s.touched, s.rules, s.topics, s.found = s.touched[:0], s.rules[:0], s.topics[:0], s.found[:0]
	s.context, s.signs = 0, [maxPacks]int32{}
}

// field counts what the source's category says about the field: words of a context in it, and more when it names a topic. There
// are few categories, so what they say is kept.
func (s *scratch) field(c *Classifier, category string) {
	if category == "" {
		return
	}
	signs, known := s.fields[category]
	if !known {
		signs = s.readField(c, category)
		if len(s.fields) >= maxFields {
			clear(s.fields)
		}
		s.fields[strings.Clone(category)] = signs
	}
	for p, n := range signs {
		s.signs[p] += n
		if n > 0 {
			s.context |= 1 << p
		}
	}
}

// maxFields bounds the categories that are kept; a source that writes something else every time must not fill the memory.
const maxFields = 1000

func (s *scratch) readField(c *Classifier, category string) (signs [maxPacks]int32) {
	add := func(packs uint32, n int32) {
		for p := range signs {
			signs[p] += n * int32(packs>>p&1)
		}
	}
	normal := text.Normalise(category)
	s.hits = c.automaton.Scan(normal.Text, s.hits[:0])
	for i := range s.hits {
		add(c.words[s.hits[i].Word].context, 1)
	}
	if topic, ok := c.byCategory(category); ok {
		add(1<<c.topics[topic].pack, categorySigns)
	}
	return signs
}

// sign notes a sign of the packs in a set.
func (s *scratch) sign(packs uint32) {
	if packs == 0 {
		return
	}
	s.context |= packs
	for p := range s.signs {
		s.signs[p] += int32(packs >> p & 1)
	}
}

// hide drops the hits that lie within a longer word that masks them.
func (s *scratch) hide(c *Classifier) {
	s.masks = s.masks[:0]
	for _, h := range s.hits {
		if c.words[h.Word].mask {
			s.masks = append(s.masks, h)
		}
	}
	if len(s.masks) == 0 {
		return
	}
	s.hits = slices.DeleteFunc(s.hits, func(h text.Hit) bool {
		return slices.ContainsFunc(s.masks, func(m text.Hit) bool {
			return m.From <= h.From && h.To <= m.To && m.To-m.From > h.To-h.From
		})
	})
}

// place puts hits into the lists that hold their words.
func (s *scratch) place(c *Classifier) {
	for i := range s.hits {
		w := &c.words[s.hits[i].Word]
		s.sign(w.context)
		for _, slot := range w.slots {
			if len(s.inSlot[slot]) == 0 {
				s.touched = append(s.touched, slot)
				if rule := c.slots[slot].rule; !s.mark[rule] && c.slots[slot].group != denied {
					s.mark[rule] = true
					s.rules = append(s.rules, rule)
				}
			}
			s.inSlot[slot] = append(s.inSlot[slot], int32(i))
		}
	}
}

// denied reports whether a word of the rule's Not is in the text. Its slot follows those of the groups.
func (r *rule) denied(c *Classifier, s *scratch) bool {
	last := r.first + int32(r.groups)
	return int(last) < len(c.slots) && c.slots[last].group == denied && len(s.inSlot[last]) > 0
}

// holds checks a rule's lists and returns the hits that satisfy them, one of each list, and how many hits there were in all.
func (s *scratch) holds(r *rule) (used [8]int32, count int, ok bool) {
	for g := range int32(r.groups) {
		in := s.inSlot[r.first+g]
		if len(in) == 0 {
			return used, 0, false
		}
		used[g] = in[0]
		if g >= int32(r.near) {
			count += len(in)
		}
	}
	if r.near == 0 {
		return used, count, true
	}
	// Every hit of the first list looks for the nearest of each other list; the first that finds all is the evidence.
	for _, anchor := range s.inSlot[r.first] {
		near := [8]int32{anchor}
		complete := true
		for g := int32(1); g < int32(r.near) && complete; g++ {
			near[g], complete = s.nearest(&s.hits[anchor], s.inSlot[r.first+g], r.within)
		}
		if !complete {
			continue
		}
		if !ok {
			copy(used[:r.near], near[:r.near])
			ok = true
		}
		count++
	}
	return used, count, ok
}

// nearest finds the hit with the smallest gap to h in the same sentence, if that is at most within.
func (s *scratch) nearest(h *text.Hit, in []int32, within int32) (int32, bool) {
	best, gap := int32(-1), within+1
	for _, i := range in {
		other := &s.hits[i]
		if other.Sentence != h.Sentence {
			continue
		}
		if d := max(0, other.Rune-h.End, h.Rune-other.End); d < gap {
			best, gap = i, d
		}
	}
	return best, best >= 0
}

func (s *scratch) add(c *Classifier, r *rule, used [8]int32, count int, lead int32) {
	score := r.weight
	for _, i := range used[:r.groups] {
		if s.hits[i].From < lead {
			score *= leadFactor
			break
		}
	}
	score *= 1 + moreFactor*float32(min(count-1, moreHits))
	switch signs := s.signs[r.pack]; {
	case signs == s.most && signs > 0:
		score *= fieldFactor
	case signs*2 < s.most:
		score *= foreignFactor
	}
	t := &s.score[r.topic]
	if t.best == 0 {
		s.topics = append(s.topics, r.topic)
	}
	t.best = max(t.best, score)
	t.sum += score
	for g, i := range used[:r.groups] {
		t.evidence = append(t.evidence, s.hits[i])
		if g >= int(r.near) { // a list without nearness shows its other words as well
			for _, more := range s.inSlot[r.first+int32(g)] {
				if more != i && len(t.evidence) < 4*maxEvidence {
					t.evidence = append(t.evidence, s.hits[more])
				}
			}
		}
	}
}

// rank orders the topics, best first.
func (s *scratch) rank(c *Classifier) []scored {
	for _, topic := range s.topics {
		t := &s.score[topic]
		entry := scored{topic: topic, score: t.best + furtherRules*(t.sum-t.best), first: t.evidence[0].Rune}
		for _, h := range t.evidence {
			entry.first = min(entry.first, h.Rune)
			entry.length += h.End - h.Rune
		}
		s.found = append(s.found, entry)
	}
	slices.SortFunc(s.found, s.order)
	return s.found
}

// spans returns the evidence of a topic by place, without overlaps: of two that overlap the one that starts first, and of those the longer.
func (s *scratch) spans(topic int32) []text.Hit {
	all := s.score[topic].evidence
	slices.SortFunc(all, func(a, b text.Hit) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To)) })
	out := all[:0]
	for _, h := range all {
		if len(out) == maxEvidence {
			break
		}
		if len(out) == 0 || h.From >= out[len(out)-1].To {
			out = append(out, h)
		}
	}
	return out
}
