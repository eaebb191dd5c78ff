package sample

import "math"

// plan spreads exactly rows complaints over the days: by the days' weights, with the scatter of counts (Poisson, and 4 % that all of
// a day's complaints share). Products are converted before they are added, so that no machine joins the two steps and rounds
// differently.
func plan(rows int, weights []uint64, s *stream) []int {
	total := 0.0
	for _, w := range weights {
		total += float64(w)
	}
	noisy := make([]float64, len(weights))
	sum := 0.0
	for i, w := range weights {
		e := float64(float64(rows)*float64(w)) / total
		spread := float64(s.normal() * math.Sqrt(e+float64(float64(e*e)*0.0016)))
		noisy[i] = max(e+spread, float64(e*0.2))
		sum += noisy[i]
	}
	counts := make([]int, len(weights))
	so, given := 0.0, 0
	for i, e := range noisy {
		so += e
		upTo := int(float64(float64(rows)*so) / sum)
		if i == len(noisy)-1 {
			upTo = rows
		}
		upTo = min(upTo, rows)
		counts[i] = upTo - given
		given = upTo
	}
	return counts
}
