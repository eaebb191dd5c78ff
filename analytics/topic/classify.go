package topic

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Where a topic came from, as Insight.TopicFrom holds it.
const (
	FromRule     = "rule"
	FromCategory = "category"
	FromNone     = "none"
)

// Limits of a result. They keep a row small; a reader looks at no more.
const (
	maxOthers   = 4 // 另提及
	maxEvidence = 4 // stretches for each topic
)

// How scores are made. A rule counts by its weight, more when its words stand in the first sentence, where people say what the
// matter is, and a little more for each further word. The strongest rule of a topic counts whole, the others in part: many weak
// hints must not outweigh a sure sign.
const (
	leadRunes     = 40
	leadFactor    = 1.5
	moreFactor    = 0.12 // for each further hit, at most moreHits
	moreHits      = 4
	furtherRules  = 0.35
	fieldFactor   = 1.25 // no other pack has more words of its context in the text
	foreignFactor = 0.6  // another pack has more than twice as many
	categorySigns = 2    // a category of a pack counts as two words of its context
	otherShare    = 0.3  // 另提及 has at least this share of the primary topic's score
	impliedWeight = 2.0  // what a topic implies for another axis counts as a rule of this weight: less than words that say it
	strength      = 2.0  // score at which the confidence of a topic without rivals is 1 − 1/e
)

// Result is what a complaint is about.
type Result struct {
	Topic      string // code, empty for 未分类
	From       string // FromRule, FromCategory or FromNone
	Confidence float32
	Others     []string
	Why, Where analytics.Label
	Evidence   []analytics.Evidence // the primary topic's first, then those of 另提及, 原因 and 环节; each label's by place
}

// Classify reads a text, and for one that says nothing the source's own category. Among equal scores the topic whose evidence comes
// first wins, then the one with more evidence in runes, then the smaller code; so the result depends on the text alone.
func (c *Classifier) Classify(n *text.Normal, category string) Result {
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	s.read(c, n.Text, category)
	out := Result{From: FromNone}
	topic := int32(-1)
	if found := s.found[What]; len(found) > 0 {
		topic = found[0].topic
		out.Topic, out.From = c.topics[topic].code, FromRule
		out.Confidence = confidence(found)
		out.Evidence = make([]analytics.Evidence, 0, min(len(found), maxOthers+1)*2+4)
		for i := range found {
			if i > 0 && (i > maxOthers || found[i].score < otherShare*found[0].score) {
				break
			}
			code := c.topics[found[i].topic].code
			if i > 0 {
				out.Others = append(out.Others, code)
			}
			out.Evidence = c.evidence(out.Evidence, n, s.spans(found[i].topic), code)
		}
	} else if named := s.told.named[What]; named >= 0 && !c.Excludes(c.topics[named].code, n.Text) {
		topic = named
		out.Topic, out.From, out.Confidence = c.topics[topic].code, FromCategory, 1
	}
	_, packs := s.scope(c, topic)
	out.Why, out.Evidence = c.label(s, n, Why, packs, topic, &out)
	out.Where, out.Evidence = c.label(s, n, Where, packs, topic, &out)
	return out
}

// label finds the label of 原因 or 环节: by words and by what the topic implies, else by the source's category.
func (c *Classifier) label(s *scratch, n *text.Normal, axis Axis, packs uint32, topic int32, what *Result) (analytics.Label, []analytics.Evidence) {
	implied, named := int32(-1), s.told.named[axis]
	if topic >= 0 {
		implied = c.topics[topic].implied[axis]
	}
	if named >= 0 && (packs>>c.topics[named].pack&1 == 0 || c.Excludes(c.topics[named].code, n.Text)) {
		named = -1
	}
	if implied >= 0 && c.Excludes(c.topics[implied].code, n.Text) {
		implied = -1
	}
	if named < 0 && what.From == FromCategory {
		named = implied
	}
	if what.From != FromRule {
		implied = -1
	}
	best, second, found := s.bestTwo(c, axis, packs, implied)
	switch {
	case found == 0 && named >= 0:
		return analytics.Label{Code: c.topics[named].code, From: FromCategory, Confidence: 1}, what.Evidence
	case found == 0:
		return analytics.Label{From: FromNone}, what.Evidence
	}
	code := c.topics[best.topic].code
	label := analytics.Label{Code: code, From: FromRule, Confidence: confidence([]scored{best, second}[:found])}
	if s.score[best.topic].best > 0 {
		return label, c.evidence(what.Evidence, n, s.spans(best.topic), code)
	}
	evidence := what.Evidence
	for _, e := range what.Evidence { // the words of the topic that implies it
		if e.Topic == what.Topic {
			evidence = append(evidence, analytics.Evidence{Topic: code, From: e.From, To: e.To})
		}
	}
	return label, evidence
}

// evidence appends the stretches of the original that hits are.
func (c *Classifier) evidence(list []analytics.Evidence, n *text.Normal, spans []text.Hit, code string) []analytics.Evidence {
	for _, span := range spans {
		from, to := n.OriginalAt(int(span.From), int(span.To), int(span.Rune), int(span.End))
		list = append(list, analytics.Evidence{Topic: code, From: from, To: to})
	}
	return list
}

// confidence is that of the first of some labels, best first.
func confidence(found []scored) float32 {
	best, rival := found[0].score, float32(0)
	if len(found) > 1 {
		rival = found[1].score
	}
	return best / (best + rival) * float32(1-math.Exp(-float64(best)/strength))
}

// byCategory finds the label of an axis that a category names: by the whole path, by its two last levels, or by one level, the narrowest
// first. −1 when it names none.
func (c *Classifier) byCategory(axis Axis, category string) int32 {
	known := c.categories[axis]
	key := categoryKey(category)
	if topic, ok := known[key]; ok {
		return topic
	}
	levels := strings.Split(key, "/")
	if n := len(levels); n >= 2 {
		if topic, ok := known[levels[n-2]+levels[n-1]]; ok {
			return topic
		}
	}
	for _, level := range slices.Backward(levels) {
		if topic, ok := known[level]; ok {
			return topic
		}
	}
	return -1
}

// scored is a topic with its score.
type scored struct {
	topic  int32
	score  float32
	first  int32 // rune at which its evidence starts
	length int32 // runes of its evidence
}

func byScore(c *Classifier) func(a, b scored) int {
	return func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.first, b.first), cmp.Compare(b.length, a.length),
			cmp.Compare(c.topics[a.topic].code, c.topics[b.topic].code))
	}
}
