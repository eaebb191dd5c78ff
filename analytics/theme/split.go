package theme

import "slices"

// Limits of a split: the part of the texts that the smaller half has at least, the part that both have together, and how alike the halves are at most, as a
// part of how alike the texts of each are.
const (
	splitPart  = 0.3
	splitWhole = 0.85
	splitAlike = 0.3
	splitShare = 0.1 // of one half's texts that hold the other's own word at most
)

// Split tells whether texts that were one matter are about two by now: two groups that are each alike, hardly like each other, and each with a word of its own that
// most of its texts and nearly none of the other's hold. It returns the larger and the smaller; off is empty when they are one.
func (s *Space) Split(texts []int, g Grouping) (rest, off []int) {
	groups := s.GroupsOf(texts, g)
	if len(groups) < 2 {
		return texts, nil
	}
	a, b := groups[0], groups[1]
	n := float64(len(texts))
	if len(b) < g.Least || float64(len(b)) < splitPart*n || float64(len(a)+len(b)) < splitWhole*n {
		return texts, nil
	}
	if s.mean(a, b) > splitAlike*min(s.cohesion(a), s.cohesion(b)) || !s.distinct(a, b) || !s.distinct(b, a) {
		return texts, nil
	}
	rest = slices.DeleteFunc(slices.Clone(texts), func(t int) bool { return slices.Contains(b, t) })
	return rest, b
}

// distinct reports whether most texts of one group hold a word that nearly none of the other's do.
func (s *Space) distinct(of, from []int) bool {
	others := map[string]int{}
	for _, t := range from {
		for _, w := range s.vectors[t] {
			others[s.names[w.term]]++
		}
	}
	return slices.ContainsFunc(s.core(of, maxCore, minShare), func(c Core) bool {
		return float64(others[c.Term]) <= splitShare*float64(len(from))
	})
}
