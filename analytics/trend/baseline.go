package trend

import (
	"math"
	"slices"
)

// Basis says from how much history an expectation comes.
type Basis int8

// The bases, from none to all.
const (
	BasisNone  Basis = iota // fewer than 14 days: nothing can be said
	BasisShort              // fewer than 8 weeks: the level and the weekday of the days before
	BasisLevel              // fewer than 2 years: the level and the weekday of the last half year, without season
	BasisFull               // trend, season, weekday and holidays
)

// String names a basis for people; of a full one there is nothing to say.
func (b Basis) String() string {
	return [...]string{"历史不足 14 天，不作判断", "历史不足 8 周，只与近期水平和星期比较", "历史不足 2 年，不含季节", ""}[b]
}

const (
	leastHistory = 14
	shortHistory = 8 * 7
	fullHistory  = 2 * 364
	levelHistory = 26 * 7 // of a level without season older days tell nothing
	fullGuard    = 26 * 7 // days before today that teach nothing, so that an outbreak does not raise its own bar (Noufaily et al. 2013, 3.3)
	levelGuard   = 14
	shortGuard   = 7
	rareWeek     = 5.0  // complaints a week below which a series is rare
	outlying     = 2.58 // Anscombe residual from which a day loses weight (Noufaily et al. 2013, 3.2)
	smallMean    = 0.01 // a day that expects less counts as if it expected this, in residuals
)

// baseline is what was learnt of a series from the days before one day.
type baseline struct {
	basis       Basis
	rare        bool
	from, until int // the days that taught it, until excluded
	beta        [terms]float64
	warm        bool    // beta is from an earlier fit
	slope       float64 // growth a year, of the logarithm, around the day until
	shift       float64 // of the logarithm, from the day shiftFrom on: what people accepted as the new level
	shiftFrom   int
	dispersion  float64 // variance over mean of one day
	local       float64 // the same at this time of the year
	swing       float64 // variance of the logarithm of seven days' mean between the years, at this time of the year
	follow      float64 // how much of the level of the weeks before is taken over
	floor       float64 // least expectation of a day: one complaint in all days that taught a rare series
	unsure      float64 // variance of the logarithm of the expectation
}

// mean expects a day.
func (b *baseline) mean(span *Span, s *Series, day int) float64 {
	offset, counts := s.offset(day)
	if !counts || b.basis == BasisNone {
		return 0
	}
	eta := span.rows[day].linear(&b.beta) + offset + b.drift(span, day)
	return max(math.Exp(min(max(eta, lowestEta), highEta)), b.floor)
}

// drift is what trend and accepted shifts add to the logarithm.
func (b *baseline) drift(span *Span, day int) float64 {
	d := b.slope * float64(day-b.until) / span.year
	if b.shiftFrom > 0 && day >= b.shiftFrom {
		d += b.shift
	}
	return d
}

// learner fits baselines one after another in the same memory.
type learner struct {
	g                                     regression
	base, weights, offsets, counts, means []float64
	slopes                                []slope
	totals, exposures                     []float64 // running sums over the days that count
	spread                                []float64
}

func newLearner(days int) *learner {
	l := &learner{slopes: make([]slope, 0, 256), spread: make([]float64, 0, 64)}
	for _, list := range []*[]float64{&l.base, &l.weights, &l.offsets, &l.counts, &l.means, &l.totals, &l.exposures} {
		*list = make([]float64, days+1)
	}
	return l
}

