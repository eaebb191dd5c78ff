package cause

import (
	"math"
	"sort"
)

// Counts of real life vary more than Poisson counts: brands and towns have ups and downs of their own. The null hypothesis for an element
// is therefore that its level is off by a random factor, whose logarithm is normal with mean 0 and variance vary. It is estimated from all
// elements, and is about 0 where counts are Poisson.

// surely is the gain in log-likelihood of an element over the random factor that explains it best. gain is that over no factor at all.
func (s *scorer) surely(in sums, gain float64) float64 {
	if s.vary <= 0 {
		return gain
	}
	out := s.rest(in)
	if out.a <= 0 || out.b <= 0 {
		return gain
	}
	x := 0.0
	for range 8 { // Newton's method on a concave function; 8 steps are far more than it needs
		slope, curve := s.slope(in, out, x)
		step := (slope - x/s.vary) / (curve + 1/s.vary)
		x += max(-1, min(1, step))
		if math.Abs(step) < 1e-4 {
			break
		}
	}
	return gain - max(0, s.at(in, out, x)-s.at(in, out, 0)-x*x/(2*s.vary))
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

// varying estimates vary: the value with which the median of the squared standardised deviations of elements is that of a chi-square with
// one degree of freedom. Medians are not moved by a few elements that are causes.
func (s *scan) varying(score *scorer) float64 {
	if s.noise.Dispersion != 0 {
		return max(0, s.noise.Dispersion) * s.noise.Dispersion
	}
	type deviation struct{ squared, weight float64 }
	var list []deviation
	for _, q := range s.cuboids {
		if len(q.attributes) > 2 {
			break
		}
		for k, in := range q.sums {
			// Chosen by both counts together: chosen by the base alone they would seem to drop, having been lucky there.
			slope, weight := score.slope(in, score.all, 0)
			if weight >= 3 && !s.resting(q, k) {
				list = append(list, deviation{slope * slope, weight})
			}
		}
	}
	if len(list) < 20 {
		return 0
	}
	ratios := make([]float64, len(list))
	excess := func(vary float64) float64 {
		for i, d := range list {
			ratios[i] = d.squared / (d.weight * (1 + d.weight*vary))
		}
		return median(ratios) - 0.4549
	}
	const steps, finest = 60, 0.002 // from a five-hundredth up to where levels vary by any factor
	at := sort.Search(steps, func(i int) bool { return excess(grid(i, finest)) <= 0 })
	return min(grid(at, finest), mostVarying)
}

// mostVarying is what is believed of ups and downs at most: 15 %. An element that moves by more than that is worth a word, though others
// do so as well.
const mostVarying = 0.15 * 0.15

// leastVarying is what is no different from none: 5 %.
const leastVarying = 0.05 * 0.05

// grid is the i-th variance that is tried, 0 first and growing by a quarter.
func grid(i int, finest float64) float64 {
	if i == 0 {
		return 0
	}
	return finest * finest * math.Pow(1.25, float64(i))
}
