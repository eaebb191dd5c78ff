package idea

import (
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

const (
	maxIdeas  = 5  // suggestions of one text
	hopeRunes = 14 // from what hopes to what is better: 希望候车室里能增设窗口
	longRunes = 70 // a suggestion ends at the first end of a clause after so many
)

// suggest finds suggestions for all, sentence by sentence.
func (s *scratch) suggest(r *Reader, n *text.Normal, result *Result) {
	for from := 0; from < len(s.hits); {
		to := from + 1
		for to < len(s.hits) && s.hits[to].Sentence == s.hits[from].Sentence {
			to++
		}
		if at := suggests(r, s.hits[from:to]); at >= 0 && result.Ideas < maxIdeas {
			first, last := span(n.Text, s.hits[from+at])
			start, end := n.Original(first, last)
			result.Evidence = append(result.Evidence, analytics.Evidence{Topic: analytics.EvidenceIdea, From: start, To: end})
			result.Ideas++
		}
		from = to
	}
}

// suggests returns the number of the hit at which a sentence's suggestion begins, −1 when it makes none. A word that announces a
// suggestion is enough, unless a demand on the own case follows and nothing for all; a word that hopes needs something for all.
func suggests(r *Reader, hits []text.Hit) int {
	leadAt, hopeAt, forAll, forMe, scoped, sure, others := -1, -1, 0, 0, 0, false, false
	for i := range hits {
		m := r.lexicon.Meaning(&hits[i])
		switch {
		case m.roles&foreign != 0:
			continue
		case m.roles&ends != 0:
			others = false
		case m.roles&other != 0:
			others = true
		case m.roles&announce != 0 && !sure:
			leadAt, sure = i, true
		case m.roles&lead != 0 && leadAt < 0 && !others: // 4S店建议 is none
			leadAt = i
		case m.roles&hope != 0 && hopeAt < 0:
			hopeAt = i
		}
		if leadAt < 0 && hopeAt < 0 {
			continue
		}
		if m.roles&improve != 0 && (leadAt >= 0 || hits[i].Rune-hits[hopeAt].End <= hopeRunes) {
			forAll++
		}
		if m.roles&scope != 0 {
			scoped++
		}
		if m.roles&ownCase != 0 || m.demands|m.sure != 0 && m.roles&improve == 0 {
			forMe++
		}
	}
	switch {
	case leadAt >= 0 && (sure || forMe == 0 || forAll+scoped > 0):
		if hopeAt >= 0 && hopeAt < leadAt {
			return hopeAt
		}
		return leadAt
	case hopeAt >= 0 && forAll > 0 && forAll+scoped > forMe:
		return hopeAt
	}
	return -1
}

// span is the stretch of bytes from the clause of a hit to the end of its sentence, or to the end of a clause when that is long.
func span(s string, h text.Hit) (int, int) {
	from := int(h.From)
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:from])
		if strings.ContainsRune(clauseEnds, r) {
			break
		}
		from -= size
	}
	to, runes := int(h.To), 0
	for to < len(s) {
		r, size := utf8.DecodeRuneInString(s[to:])
		if strings.ContainsRune(sentenceEnds, r) || runes >= longRunes && strings.ContainsRune(clauseEnds, r) {
			break
		}
		to += size
		runes++
	}
	return from, to
}

const (
	sentenceEnds = "。!?;\n"
	clauseEnds   = sentenceEnds + ",、: "
)
