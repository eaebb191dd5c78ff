package text

import (
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
)

// Automaton finds every occurrence of every word in one pass (Aho and Corasick 1975). Runes that are in no word have class 0, which
// leads to the root at once; that is most of a text. Edges live in one open hash table, so that it stays small enough for the
// processor's cache. It does not change after NewAutomaton and is safe for many goroutines.
type Automaton struct {
	words   []ending
	classes [1 << 16]uint16 // class of a rune of the basic plane
	root    []int32         // state after the root, by class
	edges   []edge          // open table
	mask    uint32
	fail    []int32
	word    []int32         // word that ends in a state, -1 when none
	shallow int32           // the states up to this one are the root and those after one rune
	pairs   [1 << 10]uint64 // bit of a pair of classes: some word may start with it; fits into the nearest cache
	link    []int32         // nearest state by fail links in which a word ends, 0 when none
}

// edge leads on from a state: key is state<<12 | class, 0 for an empty place.
type edge struct {
	key uint32
	to  int32
}

// maxClasses bounds the different runes that the words have: 12 bits of an edge's key.
const maxClasses = 1<<12 - 2

// ending is what is to be known of a word where it ends.
type ending struct {
	bytes, runes                  int32
	latin, startsLatin, endsLatin bool
}

// Hit is one occurrence of a word.
type Hit struct {
	Word     int32 // its number in the list given to NewAutomaton
	From, To int32 // bytes of the text
	Rune     int32 // number of the first rune
	End      int32 // number of the rune after it
	Sentence int32 // number of the sentence, as Automaton.Scan counts them
}

// NewAutomaton builds it for words, which are distinct and normalised as the texts are (Normal.Text). A word that no text can hold whole
// (an empty one, one that goes over the end of a sentence, one with a rune outside the basic plane) is an error of KindInvalid, and so
// are words of more than 4,094 different runes.
func NewAutomaton(words []string) (*Automaton, error) {
	a := &Automaton{fail: []int32{0}, word: []int32{-1}, link: []int32{0}, words: make([]ending, len(words))}
	runes := map[rune]bool{}
	for i, w := range words {
		if !Matchable(w) {
			return nil, analytics.Invalid("words", "词“%s”是空的，或含有不能用的字符", w)
		}
		for _, r := range w {
			runes[r] = true
		}
		starts, ends := isLatin(w[0]), isLatin(w[len(w)-1])
		a.words[i] = ending{bytes: int32(len(w)), runes: int32(utf8.RuneCountInString(w)), latin: starts || ends, startsLatin: starts, endsLatin: ends}
	}
	if len(runes) > maxClasses {
		return nil, analytics.Invalid("words", "词里用到的不同汉字超过 %d 个", maxClasses)
	}
	a.build(words)
	return a, nil
}

// Matchable reports whether a normalised word can be found by an automaton.
func Matchable(word string) bool {
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return r > 0xFFFF || endsScanned(r) })
}

func (a *Automaton) build(words []string) {
	type branch struct {
		from  int32
		class uint16
		to    int32
	}
	var edges []branch
	trie := map[uint32]int32{}
	classes := uint16(0)
	add := func(state int32, r rune) int32 {
		if a.classes[r] == 0 {
			classes++
			a.classes[r] = classes
		}
		key := uint32(state)<<12 | uint32(a.classes[r])
		to, ok := trie[key]
		if !ok {
			to = int32(len(a.fail))
			trie[key] = to
			edges = append(edges, branch{state, a.classes[r], to})
			a.fail, a.word, a.link = append(a.fail, 0), append(a.word, -1), append(a.link, 0)
		}
		return to
	}
	for _, w := range words { // first the states after one rune, so that a comparison tells them
		first, _ := utf8.DecodeRuneInString(w)
		a.shallow = max(a.shallow, add(0, first))
	}
	for id, w := range words {
		state, before := int32(0), uint16(0)
		for _, r := range w {
			next := add(state, r)
			if 0 < state && state <= a.shallow {
				pair := a.pair(before, a.classes[r])
				a.pairs[pair>>6] |= 1 << (pair & 63)
			}
			state, before = next, a.classes[r]
		}
		a.word[state] = int32(id)
	}
	a.root = make([]int32, classes+1)
	size := uint32(16)
	for size < uint32(len(edges))*3 {
		size *= 2
	}
	a.edges, a.mask = make([]edge, size), size-1
	children := make([][]branch, len(a.fail))
	for _, e := range edges {
		children[e.from] = append(children[e.from], e)
		if e.from == 0 {
			a.root[e.class] = e.to
			continue
		}
		a.put(uint32(e.from)<<12|uint32(e.class), e.to)
	}
	// Breadth first: a state's fail is nearer to the root than itself, so it is known already.
	queue := []int32{0}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		for _, e := range children[state] {
			if state != 0 {
				a.fail[e.to] = a.step(a.fail[state], e.class)
			}
			if f := a.fail[e.to]; a.word[f] >= 0 {
				a.link[e.to] = f
			} else {
				a.link[e.to] = a.link[f]
			}
			queue = append(queue, e.to)
		}
	}
}

