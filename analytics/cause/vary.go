package cause

import (
	"math"
	"slices"
	"sort"
)

// Counts of real life vary more than Poisson counts: brands and towns have ups and downs of their own. The null hypothesis for an element
// is therefore that its level is off by a random factor, whose logarithm is normal with mean 0 and a variance that all elements of its
// cuboid share: the shares of channels move by little from month to month, a single topic of a single town by much. The variance is
// estimated from the elements, and is small where counts are Poisson. It decides what may be a cause; which of those is the best is said by
// the gain over no factor at all, because an element and its parts go up and down together, so that beyond the factor the whole has no
// more to say for itself than any part of it.

// surely is the gain in log-likelihood of an element over the random factor that explains it best. gain is that over no factor at all.
func (s *scorer) surely(in sums, gain, vary float64) float64 {
	if vary <= 0 {
		return gain
	}
	out := s.rest(in)
	if out.a <= 0 || out.b <= 0 {
		return gain
	}
	x := 0.0
	for range 8 { // Newton's method on a concave function; 8 steps are far more than it needs
		slope, curve := s.slope(in, out, x)
		step := (slope - x/vary) / (curve + 1/vary)
		x += max(-1, min(1, step))
		if math.Abs(step) < 1e-4 {
			break
		}
	}
	return gain - max(0, s.at(in, out, x)-s.at(in, out, 0)-x*x/(2*vary))
}

// at is the log-likelihood of an element when its level is e^x times that of the rest, but for a constant.
func (s *scorer) at(in, out sums, x float64) float64 {
	if math.IsInf(s.noise.Exposure, 1) {
		return in.a*x - in.b*out.a/out.b*math.Exp(x)
	}
	odds := out.a / out.b * math.Exp(x)
	return in.a*math.Log(odds) - (in.a+in.b)*math.Log1p(odds)
}

// slope is the first derivative of at, and the negative of the second.
func (s *scorer) slope(in, out sums, x float64) (first, second float64) {
	if math.IsInf(s.noise.Exposure, 1) {
		e := in.b * out.a / out.b * math.Exp(x)
		return in.a - e, e
	}
	odds := out.a / out.b * math.Exp(x)
	p := odds / (1 + odds)
	t := in.a + in.b
	return in.a - t*p, t * p * (1 - p)
}

const (
	// usualVary is what is believed of the ups and downs of a cuboid as long as its elements do not tell: 5 %.
	usualVary = 0.02 * 0.02
	// believed is as how many elements that belief counts: the six channels of a company say more than it, two kinds of customers less.
	believed = 4
	// mostVarying is what is believed of ups and downs at most: an element that moves by more than a half is worth a word, though others
	// do so as well.
	mostVarying = 0.5 * 0.5
	// asked is how many elements of a cuboid are asked, those with the largest counts: small ones know nothing of variance.
	asked = 400
	// telling is the smallest sum that is asked.
	telling = 12
)

// vary estimates the variance of each cuboid, those of few attributes first: what is divided further varies no less.
func (s *scan) varying() {
	score := s.scorer()
	byAttributes := map[uint]float64{}
	for from := 0; from < len(s.cuboids); {
		to := from + 1
		for to < len(s.cuboids) && len(s.cuboids[to].attributes) == len(s.cuboids[from].attributes) {
			to++
		}
		layer := s.cuboids[from:to]
		runner(s.cells.Len())(len(layer), func(i int) {
			q := layer[i]
			if q.vary = s.noise.Dispersion * s.noise.Dispersion; s.noise.Dispersion == 0 {
				prior := usualVary
				for _, a := range q.attributes {
					prior = max(prior, byAttributes[q.set()&^(1<<a)])
				}
				q.vary = s.variance(q, &score, prior)
			}
		})
		for _, q := range layer {
			byAttributes[q.set()] = q.vary
		}
		from = to
	}
}

// told is what one element tells of the variance: its squared deviation, and its weight, which is that deviation's mean when counts are
// Poisson.
type told struct{ squared, weight float64 }

// variance is the likeliest variance of a cuboid: the root of the score function of normal deviations with variance weight·(1 + weight·vary),
// whose squares are cut so that a few causes do not move it, with the prior as if it had been seen in some elements more (an inverse gamma
// density).
func (s *scan) variance(q *cuboid, score *scorer, prior float64) float64 {
	const cut, cutMean = 6, 0.9741 // the mean of a chi-square of one degree of freedom that is cut at 6
	list := s.tells(q, score)
	slope := func(vary float64) float64 {
		sum := believed * (prior/vary - 1) / vary
		for _, d := range list {
			v := 1 + d.weight*vary
			sum += d.weight / v * (min(cut, d.squared/(d.weight*v))/cutMean - 1)
		}
		return sum
	}
	const steps, finest = 60, 0.002 // from a five-hundredth up to where levels vary by any factor
	at := sort.Search(steps, func(i int) bool { return slope(grid(i+1, finest)) <= 0 })
	return min(grid(at+1, finest), mostVarying)
}

// tells are the elements of a cuboid that tell most of its variance.
func (s *scan) tells(q *cuboid, score *scorer) []told {
	var list []told
	for i, in := range q.sums {
		// Chosen by both counts together: chosen by the base alone they would seem to drop, having been lucky there.
		if in.a+in.b < telling {
			continue
		}
		slope, weight := score.slope(in, score.all, 0)
		if weight >= 3 && !s.resting(q, q.keys[i]) {
			list = append(list, told{slope * slope, weight})
		}
	}
	if len(list) <= asked {
		return list
	}
	weights := make([]float64, len(list))
	for i, d := range list {
		weights[i] = d.weight
	}
	slices.Sort(weights)
	least := weights[len(weights)-asked]
	return slices.DeleteFunc(list, func(d told) bool { return d.weight < least })
}

// grid is the i-th variance that is tried, growing by a quarter.
func grid(i int, finest float64) float64 { return finest * finest * math.Pow(1.25, float64(i)) }
