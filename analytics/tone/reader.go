package tone

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// codeVersion changes whenever the code reads with the same lists otherwise. It is part of Reader.Version.
const codeVersion = 1

// Result is how a text was said.
type Result struct {
	Sentiment float32  // −1 (bad) to 1 (good); 0 also when no word judges
	Rating    uint8    // satisfaction 1–5 as the words show it, 0 when they do not
	Temper    string   // one of Tempers, empty when no sign is clear
	Urgency   []string // of Urgencies, in their order
	Evidence  []analytics.Evidence
}

// Reader reads texts. It does not change after New and is safe for many goroutines.
type Reader struct {
	lexicon *text.Lexicon[meaning]
	version string
	scratch sync.Pool
}

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
	r := &Reader{lexicon: lexicon, version: fmt.Sprintf("tone-%016x", sum.Sum64())}
	r.scratch.New = func() any { return new(scratch) }
	return r, nil
}

// Version changes with the lists and with the code that reads by them.
func (r *Reader) Version() string { return r.version }

// Read reads a normalised text. Evidence is appended to evidence, which may be nil, in runes of the original: judgements first, then
// urgency, then temper, each by place. A text without a listed word costs one pass and no memory.
func (r *Reader) Read(n *text.Normal, evidence []analytics.Evidence) Result {
	s := r.scratch.Get().(*scratch)
	defer r.scratch.Put(s)
	s.hits = r.lexicon.Read(n.Text, s.hits[:0])
	s.reset()
	for i := range s.hits {
		s.hear(r, i)
	}
	result := Result{Evidence: evidence}
	s.judge(n, &result)
	s.urge(n, &result)
	s.meet(n, &result)
	return result
}

// scratch is the memory of one reading, kept from text to text.
type scratch struct {
	hits       []text.Hit
	clause     clause
	sentence   int32
	good, bad  float32 // judgements so far, both as positive sums
	later      float32 // weight of what is said after a turn
	judgements []judgement
	rating     uint8
	urgencies  []sign
	temper     [4]int
	signs      []sign // of temper, value is the place in Tempers
	threats    bool   // the sentence has 否则, 再不 …
	many       int32  // last rune of a word of manyOf, of spreads …; −1 when the sentence has none
	spread     int32
	threat     text.Hit
	object     text.Hit
}

// clause is what was said in the clause so far that shifts what comes.
type clause struct {
	denied      int32 // rune after the last denial, −1 when none
	doubled     bool  // that was the second denial
	urgentDeny  int32 // the same for urgency
	degree      float32
	degreeEnd   int32
	wished      bool
	maybe       int32
	cited       int32
	consequence bool
}

type judgement struct {
	hit    int32
	weight float32
}

type sign struct {
	hit   int32
	value int8
}

var noClause = clause{denied: -1, urgentDeny: -1, degreeEnd: -1, maybe: -1, cited: -1}

func (s *scratch) reset() {
	*s = scratch{hits: s.hits, judgements: s.judgements[:0], urgencies: s.urgencies[:0], signs: s.signs[:0], clause: noClause, later: 1}
	s.freshSentence()
}

func (s *scratch) freshSentence() {
	s.many, s.spread, s.threats = -1, -1, false
	s.threat.End, s.object.End = -1, -1
}

// hear takes in one word.
func (s *scratch) hear(r *Reader, i int) {
	h := &s.hits[i]
	m := r.lexicon.Meaning(h)
	if h.Sentence != s.sentence {
		s.sentence, s.clause = h.Sentence, noClause
		s.freshSentence()
	}
	if m.roles&ends != 0 {
		s.clause = noClause
		return
	}
	if m.rating > 0 && !s.deniedAt(h, 1) && !s.clause.wished {
		s.rating = m.rating
	}
	if m.roles&(urgent|threatens|safetyObject|spreads|onPlatform|manyOf|ofPeople) != 0 {
		s.hearUrgency(r, i, m)
	}
	for t, by := range m.signs {
		if by > 0 && !(t == threateningAt && s.urgentlyDenied(h)) {
			s.temper[t] += int(by)
			if by > 1 {
				s.signs = append(s.signs, sign{int32(i), int8(t)})
			}
		}
	}
	if m.judges != 0 {
		s.weigh(i, m)
	}
	s.shift(h, m)
}

// shift notes what the word does to those after it.
func (s *scratch) shift(h *text.Hit, m *meaning) {
	c := &s.clause
	if m.degree > 0 {
		if c.degreeEnd == h.Rune {
			c.degree *= m.degree
		} else {
			c.degree = m.degree
		}
		c.degreeEnd = h.End
		if c.denied == h.Rune {
			c.denied = h.End // 不是很好: the denial reaches over the degree
		}
	}
	if m.roles == 0 {
		return
	}
	if m.roles&(denies|deniesJudgement) != 0 {
		c.doubled = c.denied >= 0 && h.Rune-c.denied <= denyRunes && !c.doubled
		c.denied = h.End
	}
	if m.roles&(then|past) != 0 {
		c.urgentDeny = -1
		c.consequence = c.consequence || m.roles&then != 0
	}
	if m.roles&denies != 0 {
		c.urgentDeny = h.End
	}
	if m.roles&turn != 0 {
		s.good *= beforeTurn
		s.bad *= beforeTurn
		s.later = afterTurn
		*c = noClause
	}
	if m.roles&wish != 0 {
		c.wished = true
	}
	if m.roles&maybe != 0 {
		c.maybe = h.End
	}
	if m.roles&cites != 0 {
		c.cited = h.End
	}
}

// urgentlyDenied reports whether a denial reaches a word of urgency or a threat.
func (s *scratch) urgentlyDenied(h *text.Hit) bool {
	return s.clause.urgentDeny >= 0 && h.Rune-s.clause.urgentDeny <= urgentDeny
}

// deniedAt reports whether a denial stands at most within runes before a word of judgement.
func (s *scratch) deniedAt(h *text.Hit, within int32) bool {
	return s.clause.denied >= 0 && h.Rune-s.clause.denied <= within && !s.clause.doubled
}
