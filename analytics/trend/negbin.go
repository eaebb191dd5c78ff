package trend

import "math"

// upperTail is the chance that a count with a mean and a dispersion (variance over mean) is n or more. Above a dispersion of 1 the count is
// negative binomial with size mean/(dispersion−1), as in Noufaily et al., "An improved algorithm for outbreak detection in multiple
// surveillance systems", Statistics in Medicine 32 (2013) 1206, section 3.4; otherwise it is Poisson.
func upperTail(n, mean, dispersion float64) float64 {
	if n <= 0 {
		return 1
	}
	if mean <= 0 {
		return 0
	}
	if dispersion < leastDispersion {
		return lowerGamma(n, mean)
	}
	size := mean / (dispersion - 1)
	return incompleteBeta(1-1/dispersion, n, size)
}

// AtLeast is the probability of n complaints or more where mean are expected and their variance is dispersion times as large.
func AtLeast(n, mean, dispersion float64) float64 { return upperTail(n, mean, dispersion) }

// AtMost is the largest number of complaints that is still expected in 99 of 100.
func AtMost(mean, dispersion float64) float64 { return upperBound(0.01, mean, dispersion) }

// ScoreOf is the normal score that is exceeded with a probability.
func ScoreOf(p float64) float64 { return scoreOf(p) }

// leastDispersion is where the negative binomial becomes Poisson: nearer to 1 its size has no digits left.
const leastDispersion = 1 + 1e-6

// midScore is the standard normal score of a count, by its mid-p value: the half of P(n) counts as above and the half as below, so that
// scores of small counts are centred too. It is positive above the mean. Scores end at ±farthest.
func midScore(n, mean, dispersion float64) float64 {
	above, below := upperTail(n, mean, dispersion), upperTail(n+1, mean, dispersion)
	return scoreOf((above + below) / 2)
}

// farthest is where tail probabilities leave the range of floating point numbers.
const farthest = 37.0

// scoreOf is the normal score that is exceeded with a probability.
func scoreOf(p float64) float64 {
	switch {
	case p <= 0 || math.IsNaN(p):
		return farthest
	case p >= 1:
		return -farthest
	case p < 1e-10: // Erfcinv loses its digits; Newton steps on the logarithm of the tail
		z := math.Sqrt(-2 * math.Log(p))
		for range 8 {
			tail := math.Erfc(z/math.Sqrt2) / 2
			if tail <= 0 {
				return farthest
			}
			density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
			z += (math.Log(tail) - math.Log(p)) * tail / density
		}
		return min(z, farthest)
	}
	return math.Sqrt2 * math.Erfcinv(2*p)
}

// tailOf is the probability that a standard normal exceeds a score.
func tailOf(score float64) float64 { return math.Erfc(score/math.Sqrt2) / 2 }

// upperBound is the smallest count that is reached with a probability of at most alpha, less one: the largest that is still expected.
func upperBound(alpha, mean, dispersion float64) float64 {
	low, high := -1.0, math.Ceil(mean+1) // P(≥ low+1) > alpha holds for low = −1
	for upperTail(high+1, mean, dispersion) > alpha {
		low, high = high, high*2+1
	}
	for high-low > 1 {
		middle := math.Floor((low + high) / 2)
		if upperTail(middle+1, mean, dispersion) > alpha {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// lowerBound is the smallest count that is still expected: below it a count falls with a probability of at most alpha.
func lowerBound(alpha, mean, dispersion float64) float64 {
	low, high := 0.0, math.Ceil(mean)+1
	for high-low > 1 {
		middle := math.Floor((low + high) / 2)
		if 1-upperTail(middle, mean, dispersion) > alpha {
			high = middle
		} else {
			low = middle
		}
	}
	return low
}

// lowerGamma is the regularised lower incomplete gamma function P(a, x), which is the chance of a or more in a Poisson count of mean x: a series
// below its peak, a continued fraction above it (Abramowitz and Stegun 6.5.29 and 6.5.31).
func lowerGamma(a, x float64) float64 {
	if x <= 0 {
		return 0
	}
	log, _ := math.Lgamma(a)
	front := math.Exp(a*math.Log(x) - x - log)
	if x < a+1 {
		term := 1 / a
		sum := term
		for k := 1.0; k < 10_000; k++ {
			term *= x / (a + k)
			sum += term
			if term < sum*1e-14 {
				break
			}
		}
		return min(front*sum, 1)
	}
	fraction := continued(func(k int) (float64, float64) {
		if k == 0 {
			return 1, x + 1 - a
		}
		return -float64(k) * (float64(k) - a), x + 2*float64(k) + 1 - a
	})
	return max(0, 1-front*fraction)
}

// incompleteBeta is the regularised incomplete beta function I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8).
func incompleteBeta(x, a, b float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	turned := x > (a+1)/(a+b+2) // where the fraction of the other tail is the one that converges
	if turned {
		x, a, b = 1-x, b, a
	}
	ab, _ := math.Lgamma(a + b)
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	front := math.Exp(ab - la - lb + a*math.Log(x) + b*math.Log1p(-x))
	fraction := continued(func(k int) (float64, float64) {
		if k == 0 {
			return 1, 1
		}
		m := float64(k / 2)
		if k%2 == 0 {
			return m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m)), 1
		}
		return -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1)), 1
	})
	tail := min(max(front*fraction/a, 0), 1)
	if turned {
		return 1 - tail
	}
	return tail
}

// continued evaluates n₀/(d₀ + n₁/(d₁ + n₂/(d₂ + …))) by the modified Lentz algorithm (Thompson and Barnett 1986).
func continued(term func(k int) (numerator, denominator float64)) float64 {
	const tiny = 1e-300
	value, c, d := tiny, tiny, 0.0
	for k := range 20_000 {
		n, b := term(k)
		d = b + n*d
		if d == 0 {
			d = tiny
		}
		c = b + n/c
		if c == 0 {
			c = tiny
		}
		d = 1 / d
		step := c * d
		value *= step
		if k > 0 && math.Abs(step-1) < 1e-14 {
			break
		}
	}
	return value
}
