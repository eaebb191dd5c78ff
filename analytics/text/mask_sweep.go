package text

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// What a rune may begin or end, as bits of signs.
const (
	signDigit   = 1 << iota // 0–9
	signLetter              // a–z
	signNumeral             // 一, 幺, 十 …
	signPlate               // the sign of a province on plates
	signCue                 // the last rune of a word after which a name may stand
	signTitle               // the first rune of a word before which a name may stand
	signMark                // 〔
)

// signs tells of every rune of the basic plane up to common Han what it may begin.
var signs = func() *[0xA000]uint8 {
	var t [0xA000]uint8
	for r := '0'; r <= '9'; r++ {
		t[r] = signDigit
	}
	for r := 'a'; r <= 'z'; r++ {
		t[r], t[r-'a'+'A'] = signLetter, signLetter
	}
	for _, r := range hanDigits {
		t[r] |= signNumeral
	}
	for _, r := range "十百两" {
		t[r] |= signNumeral
	}
	for p := range platePrefixes {
		r, _ := utf8.DecodeRuneInString(p)
		t[r] |= signPlate
	}
	for r := rune(0x4E00); r < 0xA000; r++ {
		if nameCues.of(r) != nil {
			t[r] |= signCue
		}
		if titleWords.of(r) != nil {
			t[r] |= signTitle
		}
	}
	for r := '①'; r <= '⑨'; r++ { // decode makes ASCII of them; here they only make a text worth reading
		t[r] = signDigit
	}
	t['⓪'], t['〔'] = signDigit, signMark
	return &t
}()

func signOf(r rune) uint8 {
	if r < rune(len(signs)) {
		return signs[r]
	}
	return 0
}

// suspicious is the quick look that many texts get away with: is there anything at all that personal data begins or ends with? It may
// say yes in vain, never no in vain.
func suspicious(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			if signs[c] != 0 {
				return true
			}
			i++
			continue
		}
		if c == 0xEF || c >= 0xF0 { // full width, and figures beyond the basic plane
			return true
		}
		if i+2 < len(s) && c >= 0xE2 && c < 0xEA {
			if signs[rune(c&0xF)<<12|rune(s[i+1]&0x3F)<<6|rune(s[i+2]&0x3F)]&^signMark != 0 {
				return true
			}
			i += 3
			continue
		}
		i++
	}
	return false
}

// decode reads one rune that is no common Han. Figures in other dress become ASCII digits: ①, 𝟏, 1️⃣ (whose signs after it are separators).
func decode(s string, i int) (rune, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case r >= '①' && r <= '⑨':
		r = r - '①' + '1'
	case r == '⓪':
		r = '0'
	case r >= 0x1D7CE && r <= 0x1D7FF:
		r = '0' + (r-0x1D7CE)%10
	}
	return r, size
}

// halfWidth turns the full-width forms of ASCII into ASCII.
func halfWidth(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

func asciiDigit(r rune) bool  { return r >= '0' && r <= '9' }
func asciiLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }
func isHan(r rune) bool       { return r >= 0x4E00 && r <= 0x9FFF }

// sweep finds what one reading from left to right finds; words also looks for names and addresses.
func (r *reading) sweep(words bool) {
	f := r.f
	r.found, r.done = r.found[:0], 0
	for i := 0; i < len(f); {
		sign := signOf(f[i])
		if sign == 0 {
			i++
			continue
		}
		if sign == signMark {
			n := markAt(f, i)
			if n > 0 {
				r.done = i + n
			}
			i += max(n, 1)
			continue
		}
		before := len(r.found)
		next := r.judge(i, sign, words)
		if len(r.found) > before {
			i = r.done
			continue
		}
		i = max(next, i+1)
	}
}

// judge looks at what may begin or end at rune i. Without a find it says where to go on.
func (r *reading) judge(i int, sign uint8, words bool) int {
	f := r.f
	if sign&signPlate != 0 && i+1 < len(f) && asciiLetter(f[i+1]) {
		if p, ok := plateAt(f, i); ok {
			return r.take(p)
		}
	}
	if sign&(signDigit|signLetter) != 0 {
		return r.judgeCode(i, words)
	}
	if sign&signNumeral != 0 && (i == 0 || signOf(f[i-1])&(signDigit|signNumeral) == 0) {
		if p, ok := spelledAt(f, i); ok {
			return r.take(p)
		}
		if words {
			if p, ok := placeAt(f, i); ok {
				return r.take(p)
			}
		}
	}
	if words && sign&signTitle != 0 {
		if p, ok := nameBefore(f, i, r.done); ok {
			return r.take(p)
		}
	}
	if words && sign&signCue != 0 {
		if p, ok := nameAfter(f, i); ok {
			return r.take(p)
		}
	}
	return i + 1
}

// judgeCode looks at an ASCII letter or digit.
func (r *reading) judgeCode(i int, words bool) int {
	f := r.f
	fresh := i == 0 || !asciiDigit(f[i-1]) && !asciiLetter(f[i-1])
	if fresh {
		if r.mail && (i == 0 || !isMailChar(f[i-1])) {
			if p, ok, _ := mailAt(f, i); ok {
				return r.take(p)
			}
		}
		if p, ok := vehicleAt(f, i); ok {
			return r.take(p)
		}
		if p, ok := accountAt(f, i); ok {
			return r.take(p)
		}
	}
	if asciiLetter(f[i]) {
		if fresh && words {
			if p, ok := placeAt(f, i); ok {
				return r.take(p)
			}
		}
		return i + 1
	}
	if i > 0 && asciiDigit(f[i-1]) {
		return i + 1
	}
	p, next := numberAt(f, i)
	if p.kind == kindNone && words && (i == 0 || !asciiLetter(f[i-1])) {
		p, _ = placeAt(f, i)
	}
	if p.kind == kindNone {
		return next
	}
	if words && p.kind == kindMobile {
		if name, ok := nameBeside(f, p.from, r.done); ok {
			r.take(name)
		}
	}
	return r.take(p)
}

// take notes a find.
func (r *reading) take(p personal) int {
	if p.from < r.done {
		return p.to
	}
	r.found = append(r.found, p)
	r.done = p.to
	return p.to
}

func sortFound(all []Found) {
	slices.SortFunc(all, func(a, b Found) int { return cmp.Compare(a.From, b.From) })
}
