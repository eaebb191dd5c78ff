package theme

import (
	"cmp"
	"slices"
)

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
