package text

import (
	_ "embed"
	"strings"
	"unicode/utf8"
)

// traditional has our own table of traditional characters. It is a file of the repository and not a dictionary of a package: 2,600
// characters are as many as texts need, and so every installation reads alike, without a file that may be missing.
//
//go:embed traditional.txt
var traditional string

//go:embed typo.txt
var typos string

// The common Han characters, U+4E00 to U+9FFF, which the tables below are about.
const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// simplified is what a Han character is matched as, 0 for itself. special has a bit for each character that is not simply kept: most
// characters of a text are decided by its 2.6 KB.
var (
	simplified [lastHan - firstHan + 1]uint16
	special    [(lastHan-firstHan)/64 + 1]uint64
	// slips are the pairs of typo.txt, by the two characters.
	slips = map[[2]rune][2]rune{}
	// wrong are the slips for what is meant, in the order of the file.
	wrong = map[[2]rune][][2]rune{}
	// slipEnds and slipBegins are the slips for a pair that ends in a character, and for one that begins with it, in the order of the file.
	slipEnds, slipBegins = map[rune][][2]rune{}, map[rune][][2]rune{}
)

func init() {
	for _, line := range lines(traditional) {
		runes := []rune(line)
		for i := 0; i+1 < len(runes); i += 2 {
			simplified[runes[i]-firstHan] = uint16(runes[i+1])
			mark(runes[i])
		}
	}
	for _, line := range lines(typos) {
		fields := strings.Fields(line)
		for i := 0; i+1 < len(fields); i += 2 {
			slip, meant := [2]rune([]rune(fields[i])), [2]rune([]rune(fields[i+1]))
			slips[slip], wrong[meant] = meant, append(wrong[meant], slip)
			slipEnds[meant[1]], slipBegins[meant[0]] = append(slipEnds[meant[1]], slip), append(slipBegins[meant[0]], slip)
			mark(slip[1])
		}
	}
}

func lines(file string) []string {
	var list []string
	for line := range strings.Lines(file) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			list = append(list, line)
		}
	}
	return list
}

func mark(r rune) { special[(r-firstHan)>>6] |= 1 << ((r - firstHan) & 63) }

func isSpecial(r rune) bool { return special[(r-firstHan)>>6]>>((r-firstHan)&63)&1 != 0 }

// plain is the simplified form of a Han character.
func plain(r rune) rune {
	if s := simplified[r-firstHan]; s != 0 {
		return rune(s)
	}
	return r
}

// meant corrects a slip of which r is the second character and out ends in the first, which is replaced in place; all of them have three
// bytes. It returns what stands for r.
func meant(out []byte, r rune) (rune, bool) {
	if len(out) < 3 {
		return r, false
	}
	first := hanAt(string(out[len(out)-3:]), 0)
	if first == 0 {
		return r, false
	}
	pair, slip := slips[[2]rune{first, r}]
	if !slip {
		return r, false
	}
	utf8.AppendRune(out[:len(out)-3], pair[0])
	return pair[1], true
}
