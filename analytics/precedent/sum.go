package precedent

import (
	"cmp"
	"slices"
	"time"

	"huisheng/analytics"
)

// quiet are steps that every complaint has or that are no handling; they are no measures.
var quiet = []string{"accepted", "assigned", "closed", "resolved", "followed_up", "corrected", "first_response", "progressed", "paused", "resumed", "reopened"}

// Sum counts how the cases went, each once with all that have its words.
func Sum(cases []Case) Answer {
	a := Answer{Cases: cases, N: len(cases)}
	var took []time.Duration
	for i := range cases {
		c := &cases[i]
		a.Behind += c.Same
		if c.Satisfaction > 0 {
			a.Rated++
		}
		if c.Satisfaction >= 4 {
			a.Satisfied++
		}
		if c.Reopened > 0 {
			a.Reopened++
		}
		if d := c.Took(); d > 0 {
			took = append(took, d)
		}
	}
	a.Low, a.High = analytics.Wilson(a.Satisfied, a.Rated)
	a.Timed, a.Took = len(took), median(took)
	a.Measures = measures(cases)
	return a
}

func measures(cases []Case) []Measure {
	of := map[string]*Measure{}
	amounts := map[string][]int64{}
	for i := range cases {
		taken := map[string]bool{}
		for _, s := range cases[i].Steps {
			if slices.Contains(quiet, s.Kind) {
				continue
			}
			if s.AmountFen != nil {
				amounts[s.Kind] = append(amounts[s.Kind], *s.AmountFen)
			}
			if taken[s.Kind] {
				continue
			}
			taken[s.Kind] = true
			m := of[s.Kind]
			if m == nil {
				m = &Measure{Kind: s.Kind}
				of[s.Kind] = m
			}
			m.take(&cases[i])
		}
	}
	var list []Measure
	for kind, m := range of {
		m.Amounts, m.AmountFen = len(amounts[kind]), median(amounts[kind])
		list = append(list, *m)
	}
	slices.SortFunc(list, func(a, b Measure) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Kind, b.Kind)) })
	return list
}

func (m *Measure) take(c *Case) {
	m.N++
	if c.Satisfaction > 0 {
		m.Rated++
	}
	if c.Satisfaction >= 4 {
		m.Satisfied++
	}
}

// telling are steps whose notes tell in words what was done.
var telling = []string{"replied", "first_response", "resolved", "closed", "compensated", "progressed"}

// Reply is the step whose note tells most of what was done. Where the record of the complaint has more, it is that, as a reply at the time
// at which it was given when that is told. Nil when nothing tells.
func (c *Case) Reply() *analytics.Event {
	var best, given *analytics.Event
	for i := range c.Steps {
		s := &c.Steps[i]
		if s.Kind == "replied" {
			given = s
		}
		if s.Note != "" && slices.Contains(telling, s.Kind) && (best == nil || len(s.Note) > len(best.Note)) {
			best = s
		}
	}
	if c.Told == "" || best != nil && len(best.Note) >= len(c.Told) {
		return best
	}
	e := analytics.Event{Source: c.Source, ComplaintID: c.ID, Kind: "replied", Note: c.Told}
	if given != nil {
		e.At, e.Department = given.At, given.Department
	}
	return &e
}

// median is the middle of a list, the lower one of two; 0 of none.
func median[T cmp.Ordered](list []T) T {
	var none T
	if len(list) == 0 {
		return none
	}
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return sorted[(len(sorted)-1)/2]
}
