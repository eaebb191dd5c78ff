package text

import (
	"cmp"
	"slices"
	"strings"
)

// MaxKeywords is how many keywords one complaint gets: what fits on one line of a list.
const MaxKeywords = 12

// Counter finds keywords. It keeps its memory from text to text; one goroutine uses it at a time.
type Counter struct {
	rarity *Rarity
	places []int32 // open table by hash: 0 empty, else 1 + the word's place in words
	words  []counted
	told   []counted // the first of words: those that say something, by count × rarity
}

type counted struct {
	hash  uint64
	word  string
	count float32
	idf   float32
}

// NewCounter makes a Counter.
func NewCounter(r *Rarity) *Counter { return &Counter{rarity: r} }

// Keywords returns at most MaxKeywords words by count × rarity, the first in the text first among equals.
func (c *Counter) Keywords(words []string) []string {
	c.count(words)
	kept := slices.DeleteFunc(c.words, func(w counted) bool { return w.idf == 0 })
	slices.SortStableFunc(kept, func(a, b counted) int { return cmp.Compare(b.count*b.idf, a.count*a.idf) })
	c.told = kept
	kept = kept[:min(len(kept), MaxKeywords)]
	// The keywords share one string of their own: as parts of the text they would keep it from being freed.
	size := 0
	for i := range kept {
		size += len(kept[i].word)
	}
	var all strings.Builder
	all.Grow(size)
	out := make([]string, len(kept))
	for i := range kept {
		from := all.Len()
		all.WriteString(kept[i].word)
		out[i] = all.String()[from:]
	}
	return out
}

// Tokens returns the words that Keywords chose from, each as often as it stood in the text of the last call of Keywords, for which it must
// be called before the next one. They are parts of the words given to it.
func (c *Counter) Tokens() []string {
	n := 0
	for i := range c.told {
		n += int(c.told[i].count)
	}
	out := make([]string, 0, n)
	for i := range c.told {
		for range int(c.told[i].count) {
			out = append(out, c.told[i].word)
		}
	}
	return out
}

// count lists the different words in the order in which they come first.
func (c *Counter) count(words []string) {
	size := 64
	for size < 2*len(words) {
		size *= 2
	}
	if len(c.places) < size {
		c.places = make([]int32, size)
	} else {
		clear(c.places[:size])
	}
	c.words = c.words[:0]
	mask := uint64(size - 1)
	for _, w := range words {
		if len(w) < 2 || len(w) == 3 && w[0] >= 0xE0 { // one rune: nearly half of all words, seen before anything is computed
			continue
		}
		h := hashWord(w)
		at := h & mask
		for c.places[at] != 0 && (c.words[c.places[at]-1].hash != h || c.words[c.places[at]-1].word != w) {
			at = (at + 1) & mask
		}
		if c.places[at] != 0 {
			c.words[c.places[at]-1].count++
			continue
		}
		c.words = append(c.words, counted{hash: h, word: w, count: 1, idf: c.rarity.of(w, h)})
		c.places[at] = int32(len(c.words))
	}
}
