package main

import (
	"context"
	"slices"
	"strings"
)

// measureTopics compares the primary topic with the planted one, and 另提及 with the other matters that a text brings up. The sample's codes
// are those of the general pack. An emerging topic is in no taxonomy: a complaint about one that gets a topic got a wrong one.
func measureTopics(_ context.Context, b *planted) ([]insightScore, error) {
	primary, words := insightScore{Kind: "主题（主）"}, insightScore{Kind: "主题（主，有正文的）"}
	others := insightScore{Kind: "主题（另提及）"}
	for i := range b.labels {
		label, insight := &b.labels[i], &b.insights[i]
		primary.addTopic(label.Topic, insight.Topic)
		if !insight.Wordless {
			words.addTopic(label.Topic, insight.Topic)
		}
		others.Planted += len(label.Also)
		for _, code := range label.Also {
			if slices.Contains(insight.OtherTopics, code) {
				others.Reached++
			}
		}
		others.Found += len(insight.OtherTopics)
		for _, code := range insight.OtherTopics {
			if slices.Contains(label.Also, code) {
				others.Right++
			}
		}
	}
	return []insightScore{primary, words, others}, nil
}

func (s *insightScore) addTopic(planted, found string) {
	if !strings.HasPrefix(planted, "emerging.") {
		s.Planted++
	}
	if found != "" {
		s.Found++
	}
	if found != "" && found == planted {
		s.Right++
		s.Reached++
	}
}
