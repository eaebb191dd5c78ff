package effect

import (
	"math"
	"slices"
)

// reference is what a measure is compared with.
type reference struct {
	weeks []week // the weeks that count
	usual []week // with level: those before it
	left  []week // an outbreak's, which are no part of it
	level bool   // a raised level that stood for four weeks or more up to the measure
	spike bool   // a shorter outbreak was left out, in the eight weeks before the measure
}

// outlying is how far above the others a week has to be, in robust standard deviations, to be left out as an outbreak's. In normal weeks
// one of 700 is.
const outlying = 3

// reference chooses the weeks before the measure. Days of the outbreak that led to it are left out, and weeks that stick out above the
// others; both stay when together they stand up to the measure for four weeks or more.
func (s *Study) reference() reference {
	var told, weeks []week
	for k := 1; k <= longestWeek && s.Start-k*weekDays >= 0; k++ {
		from := s.Start - k*weekDays
		w := s.weekOf(from, s.Outbreak.has)
		if out := s.weekOf(from, func(i int) bool { return !s.Outbreak.has(i) }); out.days > 0 {
			told = append(told, out)
		}
		if w.days > 0 {
			weeks = append(weeks, w)
		}
	}
	slices.Reverse(weeks)
	slices.Reverse(told)
	kept, outlying := s.split(weeks)
	r := reference{weeks: kept, left: append(outlying, told...)}
	if standing := s.standing(r.left); len(standing) >= levelWeeks && sum(standing).days >= levelWeeks*weekDays {
		r.weeks, r.usual, r.level = standing, kept, true
		r.left = slices.DeleteFunc(r.left, func(w week) bool { return slices.Contains(standing, w) })
	}
	r.spike = slices.ContainsFunc(r.left, func(w week) bool { return w.from >= s.Start-freshWeeks*weekDays })
	return r
}

// standing are the weeks among those left out that reach without a gap up to the measure.
func (s *Study) standing(left []week) []week {
	var list []week
	for from := s.Start - weekDays; ; from -= weekDays {
		found := slices.DeleteFunc(slices.Clone(left), func(w week) bool { return w.from != from })
		if sum(found).days < weekDays {
			return list
		}
		list = append(list, found...)
	}
}

// split parts the weeks that stick out above the others.
func (s *Study) split(weeks []week) (kept, out []week) {
	kept = weeks
	if len(weeks) < fewestWeeks {
		return kept, nil
	}
	rate := s.middleRate(weeks)
	residuals := make([]float64, len(weeks))
	sizes := make([]float64, len(weeks))
	for i, w := range weeks {
		residuals[i] = s.residual(w, rate)
		sizes[i] = math.Abs(residuals[i])
	}
	const normal = 1.4826 // makes the median of absolute residuals a standard deviation of normal ones
	limit := outlying * math.Max(1, normal*median(sizes))
	kept = nil
	for i, w := range weeks {
		if residuals[i] > limit {
			out = append(out, w)
		} else {
			kept = append(kept, w)
		}
	}
	return kept, out
}

// middleRate is the rate of cases that an outbreak does not move: of the half of the weeks whose rates lie in the middle.
func (s *Study) middleRate(weeks []week) float64 {
	sorted := slices.Clone(weeks)
	slices.SortStableFunc(sorted, func(a, b week) int {
		switch x, y := a.cases*b.others, b.cases*a.others; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	n := len(sorted)
	middle := sum(sorted[n/4 : n-n/4])
	return middle.cases / math.Max(1e-9, middle.others)
}

// residual is Pearson's residual of a week at a rate of cases to others.
func (s *Study) residual(w week, rate float64) float64 {
	mean, variance := s.moments(w, rate)
	if variance <= 0 {
		return 0
	}
	return (w.cases - mean) / math.Sqrt(variance)
}

// moments are mean and variance of the cases of a week at a rate of cases to others, without over-dispersion: binomial given both
// together, or Poisson.
func (s *Study) moments(w week, rate float64) (mean, variance float64) {
	if !s.Controlled {
		return rate * w.others, rate * w.others
	}
	all, share := w.cases+w.others, rate/(1+rate)
	return all * share, all * share * (1 - share)
}

func median(list []float64) float64 {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
