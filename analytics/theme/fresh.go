package theme

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A term is new when at least Few people tell it, that many are this surprising, in standard deviations, and this many times what the past lets
// expect. Three after silence have 3.2 or more when the past has at least four times as many texts.
const (
	newBurst  = 3.0
	newGrowth = 4.0
)

// unseen is how often a term was in the past that it was never seen in, as the next telling was as near as the last one: the estimate of Krichevsky and
// Trofimov (1981).
const unseen = 0.5

// fresh is the texts of a space by the terms that are new.
type fresh struct {
	space    *Space           // the same texts with the weight of new terms only
	expected map[term]float64 // how many texts of now would hold a new term by its past
	tested   int              // how many terms were looked at
}

// fresh finds the new terms. share is the number of texts now over that of the past.
func (s *Space) fresh(past Past, scope Scope, share float64) fresh {
	f := fresh{expected: map[term]float64{}}
	lift := make([]float32, len(s.names))
	for t, n := range s.tellers(scope) {
		if n < Few || s.rarity[t] == 0 || isDate(s.names[t]) || scope.Ignore(s.names[t]) {
			continue
		}
		f.tested++
		before := past.Count(s.names[t], s.wordsOf(term(t)))
		expected := (before + unseen) * share
		if z := Burst(int(n), before, share); z >= newBurst && float64(n) >= newGrowth*expected {
			lift[t], f.expected[term(t)] = float32(math.Log(z)), expected
		}
	}
	b := *s
	b.vectors = make([]vector, len(s.vectors))
	for i, v := range s.vectors {
		if !scope.Free(i) {
			continue
		}
		var kept vector
		for _, w := range v {
			if lift[w.term] > 0 {
				kept = append(kept, weight{w.term, w.value * lift[w.term]})
			}
		}
		b.vectors[i] = kept.unit()
	}
	f.space = &b
	return f
}

// tellers counts for each term the people who tell it: one who repeats a matter makes nothing new.
func (s *Space) tellers(scope Scope) []int32 {
	author := make([]uint64, len(s.vectors))
	at := make([]int32, len(s.names)+1)
	for i, v := range s.vectors {
		author[i] = scope.Author(i)
		for _, w := range v {
			at[w.term+1]++
		}
	}
	for t := range s.names {
		at[t+1] += at[t]
	}
	told := make([]uint64, at[len(s.names)]) // authors, term by term
	next := slices.Clone(at)
	for i, v := range s.vectors {
		for _, w := range v {
			told[next[w.term]] = author[i]
			next[w.term]++
		}
	}
	n := make([]int32, len(s.names))
	for t := range s.names {
		of := told[at[t]:at[t+1]]
		slices.Sort(of)
		n[t] = int32(len(slices.Compact(of)))
	}
	return n
}

// isDate reports whether a term tells a day, a month or a year, which are always new.
func isDate(name string) bool {
	digit := false
	for _, r := range name {
		if digit && strings.ContainsRune("年月日号", r) {
			return true
		}
		digit = '0' <= r && r <= '9'
	}
	return false
}

// evidence is what speaks for a group of texts being a new matter.
type evidence struct {
	people   int
	expected float64 // people that the past lets expect
	surprise float64 // log of the likelihood ratio of people to expected, Poisson, nats
	terms    int     // how many new terms it takes to cover the texts
	cohesion float64 // mean cosine between two texts by their new terms: 1 when all hold the same
}

// Limits of what stands. Something large may have some past. Something small must have hardly any: either it is told in several new terms that not all hold,
// as a new matter is by different people, or its one term is beyond what chance makes of as many terms as were looked at (Bonferroni): a phrase that a
// few people use in the same month comes about every month.
const (
	largeGrowth   = 6.0
	largeSurprise = 24.0
	smallGrowth   = 12.0
	smallSurprise = 8.0
	eachTerm      = 1.5 // nats that each term of the cover beyond the second must bring, as it was chosen among many
	oneSurprise   = 7.0 // and the log of how many terms were looked at
	varied        = 0.7 // cohesion under which texts tell it in different words
)

// stands tells whether a group is a new matter. tested is how many terms were looked at.
func (e evidence) stands(tested int) bool {
	growth := float64(e.people) / e.expected
	switch {
	case e.people < Few:
		return false
	case growth < smallGrowth:
		return e.terms > 1 && growth >= largeGrowth && e.surprise >= largeSurprise
	case e.terms > 1 && e.cohesion < varied:
		return e.surprise >= smallSurprise+eachTerm*float64(e.terms-2)
	}
	return e.surprise >= min(largeSurprise, oneSurprise+math.Log(float64(max(1, tested))))
}

// evidence weighs texts. Each text is laid to one new term, to that of the least past first (a greedy cover), so that what is expected counts no text twice.
func (f fresh) evidence(texts []int, scope Scope) evidence {
	s := f.space
	e := evidence{}
	of := map[term][]int{}
	people := map[uint64]bool{}
	for _, t := range texts {
		people[scope.Author(t)] = true
		for _, w := range s.vectors[t] {
			of[w.term] = append(of[w.term], t)
		}
	}
	e.people = len(people)
	type holder struct {
		texts    []int
		expected float64
	}
	var all []holder
	for t, held := range of {
		all = append(all, holder{held, f.expected[t] / float64(s.texts[t])})
	}
	// What is expected of a text that holds a term does not depend on what is covered, so one order serves the whole cover.
	slices.SortFunc(all, func(a, b holder) int {
		return cmp.Or(cmp.Compare(a.expected, b.expected), cmp.Compare(len(b.texts), len(a.texts)), slices.Compare(a.texts, b.texts))
	})
	covered := map[int]bool{}
	for _, h := range all {
		gained := 0
		for _, t := range h.texts {
			if !covered[t] {
				covered[t] = true
				gained++
			}
		}
		if gained > 0 {
			e.terms++
			e.expected += float64(gained) * h.expected
		}
	}
	e.expected = max(e.expected, unseen*1e-2)
	e.surprise = float64(e.people)*math.Log(float64(e.people)/e.expected) - float64(e.people) + e.expected
	e.cohesion = s.cohesion(texts)
	return e
}
