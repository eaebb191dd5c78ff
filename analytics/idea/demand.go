package idea

import (
	"math/bits"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// demandTopics are what evidence speaks for, by the place in Demands; joined once and not for every text.
var demandTopics = func() (topics []string) {
	for _, kind := range Demands {
		topics = append(topics, analytics.EvidenceDemand+kind)
	}
	return topics
}()

// How far words of demand reach, in runes between them.
const (
	askRunes    = 24 // from what asks to what is asked for, over clauses of one sentence
	weakRunes   = 4  // 免费更换: from a word that asks only when it is near
	refuseRunes = 3  // 不要你们赔偿
	maxSpans    = 2  // stretches of evidence for each demand
)

// asking is what was said in the sentence so far.
type asking struct {
	asked   int32 // rune after the last word that asks, −1 when none
	weak    int32 // the same for words that ask when they are near
	refused int32 // the same for words that take back
}

var silent = asking{-1, -1, -1}

// demand finds what is demanded on the writer's own matter.
func (s *scratch) demand(r *Reader, n *text.Normal, result *Result) {
	var found uint16
	var spans [16]uint8
	state, sentence, plead := silent, int32(0), false
	for i := range s.hits {
		h := &s.hits[i]
		m := r.lexicon.Meaning(h)
		if h.Sentence != sentence {
			sentence, state = h.Sentence, silent
		}
		kinds := m.sure
		if m.demands != 0 && (plead || state.asks(h)) {
			kinds |= m.demands
		}
		if kinds != 0 && !state.refuses(h) && !strings.HasSuffix(n.Text[:h.From], "不") { // 不要赔偿: 要赔偿 is longer than 不要
			found |= kinds
			for k := kinds; k != 0; k &= k - 1 {
				at := bits.TrailingZeros16(k)
				if spans[at]++; spans[at] <= maxSpans {
					show(n, result, demandTopics[at], h)
				}
			}
		}
		state.hear(h, m.roles)
		plead = plead || m.roles&plea != 0
	}
	for found := found; found != 0; found &= found - 1 {
		result.Demands = append(result.Demands, Demands[bits.TrailingZeros16(found)])
	}
}

func (a *asking) asks(h *text.Hit) bool {
	return a.asked >= 0 && h.Rune-a.asked <= askRunes || a.weak >= 0 && h.Rune-a.weak <= weakRunes
}

func (a *asking) refuses(h *text.Hit) bool {
	return a.refused >= 0 && h.Rune-a.refused <= refuseRunes
}

func (a *asking) hear(h *text.Hit, roles role) {
	switch {
	case roles&(other|turn) != 0:
		*a = silent
	case roles&refusal != 0:
		a.refused = h.End
	case roles&ends != 0:
		a.refused = -1
	}
	switch {
	case roles&askWeak != 0:
		a.weak = h.End
	case roles&ask != 0:
		a.asked = h.End
	}
	if roles&(ask|plea) != 0 {
		a.refused = -1 // 不要赔偿只要道歉
	}
}

// show adds a word to the evidence.
func show(n *text.Normal, result *Result, topic string, h *text.Hit) {
	from, to := n.OriginalAt(int(h.From), int(h.To), int(h.Rune), int(h.End))
	result.Evidence = append(result.Evidence, analytics.Evidence{Topic: topic, From: from, To: to})
}
