package theme

import (
	"cmp"
	"slices"
)

// Wide is an emerging matter with all texts that its signature recognises.
type Wide struct {
	Emerging
	Signature Signature
}

// Limits of widening: a signature that recognises far more than it was learned from has learned something common.
const (
	maxWidening = 5
	rounds      = 2

	gainedGrowth = 2  // how many times what the past lets expect the texts that a matter gains are at least
	tested       = 10 // from so many on: fewer cannot tell
)

// Widen lets matters reach the texts that tell them in other words, and joins those that reach the same. Texts are those that are free.
// The surest matter comes first and keeps its name. What a matter gains must have grown against the past as well: else a signature
// of few new texts, such as a letter that goes round, would draw in the ordinary complaints about its subject.
func (s *Space) Widen(found []Emerging, past Past, free func(text int) bool) []Wide {
	slices.SortStableFunc(found, func(a, b Emerging) int {
		return cmp.Or(cmp.Compare(b.Burst, a.Burst), cmp.Compare(a.Texts[0], b.Texts[0]))
	})
	list := make([]Wide, len(found))
	for i, e := range found {
		list[i] = Wide{e, s.Signature(e.Texts)}
	}
	for range rounds {
		list = s.joined(s.widened(list, past, free))
	}
	return list
}

// widened recognises each matter's texts by itself.
func (s *Space) widened(list []Wide, past Past, free func(text int) bool) []Wide {
	share := float64(s.corpus.Len()) / float64(max(1, past.Texts))
	signatures := make([]Signature, len(list))
	for i := range list {
		signatures[i] = list[i].Signature
	}
	r := NewRecogniser(s, signatures)
	reached := make([][]int, len(list))
	for i := range s.corpus.Len() {
		if free != nil && !free(i) {
			continue
		}
		for _, at := range r.All(i) {
			reached[at] = append(reached[at], i)
		}
	}
	for i := range list {
		w := &list[i]
		all := slices.Concat(w.Texts, reached[i])
		slices.Sort(all)
		all = slices.Compact(all)
		if len(all) > maxWidening*len(w.Texts) {
			continue
		}
		gained := slices.DeleteFunc(slices.Clone(all), func(t int) bool {
			_, had := slices.BinarySearch(w.Texts, t)
			return had
		})
		if len(gained) > 0 {
			before := min(s.expected(Matter{Texts: gained}, past, share), float64(len(gained)))
			if len(gained) >= tested && float64(len(gained)) < gainedGrowth*before {
				continue
			}
			w.Expected += before
		}
		w.Texts = all
		w.Signature = s.Signature(all)
	}
	return list
}

// joined puts matters together of which one holds half of the other's texts, and gives each text to the first that has it.
func (s *Space) joined(list []Wide) []Wide {
	var kept []Wide
next:
	for _, w := range list {
		for i := range kept {
			k := &kept[i]
			if both := common(k.Texts, w.Texts); 2*both >= min(len(k.Texts), len(w.Texts)) {
				k.Texts = slices.Concat(k.Texts, w.Texts)
				slices.Sort(k.Texts)
				k.Texts = slices.Compact(k.Texts)
				k.Expected = max(k.Expected, w.Expected)
				k.Signature = s.Signature(k.Texts)
				continue next
			}
		}
		kept = append(kept, w)
	}
	taken := map[int]bool{}
	for i := range kept {
		kept[i].Texts = slices.DeleteFunc(kept[i].Texts, func(t int) bool {
			had := taken[t]
			taken[t] = true
			return had
		})
	}
	return slices.DeleteFunc(kept, func(w Wide) bool { return len(w.Texts) < Few })
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

// Typical orders texts by how much of a signature they hold for their length, the most typical first.
func (s *Space) Typical(sig Signature, texts []int) []int {
	weights := map[string]float32{}
	for i, w := range sig.Words {
		weights[w] = sig.Weights[i]
	}
	score := map[int]float64{}
	for _, t := range texts {
		var sum float64
		for _, f := range s.features(t) {
			sum += float64(weights[s.names[f]])
		}
		score[t] = sum / float64(20+len(s.corpus.text(t)))
	}
	list := slices.Clone(texts)
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) })
	return list
}
