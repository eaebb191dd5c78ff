package cause

import (
	"math"
	"slices"
)

// Kind is what kind of chance is at work in a cell.
type Kind uint8

const (
	// Counts: what is observed is a count, and what is expected is the count of a base divided by its Exposure. Both are uncertain.
	// Rates are counts whose expectation comes from the exposure of each cell and an earlier rate.
	Counts Kind = iota
	// Relative: both are amounts, and the observed one is off by a share of itself that is alike in all cells.
	Relative
)

// Noise is the model of chance under which cells are compared.
type Noise struct {
	Kind Kind
	// Exposure is how many times the observed period the expectation of Counts rests on: 3 when it is the mean of three months. +Inf
	// takes the expectation for certain.
	Exposure float64
	// Dispersion is the standard deviation of the logarithm of an element's own level around its expectation, beyond what Poisson counts
	// vary; 0 has it estimated from all elements, below 0 there is none.
	Dispersion float64
	// Varying is the variance of a cell's own level around its expectation, as a share: 0.1 lets a cell be 30 % off. A cell that expects
	// μ then counts as μ/(1 + Varying·μ), so that no cell outweighs all others because it is large.
	Varying float64
	// Spread is the standard deviation of a cell's deviation under Relative; 0 has it estimated.
	Spread float64
}

// RateNoise is the model for rates: exposure and rate of a cell change from one period to the next by themselves, by about a third.
func RateNoise(periods int) Noise {
	return Noise{Kind: Counts, Exposure: float64(max(1, periods)), Dispersion: -1, Varying: 0.1}
}

// mostPeriods is how long a mean of periods is looked for: 5 years of months.
const mostPeriods = 60

// NoiseOf chooses the model from the cells themselves. Whole numbers that differ from the expectation as counts do are counts; anything
// else has relative noise. When all expectations are multiples of 1/m they are a mean of m periods.
func NoiseOf(c *Cells) Noise {
	var off []float64
	for i, observed := range c.Observed {
		if observed != math.Trunc(observed) || observed < 0 {
			return Noise{Kind: Relative}
		}
		if e := c.Expected[i]; e >= 5 {
			off = append(off, (observed-e)*(observed-e)/e)
		}
	}
	// The median of the squared deviations of Poisson counts is 0.45; with 20 times that they are no counts of what comes singly.
	if len(off) > 30 && median(off) > 9 {
		return Noise{Kind: Relative}
	}
	return Noise{Kind: Counts, Exposure: periods(c.Expected)}
}

// periods is the smallest m of which all expectations are a multiple of 1/m, +Inf when there is none.
func periods(expected []float64) float64 {
	for m := 1.0; m <= mostPeriods; m++ {
		if !slices.ContainsFunc(expected, func(e float64) bool {
			return math.Abs(e*m-math.Round(e*m)) > m*1e-4 // files round to a few decimals, so a multiple is missed by m times that
		}) {
			return m
		}
	}
	return math.Inf(1)
}

// median reorders its argument.
func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	if n := len(list); n%2 == 0 {
		return (list[n/2-1] + list[n/2]) / 2
	}
	return list[len(list)/2]
}

// deviation is the symmetric relative deviation 2(o − e)/(o + e), from −2 to 2. Unlike (o − e)/e it has the same tails on both sides.
func deviation(o, e float64) float64 {
	if o+e == 0 {
		return 0
	}
	return 2 * (o - e) / (o + e)
}

// spread is a robust standard deviation of deviations around 0.
func spread(deviations []float64) float64 {
	sizes := make([]float64, len(deviations))
	for i, d := range deviations {
		sizes[i] = math.Abs(d)
	}
	return max(median(sizes)/0.6745, 1e-6)
}
