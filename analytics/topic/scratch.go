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
	open    bool            // no pack but cautious ones has a sign
	score   []topicScore    // by topic
	topics  []int32         // topics with a score
	found   [len(Axes)][]scored
	fields  map[string]field // what categories say
	told    field            // what this text's category says
	order   func(a, b scored) int
}

// field is what a source's category says: signs of packs, and the label that it names on each axis, -1 for none.
type field struct {
	signs [maxPacks]int32
	named [len(Axes)]int32
}

type topicScore struct {
	best, sum float32
	rule      int32 // that gave best
	evidence  []text.Hit
}

func newScratch(c *Classifier) *scratch {
	return &scratch{fields: map[string]field{}, inSlot: make([][]int32, len(c.slots)), mark: make([]bool, len(c.rules)), score: make([]topicScore, len(c.topics)), order: byScore(c)}
}

// read finds the labels of a normalised text. Those of 现象 stand best first in s.found, those of the other axes in no order. They and spans
// hold until the next call.
func (s *scratch) read(c *Classifier, normalised, category string) {
	s.reset()
	s.field(c, category)
	s.hits = c.automaton.Scan(normalised, s.hits[:0])
	if len(s.hits) == 0 {
		return
	}
	s.hide(c)
	s.place(c)
	lead := int32(text.Lead(normalised, leadRunes))
	s.most, s.open = slices.Max(s.signs[:]), true
	for p, n := range s.signs[:len(c.scopes)] {
		s.open = s.open && (n == 0 || c.rivals[p] != 0)
	}
	for _, number := range s.rules {
		r := &c.rules[number]
		if r.context && !s.open && s.context>>r.pack&1 == 0 || r.denied(c, s) {
			continue // a short text without a word of any field may be of every field
		}
		if rivals := c.rivals[r.pack]; rivals != 0 && s.yields(r.pack, rivals) {
			continue
		}
		if used, count, ok := s.holds(r); ok {
			s.add(c, r, used, count, lead)
		}
	}
	s.rank(c)
}

// yields reports whether a cautious pack has nothing to say: the text has no word of its context, or more of a rival's.
func (s *scratch) yields(pack uint8, rivals uint32) bool {
	if s.signs[pack] == 0 {
		return true
	}
	for p, n := range s.signs {
		if rivals>>p&1 == 1 && n > s.signs[pack] {
			return true
		}
	}
	return false
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
	s.touched, s.rules, s.topics = s.touched[:0], s.rules[:0], s.topics[:0]
	for a := range s.found {
		s.found[a] = s.found[a][:0]
	}
	s.context, s.signs = 0, [maxPacks]int32{}
}

// field counts what the source's category says about the field: words of a context in it, and more when it names a topic. There
// are few categories, so what they say is kept.
func (s *scratch) field(c *Classifier, category string) {
	if category == "" {
		s.told = field{named: [len(Axes)]int32{-1, -1, -1}}
		return
	}
	told, known := s.fields[category]
	if !known {
		told = s.readField(c, category)
		if len(s.fields) >= maxFields {
			clear(s.fields)
		}
		s.fields[strings.Clone(category)] = told
	}
	s.told = told
	for p, n := range told.signs {
		s.signs[p] += n
		if n > 0 {
			s.context |= 1 << p
		}
	}
}

// maxFields bounds the categories that are kept; a source that writes something else every time must not fill the memory.
const maxFields = 1000

func (s *scratch) readField(c *Classifier, category string) (told field) {
	add := func(packs uint32, n int32) {
		for p := range told.signs {
			told.signs[p] += n * int32(packs>>p&1)
		}
	}
	normal := text.Normalise(category)
	s.hits = c.automaton.Scan(normal.Text, s.hits[:0])
	for i := range s.hits {
		add(c.words[s.hits[i].Word].context, 1)
	}
	for _, axis := range Axes {
		told.named[axis] = c.byCategory(axis, category)
	}
	if topic := told.named[What]; topic >= 0 {
		add(1<<c.topics[topic].pack, categorySigns)
	}
	return told
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
	if score > t.best {
		t.best, t.rule = score, r.number
	}
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

// rank gathers the scores by axis.
func (s *scratch) rank(c *Classifier) {
	for _, topic := range s.topics {
		t := &s.score[topic]
		entry := scored{topic: topic, score: t.best + furtherRules*(t.sum-t.best), first: t.evidence[0].Rune}
		for _, h := range t.evidence {
			entry.first = min(entry.first, h.Rune)
			entry.length += h.End - h.Rune
		}
		axis := c.topics[topic].axis
		s.found[axis] = append(s.found[axis], entry)
	}
	slices.SortFunc(s.found[What], s.order)
}

// home is the pack that a text belongs to: that of its primary topic, or where that pack is a base of others, as 通用 is, the pack with most of
// its context, of equal ones the one that is no base. −1 when nothing tells.
func (s *scratch) home(c *Classifier) int {
	best := -1
	if len(s.found[What]) > 0 {
		best = int(c.topics[s.found[What][0].topic].pack)
		if c.bases>>best&1 == 0 {
			return best
		}
	}
	for p := range c.scopes {
		if s.signs[p] == 0 || c.rivals[p] != 0 && s.yields(uint8(p), c.rivals[p]) {
			continue
		}
		if best < 0 || s.signs[p] > s.signs[best] || s.signs[p] == s.signs[best] && c.bases>>best&1 == 1 && c.bases>>p&1 == 0 {
			best = p
		}
	}
	return best
}

// scope is the home of a text, and the packs whose labels of 原因 and 环节 go with it: where nothing tells a field, those that others extend.
func (s *scratch) scope(c *Classifier, topic int32) (home int, packs uint32) {
	home = s.home(c)
	switch {
	case home >= 0:
		return home, c.scopes[home]
	case topic >= 0: // by category
		return home, c.scopes[c.topics[topic].pack]
	case c.bases != 0:
		return home, c.bases
	}
	return home, ^uint32(0)
}

// bestTwo returns the best labels of an axis among packs, and how many there are: 0, 1 or 2 for more than one. What the primary topic
// implies takes part as one more rule; implied is −1 for nothing.
func (s *scratch) bestTwo(c *Classifier, axis Axis, packs uint32, implied int32) (best, second scored, n int) {
	take := func(f scored) {
		switch {
		case n == 0 || s.order(f, best) < 0:
			best, second = f, best
		case n == 1 || s.order(f, second) < 0:
			second = f
		}
		n = min(n+1, 2)
	}
	told := false
	for _, f := range s.found[axis] {
		if packs>>c.topics[f.topic].pack&1 == 0 {
			continue
		}
		if f.topic == implied {
			f.score, told = f.score+impliedWeight, true
		}
		take(f)
	}
	if implied >= 0 && !told {
		take(scored{topic: implied, score: impliedWeight, first: s.found[What][0].first, length: s.found[What][0].length})
	}
	return best, second, n
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
