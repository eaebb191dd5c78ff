package theme

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Corpus holds texts as numbers of words, so that a month of a million complaints fits into memory. Whoever adds the texts in a stated order,
// such as that of time and id, gets the same themes each time.
type Corpus struct {
	rarity   func(word string) float32
	numbers  map[string]uint32
	words    []string  // by number; 0 is the break between clauses
	edges    []bool    // whether a phrase may begin or end with the word
	rare     []float32 // how much the word says in any text, in [0, 1]; 0 for what says nothing alone
	texts    []int32   // how many texts hold the word; counted when phrases are looked for
	tokens   []uint32  // of all texts one after the other, each text followed by a break
	headings []int     // how many of the tokens of each text are its heading
	starts   []int     // of each text in tokens, and the end of the last
}

// NewCorpus makes an empty Corpus. rarity is how rare a word is in the language, 0 for what tells nothing alone, such as stop words and
// numbers (text.Rarity.Of).
func NewCorpus(rarity func(word string) float32) *Corpus {
	c := &Corpus{rarity: rarity, numbers: map[string]uint32{"": 0}, starts: []int{0}}
	c.words, c.edges, c.rare = []string{""}, []bool{false}, []float32{0}
	return c
}

// Add takes the words of one text, in their order and with its punctuation, of which the first heading words are its heading, and returns the
// text's number.
func (c *Corpus) Add(words []string, heading int) int {
	from := c.starts[len(c.starts)-1]
	lead, led := 0, heading <= 0
	for i := 0; i < len(words); i++ {
		if i >= heading && !led {
			lead, led = len(c.tokens)-from, true
		}
		w := words[i]
		switch {
		case isBreak(w):
			if n := len(c.tokens); n > from && c.tokens[n-1] != 0 {
				c.tokens = append(c.tokens, 0)
			}
			continue
		case isLatin(w): // segmenters cut 58 and 110kv into their characters
			for ; i+1 < len(words) && isLatin(words[i+1]); i++ {
				w += words[i+1]
			}
		}
		c.tokens = append(c.tokens, c.number(w))
	}
	if !led {
		lead = len(c.tokens) - from
	}
	c.tokens = append(c.tokens, 0)
	c.starts, c.headings = append(c.starts, len(c.tokens)), append(c.headings, lead)
	return len(c.starts) - 2
}

// isLatin reports whether a word is of Latin letters and digits only.
func isLatin(word string) bool {
	for i := range len(word) {
		if b := word[i]; (b < '0' || '9' < b) && (b < 'a' || 'z' < b) {
			return false
		}
	}
	return word != ""
}

// Len is the number of texts.
func (c *Corpus) Len() int { return len(c.starts) - 1 }

func (c *Corpus) text(i int) []uint32 { return c.tokens[c.starts[i]:c.starts[i+1]] }

func (c *Corpus) number(word string) uint32 {
	if n, known := c.numbers[word]; known {
		return n
	}
	word = strings.Clone(word) // it is a part of its text, which may go
	n := uint32(len(c.words))
	c.numbers[word] = n
	rare := min(c.rarity(word)/rarest, 1)
	c.words, c.rare, c.edges = append(c.words, word), append(c.rare, rare), append(c.edges, rare > 0 || isEdge(word))
	return n
}

// isBreak reports whether a word is white space or punctuation: no phrase reaches over it.
func isBreak(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// grammar are single characters with which no name begins or ends: particles, pronouns, measure words, and verbs that need something.
const grammar = "的地得了着过是在和与及或并且但而又也都就才只很太最更还再不没未无非别莫勿我你您他她它们这那此其某每各该本贵谁哪啊吧吗呢呀哦嘛被把将从自由于对向往给让叫使请为因以按据到至去来" +
	"上下内外前后左右里中间个位次条件种项台辆只张块元万千百十亿一二三四五六七八九两几多少些年月日号天时分秒点有能会可要想说问看做用等跟比称均已现如若之所即则便说应需连向经"

// isEdge reports whether a phrase may begin or end with a word that tells nothing alone: a single character of a name, or a number.
func isEdge(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	if size != len(word) {
		return r < utf8.RuneSelf // Latin letters and digits; longer Han words that tell nothing are stop words
	}
	return 'a' <= r && r <= 'z' || r > utf8.RuneSelf && !strings.ContainsRune(grammar, r)
}

// rarest is the inverse document frequency from which a word counts as fully telling: one in about thirty thousand texts. Words of every
// report (加快, 力度) have 5 to 6.
const rarest = 10
