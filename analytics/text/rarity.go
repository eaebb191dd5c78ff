package text

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"huisheng/analytics"
)

// Rarity tells how much a word says: its inverse document frequency. It is read only after it was made.
//
// It is an open table of 48 bits of a word's hash and 16 bits of its frequency, without the words: 4 MB for 260,000 words, so that asking
// costs one miss of the processor's cache. A map of strings took a tenth of the whole reading. A word that no list knows is taken
// for a listed one once in 10^8.
type Rarity struct {
	table []uint64 // hash with its low 16 bits replaced by idf×rarityScale; 0 when empty
	mask  uint64
	rest  float32 // for words that no list knows: the median, as they are rare but may be slips of the segmenter
}

// rarityScale lets frequencies up to 16 fit into 16 bits; a word told once in ten million documents has 16.1.
const rarityScale = 4000

// NewRarity makes a Rarity that knows stop words only and takes every other word as equally rare.
func NewRarity() *Rarity {
	return newRarity(nil, 8)
}

func newRarity(idf map[string]float32, rest float32) *Rarity {
	size := 1024
	for size < 2*(len(idf)+len(stopWords)) {
		size *= 2
	}
	r := &Rarity{table: make([]uint64, size), mask: uint64(size - 1), rest: rest}
	for _, w := range stopWords {
		r.put(w, 0)
	}
	for w, v := range idf {
		r.put(w, v)
	}
	return r
}

// put keeps what is there already: stop words come first.
func (r *Rarity) put(word string, idf float32) {
	h := hashWord(word)
	at := h >> 20 & r.mask
	for ; r.table[at] != 0; at = (at + 1) & r.mask {
		if (r.table[at]^h)>>16 == 0 {
			return
		}
	}
	r.table[at] = h&^0xFFFF | uint64(min(idf*rarityScale, 0xFFFF))
}

// ReadRarity reads lines of a word, a space and its inverse document frequency.
func ReadRarity(from io.Reader) (*Rarity, error) {
	idf := make(map[string]float32, 300_000)
	var all []float32
	lines := bufio.NewScanner(from)
	for n := 1; lines.Scan(); n++ {
		word, number, ok := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		if !ok {
			continue
		}
		v, err := strconv.ParseFloat(number, 32)
		if err != nil || v < 0 {
			return nil, analytics.Invalid("idf", "词频表第 %d 行的数 %q 读不懂", n, number)
		}
		if telling(word) {
			idf[word] = float32(v)
			all = append(all, float32(v))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, analytics.Wrap(analytics.Internal, err, "读取词频表失败")
	}
	if len(all) == 0 {
		return NewRarity(), nil
	}
	slices.Sort(all)
	return newRarity(idf, all[len(all)/2]), nil
}

// Of is the rarity of a word: 0 for stop words and for what is no word.
func (r *Rarity) Of(word string) float32 { return r.of(word, hashWord(word)) }

func (r *Rarity) of(word string, h uint64) float32 {
	for at := h >> 20 & r.mask; r.table[at] != 0; at = (at + 1) & r.mask {
		if (r.table[at]^h)>>16 == 0 {
			return float32(r.table[at]&0xFFFF) / rarityScale
		}
	}
	if !telling(word) {
		return 0
	}
	return r.rest
}

// hashWord hashes a word; never 0 in its upper 48 bits.
func hashWord(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(word); i++ {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	h = (h ^ h>>32) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	return h | 1<<63
}

// telling reports whether a word can be a keyword: two runes or more, at least two of them letters, no digit in front (amounts and order
// numbers are not what a complaint is about).
func telling(word string) bool {
	if len(word) < 2 || len(word) > 48 || '0' <= word[0] && word[0] <= '9' {
		return false
	}
	letters := 0
	for _, c := range word {
		switch {
		case 'a' <= c && c <= 'z' || 0x4E00 <= c && c <= 0x9FFF:
			letters++
		case c == utf8.RuneError:
			return false
		case unicode.IsLetter(c):
			letters++
		}
	}
	return letters >= 2
}