// pair is the bit of two classes in pairs.
func (a *Automaton) pair(first, second uint16) uint32 {
	return (uint32(first)<<12 | uint32(second)) * 0x9E3779B1 >> 16
}

func (a *Automaton) put(key uint32, to int32) {
	at := key * 0x9E3779B1 >> 8 & a.mask
	for a.edges[at].key != 0 {
		at = (at + 1) & a.mask
	}
	a.edges[at] = edge{key, to}
}

// step is the state after reading a rune's class.
func (a *Automaton) step(state int32, class uint16) int32 {
	for state != 0 {
		key := uint32(state)<<12 | uint32(class)
		for at := key * 0x9E3779B1 >> 8 & a.mask; a.edges[at].key != 0; at = (at + 1) & a.mask {
			if a.edges[at].key == key {
				return a.edges[at].to
			}
		}
		state = a.fail[state]
	}
	return a.root[class]
}

// Scan appends all occurrences in a normalised text to hits, by where they end, longer first. A word that starts or ends with a Latin
// letter or digit is not found beside another one, which makes another word of it. It allocates only when hits must grow.
func (a *Automaton) Scan(text string, hits []Hit) []Hit {
	state, number, sentence := int32(0), int32(0), int32(0)
	before := uint16(0) // class of the rune before
	for i := 0; i < len(text); {
		r := rune(text[i])
		switch {
		case r < utf8.RuneSelf:
			i++
		case r&0xF0 == 0xE0 && i+2 < len(text): // three bytes, as all common Han: a normalised text is valid
			r = r&0x0F<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F)
			i += 3
		default:
			var size int
			r, size = utf8.DecodeRuneInString(text[i:])
			i += size
		}
		number++
		if r > 0xFFFF {
			state, before = 0, 0
			continue
		}
		class := a.classes[r]
		if class == 0 {
			state, before = 0, 0
			if endsScanned(r) {
				sentence++
			}
			continue
		}
		if pair := a.pair(before, class); state <= a.shallow && a.pairs[pair>>6]>>(pair&63)&1 == 0 {
			state = a.root[class] // no word starts with these two runes
		} else {
			state = a.step(state, class)
		}
		before = class
		at := state
		if a.word[at] < 0 {
			at = a.link[at]
		}
		for ; at != 0; at = a.link[at] {
			w := &a.words[a.word[at]]
			from := i - int(w.bytes)
			if w.latin && (w.startsLatin && from > 0 && isLatin(text[from-1]) || w.endsLatin && i < len(text) && isLatin(text[i])) {
				continue
			}
			hits = append(hits, Hit{Word: a.word[at], From: int32(from), To: int32(i), Rune: number - w.runes, End: number, Sentence: sentence})
		}
	}
	return hits
}

// endsScanned is EndsSentence without dots, since "……" is mostly a pause within what is said.
func endsScanned(r rune) bool {
	return r == '。' || r == '\n' || r == '!' || r == '?' || r == ';'
}

func isLatin(b byte) bool { return 'a' <= b && b <= 'z' || '0' <= b && b <= '9' }
