package bench

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

const (
	speedDays   = 3 * 365
	speedWatch  = 250 // series a watch: what is held in memory at a time
	speedPasses = 200 // of the reference over each series
	// speedHold is the ratio at which 20,000 series take 30 seconds on two processors, 3 ms each, where a pass over three years takes 1.6 µs.
	speedHold = 0.11
)

// WarningSpeed judges the newest day of many daily series with three years of history, from nothing: no baseline of the day before is used. The
// reference takes the mean and the standard deviation of each series two hundred times; both take turns within each worker, so
// that a busy machine slows both.
func WarningSpeed(series int) Report {
	span := trend.NewSpan(time.Date(2023, 1, 1, 0, 0, 0, 0, analytics.Zone), speedDays)
	processors := runtime.GOMAXPROCS(0)
	next := make(chan []trend.Series)
	ours, reference := make([]time.Duration, processors), make([]time.Duration, processors)
	var workers sync.WaitGroup
	for i := range processors {
		workers.Go(func() {
			for group := range next {
				began := time.Now()
				for range speedPasses {
					for j := range group {
						meanAndDeviation(group[j].Counts)
					}
				}
				middle := time.Now()
				watch := trend.NewWatch(span, group)
				watch.Learn(speedDays - 1)
				watch.Judge(speedDays-1, 1)
				reference[i] += middle.Sub(began)
				ours[i] += time.Since(middle)
			}
		})
	}
	random := rand.New(rand.NewPCG(1, 6)) // the same series in every run
	for made := 0; made < series; made += speedWatch {
		group := make([]trend.Series, min(speedWatch, series-made))
		for j := range group {
			group[j].Counts = simulated(random, math.Exp(random.Float64()*7-2))
		}
		next <- group
	}
	close(next)
	workers.Wait()
	rate := func(elapsed []time.Duration) []Rate {
		total := time.Duration(0)
		for _, e := range elapsed {
			total += e
		}
		return []Rate{{Items: series, Elapsed: total / time.Duration(processors)}}
	}
	return compare("预警：三年日序列的最新一天", "序列/秒", speedHold, rate(reference), rate(ours))
}

// simulated is a series with a season and a week around a mean.
func simulated(random *rand.Rand, mean float64) []float32 {
	counts := make([]float32, speedDays)
	for i := range counts {
		m := mean * (1 + 0.3*math.Sin(2*math.Pi*float64(i)/365)) * [7]float64{1.1, 1, 1, 1, 1.1, 0.9, 0.8}[i%7]
		n := m + math.Sqrt(1.5*m)*random.NormFloat64()
		counts[i] = float32(max(0, math.Round(n)))
	}
	return counts
}

//go:noinline
func meanAndDeviation(counts []float32) (mean, deviation float64) {
	for _, n := range counts {
		mean += float64(n)
	}
	mean /= float64(len(counts))
	for _, n := range counts {
		deviation += (float64(n) - mean) * (float64(n) - mean)
	}
	return mean, math.Sqrt(deviation / float64(len(counts)))
}
