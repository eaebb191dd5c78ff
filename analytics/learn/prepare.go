package learn

import (
	"unicode"

	"huisheng/analytics/text"
)

// Prepared is a text as the classifier reads it, with the way back to the original.
type Prepared struct {
	Text
	Original text.Normal
}

// Prepare normalises texts and cuts them into words; without a segmenter their words are what stands between spaces.
func Prepare(segmenter text.Segmenter, raw []string) []Prepared {
	out := make([]Prepared, len(raw))
	letters := make([]string, len(raw))
	var buffer []byte
	for i, r := range raw {
		out[i].Original = text.Normalise(r)
		out[i].Normal = out[i].Original.Text
		if segmenter != nil {
			buffer = text.Letters(buffer[:0], out[i].Normal)
			letters[i] = string(buffer)
		}
	}
	if segmenter == nil {
		return out
	}
	for i, words := range segmenter.Segment(letters) {
		if out[i].Words = words; words == nil {
			out[i].Words = []string{}
		}
	}
	return out
}

// spaced is how many common Han characters there may be for each space in Chinese text that was cut into words. Words have two on average;
// running text has a space every few dozen.
const spaced = 6

// CutBySpaces reports whether texts were segmented before: Han characters with a space after every few.
func CutBySpaces(raw []string) bool {
	var han, spaces int
	for _, s := range raw[:min(len(raw), 2000)] {
		for _, r := range s {
			switch {
			case r == ' ':
				spaces++
			case unicode.Is(unicode.Han, r):
				han++
			}
		}
	}
	return han > 0 && spaces*spaced > han
}
