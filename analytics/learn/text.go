package learn

import (
	"strings"
	"unicode/utf8"

	"huisheng/analytics/text"
)

// Text is what the classifier reads of one text.
type Text struct {
	Normal string   // as text.Normalise leaves it
	Words  []string // in their order; parts of Normal, what stands between them is punctuation. Nil for a Normal that is cut by spaces
}

// Example is a text with its answer.
type Example struct {
	Text
	Label  string  // a path such as 发动机/异响 when labels have levels
	Origin string  // where the answer is from; accuracy is told for each origin
	Weight float32 // 0 counts as 1; a person's answer may count more than a guess
}

// gram is one occurrence of an n-gram.
type gram struct {
	bucket   uint32
	from, to int32 // bytes of Text.Normal
}

// Grams says which n-grams are features.
type Grams struct {
	Words int `json:"words"`           // word n-grams up to this length
	From  int `json:"characters_from"` // character n-grams of these lengths
	To    int `json:"characters_to"`
	Lead  int `json:"lead"` // the first so many words are features of their own once more: there people say what the matter is
	Bits  int `json:"bits"` // n-grams are told apart by a hash of so many bits
}

// multiplier is a 64-bit odd constant with well-spread bits (Steele and Vigna 2021).
const multiplier = 0xd1342543de82ef95

// scan appends all n-grams of a text. Words and characters have hashes of their own.
func (g *Grams) scan(t Text, s *scratch) {
	s.grams = s.grams[:0]
	if g.Words > 0 {
		g.words(t, s)
	}
	s.wordGrams = len(s.grams)
	if g.To > 0 {
		g.characters(t.Normal, s)
	}
	s.plainGrams = len(s.grams)
}

// characters reads runs of runes without white space; a figure counts as any figure, because amounts and dates are not what a text is about.
func (g *Grams) characters(normal string, s *scratch) {
	s.runes, s.places = s.runes[:0], s.places[:0]
	for i, r := range normal {
		if r == ' ' || r == '\n' {
			continue
		}
		if '0' <= r && r <= '9' {
			r = '0'
		}
		s.runes, s.places = append(s.runes, uint32(r)), append(s.places, int32(i))
	}
	s.places = append(s.places, int32(len(normal)))
	shift := 64 - g.Bits
	for i := range s.runes {
		h := uint64(0x5851f42d4c957f2d)
		for n := 1; n <= g.To && i+n <= len(s.runes); n++ {
			h = (h ^ uint64(s.runes[i+n-1])) * multiplier
			h ^= h >> 29
			if n >= g.From {
				last := s.places[i+n-1]
				s.grams = append(s.grams, gram{uint32(h * multiplier >> shift), s.places[i], last + int32(runeBytes(s.runes[i+n-1]))})
			}
		}
	}
}

func runeBytes(r uint32) int {
	if n := utf8.RuneLen(rune(r)); n > 0 {
		return n
	}
	return 1
}

// words reads n-grams of words, over what stands between them as well.
func (g *Grams) words(t Text, s *scratch) {
	s.tokens = s.tokens[:0]
	if t.Words == nil {
		s.cutSpaces(t.Normal)
	} else {
		s.place(t)
	}
	shift := 64 - g.Bits
	for i := range s.tokens {
		h := uint64(0x9e3779b97f4a7c15)
		for n := 1; n <= g.Words && i+n <= len(s.tokens); n++ {
			last := &s.tokens[i+n-1]
			h = (h ^ last.hash) * multiplier
			h ^= h >> 31
			s.grams = append(s.grams, gram{uint32(h * multiplier >> shift), s.tokens[i].from, last.to})
		}
	}
	for _, w := range s.tokens[:min(g.Lead, len(s.tokens))] {
		h := (w.hash ^ 0x2545f4914f6cdd1d) * multiplier
		s.grams = append(s.grams, gram{uint32((h ^ h>>31) * multiplier >> shift), w.from, w.to})
	}
}

// token is a word with its place.
type token struct {
	hash     uint64
	from, to int32
}

// cutSpaces takes the words of a text that was segmented before.
func (s *scratch) cutSpaces(normal string) {
	for from := 0; from < len(normal); {
		to := strings.IndexAny(normal[from:], " \n")
		if to < 0 {
			to = len(normal) - from
		}
		if to > 0 {
			s.tokens = append(s.tokens, token{hashWord(normal[from : from+to]), int32(from), int32(from + to)})
		}
		from += to + 1
	}
}

// place finds the words in the text.
func (s *scratch) place(t Text) {
	at := 0
	for _, w := range t.Words {
		if w == "" || w == "\n" || w == " " {
			continue
		}
		found := 0
		if !strings.HasPrefix(t.Normal[at:], w) { // seldom: words follow each other
			found = strings.Index(t.Normal[at:], w)
		}
		if found < 0 {
			continue
		}
		from := at + found
		at = from + len(w)
		s.tokens = append(s.tokens, token{hashWord(w), int32(from), int32(at)})
	}
}

// hashWord is FNV-1a with a final mix.
func hashWord(w string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(w); i++ {
		h = (h ^ uint64(w[i])) * 1099511628211
	}
	h = (h ^ h>>32) * multiplier
	return h ^ h>>29
}

// scratch is the memory of one reading, kept from text to text.
type scratch struct {
	grams      []gram
	wordGrams  int // the first so many are of words
	plainGrams int // the first so many are no kinds of the lexicon
	hits       []text.Hit
	tokens     []token
	runes      []uint32
	places     []int32
	features   []feature
	heads      []int32 // of chains of features
	rows       []stretch
	touched    int16 // nobody reads it: it keeps the reading of weights before they are needed from being left out
	scores     []float64
	inks       []float32 // for each byte of the text
}
