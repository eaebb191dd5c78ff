package text

import (
	"strings"
	"unicode/utf8"
)

// EndsSentence reports whether a rune of a normalised text ends a sentence. A full stop of Latin script does not: it is more often
// part of a number or an address.
func EndsSentence(r rune) bool {
	switch r {
	case '\n', '。', '!', '?', ';', '…', '．':
		return true
	}
	return false
}

// Sentences cuts a normalised text after its sentence ends. The parts hold the whole text, without white space at their ends and
// without empty ones.
func Sentences(normalised string) []string {
	var out []string
	start := 0
	flush := func(end int) {
		if s := strings.TrimSpace(normalised[start:end]); s != "" {
			out = append(out, s)
		}
		start = end
	}
	for i, r := range normalised {
		end := i + utf8.RuneLen(r)
		if !EndsSentence(r) {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(normalised[end:]); end < len(normalised) && EndsSentence(next) {
			continue // "?!" and "……" end one sentence together
		}
		flush(end)
	}
	flush(len(normalised))
	return out
}

// Lead is the number of bytes of the first sentence, at most limit runes: where a subject stands, or what the writer said first.
func Lead(normalised string, limit int) int {
	n := 0
	for i, r := range normalised {
		if n == limit || EndsSentence(r) {
			return i
		}
		n++
	}
	return len(normalised)
}
