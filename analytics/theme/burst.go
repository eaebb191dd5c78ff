package theme

import "math"

// Surprising is the Burst from which a number is too large for chance, when thousands of themes are looked at.
const Surprising = 3.3

// Burst is how surprising it is to see recent tellings now when before were seen earlier: the signed root of the likelihood ratio of two
// Poisson rates (Wilks 1938), in standard deviations. share is the length of now over that of earlier, or the number of all texts now over
// that of all earlier. The short past of a young installation is uncertain itself, which the ratio takes in: three after silence have 2.0
// when as many texts were seen before as now, 3.4 with six times as many, 3.9 with twelve times as many.
func Burst(recent int, before, share float64) float64 {
	n := float64(recent)
	now := (n + before) * share / (1 + share) // expected when nothing changed
	then := n + before - now
	deviance := 0.0
	if n > 0 {
		deviance += n * math.Log(n/now)
	}
	if before > 0 {
		deviance += before * math.Log(before/then)
	}
	return math.Copysign(math.Sqrt(max(0, 2*deviance)), n-now)
}
