package text

import (
	"unicode"
	"unicode/utf8"
)

// Letters is a normalised text without what no keyword holds: each run of punctuation, white space and lone numbers becomes one line
// feed, at which every segmenter cuts anyway; only a word of Han and digits alone (国6) is lost. Digits within or beside Latin letters stay, as in
// the name of a model, whose parts are joined. It appends to buffer, which may be nil; segmenting what is left costs a tenth less.
func Letters(buffer []byte, normalised string) []byte {
	start := len(buffer)
	for i := 0; i < len(normalised); {
		if hanAt(normalised, i) != 0 {
			buffer = append(buffer, normalised[i], normalised[i+1], normalised[i+2])
			i += 3
			continue
		}
		end, keep := other(normalised, i)
		switch {
		case keep && normalised[i] < utf8.RuneSelf:
			buffer, end = name(buffer, normalised, i, end)
		case keep:
			buffer = append(buffer, normalised[i:end]...)
		case len(buffer) > start && buffer[len(buffer)-1] != '\n':
			buffer = append(buffer, '\n')
		}
		i = end
	}
	return buffer
}

// other returns the end of what is not common Han at a byte: a run of ASCII letters and digits, or one rune; and whether it stays.
func other(s string, i int) (end int, keep bool) {
	if s[i] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s[i:])
		return i + size, unicode.IsLetter(r) || unicode.IsMark(r)
	}
	end = i
	for end < len(s) && ('a' <= s[end] && s[end] <= 'z' || '0' <= s[end] && s[end] <= '9') {
		keep = keep || s[end] >= 'a'
		end++
	}
	return max(end, i+1), keep
}
