package web

import (
	"sort"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
)

// textPart is a stretch of words; Marked ones spoke for the topic or were searched for.
type textPart struct {
	Text   string
	Marked bool
	Muted  bool
}

// markText cuts words at the evidence, whose positions count runes, and at every place where the searched words stand. Evidence that
// does not fit the text is clipped: it was read from another content then, and a wrong mark is less bad than a lost text.
func markText(text string, evidence []analytics.Evidence, search string) []textPart {
	runes := []rune(text)
	var spans [][2]int
	for _, e := range evidence {
		from, to := min(int(e.From), len(runes)), min(int(e.To), len(runes))
		if from < to {
			spans = append(spans, [2]int{from, to})
		}
	}
	if search != "" {
		at := 0
		for rest := text; ; {
			i := strings.Index(rest, search)
			if i < 0 {
				break
			}
			from := at + utf8.RuneCountInString(rest[:i])
			to := from + utf8.RuneCountInString(search)
			spans = append(spans, [2]int{from, to})
			at, rest = to, rest[i+len(search):]
		}
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i][0] < spans[j][0] })
	var parts []textPart
	at := 0
	for _, s := range spans {
		if s[1] <= at {
			continue
		}
		s[0] = max(s[0], at)
		if s[0] > at {
			parts = append(parts, textPart{Text: string(runes[at:s[0]])})
		}
		parts = append(parts, textPart{Text: string(runes[s[0]:s[1]]), Marked: true})
		at = s[1]
	}
	if at < len(runes) {
		parts = append(parts, textPart{Text: string(runes[at:])})
	}
	return parts
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
