package tone

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// How judgements add up.
const (
	denyRunes   = 2    // how far a denial reaches: 没有想象中好 has more between, and is heard as praise
	deniedGood  = -0.5 // 不漂亮 is nearly as bad as 漂亮 is good
	deniedBad   = 0    // 没有骗人 is no praise, and 没想到上当 is no denial
	wishedGood  = -0.3 // 希望能及时, 说好的热情: it was not
	beforeTurn  = 0.6
	afterTurn   = 1.2
	loudEach    = 0.1 // each further "!" of a text makes what it says stronger, at most loudMost times
	loudMost    = 4
	askedTwice  = 1.0 // "??" is a reproach
	normalising = 8.0 // as α of Hutto and Gilbert (2014), who take 15 for sums of words up to 4
	maxJudged   = 4   // stretches of evidence
	maxSpans    = 2   // stretches of evidence for each urgency and for temper
)

// weigh adds a word of judgement with what shifts it.
func (s *scratch) weigh(i int, m *meaning) {
	h, c := &s.hits[i], &s.clause
	w := m.judges
	if c.degreeEnd >= 0 && h.Rune-c.degreeEnd <= 1 {
		w *= c.degree
	}
	switch {
	case s.deniedAt(h, denyRunes) && w > 0:
		w *= deniedGood
	case s.deniedAt(h, denyRunes):
		w *= deniedBad
	case c.wished && w > 0:
		w *= wishedGood
	}
	w *= s.later
	if w > 0 {
		s.good += w
	} else {
		s.bad -= w
	}
	s.judgements = append(s.judgements, judgement{int32(i), w})
}

// judge makes sentiment and rating of the judgements.
func (s *scratch) judge(n *text.Normal, result *Result) {
	if len(s.judgements) > 0 || s.rating > 0 {
		s.bad += askedTwice * float32(min(strings.Count(n.Text, "??"), 2))
		sum := float64(s.good-s.bad) * (1 + loudEach*float64(min(max(strings.Count(n.Text, "!")-1, 0), loudMost)))
		result.Sentiment = float32(sum / math.Sqrt(sum*sum+normalising))
		result.Rating = s.rate(result.Sentiment)
	}
	// The strongest words are the evidence, in the order of the text.
	slices.SortStableFunc(s.judgements, func(a, b judgement) int { return cmp.Compare(abs(b.weight), abs(a.weight)) })
	s.judgements = s.judgements[:min(len(s.judgements), maxJudged)]
	slices.SortFunc(s.judgements, func(a, b judgement) int { return cmp.Compare(a.hit, b.hit) })
	for _, j := range s.judgements {
		topic := goodTopic
		if j.weight < 0 {
			topic = badTopic
		}
		s.show(n, result, topic, j.hit)
	}
}

// rate is satisfaction as the words show it: as it is told, else by sentiment.
func (s *scratch) rate(sentiment float32) uint8 {
	switch {
	case s.rating > 0:
		return s.rating
	case sentiment <= -0.75:
		return 1
	case sentiment <= -0.2:
		return 2
	case sentiment < 0.2:
		return 3
	case sentiment < 0.75:
		return 4
	}
	return 5
}

func abs(x float32) float32 { return max(x, -x) }

// show adds a word to the evidence.
func (s *scratch) show(n *text.Normal, result *Result, topic string, hit int32) {
	h := &s.hits[hit]
	from, to := n.OriginalAt(int(h.From), int(h.To), int(h.Rune), int(h.End))
	result.Evidence = append(result.Evidence, analytics.Evidence{Topic: topic, From: from, To: to})
}
