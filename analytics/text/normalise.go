package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Normal is a text made ready for matching and segmenting, and the way back to the original.
type Normal struct {
	// Text is valid UTF-8 without control characters: full and half width folded, Latin in lower case, traditional characters simplified,
	// common slips corrected (冲电 is 充电), faces that show a mood ☺ or ☹, runs of white space one space, or one line feed where the
	// original broke the line. It neither starts nor ends with white space.
	Text string

	// Characters is the number of runes of the original. A byte that is not UTF-8 counts as one rune, as in a Go range loop.
	Characters int

	// Wordless reports that there is no letter and no digit.
	Wordless bool

	// marks is a hash of the marks of masked values: they are no words, and 〔手机·3k7m2qx〕 must not make a text speak of 手机. Text has 〔〕
	// in their place.
	marks uint64

	corrected bool // Text has a pair of characters that is meant in place of the one written

	// shifts say by how much a rune's number in the original is larger than in Text. They are few: one where white space was
	// joined or a character was dropped.
	shifts []shift
}

type shift struct {
	at    int // first byte of Text from which delta holds
	delta int // runes
}

// Normalise cleans a text. Segmenting needs it: what follows a NUL would be lost, and invalid UTF-8 would empty the result.
func Normalise(original string) Normal { return normalise(original, true) }

// normalise is Normalise; with hide it leaves the insides of marks out and corrects slips, which depend on more than one rune.
func normalise(original string, hide bool) Normal {
	n := Normal{Wordless: true}
	out := make([]byte, 0, len(original)+8)
	var read, written, delta int // runes of the original, runes of Text, and their difference at the last shift
	var gap byte                 // white space that waits for the next visible rune
	hidden := 0                  // bytes of a mark, without its brackets
	for i := 0; i < len(original); {
		r, size := rune(original[i]), 1
		kept := true                             // the rune's bytes stay as they are
		if han := hanAt(original, i); han != 0 { // Han stays as it is: most runes end here
			r, size = han, 3
			if isSpecial(han) {
				r, kept = n.special(out, han, hide && gap == 0)
			}
		} else if hidden = hiddenBytes(original, i, hide); hidden > 0 {
			r, size = '〔', len("〔")
		} else if r >= utf8.RuneSelf {
			raw, width := utf8.DecodeRuneInString(original[i:])
			r, size = folded(raw, width), width
			kept = r == raw
		} else if 'A' <= r && r <= 'Z' {
			r, kept = r+'a'-'A', false
		}
		from := i
		i += size
		read++
		if r <= ' ' || r == 0x7f {
			if r == '\n' || r == '\r' {
				gap = '\n'
			} else if gap == 0 {
				gap = ' '
			}
			continue
		}
		if gap != 0 {
			if len(out) > 0 {
				out = append(out, gap)
				written++
			}
			gap = 0
		}
		if d := read - 1 - written; d != delta {
			delta = d
			n.shifts = append(n.shifts, shift{at: len(out), delta: d})
		}
		if kept {
			out = append(out, original[from:i]...)
		} else {
			out = utf8.AppendRune(out, r)
		}
		written++
		if hidden > 0 {
			read += n.hide(original[i : i+hidden])
			i, hidden = i+hidden, 0
		}
		if n.Wordless && (r >= 0x4E00 && r <= 0x9FFF || unicode.IsLetter(r) || unicode.IsDigit(r)) {
			n.Wordless = false
		}
	}
	n.Text, n.Characters = string(out), read
	return n
}

// special is what stands for a Han character that is traditional or ends a slip; kept when it stands for itself.
func (n *Normal) special(out []byte, han rune, correct bool) (r rune, kept bool) {
	r = plain(han)
	if correct {
		var slip bool
		if r, slip = meant(out, r); slip {
			n.corrected = true
		}
	}
	return r, r == han
}

// hiddenBytes is the length of what a mark that begins at i has between its brackets, 0 when none begins there or none is to be hidden.
func hiddenBytes(s string, i int, hide bool) int {
	if s[i] != "〔"[0] || !hide {
		return 0
	}
	if n := markBytes(s, i); n > 0 {
		return n - len("〔〕")
	}
	return 0
}

// hide takes the inside of a mark into the hash and returns how many runes it has.
func (n *Normal) hide(inside string) int {
	for i := range len(inside) {
		n.marks = (n.marks ^ uint64(inside[i])) * 1099511628211
	}
	return utf8.RuneCountInString(inside)
}

// hanAt decodes the rune at a byte when it is common Han (U+4E00 to U+9FFF), else it returns 0.
func hanAt(s string, i int) rune {
	if b := s[i]; b < 0xE4 || 0xE9 < b || i+2 >= len(s) || s[i+1]&0xC0 != 0x80 || s[i+2]&0xC0 != 0x80 {
		return 0
	}
	r := rune(s[i]&0x0F)<<12 | rune(s[i+1]&0x3F)<<6 | rune(s[i+2]&0x3F)
	if r < 0x4E00 {
		return 0
	}
	return r
}

// folded maps one rune above ASCII; what becomes a space is white space or has no picture at all.
func folded(r rune, size int) rune {
	switch {
	case r == utf8.RuneError && size <= 1, r == 0xFEFF, r == 0x00AD, 0x200B <= r && r <= 0x200F, 0xFE00 <= r && r <= 0xFE0F:
		return ' '
	case r == 0x2028 || r == 0x2029 || r == 0x85:
		return '\n'
	case r == 0x3000 || r == 0xA0 || unicode.IsSpace(r) || unicode.IsControl(r):
		return ' '
	case 0xFF01 <= r && r <= 0xFF5E: // full-width ASCII, by far the most of what is folded
		r -= 0xFEE0
	case 0xFF00 <= r && r <= 0xFFEF:
		if narrow := width.LookupRune(r).Folded(); narrow != 0 {
			r = narrow
		}
	}
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if 0x2E80 <= r || r == '❤' { // no capitals among the scripts of East Asia
		if r >= 0x1F000 || r == '❤' {
			return mood(r)
		}
		return r
	}
	return unicode.ToLower(r)
}

// Original turns a stretch of bytes of Text into a stretch of runes of the original; to is excluded.
func (n *Normal) Original(from, to int) (uint32, uint32) {
	first := utf8.RuneCountInString(n.Text[:from])
	return n.OriginalAt(from, to, first, first+utf8.RuneCountInString(n.Text[from:to]))
}

// OriginalAt is Original for a caller that has counted the runes of Text before from and before to.
func (n *Normal) OriginalAt(from, to, first, last int) (uint32, uint32) {
	if to > from { // the last rune decides, so that white space after it stays outside
		_, size := utf8.DecodeLastRuneInString(n.Text[from:to])
		return uint32(first + n.delta(from)), uint32(last + n.delta(to-size))
	}
	return uint32(first + n.delta(from)), uint32(first + n.delta(from))
}

// delta is the shift that holds at a byte of Text.
func (n *Normal) delta(at int) int {
	low, high := 0, len(n.shifts)
	for low < high {
		middle := (low + high) / 2
		if n.shifts[middle].at <= at {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return 0
	}
	return n.shifts[low-1].delta
}
