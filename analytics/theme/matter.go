package theme

import (
	"cmp"
	"math"
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

// unite joins matters that share a word of their own and are nearly as alike as their texts are.
func (s *Space) unite(found [][]int, g Grouping) [][]int {
	slices.SortStableFunc(found, func(a, b []int) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0])) })
	by := map[string][]int{} // a core term → places in kept
	var kept [][]int
next:
	for _, texts := range found {
		core := s.core(texts, 8, 0.5)
		for _, c := range core {
			for _, at := range by[c.Term] {
				both := slices.Concat(kept[at], texts)
				if s.mean(kept[at], texts) >= 0.8*g.Together && s.owned(both) && !s.divided(kept[at], texts, g) {
					slices.Sort(both)
					kept[at] = both
					continue next
				}
			}
		}
		for _, c := range core {
			by[c.Term] = append(by[c.Term], len(kept))
		}
		kept = append(kept, texts)
	}
	return kept
}

// reach takes free texts into the matter whose own word they hold, and joins matters with the same.
func (s *Space) reach(found [][]int, free []bool, g Grouping) [][]int {
	slices.SortStableFunc(found, func(a, b []int) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0])) })
	index := s.index()
	numbers := map[string]term{}
	for t, name := range s.names {
		if s.rarity[t] > 0 {
			numbers[name] = term(t)
		}
	}
	owner := map[term]int{} // place in kept
	var kept [][]int
	for _, texts := range found {
		own := numbers[s.core(texts, 1, 0.5)[0].Term]
		if at, known := owner[own]; known && s.mean(kept[at], texts) >= g.Together/2 && !s.divided(kept[at], texts, g) {
			kept[at] = append(kept[at], texts...)
			continue
		}
		owner[own] = len(kept)
		kept = append(kept, texts)
	}
	for at := range kept {
		texts := kept[at]
		sum := s.sum(texts)
		for _, c := range s.core(texts, 3, 0.5) {
			if c.ownership(len(texts)) < minOwnership {
				break
			}
			for _, p := range index[numbers[c.Term]] {
				if i := int(p.text); free[i] && s.along(sum, i) >= 0.8*g.Together*float64(len(texts)) && !s.apart(texts, i, g) {
					free[i] = false
					kept[at] = append(kept[at], i)
				}
			}
		}
		slices.Sort(kept[at])
	}
	return kept
}

// trim leaves out the texts that are much less alike to the others than those are to each other: of the same place, on another matter.
func (s *Space) trim(texts []int, g Grouping) []int { return s.trimmed(texts, g, 0.5) }

// trimmed leaves out the texts that are less alike to the others than a part of the mean.
func (s *Space) trimmed(texts []int, g Grouping, part float64) []int {
	n := float64(len(texts))
	sum := s.sum(texts)
	all := 0.0
	for _, t := range texts {
		all += s.along(sum, t)
	}
	mean := (all/n - 1) / (n - 1)
	var kept []int
	for _, t := range texts {
		if own := (s.along(sum, t) - 1) / (n - 1); own >= part*mean {
			kept = append(kept, t)
		}
	}
	if len(kept) < g.Least {
		return texts
	}
	return kept
}

// divided reports whether most texts of b are apart from most of a. A few of each tell.
func (s *Space) divided(a, b []int, g Grouping) bool {
	const few = 10
	n, of := 0, b[:min(few, len(b))]
	for _, t := range of {
		if s.apart(a[:min(few, len(a))], t, g) {
			n++
		}
	}
	return 2*n > len(of)
}

func (s *Space) apart(texts []int, i int, g Grouping) bool {
	if g.Apart == nil {
		return false
	}
	texts = texts[:min(len(texts), maxNamed)]
	n := 0
	for _, t := range texts {
		if g.Apart(t, i) {
			n++
		}
	}
	return 2*n > len(texts)
}

// sum adds the vectors of texts.
func (s *Space) sum(texts []int) map[term]float64 {
	sum := map[term]float64{}
	for _, t := range texts {
		for _, w := range s.vectors[t] {
			sum[w.term] += float64(w.value)
		}
	}
	return sum
}

// mean is the mean cosine between the texts of two groups.
func (s *Space) mean(a, b []int) float64 {
	sum, dot := s.sum(a), 0.0
	for _, t := range b {
		dot += s.along(sum, t)
	}
	return dot / float64(len(a)) / float64(len(b))
}

