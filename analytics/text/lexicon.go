package text

import (
	"slices"

	"huisheng/analytics"
)

// Lexicon finds words in texts and knows what each means to whoever made it. It is safe for many goroutines.
type Lexicon[Meaning any] struct {
	automaton *Automaton
	meanings  []Meaning
}

// NewLexicon builds one of words as they are written in texts, which it normalises. Two that are equal then are an error of KindInvalid,
// and so is a word that no text can hold whole.
func NewLexicon[Meaning any](words map[string]Meaning) (*Lexicon[Meaning], error) {
	l := &Lexicon[Meaning]{}
	written := make([]string, 0, len(words))
	for w := range words {
		written = append(written, w)
	}
	slices.Sort(written)
	seen := make(map[string]string, len(written))
	normal := make([]string, 0, len(written))
	for _, w := range written {
		n := w
		if len(w) > 1 { // punctuation of one byte stands as it is: Normalise would trim a space away
			n = Normalise(w).Text
		}
		if other, twice := seen[n]; twice {
			return nil, analytics.Invalid("words", "词“%s”与“%s”写法相同", w, other)
		}
		seen[n] = w
		normal = append(normal, n)
		l.meanings = append(l.meanings, words[w])
	}
	var err error
	l.automaton, err = NewAutomaton(normal)
	return l, err
}

// Read appends the words of a normalised text to hits, in their order and without overlaps: of two that overlap the longer one counts, of
// equally long ones the first. Whoever lists 没问题 need not fear 问题 inside it.
func (l *Lexicon[Meaning]) Read(normalised string, hits []Hit) []Hit {
	kept := len(hits)
	hits = l.automaton.Scan(normalised, hits)
	all := hits
	out := hits[:kept]
	for _, h := range all[kept:] {
		for len(out) > kept && out[len(out)-1].To > h.From && h.To-h.From > out[len(out)-1].To-out[len(out)-1].From {
			out = out[:len(out)-1]
		}
		if len(out) == kept || out[len(out)-1].To <= h.From {
			out = append(out, h)
		}
	}
	return out
}

// Meaning is what the word of a hit means.
func (l *Lexicon[Meaning]) Meaning(h *Hit) *Meaning { return &l.meanings[h.Word] }
