package trend

import "math"

// Rare is the score beyond which a difference happens by chance in less than one of a hundred comparisons: the normal quantile of 99.5 %.
const Rare = 2.6

// Score is the signed root of the Poisson deviance between two counts and what they would be if complaints came as often in both: n in
// days, base in baseDays. It is 0 when both came alike, positive when n is the more frequent, and about standard normal when only
// chance is at work.
//
// Both counts are uncertain, so the expectation is pooled from both: given their total, n is binomial with the share of its days
// (Przyborowski and Wilenski, "Homogeneity of results in testing samples from Poisson series", 1940). An expectation from base alone
// would take the base for certain and call many chance differences rare; with base 0 it would not exist.
func Score(n, base uint64, days, baseDays int) float64 {
	if days <= 0 || baseDays <= 0 {
		return 0
	}
	return ScoreShare(n, base, float64(days)/float64(days+baseDays))
}

// ScoreShare is Score where n has a share of all, between 0 and 1, when nothing happened.
func ScoreShare(n, base uint64, share float64) float64 {
	total := float64(n) + float64(base)
	if total == 0 {
		return 0
	}
	expected, expectedBase := total*share, total*(1-share)
	deviance := 2 * (part(float64(n), expected) + part(float64(base), expectedBase))
	score := math.Sqrt(max(deviance, 0)) // rounding can take a deviance of 0 below it
	if float64(n) < expected {
		return -score
	}
	return score
}

// TwoSided is the probability that a standard normal lies at least as far from 0 as a score.
func TwoSided(score float64) float64 { return 2 * tailOf(math.Abs(score)) }

// part is x·ln(x/expected), which goes to 0 with x.
func part(x, expected float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(x/expected)
}
