package text

import (
	"slices"
	"strings"
)

// mostWritten bounds Written. A word of two characters is written in a handful of ways, one of four in a dozen; only long words with several
// slips at once are beyond.
const mostWritten = 48

// Written are the ways, in the form of Fold, in which a text may be written so that Normalise finds a word in it: as it is, with slips in it or
// across its ends (where 款项 is found, 退宽项 may stand), and the name of a model with its parts apart. The word itself is first.
func Written(word string) []string {
	list := []string{Fold(word)}
	meant := Normalise(word).Text
	if meant == "" {
		return list
	}
	put := func(other string) {
		if len(list) < mostWritten && !slices.ContainsFunc(list, func(known string) bool { return strings.Contains(other, known) }) && strings.Contains(Normalise(other).Text, meant) {
			list = append(list, other)
		}
	}
	put(meant)
	for i := 0; i < len(list); i++ {
		slipped([]rune(list[i]), put)
	}
	return append(list, apart(list[0])...)
}

// slipped gives every way to write a text with one slip more.
func slipped(runes []rune, put func(string)) {
	if len(runes) == 0 {
		return
	}
	last := len(runes) - 1
	for _, slip := range slipEnds[runes[0]] {
		put(string(slip[:]) + string(runes[1:]))
	}
	for i := range last {
		for _, slip := range wrong[[2]rune{runes[i], runes[i+1]}] {
			put(string(runes[:i]) + string(slip[:]) + string(runes[i+2:]))
		}
	}
	for _, slip := range slipBegins[runes[last]] {
		put(string(runes[:last]) + string(slip[:]))
	}
}
