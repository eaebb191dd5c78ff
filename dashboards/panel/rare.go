package panel

import "math"

// rare is the score beyond which a change is hardly chance: |z| of 2.6 happens in one of a hundred comparisons that compare nothing.
const rare = 2.6

// score is the signed root of the Poisson deviance between two counts over the same number of days, each taken from one common rate
// (likelihood ratio test of two Poisson rates, McCullagh & Nelder 1989, §6.2).
func score(n, base uint64) float64 {
	a, b := float64(n), float64(base)
	if a+b == 0 {
		return 0
	}
	half := (a + b) / 2
	deviance := 2 * (part(a, half) + part(b, half))
	return math.Copysign(math.Sqrt(max(0, deviance)), a-b)
}

func part(x, mean float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(x/mean)
}

// risen and fallen report a change that is worth a sentence: hardly chance, and five complaints at least.
func risen(n, base uint64) bool  { return n >= base+5 && score(n, base) > rare }
func fallen(n, base uint64) bool { return base >= n+5 && score(n, base) < -rare }
