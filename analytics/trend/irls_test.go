package trend

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// poisson draws a count by multiplying uniform numbers, or near the normal for large means.
func poisson(random *rand.Rand, mean float64) float64 {
	if mean > 200 {
		return max(0, math.Round(mean+math.Sqrt(mean)*random.NormFloat64()))
	}
	n, p := 0.0, random.Float64()
	for limit := math.Exp(-mean); p > limit; n++ {
		p *= random.Float64()
	}
	return n
}

func ones(n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = 1
	}
	return list
}

// With weekdays only and no prior the regression has a closed form: the weighted mean of each weekday.
func TestWeekdaysAloneAreTheirMeans(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const n = 140
	rows, counts, weights := make([]row, n), make([]float64, n), make([]float64, n)
	var sum, weight [7]float64
	for i := range rows {
		rows[i].put(termWeekday+i%7, 1)
		counts[i], weights[i] = poisson(random, float64(3+5*(i%7))), 0.2+random.Float64()
		sum[i%7] += weights[i] * counts[i]
		weight[i%7] += weights[i]
	}
	var g regression
	for i := range terms {
		if i < termWeekday || i >= termWeekday+7 {
			g.prior[i] = -1
		}
	}
	if !g.fit(rows, counts, weights, make([]float64, n), make([]float64, n)) {
		t.Fatal("no fit")
	}
	for d := range 7 {
		if got, want := math.Exp(g.beta[termWeekday+d]), sum[d]/weight[d]; math.Abs(got-want) > 1e-3*want {
			t.Errorf("weekday %d: %v, not %v", d, got, want)
		}
		// The variance of the logarithm of a Poisson mean is one over the expected total.
		if got, want := g.variance(&rows[d]), 1/sum[d]; math.Abs(got-want) > 0.01*want {
			t.Errorf("weekday %d: variance %v, not %v", d, got, want)
		}
	}
}

// What was planted in the mean comes back, and at the answer the penalised score is zero in every direction.
func TestPlantedTermsComeBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const n = 1400
	rows, counts, offsets := make([]row, n), make([]float64, n), make([]float64, n)
	for i := range rows {
		r := &rows[i]
		r.put(termLevel, 1)
		r.seasonRow(float64(i), yearDays)
		r.put(termWeekday+i%7, 1)
		offsets[i] = math.Log(1 + float64(i%50)/50)
		truth := 3 + 0.5*math.Sin(2*math.Pi*float64(i)/yearDays) + 0.3*float64(i%7/5)
		counts[i] = poisson(random, math.Exp(truth+offsets[i]))
	}
	var g regression
	for i := range terms {
		switch {
		case i >= termHoliday:
			g.prior[i] = -1
		case i >= termSeason:
			g.prior[i] = 0.5
		}
	}
	means := make([]float64, n)
	if !g.fit(rows, counts, ones(n), offsets, means) {
		t.Fatal("no fit")
	}
	if got := g.beta[termWeekday+6] - g.beta[termWeekday+1]; math.Abs(got-0.3) > 0.05 {
		t.Errorf("a Sunday of 0.3 came back as %v", got)
	}
	for i := 0; i < n; i += 37 {
		truth := math.Exp(3 + 0.5*math.Sin(2*math.Pi*float64(i)/yearDays) + 0.3*float64(i%7/5) + offsets[i])
		if math.Abs(means[i]-truth) > 0.08*truth {
			t.Errorf("day %d: %v, not %v", i, means[i], truth)
		}
	}
	g.accumulate(rows, counts, ones(n), offsets, means)
	for i := range termHoliday {
		if math.Abs(g.gradient[i]) > 1 {
			t.Errorf("term %d: the score is %v at the answer", i, g.gradient[i])
		}
	}
}

// Twice the exposure on every day is the same series at half the rate: the fitted means do not move.
func TestExposureOnAllDaysIsALevel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 60
		rows, counts, offsets := make([]row, n), make([]float64, n), make([]float64, n)
		scale := rapid.Float64Range(-3, 3).Draw(t, "log exposure")
		for i := range rows {
			rows[i].put(termLevel, 1)
			rows[i].put(termWeekday+i%7, 1)
			counts[i] = float64(rapid.IntRange(0, 40).Draw(t, "count"))
			offsets[i] = scale
		}
		fit := func(offsets []float64) []float64 {
			var g regression
			for i := range terms {
				switch {
				case i >= termWeekday && i < termHoliday:
					g.prior[i] = 0.5
				case i != termLevel:
					g.prior[i] = -1
				}
			}
			means := make([]float64, n)
			counts[0]++ // a series without any complaint has no logarithm
			defer func() { counts[0]-- }()
			if !g.fit(rows, counts, ones(n), offsets, means) {
				t.Fatal("no fit")
			}
			return means
		}
		plain, scaled := fit(make([]float64, n)), fit(offsets)
		for i := range plain {
			if math.Abs(plain[i]-scaled[i]) > 1e-2*(plain[i]+1) {
				t.Fatalf("day %d: %v becomes %v", i, plain[i], scaled[i])
			}
		}
	})
}
