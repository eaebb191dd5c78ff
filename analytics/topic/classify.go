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
	strength      = 2.0  // score at which the confidence of a topic without rivals is 1 − 1/e
)

// Result is what a complaint is about.
type Result struct {
	Topic      string // code, empty for 未分类
	From       string // FromRule, FromCategory or FromNone
	Confidence float32
	Others     []string
	Evidence   []analytics.Evidence // the primary topic's first, each topic's by place
}

// Classify reads a text, and for one that says nothing the source's own category. Among equal scores the topic whose evidence comes
// first wins, then the one with more evidence in runes, then the smaller code; so the result depends on the text alone.
func (c *Classifier) Classify(n *text.Normal, category string) Result {
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	found := s.read(c, n.Text, category)
	if len(found) == 0 {
		if topic, ok := c.byCategory(category); ok {
			return Result{Topic: c.topics[topic].code, From: FromCategory, Confidence: 1}
		}
		return Result{From: FromNone}
	}
	out := Result{Topic: c.topics[found[0].topic].code, From: FromRule}
	rival := float32(0)
	if len(found) > 1 {
		rival = found[1].score
	}
	best := found[0].score
	out.Evidence = make([]analytics.Evidence, 0, min(len(found), maxOthers+1)*2)
	out.Confidence = best / (best + rival) * float32(1-math.Exp(-float64(best)/strength))
	for i := range found {
		if i > 0 && (i > maxOthers || found[i].score < otherShare*best) {
			break
		}
		code := c.topics[found[i].topic].code
		if i > 0 {
			out.Others = append(out.Others, code)
		}
		for _, span := range s.spans(found[i].topic) {
			from, to := n.OriginalAt(int(span.From), int(span.To), int(span.Rune), int(span.End))
			out.Evidence = append(out.Evidence, analytics.Evidence{Topic: code, From: from, To: to})
		}
	}
	return out
}

// byCategory finds the topic that a category names: by the whole path, by its two last levels, or by one level, the narrowest first.
func (c *Classifier) byCategory(category string) (int32, bool) {
	if category == "" {
		return 0, false
	}
	key := categoryKey(category)
	if topic, ok := c.categories[key]; ok {
		return topic, true
	}
	levels := strings.Split(key, "/")
	if n := len(levels); n >= 2 {
		if topic, ok := c.categories[levels[n-2]+levels[n-1]]; ok {
			return topic, true
		}
	}
	for _, level := range slices.Backward(levels) {
		if topic, ok := c.categories[level]; ok {
			return topic, true
		}
	}
	return 0, false
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
