package analytics

import "slices"

// What was read from words beside labels, as axes to choose and count by. A complaint has any number of demands and urgencies, so the
// counts of these two do not add up to all; the empty value is "none".
const (
	AxisDemand  = "demand"  // Insight.Demands
	AxisUrgency = "urgency" // Insight.Urgency
	AxisMood    = "mood"    // band of Insight.Sentiment
	AxisRating  = "rating"  // Insight.Rating, 1–5
)

// SaidAxes are these axes. Findings are not made of them.
var SaidAxes = []string{AxisDemand, AxisUrgency, AxisMood, AxisRating}

// Choosable are all axes that a Choice may name.
var Choosable = slices.Concat(Axes, SaidAxes, CustomerAxes)

// The bands of sentiment: what lies between −BandEdge and BandEdge is mixed or shows nothing.
const (
	BandBad   = "bad"
	BandMixed = "mixed"
	BandGood  = "good"
	BandEdge  = 0.2
)

// BandOf is the band of a sentiment.
func BandOf(sentiment float32) string {
	switch {
	case sentiment <= -BandEdge:
		return BandBad
	case sentiment >= BandEdge:
		return BandGood
	}
	return BandMixed
}