// along is the product of a sum of vectors with the vector of a text.
func (s *Space) along(sum map[term]float64, t int) float64 {
	dot := 0.0
	for _, w := range s.vectors[t] {
		dot += float64(w.value) * sum[w.term]
	}
	return dot
}

func (s *Space) matter(texts []int) Matter {
	m := Matter{Texts: texts, Core: s.core(texts, 8, 0.5)}
	if n := float64(len(texts)); n > 1 {
		m.Cohesion = max(0, (s.mean(texts, texts)*n-1)/(n-1))
	}
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

// Sizes of names, in runes.
const (
	shortName = 4
	longName  = 20
)

// maxNamed bounds how many texts of a matter are looked at for its name.
const maxNamed = 300

// name looks for the stretch of words, inside one clause, in which most of what the texts have in common stands together.
func (s *Space) name(texts []int) (string, int) {
	if len(texts) > maxNamed {
		texts = texts[:maxNamed]
	}
	return s.nameBy(texts, s.says(texts))
}

// nameBy is the name of texts by how much each word says.
func (s *Space) nameBy(texts []int, says map[uint32]float64) (string, int) {
	if len(texts) > maxNamed {
		texts = texts[:maxNamed]
	}
	type candidate struct {
		score   float64
		n       int
		from    int
		heading bool // somebody wrote it into a heading
		whole   bool // and ended the clause there
	}
	all := map[string]*candidate{}
	for _, t := range texts {
		s.stretches(t, says, func(words string, score float64, heading, whole bool) {
			c := all[words]
			if c == nil {
				c = &candidate{score: score, from: t}
				all[words] = c
			}
			c.n++
			if heading && !c.heading {
				c.heading, c.from = true, t
			}
			c.whole = c.whole || heading && whole
		})
	}
	best, from, top := "", 0, math.Inf(-1)
	for words, c := range all {
		score := c.score * (1 + 0.15*math.Log(float64(c.n)))
		if c.heading {
			score *= 1.4
		}
		if c.whole {
			score *= 1.2
		}
		if score > top || score == top && (len(words) < len(best) || len(words) == len(best) && words < best) {
			best, from, top = words, c.from, score
		}
	}
	return best, from
}

// says weighs how much each word tells about these texts: the share that holds it, times how much rarer it is elsewhere.
func (s *Space) says(texts []int) map[uint32]float64 {
	c := s.corpus
	inside := map[uint32]int{}
	for _, t := range texts {
		seen := map[uint32]bool{}
		for _, w := range c.text(t) {
			if w != 0 && !seen[w] {
				seen[w] = true
				inside[w]++
			}
		}
	}
	says := map[uint32]float64{}
	for w, n := range inside {
		rare := float64(c.standing(w))
		if n < 2 || rare == 0 {
			continue
		}
		share := float64(n) / float64(len(texts))
		everywhere := float64(max(int(c.texts[w]), n)) / float64(c.Len())
		if lift := math.Log(share / everywhere); lift > 0 {
			says[w] = share * rare * lift
		}
	}
	return says
}

// stretches calls yield for every stretch of chunks that could be a name.
func (s *Space) stretches(t int, says map[uint32]float64, yield func(words string, score float64, heading, whole bool)) {
	c, chunks, text := s.corpus, s.chunks[t], s.corpus.text(t)
	for i, first := range chunks {
		if says[text[first.at]] == 0 || i > 0 && chunks[i-1].term != 0 && first.words == 1 && runesOf(c.words[first.term]) == 1 {
			continue // the 线 of 3 号线 begins no name
		}
		var runes int
		var score float64
		seen := map[uint32]bool{}
		for k, last := range chunks[i:] {
			if last.term == 0 {
				break
			}
			whole := i+k+1 == len(chunks) || chunks[i+k+1].term == 0
			words := text[last.at : last.at+last.words]
			for _, w := range words {
				runes += runesOf(c.words[w])
				if v := says[w]; v > 0 && !seen[w] {
					seen[w] = true
					score += v
				} else {
					score -= 0.08 // what does not say anything makes a name longer
				}
			}
			if runes > longName {
				break
			}
			if end := words[len(words)-1]; runes >= shortName && says[end] > 0 {
				yield(c.spell(text[first.at:last.at+last.words]), score, int(last.at) < c.headings[t], whole)
			}
		}
	}
}
