package main

import (
	"context"

	"huisheng/analytics/tone"
)

// measureSuggestions compares the complaints in which a suggestion was read with those in which one was planted.
func measureSuggestions(_ context.Context, b *planted) ([]insightScore, error) {
	s := insightScore{Kind: "建议", Hold: hold{Recall: 0.9}}
	for i := range b.labels {
		s.addSign(b.labels[i].Suggestion != "", b.insights[i].Ideas > 0)
	}
	return []insightScore{s}, nil
}

// measureTemper compares anger and threats that were read with the register in which a complaint was planted. Only angry and rambling
// customers of the sample threaten, so both types count as found in these.
func measureTemper(_ context.Context, b *planted) ([]insightScore, error) {
	s := insightScore{Kind: "发怒或威胁", Note: "示例里只有部分发怒的件带有发怒的话"}
	for i := range b.labels {
		temper, register := b.insights[i].Temper, b.labels[i].Register
		found := temper == tone.Angry || temper == tone.Threatening
		if found && register != "angry" && temper == tone.Threatening {
			s.Skipped++ // others may threaten too
			continue
		}
		s.addSign(register == "angry", found)
	}
	return []insightScore{s}, nil
}

func (s *insightScore) addSign(planted, found bool) {
	if planted {
		s.Planted++
	}
	if found {
		s.Found++
	}
	if planted && found {
		s.Right++
		s.Reached++
	}
}
