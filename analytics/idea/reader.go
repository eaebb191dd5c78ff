package idea

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// codeVersion changes whenever the code reads with the same lists otherwise. It is part of Reader.Version.
const codeVersion = 1

// Result is what a text wants.
type Result struct {
	Demands  []string // of the constants above, in their order
	Ideas    uint8    // suggestions
	Evidence []analytics.Evidence
}

// Reader reads texts. It does not change after New and is safe for many goroutines.
type Reader struct {
	lexicon *text.Lexicon[meaning]
	version string
	scratch sync.Pool
}

// meaning is all that a word says.
type meaning struct {
	demands uint16 // bit of a place in Demands
	sure    uint16 // the same, for words that are demands by themselves
	roles   role
}

type role uint16

const (
	ask role = 1 << iota
	askWeak
	plea
	refusal
	other
	turn
	lead
	announce
	hope
	wishEnd
	improve
	scope
	ownCase
	foreign
	ends
)

// New builds a reader of the lists of this package.
func New() (*Reader, error) {
	words := listed()
	lexicon, err := text.NewLexicon(words)
	if err != nil {
		return nil, err
	}
	sum := fnv.New64a()
	fmt.Fprintf(sum, "%d\n", codeVersion)
	for _, w := range slices.Sorted(maps.Keys(words)) {
		fmt.Fprintf(sum, "%s %+v\n", w, words[w])
	}
	r := &Reader{lexicon: lexicon, version: fmt.Sprintf("idea-%016x", sum.Sum64())}
	r.scratch.New = func() any { return new(scratch) }
	return r, nil
}

// listed gathers all lists by word.
func listed() map[string]meaning {
	words := map[string]meaning{}
	add := func(list string, set func(m *meaning)) {
		for w := range strings.FieldsSeq(list) {
			key := text.Normalise(w).Text
			m := words[key]
			set(&m)
			words[key] = m
		}
	}
	for i, kind := range Demands {
		add(demandWords[kind], func(m *meaning) { m.demands |= 1 << i })
		add(demandSure[kind], func(m *meaning) { m.sure |= 1 << i })
	}
	for _, list := range []struct {
		role  role
		words string
	}{{ask, asks}, {askWeak, asksWeak}, {plea, pleas}, {refusal, refusals}, {other, others}, {turn, turns}, {lead, leads}, {announce, announcements}, {hope, hopes},
		{wishEnd, wishEnds}, {improve, improves}, {scope, scopes}, {ownCase, own}, {foreign, notOurs}, {ends, ", 、 :"}, {0, neutral}} {
		add(list.words, func(m *meaning) { m.roles |= list.role })
	}
	words[" "] = meaning{roles: ends}
	return words
}

// Version changes with the lists and with the code that reads by them.
func (r *Reader) Version() string { return r.version }

// Read reads a normalised text. Evidence is appended to evidence, which may be nil, in runes of the original: demands first, then
// suggestions, each by place.
func (r *Reader) Read(n *text.Normal, evidence []analytics.Evidence) Result {
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	s.hits = r.lexicon.Read(n.Text, s.hits[:0])
	result := Result{Evidence: evidence}
	s.demand(r, n, &result)
	s.suggest(r, n, &result)
	return result
}

// scratch is the memory of one reading, kept from text to text.
type scratch struct {
	hits []text.Hit
}
