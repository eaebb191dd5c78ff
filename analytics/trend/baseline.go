package trend

import (
	"math"
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
	settled     float64 // of the logarithm, from the day settledFrom on: what the level turned out to be by itself
	settledFrom int     // 0 where it did not move
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
		case b.basis != BasisFull && (i < termWeekday || i >= termHoliday+int(EffectConsumer)-1):
			l.g.prior[i] = -1 // a date that recurs and has not come yet is an ordinary day: otherwise nothing would be unusual on it
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
		b.shift, b.shiftFrom = b.shift+math.Log((n+1)/(mean+1)), v.From // on top of an earlier one, which mean has
		b.unsure += b.dispersion / (mean + 1)
	}
}
