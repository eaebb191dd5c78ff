package web

import (
	"fmt"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// toneView is what the words of one complaint say beside its topic.
type toneView struct {
	Mood, Score  string // 负面, −0.62; empty when no word judges
	Rating       int    // 文本满意度, 0 when the words show none
	Urgency      []string
	Demands      []string
	Ideas        []string // the suggestions, as they were written
	Temper, Hint string   // how to meet who wrote; shown here only
}

// toneOf returns nil when there is nothing to tell.
func toneOf(in *analytics.Insight, words string) *toneView {
	if in == nil {
		return nil
	}
	v := toneView{Rating: int(in.Rating)}
	if in.Sentiment != 0 || in.Rating > 0 {
		v.Mood = dashboards.SentimentName(analytics.BandOf(in.Sentiment))
		v.Score = strings.Replace(fmt.Sprintf("%+.2f", in.Sentiment), "-", "−", 1)
	}
	for _, u := range in.Urgency {
		v.Urgency = append(v.Urgency, dashboards.UrgencyName(u))
	}
	for _, d := range in.Demands {
		v.Demands = append(v.Demands, dashboards.DemandName(d))
	}
	runes := []rune(words)
	for _, e := range in.Evidence {
		if e.Topic == analytics.EvidenceIdea && e.From < e.To && int(e.To) <= len(runes) {
			v.Ideas = append(v.Ideas, string(runes[e.From:e.To]))
		}
	}
	v.Temper, v.Hint = dashboards.TemperHint(in.Temper)
	if v.Mood == "" && v.Temper == "" && len(v.Urgency)+len(v.Demands)+len(v.Ideas) == 0 {
		return nil
	}
	return &v
}
