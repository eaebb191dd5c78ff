package service

import (
	"cmp"
	"slices"

	"huisheng/analytics"
)

// Standing is how the complaint rate of a department stands in a month.
type Standing struct {
	Department string
	N          uint64
	Exposure   float64 // in the unit of the policy; 0 when nobody told it
	Percent    float64 // complaints per hundred of exposure, rounded as the policy says
	Low, High  float64 // 95 % interval of the rate, in per cent
	Line       *Line   // of the band in which the rate lies, nil below all
	Unsure     bool    // one end of the interval lies in another band: the difference may be chance
}

// Known reports whether there is a rate.
func (s Standing) Known() bool { return s.Exposure > 0 }

// Standings are the departments of a month by what their rate means: those that it costs most first, then by rate, those without a rate
// last. exposures are the denominators by department in the unit of the policy; a department with one and without complaints has a rate of 0.
func (v *Version) Standings(counts []analytics.ValueCount, exposures map[string]float64) []Standing {
	if v.Rate == nil {
		return nil
	}
	counts = slices.Clone(counts)
	for department, value := range exposures {
		if value > 0 && !slices.ContainsFunc(counts, func(c analytics.ValueCount) bool { return c.Value == department }) {
			counts = append(counts, analytics.ValueCount{Value: department})
		}
	}
	var list []Standing
	for _, c := range counts {
		s := Standing{Department: c.Value, N: c.N}
		if exposure := exposures[c.Value]; exposure > 0 && c.Value != "" {
			s.Exposure = exposure
			s.Percent, s.Line, _ = v.RateOf(c.Value, int64(c.N), exposure)
			low, high := analytics.CountRange(c.N)
			s.Low, s.High = low/exposure*100, high/exposure*100
			s.Unsure = v.Rate.band(s.Low) != v.Rate.band(s.Percent) || v.Rate.band(s.High) != v.Rate.band(s.Percent)
		}
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(b.cost(), a.cost()), cmp.Compare(known(b), known(a)), cmp.Compare(b.Percent, a.Percent), cmp.Compare(b.N, a.N), cmp.Compare(a.Department, b.Department))
	})
	return list
}

func (s Standing) cost() int64 {
	if s.Line == nil {
		return 0
	}
	return s.Line.Yuan
}

func known(s Standing) int {
	if s.Known() {
		return 1
	}
	return 0
}
