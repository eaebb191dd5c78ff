package theme

import (
	"cmp"
	"slices"
)

// Past is what earlier texts hold.
type Past struct {
	Texts int                                       // how many there were
	Count func(term string, words []string) float64 // how many of them held a term, which is these words in a row
}

// Scope says which texts may emerge, and by which words.
type Scope struct {
	Ignore func(term string) bool // names of products, places and the like, which come and go without a matter of their own; nil ignores none
	Free   func(text int) bool    // the texts that may; nil frees all
	Author func(text int) uint64  // who told it; nil takes every text for another's
}

// Emerging is a matter that came up against the past, with the words by which its texts are known.
type Emerging struct {
	Matter
	Expected  float64 // people telling of it that the past lets expect
	Burst     float64 // how surprising the people are against that, in standard deviations
	Signature Signature
}

// Emerging groups the texts by the words that are new against the past, keeps the groups that chance does not make, and lets each reach the texts
// that tell it in other words. The surest comes first.
//
// It follows Fung et al. (2005): a new event is a set of words that burst in the same texts. Weighing texts by their new words alone leaves out what
// they share with everything else, and texts without any cost nothing. That a known subject is told more often, in its usual words, is no new matter: the
// calendar and the season make that every year, and it is for warnings over time series to tell.
func (s *Space) Emerging(past Past, g Grouping, scope Scope) []Emerging {
	scope = scope.whole()
	share := float64(s.corpus.Len()) / float64(max(1, past.Texts))
	fresh := s.fresh(past, scope, share)
	var list []Emerging
	for _, texts := range fresh.space.Groups(g) {
		texts = s.letter(fresh.space.trim(texts, g))
		found := fresh.evidence(texts, scope)
		if found.surprise < largeSurprise {
			if texts = s.alike(texts); len(texts) < g.Least {
				continue
			}
			found = fresh.evidence(texts, scope)
		}
		if !found.stands(fresh.tested) {
			continue
		}
		e := Emerging{Matter: s.matter(texts), Expected: found.expected, Burst: Burst(found.people, found.expected/share, share)}
		e.Name, e.NameFrom = fresh.space.name(texts)
		e.Core = fresh.space.core(texts, maxCore, 0.5)
		e.Texts, e.Signature = s.Widen(texts, past, scope.Free)
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b Emerging) int {
		return cmp.Or(cmp.Compare(b.Burst, a.Burst), cmp.Compare(a.Texts[0], b.Texts[0]))
	})
	return s.joined(list, past, g.Least)
}

// whole fills in what a nil leaves open.
func (scope Scope) whole() Scope {
	if scope.Ignore == nil {
		scope.Ignore = func(string) bool { return false }
	}
	if scope.Free == nil {
		scope.Free = func(int) bool { return true }
	}
	if scope.Author == nil {
		scope.Author = func(text int) uint64 { return uint64(text) }
	}
	return scope
}

// Limits of being alike in all words and not only in the new ones: the mean cosine of a group, and what a text has of it at least with the others.
const (
	alikeAll = 0.15
	alikeOne = 0.5
)

// alike leaves the texts of a small group that are alike as a whole; none when they are not. In long texts some new words come together by chance, and the
// rest of them tells of other things.
func (s *Space) alike(texts []int) []int {
	for {
		n := float64(len(texts))
		mean := s.cohesion(texts)
		if len(texts) < Few || mean < alikeAll {
			return nil
		}
		sum := s.sum(texts)
		kept := slices.DeleteFunc(slices.Clone(texts), func(t int) bool { return (s.along(sum, t)-1)/(n-1) < alikeOne*mean })
		if len(kept) == len(texts) {
			return texts
		}
		texts = kept
	}
}

// Limits of a letter that goes round: how alike its copies are, and the part of a group that copies make up at least when it is one.
const (
	copied  = 0.6
	copying = 0.4
)

// letter leaves only the copies of a letter that goes round, where they are a good part of the texts: what shares some of its words is told by others
// about something else.
func (s *Space) letter(texts []int) []int {
	of := texts[:min(len(texts), maxNamed)]
	var copies []int
	for i, t := range of {
		for k, other := range of {
			if i != k && s.vectors[t].dot(s.vectors[other]) >= copied {
				copies = append(copies, t)
				break
			}
		}
	}
	if len(copies) < Few || float64(len(copies)) < copying*float64(len(of)) {
		return texts
	}
	return copies
}

// joined puts matters together of which one holds half of the other's texts, and gives each text to the first that has it.
func (s *Space) joined(list []Emerging, past Past, least int) []Emerging {
	var kept []Emerging
next:
	for _, e := range list {
		for i := range kept {
			k := &kept[i]
			if both := common(k.Texts, e.Texts); 2*both >= min(len(k.Texts), len(e.Texts)) {
				k.Texts = slices.Concat(k.Texts, e.Texts)
				slices.Sort(k.Texts)
				k.Texts = slices.Compact(k.Texts)
				k.Expected += e.Expected
				k.Signature = s.Signature(k.Texts, &past)
				continue next
			}
		}
		kept = append(kept, e)
	}
	taken := map[int]bool{}
	for i := range kept {
		kept[i].Texts = slices.DeleteFunc(kept[i].Texts, func(t int) bool {
			had := taken[t]
			taken[t] = true
			return had
		})
	}
	return slices.DeleteFunc(kept, func(e Emerging) bool { return len(e.Texts) < least })
}

// common counts what two sorted lists share.
func common(a, b []int) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}
