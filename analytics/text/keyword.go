package text

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"huisheng/analytics"
)

// MaxKeywords is how many keywords one complaint gets: what fits on one line of a list.
const MaxKeywords = 12

// Rarity tells how much a word says: its inverse document frequency. It is read only after it was made.
type Rarity struct {
	idf  map[string]float32 // 0 for stop words
	rest float32            // for words that no list knows: the median, as they are rare but may be slips of the segmenter
}

// NewRarity makes a Rarity that knows stop words only and takes every other word as equally rare.
func NewRarity() *Rarity {
	r := &Rarity{idf: make(map[string]float32, len(stopWords)), rest: 8}
	for _, w := range stopWords {
		r.idf[w] = 0
	}
	return r
}

// ReadRarity reads lines of a word, a space and its inverse document frequency.
func ReadRarity(from io.Reader) (*Rarity, error) {
	r := &Rarity{idf: make(map[string]float32, 300_000)}
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
			r.idf[word] = float32(v)
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
	r.rest = all[len(all)/2]
	for _, w := range stopWords {
		r.idf[w] = 0
	}
	return r, nil
}

// Of is the rarity of a word: 0 for stop words and for what is no word.
func (r *Rarity) Of(word string) float32 {
	if v, ok := r.idf[word]; ok {
		return v
	}
	if !telling(word) {
		return 0
	}
	return r.rest
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

// Counter finds keywords. It keeps its memory from text to text; one goroutine uses it at a time.
type Counter struct {
	rarity *Rarity
	places map[string]int32
	words  []counted
}

type counted struct {
	word  string
	count float32
	idf   float32
}

// NewCounter makes a Counter.
func NewCounter(r *Rarity) *Counter {
	return &Counter{rarity: r, places: make(map[string]int32, 256)}
}

// Keywords returns at most MaxKeywords words by count × rarity, the first in the text first among equals.
func (c *Counter) Keywords(words []string) []string {
	clear(c.places)
	c.words = c.words[:0]
	for _, w := range words {
		if len(w) < 2 || len(w) == 3 && w[0] >= 0xE0 { // one rune: nearly half of all words, so seen before any table is asked
			continue
		}
		if at, ok := c.places[w]; ok {
			if at >= 0 {
				c.words[at].count++
			}
			continue
		}
		idf := c.rarity.Of(w)
		if idf == 0 {
			c.places[w] = -1
			continue
		}
		c.places[w] = int32(len(c.words))
		c.words = append(c.words, counted{word: w, count: 1, idf: idf})
	}
	slices.SortStableFunc(c.words, func(a, b counted) int { return cmp.Compare(b.count*b.idf, a.count*a.idf) })
	n := min(len(c.words), MaxKeywords)
	out := make([]string, n)
	for i := range out {
		out[i] = strings.Clone(c.words[i].word) // not a part of the batch's text, which could then not be freed
	}
	return out
}
