package effect

import (
	"math"
	"math/rand/v2"
)

// world is how a simulated series behaves.
type world struct {
	days, start int
	daily       float64 // cases a day at the usual level
	others      float64 // others a day
	spread      float64 // variance over mean of a week's cases, 1 is chance alone
	season      float64 // amplitude of what moves both alike
	factor      func(day int) float64
}

// simulate draws a study. Cases swing from week to week by themselves; both swing together with the season and the day of the week.
func simulate(r *rand.Rand, w world) Study {
	s := Study{Start: w.start, Controlled: w.others > 0}
	swing := 1.0
	for i := range w.days {
		if i%weekDays == 0 && w.spread > 1 {
			variance := (w.spread - 1) / (w.daily * weekDays) // of a gamma with mean 1
			swing = gamma(r, 1/variance) * variance
		}
		common := math.Exp(w.season*math.Sin(float64(i)/58)) * []float64{1.1, 1.1, 1, 1, 1.1, 0.9, 0.8}[i%weekDays]
		d := Day{Cases: poisson(r, w.daily*common*swing*w.factor(i)), Others: poisson(r, w.others*common)}
		if !s.Controlled {
			d.Exposure = common
		}
		s.Days = append(s.Days, d)
	}
	return s
}

// from is a factor that holds from a day on.
func from(day int, factor float64) func(int) float64 {
	return func(i int) float64 {
		if i >= day {
			return factor
		}
		return 1
	}
}

func poisson(r *rand.Rand, mean float64) float64 {
	if mean > 50 {
		return math.Max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
	}
	// Knuth's: how many uniform factors until their product falls below e to the −mean.
	n, product, least := 0.0, r.Float64(), math.Exp(-mean)
	for product > least {
		n++
		product *= r.Float64()
	}
	return n
}

// gamma draws from a gamma distribution of scale 1 (Marsaglia and Tsang 2000).
func gamma(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(r, shape+1) * math.Pow(r.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := math.Pow(1+c*x, 3)
		if v > 0 && math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}
