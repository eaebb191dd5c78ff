package jieba

import (
	"math/bits"
	"unicode/utf8"

	"huisheng/analytics"
)

// tree holds words by their runes. It does not change once it is made.
//
// What follows a first rune is in one open hash table: eight bytes an edge, so that the 350,000 words of jieba take 8 MB, are read in a fraction of
// a second, and a step costs one line of the processor's cache.
type tree struct {
	classes [1 << 16]uint16   // of a rune of the basic plane: unknown, border, or a number of its own
	others  map[rune]uint16   // of further runes
	roots   []root            // by class: the state after a first rune
	pairs   [pairWords]uint64 // bit of a pair of classes: some word may start with it
	edges   []uint64          // open table: state and class | further | value; 0 when empty. Its place is the state that an edge leads to
	shift   int               // of a hash to a place
	weights []float64         // natural logarithm of a word's probability, by value; value 0 is no word
	least   float64           // weight of a rune that is no word: that of the rarest word of the list
}

// root is the state after a first rune.
type root struct {
	value   uint32
	further bool // some word goes on from here
}

// Classes that are no rune's own.
const (
	unknown = iota // in no word
	border         // gojieba parts a text here before it cuts, and so no word goes over it
	firstClass
)

const borders = " \t\n，。"

// Parts of an edge, and what they bound: 16 million values and states, 32 thousand different runes.
const (
	furtherBit = 1 << 24
	valueMask  = furtherBit - 1
	keyShift   = 25
	classBits  = 15
	mostStates = 1 << 24

	pairBits  = 21 // 256 KB, which stays in the cache; the 180,000 pairs of jieba set a tenth of the bits
	pairWords = 1 << (pairBits - 6)

	scatter = 0x9E3779B97F4A7C15 // 2^64 / golden ratio: Fibonacci hashing (Knuth, volume 3, 6.4)
)

// newTree makes the tree. A state is a place in the table, so that its edges cannot be moved: a table that turns out too small is made anew.
func newTree(words []entry, weights []float64, least float64) (*tree, error) {
	size := 1 << 10
	for size < 2*len(words) {
		size *= 2
	}
	for ; size <= mostStates/2 && len(weights) <= valueMask; size *= 2 {
		t := &tree{edges: make([]uint64, size), shift: 64 - bits.TrailingZeros(uint(size)), weights: weights, least: least, others: map[rune]uint16{},
			roots: make([]root, firstClass)}
		for _, b := range borders {
			t.classes[b] = border
		}
		if t.insertAll(words) {
			return t, nil
		}
		if len(t.roots) >= 1<<classBits {
			return nil, analytics.Invalid("dictionaries", "词里用到的不同的字太多，最多 %d 个", 1<<classBits-firstClass)
		}
	}
	return nil, analytics.Invalid("dictionaries", "词太多：最多约 %d 万个", mostStates/4/10_000)
}

// insertAll reports whether all words went in.
func (t *tree) insertAll(words []entry) bool {
	room := len(t.edges) / 3 * 2
	for _, w := range words {
		used, ok := t.insert(w)
		if room -= used; !ok || room < 0 {
			return false
		}
	}
	return true
}

// insert puts a word in and returns how many edges that took; it is not ok when there are too many runes. A word over a border is left out, as no text
// can hold it.
func (t *tree) insert(w entry) (used int, ok bool) {
	var path [64]uint16
	classes := path[:0]
	for _, r := range w.word {
		class := t.class(r)
		switch {
		case class == border:
			return 0, true
		case class == unknown:
			if class = uint16(len(t.roots)); class >= 1<<classBits {
				return 0, false
			}
			t.roots = append(t.roots, root{})
			if r < 1<<16 {
				t.classes[r] = class
			} else {
				t.others[r] = class
			}
		}
		classes = append(classes, class)
	}
	return t.grow(classes, w.value), true
}

// grow makes the path of a word.
func (t *tree) grow(classes []uint16, value uint32) (used int) {
	if len(classes) == 0 {
		return 0
	}
	first := &t.roots[classes[0]]
	if len(classes) == 1 {
		first.value = value
		return 0
	}
	first.further = true
	pair := pairOf(classes[0], classes[1])
	t.pairs[pair>>6] |= 1 << (pair & 63)
	state := t.start(classes[0])
	for i, class := range classes[1:] {
		at := t.place(state, class)
		if t.edges[at] == 0 {
			t.edges[at] = keyOf(state, class) << keyShift
			used++
		}
		if i+2 < len(classes) {
			t.edges[at] |= furtherBit
		} else {
			t.edges[at] = t.edges[at]&^valueMask | uint64(value)
		}
		state = uint32(at)
	}
	return used
}

// class is the class of a rune.
func (t *tree) class(r rune) uint16 {
	if r < 1<<16 {
		return t.classes[r]
	}
	return t.others[r]
}

// start is the state after a first rune. Its number is above those of the table.
func (t *tree) start(class uint16) uint32 { return uint32(len(t.edges)) + uint32(class) }

func keyOf(state uint32, class uint16) uint64 { return uint64(state)<<classBits | uint64(class) }

// place is where the edge of a class is, or where it would be.
func (t *tree) place(state uint32, class uint16) int {
	key := keyOf(state, class)
	at := int(key * scatter >> t.shift)
	for t.edges[at] != 0 && t.edges[at]>>keyShift != key {
		at = (at + 1) & (len(t.edges) - 1)
	}
	return at
}

// pairOf is the bit of two classes.
func pairOf(first, second uint16) uint64 {
	return (uint64(first)<<classBits | uint64(second)) * scatter >> (64 - pairBits)
}

// runeAt decodes a rune; most are Han.
func runeAt(text string, i int) (r rune, size int) {
	b := text[i]
	switch {
	case b < utf8.RuneSelf:
		return rune(b), 1
	case b >= 0xE4 && b <= 0xE9 && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80:
		return rune(b&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(text[i:])
}
