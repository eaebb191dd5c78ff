package text

import (
	"slices"
	"strings"
)

// mostSpellings bounds the other ways to write a word that a search tries.
const mostSpellings = 8

// spellings are the other ways in which a word, folded, is written: with a common slip, or without it, and the name of a model with its parts
// apart. They are few, as each is looked for.
func spellings(word string) []string {
	var list []string
	runes := []rune(word)
	put := func(i int, pair [2]rune) {
		other := slices.Clone(runes)
		other[i], other[i+1] = pair[0], pair[1]
		list = append(list, string(other))
	}
	for i := 0; i+1 < len(runes); i++ {
		pair := [2]rune{runes[i], runes[i+1]}
		right, slipped := slips[pair]
		if slipped {
			put(i, right)
			pair = right
		}
		for _, slip := range wrong[pair] {
			if slip != [2]rune{runes[i], runes[i+1]} {
				put(i, slip)
			}
		}
	}
	list = append(list, apart(word)...)
	return list[:min(len(list), mostSpellings)]
}

// apart writes a name like iphone15pro with its parts apart: all of them, and the first border alone, by a space and by a hyphen.
func apart(word string) []string {
	var borders []int
	for i := 1; i < len(word); i++ {
		if letter(word[i-1]) && digit(word[i]) || digit(word[i-1]) && letter(word[i]) && suffixes[lettersAt(word[i:])] {
			borders = append(borders, i)
		}
	}
	if len(borders) == 0 {
		return nil
	}
	var list []string
	for _, between := range []string{" ", "-"} {
		var all strings.Builder
		at := 0
		for _, b := range borders {
			all.WriteString(word[at:b] + between)
			at = b
		}
		list = append(list, all.String()+word[at:])
		if len(borders) > 1 {
			first, last := borders[0], borders[len(borders)-1]
			list = append(list, word[:first]+between+word[first:], word[:last]+between+word[last:])
		}
	}
	return list
}

// lettersAt is the run of letters at the beginning.
func lettersAt(s string) string {
	end := 0
	for end < len(s) && letter(s[end]) {
		end++
	}
	return s[:end]
}

func letter(b byte) bool { return 'a' <= b && b <= 'z' }

func digit(b byte) bool { return '0' <= b && b <= '9' }