// learn improves a baseline by the days before today. common has a factor for each day on which all series of the watch moved alike, 0 on
// others: such days teach nothing of one series.
func (l *learner) learn(span *Span, s *Series, common []float64, today int, b *baseline) {
	b.choose(s, today)
	if b.basis == BasisNone {
		return
	}
	total, days := l.prepare(s, common, b)
	if days < leastHistory/2 {
		b.basis = BasisNone
		return
	}
	b.rare = total/days*7 < rareWeek
	b.slope, b.floor = 0, 0
	if b.rare && b.basis != BasisFull {
		b.floor = 1 / days
	}
	if b.basis == BasisFull && !b.rare {
		b.slope = l.slope(span, b)
	}
	for i := b.from; i < b.until; i++ {
		l.offsets[i] += b.drift(span, i)
	}
	l.priors(b)
	passes := 1
	if !b.warm {
		passes, b.beta, b.dispersion = 2, [terms]float64{}, 1
		exposure := l.exposures[b.until] - l.exposures[b.from]
		b.beta[termLevel] = math.Log((total + 0.5) / exposure)
	}
	l.g.beta = b.beta
	for pass := range passes {
		l.weigh(span, b, b.warm || pass > 0)
		i, j := b.from, b.until
		if !l.g.fit(span.rows[i:j], l.counts[i:j], l.weights[i:j], l.offsets[i:j], l.means[i:j]) {
			b.basis, b.warm = BasisNone, false
			return
		}
		b.beta = l.g.beta
		b.dispersion, b.local = l.dispersion(span, b, today)
	}
	b.warm = true
	b.unsure = l.g.variance(&span.rows[min(today, len(span.rows)-1)]) * b.dispersion
	l.swings(span, b, today)
	l.accept(span, s, b, today)
}

// choose takes the basis and its days from the length of the history.
func (b *baseline) choose(s *Series, today int) {
	history := today - s.Begins
	basis, guard, from := BasisFull, fullGuard, s.Begins
	switch {
	case history < leastHistory:
		basis = BasisNone
	case history < shortHistory:
		basis, guard = BasisShort, min(shortGuard, history/4)
	case history < fullHistory:
		basis, guard, from = BasisLevel, levelGuard, max(s.Begins, today-levelHistory)
	}
	if basis != b.basis {
		b.warm = false
	}
	b.basis, b.from, b.until = basis, from, today-guard
}

// prepare lays out the days of the history and returns the sum and number of those that count.
func (l *learner) prepare(s *Series, common []float64, b *baseline) (total, days float64) {
	l.totals[b.from], l.exposures[b.from] = 0, 0
	for i := b.from; i < b.until; i++ {
		offset, counts := s.offset(i)
		l.offsets[i], l.counts[i], l.base[i] = offset, float64(s.Counts[i]), 1
		if !counts || common[i] > 0 {
			l.base[i] = 0
		}
	}
	open := b.basis != BasisFull && s.openDays(b.until-shortHistory) <= shortHistory*3/4
	for _, v := range s.Verdicts {
		if v.Kind == VerdictConfirmed || v.Kind == VerdictExpected || v.Kind == VerdictOpen && open {
			for i := max(v.From, b.from); i <= min(v.To, b.until-1); i++ {
				l.base[i] = 0
			}
		}
	}
	for _, v := range s.Verdicts {
		if v.Kind == VerdictFalse {
			for i := max(v.From, b.from); i <= min(v.To, b.until-1); i++ {
				l.base[i] *= keptWhole
			}
		}
	}
	for i := b.from; i < b.until; i++ {
		l.totals[i+1], l.exposures[i+1] = l.totals[i], l.exposures[i]
		if l.base[i] > 0 {
			l.totals[i+1] += l.counts[i]
			l.exposures[i+1] += math.Exp(l.offsets[i])
			days++
		}
	}
	return l.totals[b.until], days
}

// openDays counts the days since one about which nobody has decided. When they are many, the level is another, whatever people say.
func (s *Series) openDays(since int) int {
	n := 0
	for _, v := range s.Verdicts {
		if v.Kind == VerdictOpen && v.To >= since {
			n += v.To - max(v.From, since) + 1
		}
	}
	return n
}

// keptWhole marks a day whose weight residuals do not lower; it weighs as one.
const keptWhole = 1 + 1e-9

// priors of the coefficients: information of a complaint or so, which a series of any size overrules, and a rare one does not.
func (l *learner) priors(b *baseline) {
	weak := 0.3
	if b.rare {
		weak = 3
	}
	for i := range terms {
		switch {
		case i == termLevel:
			l.g.prior[i] = 0
		case i < termWeekday && b.basis != BasisFull:
			l.g.prior[i] = -1
		default:
			l.g.prior[i] = weak
		}
	}
}

