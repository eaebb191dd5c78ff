package text

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
)

// markSigns are the digits of marks: no capital, and none of i, l, o and u, which are read wrongly.
const markSigns = "0123456789abcdefghjkmnpqrstvwxyz"

// markLength gives 35 bits: among 100,000 different values of a kind 0.15 pairs are to be expected that share a mark (n²/2³⁶), among a
// million 15. With the 16 bits of four hexadecimal digits it would be one pair among 362 and a twin for every value among 100,000. Links
// that figures rest on do not hang on marks: Customer.Key has 64 bits.
const markLength = 7

// hash is the HMAC of a value of one kind.
func (m *Masker) hash(kind, value string) [sha256.Size]byte {
	mac := hmac.New(sha256.New, m.key)
	mac.Write([]byte(kind))
	mac.Write([]byte{0})
	mac.Write([]byte(value))
	var sum [sha256.Size]byte
	mac.Sum(sum[:0])
	return sum
}

// mark is what stands for a value.
func (m *Masker) mark(k kind, value string) string {
	m.note(k)
	sum := m.hash(kindWords[k], value)
	bits := binary.BigEndian.Uint64(sum[:])
	var signs [markLength]byte
	for i := range signs {
		signs[i] = markSigns[bits&31]
		bits >>= 5
	}
	return "〔" + kindWords[k] + "·" + string(signs[:]) + "〕"
}

// markAt returns the length of a mark that begins at i, or 0. A mark of any word of up to four runes is one, so that texts which another
// version masked stay as they are.
func markAt(f []rune, i int) int {
	if f[i] != '〔' {
		return 0
	}
	j := i + 1
	for j < len(f) && j <= i+4 && (isHan(f[j]) || asciiLetter(f[j])) {
		j++
	}
	if j == i+1 || j+markLength+1 >= len(f) || f[j] != '·' || f[j+markLength+1] != '〕' {
		return 0
	}
	for _, r := range f[j+1 : j+markLength+1] {
		if !isMarkSign(r) {
			return 0
		}
	}
	return j + markLength + 2 - i
}

func isMarkSign(r rune) bool {
	return asciiDigit(r) || r >= 'a' && r <= 'z' && r != 'i' && r != 'l' && r != 'o' && r != 'u'
}

// markBytes is markAt for a string: the length in bytes of a mark that begins at byte i, or 0.
func markBytes(s string, i int) int {
	const open, dot, shut = "〔", "·", "〕"
	if len(s)-i < len(open)+2+len(dot)+markLength+len(shut) || s[i:i+len(open)] != open {
		return 0
	}
	j := i + len(open)
	for n := 0; n < 4 && j < len(s); n++ {
		if asciiLetter(rune(s[j])) {
			j++
		} else if hanAt(s, j) != 0 {
			j += 3
		} else {
			break
		}
	}
	end := j + len(dot) + markLength
	if j == i+len(open) || end+len(shut) > len(s) || s[j:j+len(dot)] != dot || s[end:end+len(shut)] != shut {
		return 0
	}
	for k := j + len(dot); k < end; k++ {
		if !isMarkSign(rune(s[k])) {
			return 0
		}
	}
	return end + len(shut) - i
}
