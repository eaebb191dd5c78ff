package text

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// MaskVersion is the version of the masking rules, which travels in the header masked of every message. Raising it changes masked
// texts and with them contents: a file imported again then counts as updates.
const MaskVersion uint16 = 1

// Masker takes personal data out of records: mobile, identity and bank card numbers, plates and e-mail addresses wherever they stand,
// names, phones and ids of customers in their fields. In texts it leaves a mark such as 〔手机·a3f9〕, whose four digits are a keyed hash:
// the same number has the same mark, so repeats stay readable, and without the key nobody finds the number from it.
// What it writes depends on its key and its input only. Masking twice changes nothing. It is safe for concurrent use.
type Masker struct {
	key []byte
}

// NewMasker makes a masker; key is the installation's secret.
func NewMasker(key []byte) *Masker {
	return &Masker{key: append([]byte("huisheng mask v1\x00"), key...)}
}

// hash is the HMAC of a value of one kind.
func (m *Masker) hash(kind, value string) []byte {
	mac := hmac.New(sha256.New, m.key)
	mac.Write([]byte(kind))
	mac.Write([]byte{0})
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// The words of marks.
const (
	kindMobile   = "手机"
	kindIdentity = "身份证"
	kindCard     = "银行卡"
	kindPlate    = "车牌"
	kindMail     = "邮箱"
	kindAddress  = "地址"
	kindNumber   = "号码"
)

// mark is what stands for a value.
func (m *Masker) mark(kind, value string) string {
	return "〔" + kind + "·" + hex.EncodeToString(m.hash(kind, value)[:2]) + "〕"
}

// Mask replaces the personal numbers in a text. A text without any is returned as it is, after one scan.
func (m *Masker) Mask(s string) string {
	// What is masked may free what stood beside it (a number that touched another one), so passes go on until nothing is found.
	// Each takes something away that no mark brings back, so they end, and the result has nothing left to find.
	for suspicious(s) {
		masked, found := m.pass(s)
		if !found {
			return s
		}
		s = masked
	}
	return s
}

// personal is one personal number: the runes from..to of a text, and its normal form.
type personal struct {
	kind     string
	from, to int
	value    string
}

// pass masks what one reading from left to right finds.
func (m *Masker) pass(s string) (string, bool) {
	original := []rune(s)
	folded := make([]rune, len(original))
	for i, r := range original {
		folded[i] = halfWidth(r)
	}
	var out strings.Builder
	copied := 0
	for i := 0; i < len(folded); {
		if n := markAt(folded, i); n > 0 {
			i += n
			continue
		}
		h, next := findPersonal(folded, i)
		if h.kind == "" {
			i = next
			continue
		}
		out.WriteString(string(original[copied:h.from]))
		out.WriteString(m.mark(h.kind, h.value))
		copied, i = h.to, h.to
	}
	if copied == 0 {
		return s, false
	}
	out.WriteString(string(original[copied:]))
	return out.String(), true
}

// findPersonal looks for a personal number that begins at i; without one it says where to go on.
func findPersonal(f []rune, i int) (personal, int) {
	switch {
	case f[i] > 0x7F && i+1 < len(f) && asciiLetter(f[i+1]) && isPlatePrefix(f[i]):
		if h, ok := plateAt(f, i); ok {
			return h, 0
		}
	case isMailChar(f[i]) && (i == 0 || !isMailChar(f[i-1])):
		h, ok, next := mailAt(f, i)
		if ok {
			return h, 0
		}
		if !asciiDigit(f[i]) {
			return personal{}, next
		}
		return numberAt(f, i)
	case asciiDigit(f[i]) && (i == 0 || !asciiDigit(f[i-1])):
		return numberAt(f, i)
	}
	return personal{}, i + 1
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

// markAt returns the length of a mark that begins at i, or 0.
func markAt(f []rune, i int) int {
	if f[i] != '〔' {
		return 0
	}
	j := i + 1
	for j < len(f) && j <= i+3 && f[j] >= 0x4E00 && f[j] <= 0x9FFF {
		j++
	}
	if j == i+1 || j+6 > len(f) || f[j] != '·' || f[j+5] != '〕' {
		return 0
	}
	for _, r := range f[j+1 : j+5] {
		if !asciiDigit(r) && (r < 'a' || r > 'f') {
			return 0
		}
	}
	return j + 6 - i
}
