package theme

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

// cohesion is the mean cosine between two different texts.
func (s *Space) cohesion(texts []int) float64 {
	n := float64(len(texts))
	if n < 2 {
		return 0
	}
	return max(0, (s.mean(texts, texts)*n-1)/(n-1))
}
