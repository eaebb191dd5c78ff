package trend

import (
	"math"
	"slices"
)

// dispersion is Pearson's within weeks: of each seven days, the squares around their own level. What moves whole weeks is not chance of a day, and
// stands in swing. It is never below that of Poisson counts. A short history is joined with a week of dispersion 2, which is ordinary for
// complaints: seven quiet days prove nothing.
//
// The second value is that of the season around today, by the weeks within season of it in every year, joined with a few weeks of the whole: at one time of the
// year complaints come in bursts and at another one by one.
func (l *learner) dispersion(span *Span, b *baseline, today int) (whole, local float64) {
	const season, joined = 45, 24 // days to both sides; degrees of freedom
	var sum, freedom, near, nearFreedom float64
	for from := b.from; from+7 <= b.until; from += 7 {
		s, f := l.week(from)
		sum, freedom = sum+s, freedom+f
		apart := math.Mod(float64(today-from), span.year)
		if min(apart, span.year-apart) <= season {
			near, nearFreedom = near+s, nearFreedom+f
		}
	}
	if b.basis != BasisFull {
		whole = max((sum+7*2)/(freedom+7), 1)
		return whole, whole
	}
	whole = max(sum/max(freedom, 1), 1)
	return whole, max((near+joined*whole)/(nearFreedom+joined), 1)
}

// week is the sum of squared Pearson residuals of seven days around their own level, and its degrees of freedom.
func (l *learner) week(from int) (sum, freedom float64) {
	n, mean, used := 0.0, 0.0, 0.0
	for i := from; i < from+7; i++ {
		if l.weights[i] > 0 {
			n, mean, used = n+l.counts[i], mean+l.means[i], used+1
		}
	}
	if used < 2 || n == 0 || mean <= 0 {
		return 0, 0 // where nothing came, nothing can be learnt of how unevenly it would have
	}
	for i := from; i < from+7; i++ {
		if w := l.weights[i]; w > 0 {
			m := n / mean * l.means[i]
			sum += w * (l.counts[i] - m) * (l.counts[i] - m) / max(m, smallMean)
		}
	}
	return sum, used - 1
}

// swings judges how much seven days differ between years at this time of the year, beyond chance: the mean square of the relative residuals
// within three weeks of the day in each earlier year, less what chance makes. The year that differs most counts like the second, since one
// outbreak is none of the season's; a season that comes every year at another strength stays. Where the year's own level of the weeks
// before would have predicted better than the mean of all years, follow says how much of it to take over.
func (l *learner) swings(span *Span, b *baseline, today int) {
	b.swing, b.follow = 0, 0
	if b.basis != BasisFull {
		return
	}
	b.swing = l.swing(span, b, today, 0)
	if b.swing < leastSwing {
		return
	}
	if swing := l.swing(span, b, today, following); swing < b.swing {
		b.swing, b.follow = swing, following
	}
}

const (
	leastSwing = 0.03 * 0.03 // below 3 % the years are alike
	following  = 0.8         // of the logarithm of the weeks before
	reference  = 14          // days of the weeks before
	// fewYears widens a variance known from so few years: at one in a thousand the quantile of Student's distribution with six degrees of
	// freedom is 5.2 where the normal one is 3.1, and its square 1 + 11/6 times as large.
	fewYears = 11.0
)

func (l *learner) swing(span *Span, b *baseline, today int, follow float64) float64 {
	const reach = 21
	year := int(math.Round(span.year))
	list, chances, seen := l.spread[:0], 0.0, 0.0
	for middle := today - year; middle+reach >= b.from; middle -= year {
		sum, days := 0.0, 0.0
		for end := max(middle-reach, b.from+7+reference); end <= min(middle+reach, b.until-1); end++ {
			n, mean, whole := 0.0, 0.0, true
			for i := end - 6; i <= end; i++ {
				n, mean, whole = n+l.counts[i], mean+l.means[i], whole && l.base[i] > 0
			}
			if !whole || mean < 0.5 {
				continue
			}
			chance := 0.0
			if follow > 0 {
				before, expected := 0.0, 0.0
				for i := end - 6 - reference; i <= end-7; i++ {
					if l.base[i] > 0 {
						before, expected = before+l.counts[i], expected+l.means[i]
					}
				}
				mean *= follower(before, expected, follow)
				chance = follow * follow * b.dispersion / (expected + 1)
			}
			chance += b.dispersion / mean
			sum += (n-mean)*(n-mean)/(mean*mean) - chance
			chances, seen = chances+chance, seen+1
			days++
		}
		if days > 10 {
			list = append(list, sum/days)
		}
	}
	l.spread = list
	if len(list) < 2 {
		return 0
	}
	slices.Sort(list)
	if n := len(list); n > 2 {
		list[n-1] = list[n-2]
	}
	sum, years := 0.0, float64(len(list))
	for _, x := range list {
		sum += x
	}
	swing := sum / years
	// Of the weeks within reach six a year are independent, and each square has the variance 2·chance².
	if chance := chances / seen; swing < 2*chance*math.Sqrt(2/(6*years)) {
		return 0
	}
	return swing * (1 + fewYears/years)
}

// follower is the factor by which an expectation follows the level of the weeks before.
func follower(n, mean, follow float64) float64 {
	return math.Pow((n+1)/(mean+1), follow)
}
