package theme

import (
	"cmp"
	"slices"
)

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
