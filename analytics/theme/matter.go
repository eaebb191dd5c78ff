package theme

import (
	"cmp"
	"slices"
	"strings"
)

// Matter is texts about one matter.
type Matter struct {
	Texts    []int   // numbers in the corpus, in order
	Name     string  // some words in a row of one of the texts, normalised, that say best what all are about
	NameFrom int     // the text that the name was taken from
	Core     []Core  // the words and phrases that are the matter's own, the most telling first
	Cohesion float64 // mean cosine between two different texts
	Same     []int   // for each text the first of them that is nearly the same: its writer's, told again with a few words changed
	Titled   float64 // share of the texts with a heading whose heading holds a core term; 1 when none has a heading
	Where    string  // name of the place that the texts are about, normalised; empty when they name none
	About    string  // when Name says only where: some words in a row that say what, normalised; empty otherwise
}

// Core is a term of a matter: Inside of its texts hold it, and Everywhere of all texts.
type Core struct {
	Term               string
	Inside, Everywhere int

	words []string // that the term is made of
}

// ownership is from 0 to 1: the harmonic mean of the share of the matter's n texts that have the term and the share of the texts with the
// term that are the matter's.
func (c Core) ownership(n int) float64 { return 2 * float64(c.Inside) / float64(n+c.Everywhere) }

// Ownership is that of the best core term, 0 without any.
func (m Matter) Ownership() float64 {
	if len(m.Core) == 0 {
		return 0
	}
	return m.Core[0].ownership(len(m.Texts))
}

// maxCore is how many core terms a matter keeps.
const maxCore = 8

// minOwnership is what the best term of a matter has at least. What texts of many matters share, such as the manner of asking for something, is
// owned by none of them.
const minOwnership = 0.45

// minShare is the share of a matter's texts that hold its best term at least.
const minShare = 0.6

// minRare is how much a word says at least that can be a matter's own: it keeps out words of every report.
const minRare = 0.6

// Matters groups the texts by matter, the largest first. A group in which no word is its own, as when it holds the same nuisance of many places,
// is taken apart into closer ones; texts that hold a matter's own word and are somewhat alike are taken in.
func (s *Space) Matters(g Grouping) []Matter {
	pairs := s.pairs(g)
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.alike, x.alike), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	free := make([]bool, len(s.vectors))
	for i := range free {
		free[i] = true
	}
	var found [][]int
	for together := g.Together; together < 0.6; together *= 1.3 {
		j := newJoin(s.vectors)
		for _, p := range pairs {
			if free[p.a] && free[p.b] {
				j.join(int(p.a), int(p.b), together)
			}
		}
		for _, texts := range j.groups(g.Least) {
			if s.owned(texts) {
				found = append(found, texts)
				for _, t := range texts {
					free[t] = false
				}
			}
		}
	}
	found = s.reach(s.unite(found, g), free, g)
	for i := range found {
		found[i] = s.settle(s.trim(found[i], g), g)
	}
	found = slices.DeleteFunc(found, func(texts []int) bool { return !s.oneSubject(texts) })
	s.gather(found, g)
	matters := make([]Matter, len(found))
	for i, texts := range found {
		matters[i] = s.matter(texts)
	}
	slices.SortStableFunc(matters, func(a, b Matter) int {
		return cmp.Or(cmp.Compare(len(b.Texts), len(a.Texts)), cmp.Compare(a.Texts[0], b.Texts[0]))
	})
	return matters
}

// owned reports whether the texts have a word of their own that most of them hold, and a subject.
func (s *Space) owned(texts []int) bool {
	core := s.core(texts, 1, 0.5)
	return len(core) > 0 && core[0].ownership(len(texts)) >= minOwnership && float64(core[0].Inside) >= minShare*float64(len(texts)) && s.oneSubject(texts)
}

// core lists at most limit terms that a share of the texts holds, by ownership.
func (s *Space) core(texts []int, limit int, share float64) []Core {
	inside := map[term]int{}
	for _, t := range texts {
		for _, w := range s.vectors[t] {
			inside[w.term]++
		}
	}
	var list []Core
	for t, n := range inside {
		if s.rare[t] < minRare {
			continue
		}
		if n > 1 && float64(n) >= share*float64(len(texts)) {
			list = append(list, Core{Term: s.names[t], Inside: n, Everywhere: int(s.texts[t]), words: s.wordsOf(t)})
		}
	}
	n := len(texts)
	slices.SortFunc(list, func(a, b Core) int {
		return cmp.Or(cmp.Compare(b.ownership(n), a.ownership(n)), cmp.Compare(b.Inside, a.Inside), cmp.Compare(len(b.Term), len(a.Term)), cmp.Compare(a.Term, b.Term))
	})
	return list[:min(limit, len(list))]
}

func (s *Space) matter(texts []int) Matter {
	m := Matter{Texts: texts, Core: s.core(texts, maxCore, 0.5), Cohesion: s.cohesion(texts)}
	m.Name, m.NameFrom = s.name(texts)
	m.Same, m.Titled = s.same(texts), s.titled(m)
	m.Where = s.where(texts)
	m.About = s.about(m)
	return m
}

// titled tells whether the headings are about what the texts share, or only their manner is the same.
func (s *Space) titled(m Matter) float64 {
	with, titled := 0, 0
	for _, t := range m.Texts {
		n := s.corpus.headings[t]
		if n == 0 {
			continue
		}
		with++
		heading := s.corpus.spell(s.corpus.text(t)[:n])
		if slices.ContainsFunc(m.Core, func(c Core) bool { return strings.Contains(heading, c.Term) }) {
			titled++
		}
	}
	if with == 0 {
		return 1
	}
	return float64(titled) / float64(with)
}

// nearly is the cosine from which two texts of a matter are one text with a few words changed.
const nearly = 0.9

// same finds for each text the first that is nearly the same, itself when none is. Of a large matter only the first texts are compared with.
func (s *Space) same(texts []int) []int {
	list := make([]int, len(texts))
	for i, t := range texts {
		list[i] = t
		for k, earlier := range texts[:min(i, maxNamed)] {
			if list[k] == earlier && s.vectors[earlier].dot(s.vectors[t]) >= nearly {
				list[i] = earlier
				break
			}
		}
	}
	return list
}
