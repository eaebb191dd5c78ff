package theme

import "math"

// Surprising is the Burst from which a number is too large for chance, when thousands of themes are looked at.
const Surprising = 3.5

// Burst is how surprising it is to see recent tellings now when before were seen earlier: the signed root of the Poisson deviance between recent
// and what is expected, in standard deviations; share is the length of now over that of earlier (or the number of all texts now over that
// of all earlier). One telling that might have been is added to before, so that what was never seen is expected a little: three in a month
// after a year of silence have 4.0, after a quarter 2.8.
func Burst(recent int, before, share float64) float64 {
	expected := (before + 1) * share
	n := float64(recent)
	if n == 0 {
		return -math.Sqrt(2 * expected)
	}
	deviance := 2 * (n*math.Log(n/expected) - (n - expected))
	return math.Copysign(math.Sqrt(max(0, deviance)), n-expected)
}
