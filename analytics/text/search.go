package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Search is what a person typed to find texts: all words that must stand in a text, and those that must not.
type Search struct{ Terms []Term }

// Term is one word or phrase of a search, in the form of Fold and never empty.
type Term struct {
	Text string
	Also []string // other ways in which the same is written; any of them will do. A phrase in quotes has none
	Not  bool     // the text must not hold it
}

// Spellings are Text and Also.
func (t *Term) Spellings() []string { return append([]string{t.Text}, t.Also...) }

// Span is a stretch of a text in runes, To excluded.
type Span struct{ From, To int }

// quotes are the signs that may open a phrase, with the sign that closes it.
var quotes = map[rune]rune{'"': '"', '“': '”', '”': '”', '「': '」', '『': '』', '＂': '＂'}

// ParseSearch reads a search. White space parts words, quotes keep a phrase together and as it is, and a minus in front of either excludes
// it. A quote that is never closed and a minus with nothing behind it are signs like any other. A word that stands twice counts once.
func ParseSearch(typed string) Search {
	var s Search
	for rest := strings.TrimSpace(typed); rest != ""; rest = strings.TrimLeftFunc(rest, unicode.IsSpace) {
		var t Term
		if behind, minus := cutMinus(rest); minus {
			t.Not, rest = true, behind
		}
		var phrase bool
		t.Text, rest, phrase = cutTerm(rest)
		if t.Text = Fold(t.Text); t.Text != "" {
			if !phrase {
				t.Also = spellings(t.Text)
			}
			s.add(t)
		}
	}
	return s
}

func (s *Search) add(t Term) {
	for _, known := range s.Terms {
		if known.Text == t.Text && known.Not == t.Not {
			return
		}
	}
	s.Terms = append(s.Terms, t)
}

// cutMinus takes a minus off that has something to exclude behind it.
func cutMinus(s string) (string, bool) {
	for _, minus := range []string{"-", "－", "−"} {
		if behind, found := strings.CutPrefix(s, minus); found && behind != "" {
			first, _ := utf8.DecodeRuneInString(behind)
			return behind, !unicode.IsSpace(first) && first != '-'
		}
	}
	return s, false
}

// cutTerm takes a phrase in quotes or a word off the beginning.
func cutTerm(s string) (term, rest string, phrase bool) {
	first, size := utf8.DecodeRuneInString(s)
	if closing, opens := quotes[first]; opens {
		if end := strings.IndexRune(s[size:], closing); end > 0 {
			return s[size : size+end], s[size+end+utf8.RuneLen(closing):], true
		}
	}
	if end := strings.IndexFunc(s, unicode.IsSpace); end >= 0 {
		return s[:end], s[end:], false
	}
	return s, "", false
}

// Empty reports that there is nothing to look for.
func (s Search) Empty() bool { return len(s.Terms) == 0 }

// Match reports whether a text, as written, is among what the search finds.
func (s Search) Match(original string) bool {
	folded := Fold(original)
	for _, t := range s.Terms {
		if t.in(folded) == t.Not {
			return false
		}
	}
	return true
}

func (t *Term) in(folded string) bool {
	if strings.Contains(folded, t.Text) {
		return true
	}
	for _, also := range t.Also {
		if strings.Contains(folded, also) {
			return true
		}
	}
	return false
}

// Find returns where the words that were looked for stand in a text as written, each word's places in their order.
func (s Search) Find(original string) []Span {
	n := normalise(original, false)
	folded := strings.ReplaceAll(n.Text, "\n", " ")
	var spans []Span
	for _, t := range s.Terms {
		if !t.Not {
			for _, word := range t.Spellings() {
				spans = n.places(folded, word, spans)
			}
		}
	}
	return spans
}

// places appends where a word stands in a folded text, whose bytes lie as those of n.Text.
func (n *Normal) places(folded, word string, spans []Span) []Span {
	for at := 0; ; {
		i := strings.Index(folded[at:], word)
		if i < 0 {
			return spans
		}
		from, to := n.Original(at+i, at+i+len(word))
		spans = append(spans, Span{int(from), int(to)})
		at += i + len(word)
	}
}
