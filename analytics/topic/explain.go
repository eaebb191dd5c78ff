package topic

import (
	"slices"

	"huisheng/analytics/text"
)

// Candidate is a label that the words of a text speak for.
type Candidate struct {
	Code    string
	Score   float32
	Rule    int      // number of its strongest rule, from 1; 0 for what no rule of its own says
	Implied bool     // the primary topic implies it
	Words   []string // of the original that speak for it
}

// Explanation is a Result with all that was weighed for it.
type Explanation struct {
	Result
	Home       string                 // code of the pack whose field the text is of, empty when nothing tells
	Candidates [len(Axes)][]Candidate // best first; those of 原因 and 环节 only of packs that go with Home
}

// Explain reads a text as Classify does, and tells what it weighed.
func (c *Classifier) Explain(words, category string) Explanation {
	normal := text.Normalise(words)
	n := &normal
	out := Explanation{Result: c.Classify(n, category)}
	s := c.scratch.Get().(*scratch)
	defer c.scratch.Put(s)
	s.read(c, n.Text, category)
	home, packs := s.scope(c, -1)
	if home >= 0 {
		out.Home = c.taxonomy.schemes[home].Code
	}
	for _, axis := range Axes {
		implied := int32(-1)
		if len(s.found[What]) > 0 && axis != What {
			implied = c.topics[s.found[What][0].topic].implied[axis]
		}
		out.Candidates[axis] = c.candidates(s, n, []rune(words), axis, packs, implied)
	}
	return out
}

func (c *Classifier) candidates(s *scratch, n *text.Normal, original []rune, axis Axis, packs uint32, implied int32) []Candidate {
	var list []scored
	told := false
	for _, f := range s.found[axis] {
		if axis != What && packs>>c.topics[f.topic].pack&1 == 0 {
			continue
		}
		if f.topic == implied {
			f.score, told = f.score+impliedWeight, true
		}
		list = append(list, f)
	}
	if implied >= 0 && !told {
		list = append(list, scored{topic: implied, score: impliedWeight, first: s.found[What][0].first, length: s.found[What][0].length})
	}
	slices.SortFunc(list, s.order)
	out := make([]Candidate, 0, len(list))
	for _, f := range list {
		one := Candidate{Code: c.topics[f.topic].code, Score: f.score, Rule: int(s.score[f.topic].rule), Implied: f.topic == implied}
		from := f.topic
		if s.score[f.topic].best == 0 {
			one.Rule, from = 0, s.found[What][0].topic
		}
		for _, e := range c.evidence(nil, n, s.spans(from), "") {
			if word := string(original[e.From:e.To]); !slices.Contains(one.Words, word) {
				one.Words = append(one.Words, word)
			}
		}
		out = append(out, one)
	}
	return out
}
