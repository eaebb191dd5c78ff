package learn

import (
	"encoding/binary"
	"io"

	"huisheng/analytics/text"
)

// lexicon knows words by kinds of things: it brings what is known of a field into what is learnt from few texts. A kind that stands in a text
// is a feature like an n-gram, and has a hash of its own.
type lexicon struct {
	words     []string
	kinds     [][]uint32 // hashes of the kinds of each word
	automaton *text.Automaton
}

// newLexicon makes the lexicon of lexemes, nil of none.
func newLexicon(lexemes []text.Lexeme, bits int) (*lexicon, error) {
	if len(lexemes) == 0 {
		return nil, nil
	}
	l := &lexicon{}
	for _, x := range lexemes {
		kinds := make([]uint32, len(x.Kinds))
		for i, k := range x.Kinds {
			kinds[i] = uint32((hashWord(k) ^ 0x6a09e667f3bcc909) * multiplier >> (64 - bits))
		}
		l.words, l.kinds = append(l.words, x.Word), append(l.kinds, kinds)
	}
	return l, l.begin()
}

func (l *lexicon) begin() (err error) {
	l.automaton, err = text.NewAutomaton(l.words)
	return err
}

// scan appends the kinds of a text by their hashes.
func (l *lexicon) scan(t Text, s *scratch) {
	if l == nil {
		return
	}
	s.hits = l.automaton.Scan(t.Normal, s.hits[:0])
	for _, h := range s.hits {
		for _, k := range l.kinds[h.Word] {
			s.grams = append(s.grams, gram{k, h.From, h.To})
		}
	}
}

// features finds which kinds are features of a vocabulary, and leaves out words that have none.
func (l *lexicon) features(v *vocabulary) *lexicon {
	if l == nil {
		return nil
	}
	out := &lexicon{}
	for i, kinds := range l.kinds {
		var of []uint32
		for _, k := range kinds {
			if v.ranks[k>>6].bits>>(k&63)&1 == 1 {
				of = append(of, k)
			}
		}
		if len(of) > 0 {
			out.words, out.kinds = append(out.words, l.words[i]), append(out.kinds, of)
		}
	}
	if len(out.words) == 0 || out.begin() != nil {
		return nil
	}
	return out
}

// body appends what the file holds of it.
func (l *lexicon) body(b []byte) []byte {
	if l == nil {
		return binary.AppendUvarint(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(len(l.words)))
	for i, w := range l.words {
		b = append(binary.AppendUvarint(b, uint64(len(w))), w...)
		b = binary.AppendUvarint(b, uint64(len(l.kinds[i])))
		for _, k := range l.kinds[i] {
			b = binary.AppendUvarint(b, uint64(k))
		}
	}
	return b
}

// Limits of a lexicon that is read.
const (
	maxLexemes   = 100_000
	maxWordBytes = 200
	maxKinds     = 1_000 // of a word
)

// unpackLexicon reads what body wrote.
func (b *body) unpackLexicon(bits int) *lexicon {
	l := &lexicon{}
	for n := b.number(maxLexemes); n > 0 && b.err == nil; n-- {
		word := make([]byte, b.number(maxWordBytes))
		if _, err := io.ReadFull(b.in, word); err != nil {
			b.fail("词表不完整")
		}
		var kinds []uint32
		for k := b.number(maxKinds); k > 0 && b.err == nil; k-- {
			kinds = append(kinds, uint32(b.number(1<<bits-1)))
		}
		l.words, l.kinds = append(l.words, string(word)), append(l.kinds, kinds)
	}
	if b.err != nil || len(l.words) == 0 {
		return nil
	}
	if l.begin() != nil {
		b.fail("词表已损坏")
	}
	return l
}
