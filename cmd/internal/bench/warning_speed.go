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
	speedDays  = 3 * 365
	speedWatch = 250 // series a watch: what is held in memory at a time
	// speedHold is the ratio at which 20,000 series take 30 seconds where a pass of mean and deviation over them takes a twentieth of one.
	speedHold = 0.0015
)

// WarningSpeed judges the newest day of many daily series with three years of history, from nothing: no baseline of the day before is used. The
// reference takes the mean and the standard deviation of each series.
func WarningSpeed(series int) Report {
	span := trend.NewSpan(time.Date(2023, 1, 1, 0, 0, 0, 0, analytics.Zone), speedDays)
	watches := make([][]trend.Series, 0, series/speedWatch+1)
	random := rand.New(rand.NewPCG(1, 6))
	for made := 0; made < series; {
		group := make([]trend.Series, min(speedWatch, series-made))
		for j := range group {
			group[j].Counts = simulated(random, math.Exp(random.Float64()*7-2))
		}
		watches = append(watches, group)
		made += len(group)
	}
	elapsed := func(work func([]trend.Series)) Rate {
		began := time.Now()
		next := make(chan []trend.Series)
		var workers sync.WaitGroup
		for range runtime.GOMAXPROCS(0) {
			workers.Go(func() {
				for group := range next {
					work(group)
				}
			})
		}
		for _, group := range watches {
			next <- group
		}
		close(next)
		workers.Wait()
		return Rate{Items: series, Elapsed: time.Since(began)}
	}
	reference := elapsed(func(group []trend.Series) {
		for _, s := range group {
			meanAndDeviation(s.Counts)
		}
	})
	ours := elapsed(func(group []trend.Series) {
		watch := trend.NewWatch(span, group)
		watch.Learn(speedDays - 1)
		watch.Judge(speedDays-1, 1)
	})
	return compare("预警：最新一天，每个序列三年", "序列/秒", speedHold, []Rate{reference}, []Rate{ours})
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
