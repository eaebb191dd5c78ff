package effect

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a ratio of rates, after to before and net of the controls, with its interval. High is +Inf and Low 0 where the counts give no
// bound.
type Estimate struct {
	Ratio, Low, High float64
	Level            float64 // of the interval: 0.95, 0.99
	Dispersion       float64 // variance between weeks over that of chance alone, at least 1
}

// Fall is how far the rate fell, as a share: 0.7 is by 70 %. It is below zero when it rose.
func (e Estimate) Fall() float64 { return 1 - e.Ratio }

// compare estimates the ratio between two sets of weeks.
func (s *Study) compare(before, after []week, level float64) Estimate {
	b, a := sum(before), sum(after)
	spread, freedom := s.dispersion(before, after)
	e := Estimate{Level: level, Dispersion: spread, Ratio: ratio(b, a), High: math.Inf(1)}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: math.Max(1, freedom)}.Quantile(1 - (1-level)/2)
	if b.others <= 0 || a.others <= 0 || b.cases+a.cases <= 0 {
		e.Ratio = math.NaN()
		return e
	}
	most := s.likelihood(b, a, e.Ratio)
	within := func(log float64) bool {
		return 2*(most-s.likelihood(b, a, math.Exp(log)))/spread <= t*t
	}
	const far = 14.0 // a ratio of a million: no bound
	at := math.Max(-far, math.Min(far, math.Log(e.Ratio)))
	if !within(-far) {
		e.Low = math.Exp(bisect(at, -far, within))
	}
	if !within(far) {
		e.High = math.Exp(bisect(at, far, within))
	}
	return e
}

// bisect finds where within ends between a place inside and one outside.
func bisect(inside, outside float64, within func(float64) bool) float64 {
	for range 60 {
		middle := (inside + outside) / 2
		if within(middle) {
			inside = middle
		} else {
			outside = middle
		}
	}
	return inside
}

func ratio(b, a week) float64 {
	if b.cases == 0 {
		return math.Inf(1)
	}
	return a.cases / a.others / (b.cases / b.others)
}

// likelihood is the largest log-likelihood of both sets at a ratio of their rates. The rate before that gives it is the root of the score:
// of a quadratic with controls, of a linear equation without.
func (s *Study) likelihood(b, a week, ratio float64) float64 {
	cases := b.cases + a.cases
	if !s.Controlled {
		rate := cases / (b.others + ratio*a.others)
		return times(b.cases, rate*b.others) + times(a.cases, rate*ratio*a.others) - rate*(b.others+ratio*a.others)
	}
	nb, na := b.cases+b.others, a.cases+a.others
	two := ratio * (nb + na - cases)
	one := nb + na*ratio - cases*(1+ratio)
	root := math.Sqrt(one*one + 4*two*cases)
	var odds float64
	if one >= 0 {
		odds = 2 * cases / (one + root)
	} else {
		odds = (root - one) / (2 * two)
	}
	return binomial(b, odds) + binomial(a, odds*ratio)
}

func binomial(w week, odds float64) float64 {
	return times(w.cases, odds/(1+odds)) + times(w.others, 1/(1+odds))
}

// times is n·log(x), 0 for n = 0.
func times(n, x float64) float64 {
	if n == 0 {
		return 0
	}
	return n * math.Log(math.Max(x, 1e-300))
}

// dispersion is Pearson's statistic over its degrees of freedom, by weeks and by spells of four weeks: neighbouring weeks are alike, and
// single ones hide that. The larger counts, if the spells are enough to tell.
func (s *Study) dispersion(sets ...[]week) (spread, freedom float64) {
	spread, freedom = s.pearson(sets, 1)
	if long, df := s.pearson(sets, levelWeeks); df >= 3 && long > spread {
		spread = long
	}
	return math.Max(1, spread), freedom
}

func (s *Study) pearson(sets [][]week, length int) (spread, freedom float64) {
	var statistic float64
	for _, weeks := range sets {
		total := sum(weeks)
		if total.others <= 0 {
			continue
		}
		rate := total.cases / total.others
		for i := 0; i+length <= len(weeks); i += length {
			r := s.residual(sum(weeks[i:i+length]), rate)
			statistic += r * r
			freedom++
		}
		freedom--
	}
	if freedom <= 0 {
		return 1, 0
	}
	return statistic / freedom, freedom
}
