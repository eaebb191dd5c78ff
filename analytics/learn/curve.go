package learn

import "slices"

// Curve turns the probability of an answer into the share of such answers that are right, where the shape of softmax does not fit: texts that
// repeat others are surer than any score says, and texts that say nothing less sure. It is isotonic regression (Zadrozny and Elkan 2002)
// over the means of equally many answers, with straight lines between, so that it keeps the order of answers.
type Curve struct {
	X []float64 `json:"x"` // ascending
	Y []float64 `json:"y"`
}

// A knot of a curve stands for at least knotAnswers answers, and there are at most maxKnots.
const (
	knotAnswers = 60
	maxKnots    = 20
)

// straight is the curve that changes nothing.
func straight() Curve { return Curve{X: []float64{0, 1}, Y: []float64{0, 1}} }

// Judged is an answer of somebody else's, of which it is known whether it was right.
type Judged struct {
	Confidence float64
	Right      bool
}

// FitCurve fits a curve to answers of anybody; with few of them it is straight.
func FitCurve(list []Judged) Curve {
	all := make([]answered, len(list))
	for i, j := range list {
		all[i].confidence = j.Confidence
		if !j.Right {
			all[i].answer = 1
		}
	}
	return newCurve(byConfidence(all))
}

// newCurve fits a curve to answers that were made without the example answered.
func newCurve(ascending []answered) Curve {
	c := Curve{X: []float64{0}, Y: []float64{0}}
	weights := []float64{0}
	knots := min(maxKnots, len(ascending)/knotAnswers)
	for k := range knots {
		part := ascending[k*len(ascending)/knots : (k+1)*len(ascending)/knots]
		var x, y float64
		for _, a := range part {
			x += a.confidence
			if a.label == a.answer {
				y++
			}
		}
		c.X, c.Y, weights = append(c.X, x/float64(len(part))), append(c.Y, y/float64(len(part))), append(weights, float64(len(part)))
	}
	c.pool(weights)
	if last := len(c.X) - 1; c.X[last] >= 1 {
		c.X, c.Y = c.X[:last], c.Y[:last]
	}
	c.X, c.Y = append(c.X, 1), append(c.Y, 1)
	return c
}

// pool joins neighbours until none falls (the pool-adjacent-violators algorithm).
func (c *Curve) pool(weights []float64) {
	out := 1
	for i := 1; i < len(c.X); i++ {
		c.X[out], c.Y[out], weights[out] = c.X[i], c.Y[i], weights[i]
		for out++; out > 2 && (c.Y[out-2] >= c.Y[out-1] || c.X[out-2] >= c.X[out-1]); out-- {
			of := weights[out-2] + weights[out-1]
			c.X[out-2] = (c.X[out-2]*weights[out-2] + c.X[out-1]*weights[out-1]) / of
			c.Y[out-2] = (c.Y[out-2]*weights[out-2] + c.Y[out-1]*weights[out-1]) / of
			weights[out-2] = of
		}
	}
	c.X, c.Y = c.X[:out], c.Y[:out]
}

// At reads the curve. A curve of two knots is the straight line.
func (c *Curve) At(p float64) float64 {
	i, found := slices.BinarySearch(c.X, p)
	switch {
	case found:
		return c.Y[i]
	case i == 0 || i == len(c.X):
		return p
	}
	x0, y0 := c.X[i-1], c.Y[i-1]
	return y0 + (p-x0)/(c.X[i]-x0)*(c.Y[i]-y0)
}

// valid reports whether a curve that was read is one.
func (c *Curve) valid() bool {
	if len(c.X) < 2 || len(c.X) != len(c.Y) || c.X[0] != 0 || c.X[len(c.X)-1] != 1 {
		return false
	}
	for i := range c.X {
		if c.Y[i] < 0 || c.Y[i] > 1 || i > 0 && (c.X[i] <= c.X[i-1] || c.Y[i] < c.Y[i-1]) {
			return false
		}
	}
	return true
}