// weigh gives each day its weight: none where it does not count, and less the farther its Anscombe residual lies beyond outlying. Days far
// below lose weight like days far above: a channel that was dead for a week says nothing of how many complaints there are.
func (l *learner) weigh(span *Span, b *baseline, byResidual bool) {
	sum, days := 0.0, 0.0
	for i := b.from; i < b.until; i++ {
		w := l.base[i]
		if w > 0 {
			days++
			if byResidual && w == 1 {
				mean := math.Exp(min(max(span.rows[i].linear(&b.beta)+l.offsets[i], lowestEta), highEta))
				if a := math.Abs(anscombe(l.counts[i], mean, b.dispersion)); a > outlying {
					w = 1 / (a * a)
				}
			}
		}
		l.weights[i] = w
		sum += w
	}
	if sum == 0 {
		return
	}
	for i := b.from; i < b.until; i++ {
		l.weights[i] *= days / sum
	}
}

// anscombe is the Anscombe residual of a quasi-Poisson count, about standard normal (Noufaily et al. 2013, 3.2, without the leverage, which is
// one over some hundred days here).
func anscombe(n, mean, dispersion float64) float64 {
	mean = max(mean, smallMean)
	root := math.Cbrt(mean)
	twoThirds := math.Cbrt(n)
	return 1.5 * (twoThirds*twoThirds - root*root) / math.Sqrt(root*dispersion)
}

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

// slope is one difference between the same four weeks of two years.
type slope struct{ value, weight float64 }

// slope is the growth a year of the logarithm by the seasonal Kendall method (Hirsch, Slack and Smith, "Techniques of trend analysis for monthly
// water quality data", 1982): the median of all differences between the same four weeks of different years, here weighted by how many years
// lie between. It does not see seasonal outbreaks, which a slope of the regression follows and then extrapolates.
func (l *learner) slope(span *Span, b *baseline) float64 {
	const block, least = 28, 10.0
	year := int(math.Round(span.year))
	list := l.slopes[:0]
	signs, squares := 0.0, 0.0
	rate := func(end int) (float64, float64) {
		exposure := l.exposures[end] - l.exposures[end-block]
		n := l.totals[end] - l.totals[end-block]
		return n, exposure
	}
	for a := b.until; a-block >= b.from; a -= block {
		n, e := rate(a)
		for c := a - year; c-block >= b.from; c -= year {
			m, f := rate(c)
			if e <= 0 || f <= 0 || n+m < least {
				continue
			}
			gap := float64(a-c) / span.year
			value := (math.Log((n+0.5)/e) - math.Log((m+0.5)/f)) / gap
			list = append(list, slope{value, gap})
			signs += math.Copysign(gap, value)
			squares += gap * gap
		}
	}
	l.slopes = list
	if len(list) < 6 || math.Abs(signs) < 3*math.Sqrt(squares) {
		return 0
	}
	slices.SortFunc(list, func(x, y slope) int {
		switch {
		case x.value < y.value:
			return -1
		case x.value > y.value:
			return 1
		}
		return 0
	})
	half := 0.0
	for _, x := range list {
		half += x.weight / 2
	}
	for _, x := range list {
		if half -= x.weight; half <= 0 {
			return x.value
		}
	}
	return 0
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

// accept takes a new level over that people accepted: the ratio of what came since to what was expected.
func (l *learner) accept(span *Span, s *Series, b *baseline, today int) {
	b.shift, b.shiftFrom = 0, 0
	for _, v := range s.Verdicts {
		if v.Kind != VerdictNewNormal || v.From >= today || v.From <= b.shiftFrom {
			continue
		}
		n, mean := 0.0, 0.0
		for i := v.From; i < today; i++ {
			n, mean = n+float64(s.Counts[i]), mean+b.mean(span, s, i)
		}
		b.shift, b.shiftFrom = math.Log((n+1)/(mean+1)), v.From
		b.unsure += b.dispersion / (mean + 1)
	}
}
