package web

import (
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// textPart is a stretch of words; Marked ones spoke for the topic or were searched for, and Said names what else a stretch spoke for.
type textPart struct {
	Text   string
	Marked bool
	Muted  bool
	Said   string // class of app.css: urgent, want, good, bad, temper, idea
}

// The layers of marks. Of several on one rune the first shows: what was searched for and the topic, then what a reader must not miss;
// last a suggestion, whose clause is long.
var layers = []string{"", "urgent", "want", "bad", "good", "temper", "idea"}

// markText cuts words at the evidence of the topic, whose positions count runes, and at every place where the searched words stand.
// Evidence that does not fit the text is clipped: it was read from another content then, and a wrong mark is less bad than a lost text.
func markText(words string, evidence []analytics.Evidence, search string) []textPart {
	var topics []analytics.Evidence
	for _, e := range evidence {
		if layerOf(e.Topic) == 0 {
			topics = append(topics, e)
		}
	}
	return markSaid(words, topics, search)
}

// markSaid is markText with everything that evidence speaks for.
func markSaid(words string, evidence []analytics.Evidence, search string) []textPart {
	runes := []rune(words)
	marks := make([]int8, len(runes)) // 1 + layer, 0 for none
	put := func(from, to int, layer int8) {
		for i := max(from, 0); i < min(to, len(runes)); i++ {
			if marks[i] == 0 || marks[i] > layer+1 {
				marks[i] = layer + 1
			}
		}
	}
	for _, e := range evidence {
		put(int(e.From), int(e.To), layerOf(e.Topic))
	}
	if search != "" {
		for _, found := range text.ParseSearch(search).Find(words) {
			put(found.From, found.To, 0)
		}
	}
	var parts []textPart
	for from := 0; from < len(runes); {
		to := from + 1
		for to < len(runes) && marks[to] == marks[from] {
			to++
		}
		part := textPart{Text: string(runes[from:to]), Marked: marks[from] == 1}
		if marks[from] > 1 {
			part.Said = layers[marks[from]-1]
		}
		parts = append(parts, part)
		from = to
	}
	return parts
}

// layerOf is the place in layers of what evidence speaks for.
func layerOf(speaksFor string) int8 {
	prefix, value, other := strings.Cut(speaksFor, ":")
	if !other {
		return 0
	}
	name := map[string]string{analytics.EvidenceUrgency: "urgent", analytics.EvidenceDemand: "want", analytics.EvidenceTone: value,
		analytics.EvidenceTemper: "temper", analytics.EvidenceIdea: "idea"}[prefix+":"]
	return int8(max(slices.Index(layers, name), 1))
}

// A line of the list shows about lineRunes; a first mark further behind would not be seen, so the line begins beforeMark in front of it.
const (
	lineRunes  = 18
	beforeMark = 8
)

// fromFirstMark cuts what stands far before the first mark.
func fromFirstMark(parts []textPart) []textPart {
	if len(parts) < 2 || parts[0].Marked {
		return parts
	}
	lead := []rune(parts[0].Text)
	if len(lead) <= lineRunes {
		return parts
	}
	short := append([]textPart(nil), parts...)
	short[0].Text = "…" + string(lead[len(lead)-beforeMark:])
	return short
}
