package theme

import (
	"slices"
	"strings"
)

// nameOwnership is how much of the word that names a subject is the matter's at least: the name of an office that many write to is no subject.
const nameOwnership = 0.2

// oneSubject reports whether the headings of the texts name one thing: a telling word or phrase that most of them hold, and still most of the
// others when one of its holders is left away. Writers of one matter name it alike in their headings; what only the bodies share, as
// requests of the same school do, is a setting and no matter. Texts without headings pass.
func (s *Space) oneSubject(texts []int) bool {
	held, headed := s.headed(texts)
	if headed == 0 {
		return true
	}
	for t, n := range held {
		own := Core{Inside: n, Everywhere: int(s.texts[t])}.ownership(len(texts))
		if 2*(n-1) > headed-1 && (s.rare[t] >= minRare && own >= nameOwnership || own >= minOwnership) {
			return true
		}
	}
	return false
}

// headed counts the headings that hold each term, and all headings.
func (s *Space) headed(texts []int) (held map[term]int, headed int) {
	held = map[term]int{}
	for _, t := range texts {
		heading := s.heading(t)
		if heading == "" {
			continue
		}
		headed++
		for _, w := range s.vectors[t] {
			if strings.Contains(heading, s.names[w.term]) {
				held[w.term]++
			}
		}
	}
	return held, headed
}

func (s *Space) heading(t int) string { return s.corpus.spell(s.head(t)) }

// gather takes further texts into matters whose place their headings name: those that hold two more of the matter's own words, one of them
// in the heading. A long letter shares little with short ones by the cosine, however plainly its heading tells the same. What is in
// a matter stays there; where several matters reach a text, the largest takes it.
func (s *Space) gather(found [][]int, g Grouping) {
	taken := make([]bool, len(s.vectors))
	for _, texts := range found {
		for _, t := range texts {
			taken[t] = true
		}
	}
	index := s.index()
	numbers := s.numbers()
	for at, texts := range found {
		where := s.where(texts)
		if where == "" {
			continue
		}
		var own []string
		for _, c := range s.core(texts, gatherTerms, 0.5) {
			if c.ownership(len(texts)) >= gatherOwnership && !strings.Contains(where, c.Term) && !strings.Contains(c.Term, where) {
				own = append(own, c.Term)
			}
		}
		for _, p := range index[numbers[where]] {
			t := int(p.text)
			heading := s.heading(t)
			if taken[t] || !strings.Contains(heading, where) || s.apart(texts, t, g) {
				continue
			}
			held, named := 0, false
			for _, w := range s.vectors[t] {
				if slices.Contains(own, s.names[w.term]) {
					held++
					named = named || strings.Contains(heading, s.names[w.term])
				}
			}
			if named && held >= 2 {
				taken[t] = true
				found[at] = append(found[at], t)
			}
		}
		slices.Sort(found[at])
	}
}

// Limits of gathering: how many terms of a matter are looked at, and how much of a term is the matter's at least.
const (
	gatherTerms     = 40
	gatherOwnership = 0.15
)

// numbers finds terms that tell something by their names.
func (s *Space) numbers() map[string]term {
	numbers := make(map[string]term, len(s.names))
	for t, name := range s.names {
		if s.rarity[t] > 0 {
			numbers[name] = term(t)
		}
	}
	return numbers
}

// about is what the texts say beyond the place, when their name says no more than the place.
func (s *Space) about(m Matter) string {
	if m.Where == "" {
		return ""
	}
	texts := m.Texts[:min(len(m.Texts), maxNamed)]
	says := s.says(texts)
	rest := strings.Replace(m.Name, m.Where, "", 1)
	for w := range says {
		switch word := s.corpus.words[w]; {
		case strings.Contains(m.Where, word):
			delete(says, w)
		case strings.Contains(rest, word):
			return "" // it says something
		}
	}
	// What few of them tell is a side of the matter, however rare its words are: the shares that hold a word, in the text and in the
	// heading, count once more.
	for w, share := range s.shares(texts, (*Space).whole) {
		if share < aboutShare {
			delete(says, w)
		} else if says[w] > 0 {
			says[w] *= share
		}
	}
	inHeadings := s.shares(texts, (*Space).head)
	for w := range says {
		if share := inHeadings[w]; share*float64(len(texts)) < 1.5 {
			delete(says, w) // one writer's
		} else {
			says[w] *= share
		}
	}
	return s.tail(texts, m.Where, says)
}

// tail is the end of a clause of a heading, after the place, in which the words say most.
func (s *Space) tail(texts []int, where string, says map[uint32]float64) string {
	c, best, top := s.corpus, "", 0.0
	for _, t := range texts {
		tokens := c.text(t)[:c.headings[t]]
		score, end := 0.0, len(tokens)
		for i := len(tokens) - 1; i >= 0; i-- {
			w := tokens[i]
			if w == 0 || strings.Contains(where, c.words[w]) {
				score, end = 0, i // a clause ends here, or the place begins
				if w != 0 {
					end = 0 // what stands before the place says where it is
				}
				continue
			}
			if i >= end {
				continue
			}
			if says[w] > 0 {
				score += says[w]
			} else {
				score -= 0.01
			}
			name := c.spell(tokens[i:end])
			if n := runesOf(name); says[w] > 0 && shortName <= n && n <= longName && (score > top || score == top && name < best) {
				best, top = name, score
			}
		}
	}
	return best
}

// aboutShare is the share of the texts that hold a word at least that tells what they are about.
const aboutShare = 0.4

func (s *Space) whole(t int) []uint32 { return s.corpus.text(t) }
func (s *Space) head(t int) []uint32  { return s.corpus.text(t)[:s.corpus.headings[t]] }

// shares is the share of the texts of which a part holds each word.
func (s *Space) shares(texts []int, part func(*Space, int) []uint32) map[uint32]float64 {
	held := map[uint32]map[int]bool{}
	for _, t := range texts {
		for _, w := range part(s, t) {
			if held[w] == nil {
				held[w] = map[int]bool{}
			}
			held[w][t] = true
		}
	}
	shares := make(map[uint32]float64, len(held))
	for w, of := range held {
		shares[w] = float64(len(of)) / float64(len(texts))
	}
	return shares
}

// settle leaves texts out that are apart from most others, and those that share with the others only the place: a bus stop wished for where
// others complain of noise.
func (s *Space) settle(texts []int, g Grouping) []int {
	together := slices.DeleteFunc(slices.Clone(texts), func(t int) bool { return s.apart(texts, t, g) })
	if len(together) >= g.Least {
		texts = together
	}
	where := s.where(texts)
	if where == "" || len(texts) <= g.Least {
		return texts
	}
	bare := *s
	bare.vectors = make([]vector, len(s.vectors))
	for _, t := range texts {
		var v vector
		for _, w := range s.vectors[t] {
			if name := s.names[w.term]; !strings.Contains(name, where) && !strings.Contains(where, name) {
				v = append(v, w)
			}
		}
		bare.vectors[t] = v.unit()
	}
	return bare.trimmed(texts, g, onlyPlace)
}

// onlyPlace is the part of the mean likeness without the place under which a text has no more than the place in common.
const onlyPlace = 0.2
