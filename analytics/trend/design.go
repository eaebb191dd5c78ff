package trend

import "math"

// The terms of the regression, in the order of their coefficients. A day has few that are not zero, so a row keeps places and values.
const (
	termLevel   = 0
	termSeason  = 1               // ten places of the year
	termWeekday = termSeason + 10 // seven, Monday first
	termHoliday = termWeekday + 7 // one for each Effect but EffectNone
	terms       = termHoliday + int(effects) - 1
	seasons     = termWeekday - termSeason
	rowSize     = 1 + 4 + 5 + 1
)

// yearDays is the length of the year of the calendar.
const yearDays = 365.2425

// row is what the regression knows of one day.
type row struct {
	n  int8
	at [rowSize]int8
	x  [rowSize]float64
}

func (r *row) put(at int, x float64) {
	r.at[r.n], r.x[r.n] = int8(at), x
	r.n++
}

// seasonRow puts the season of a day: a cubic B-spline on ten knots that closes on itself over the year. It has the ten degrees of
// freedom of the ten-level factor of Noufaily et al. (2013) and no steps, which matters for daily data: a level of five weeks leaves in a
// steep season residuals that look like an outbreak at its one end and like a gap at its other.
func (r *row) seasonRow(day, year float64) {
	place := math.Mod(day/year, 1) * seasons
	if place < 0 {
		place += seasons
	}
	knot := int(place)
	u := place - float64(knot)
	v := 1 - u
	r.put(termSeason+(knot+seasons-1)%seasons, v*v*v/6)
	r.put(termSeason+knot%seasons, (3*u*u*u-6*u*u+4)/6)
	r.put(termSeason+(knot+1)%seasons, (3*v*v*v-6*v*v+4)/6)
	r.put(termSeason+(knot+2)%seasons, u*u*u/6)
}

// linear is the logarithm of the expected count of a day, without exposure.
func (r *row) linear(beta *[terms]float64) float64 {
	sum := 0.0
	for i := range r.n {
		sum += beta[r.at[i]] * r.x[i]
	}
	return sum
}
