package trend

import "math"

// Where the level of a series has moved for good, its baseline would call every day unusual for half a year, which is how long a full one looks away
// from the newest days. After some weeks what was an event is how things are.
const (
	settleWeeks = 4    // that a new level has to last
	settleReach = 26   // weeks that are looked at: older ones the baseline knows
	settleMost  = 0.75 // part of the weeks since that lie on the same side by more than settleScore
	settleScore = 1.0
)

// Settle finds the series whose level has moved and stayed, and lets their baselines begin anew at it. It is to be called after Learn. A rise is then
// judged by the new level and a fall by the old one, or the other way round when the level has fallen: to come back is no finding.
func (w *Watch) Settle(today int) {
	for j := range w.series {
		w.settle(j, today)
	}
}

func (w *Watch) settle(j, today int) {
	b, s := &w.base[j], &w.series[j]
	b.settled, b.settledFrom = 0, 0
	if b.basis != BasisFull && b.basis != BasisLevel {
		return
	}
	var from, best, n, mean float64
	var same, weeks float64
	sign := 0.0
	for week := 1; week <= settleReach && today-7*week >= max(s.Begins, 1); week++ {
		weekN, weekMean := 0.0, 0.0
		for day := today - 7*week; day < today-7*(week-1); day++ {
			weekN, weekMean = weekN+float64(s.Counts[day]), weekMean+w.expect(j, day)
		}
		score := midScore(weekN, weekMean, b.local+weekMean*(b.unsure+b.swing))
		if week == 1 {
			sign = math.Copysign(1, score)
		}
		if n, mean, weeks = n+weekN, mean+weekMean, weeks+1; score*sign > settleScore {
			same++
		}
		if week == 2 && same < 2 {
			return // it is over
		}
		if same < settleMost*weeks {
			continue
		}
		if gain := math.Abs(n-mean) / math.Sqrt(mean+1); week >= settleWeeks && gain > best {
			best, from = gain, float64(today-7*week)
			b.settled = math.Log((n + 1) / (mean + 1))
		}
	}
	b.settledFrom = int(from)
}

// bothLevels is what a day expects at the higher and at the lower of the levels before and after it settled.
func (b *baseline) bothLevels(day int, expected float64) (more, less float64) {
	if b.settledFrom == 0 || day < b.settledFrom {
		return expected, expected
	}
	factor := math.Exp(b.settled)
	return expected * max(1, factor), expected * min(1, factor)
}
