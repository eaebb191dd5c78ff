package cause

import "math"

// sums are the two numbers of an element from which its score is made. For Counts a is what was observed and b the base count; for
// Relative a is the weighted sum of deviations and b the sum of weights.
type sums struct{ a, b float64 }

// scorer scores elements against everything else.
type scorer struct {
	noise Noise
	all   sums
	null  float64 // log-likelihood when everything has one level
	whole float64 // the part of it that is the prior
}

func newScorer(noise Noise, all sums) scorer {
	s := scorer{noise: noise, all: all}
	if noise.Kind == Counts {
		s.whole = s.prior(all)
		s.null = s.level(all) + s.whole
	}
	return s
}

// gain is the gain in log-likelihood of giving an element a level of its own, and everything else another. Leaving the rest its own level
// keeps a large cause from making drops of all else.
func (s *scorer) gain(in sums) float64 {
	if s.noise.Kind == Relative {
		if in.b <= 0 {
			return 0
		}
		return in.a * in.a / (2 * in.b)
	}
	if in.a <= 0 && in.b <= 0 {
		return 0
	}
	out := s.rest(in)
	return s.level(in) + s.level(out) + s.prior(out) - s.null
}

// most is a bound on the gain of an element that is quick to take: log-likelihood ratios of counts are at most the chi-square statistic of
// the same counts (the Kullback–Leibler divergence is at most the chi-square divergence), and the prior is at most 0.
func (s *scorer) most(in sums) float64 {
	if s.noise.Kind == Relative {
		return math.Inf(1) // the gain itself is as quick
	}
	e, scale := s.all.a/s.all.b*in.b, 1.0
	rest := s.all.a - e
	if !math.IsInf(s.noise.Exposure, 1) {
		t, all := in.a+in.b, s.all.a+s.all.b
		e, scale = t*s.all.a/all, all/s.all.b
		rest = s.all.a - e
	}
	if !(e > 0 && rest > 0) {
		return math.Inf(1)
	}
	d := in.a - e
	return d*d*(1/e+1/rest)*scale - s.whole
}

// least is the size a + b below which no element has such a gain: one that has only a, or only b.
func (s *scorer) least(gain float64) float64 {
	if s.noise.Kind == Relative || math.IsInf(s.noise.Exposure, 1) || s.all.a <= 0 || s.all.b <= 0 {
		return math.Inf(-1)
	}
	rarer := min(s.all.a, s.all.b) / (s.all.a + s.all.b)
	// Beyond its own counts an element gains at most what it frees the rest from in the prior.
	return (gain + s.whole) / -math.Log(rarer)
}

// rest is everything outside an element. Rounding can take it below 0.
func (s *scorer) rest(in sums) sums {
	return sums{max(0, s.all.a-in.a), max(0, s.all.b-in.b)}
}

// level is the log-likelihood of an observed and a base count at the level that suits them best.
func (s *scorer) level(x sums) float64 {
	if x.a <= 0 {
		return 0
	}
	if math.IsInf(s.noise.Exposure, 1) {
		return x.a*math.Log(x.a/max(x.b, 1e-9)) - x.a
	}
	t := x.a + x.b
	l := x.a * math.Log(x.a/t)
	if x.b > 0 {
		l += x.b * math.Log(x.b/t)
	}
	return l
}

// drifting is how far everything together usually moves from one period to the next, as the scale of its logarithm.
const drifting = 0.2

// prior is the log-density of the level of everything outside. A rise here and a drop in all else are the same numbers; this says that
// it is the rise. It is a Cauchy density, whose tails are wide: that everything doubled is rare, but when it did no element gains much by
// bringing the rest a little nearer to its usual level.
func (s *scorer) prior(out sums) float64 {
	l := math.Log(max(s.levelOf(out), 1e-9)) / drifting
	return -math.Log1p(l * l)
}

// levelOf is observed over expected, 1 where nothing is.
func (s *scorer) levelOf(x sums) float64 {
	if x.b <= 0 || x.a <= 0 {
		if x.a > 0 {
			return math.Inf(1)
		}
		return 1
	}
	if math.IsInf(s.noise.Exposure, 1) {
		return x.a / x.b
	}
	return x.a / x.b * s.noise.Exposure
}

// tails is the square of how much wider than normal the deviations of single cells are, far out.
func (s *scan) tails() float64 {
	const bins, width = 1024, 1.0 / 64 // up to 16 standard deviations
	var histogram [bins]int
	cells := 0
	for _, x := range s.now {
		if x.b > 0 {
			histogram[min(bins-1, int(math.Abs(x.a/x.b)/s.noise.Spread/width))]++
			cells++
		}
	}
	wide, below, bin := 1.0, 0, 0
	for _, at := range []struct{ share, normal float64 }{{0.5, 0.6745}, {0.9, 1.645}, {0.99, 2.576}, {0.999, 3.291}} {
		if float64(cells)*(1-at.share) < 10 {
			break
		}
		for ; float64(below) < at.share*float64(cells); bin++ {
			below += histogram[bin]
		}
		wide = max(wide, float64(bin)*width/at.normal)
	}
	return wide * wide
}
