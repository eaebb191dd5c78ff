package satisfaction

import (
	"slices"

	"huisheng/analytics"
)

// Tells says what the sources of some complaints tell at all: one that never tells answers does not say that there were none.
type Tells struct {
	Mute [3][]string // sources that tell no responses, no ends, no visits, in order of their names
}

// The places in Tells.Mute.
const (
	MuteResponses = iota
	MuteEnds
	MuteVisits
)

// TellsOf finds out what sources tell from what came of their complaints.
func TellsOf(counts []analytics.OutcomeCount) Tells {
	var sources []string
	sums := map[string]*analytics.OutcomeCount{}
	for _, c := range counts {
		s := sums[c.Source]
		if s == nil {
			s = &analytics.OutcomeCount{}
			sums[c.Source], sources = s, append(sources, c.Source)
		}
		s.Responded, s.Ended, s.Again, s.Answered = s.Responded+c.Responded, s.Ended+c.Ended, s.Again+c.Again, s.Answered+c.Visited()
	}
	slices.Sort(sources)
	var t Tells
	for _, name := range sources {
		s := sums[name]
		for i, told := range []int64{s.Responded, s.Ended + s.Again, s.Answered} {
			if told == 0 {
				t.Mute[i] = append(t.Mute[i], name)
			}
		}
	}
	return t
}

// Standing is what came of complaints. What a source does not tell is left out of a rate and counted apart.
type Standing struct {
	N                      int64
	WithoutResponses       int64 // of sources that tell no responses
	Responded, Unresponded int64 // N = these and WithoutResponses
	WithoutEnds            int64
	Ended, Again, Open     int64 // ended; reopened and not ended since; not ended. N = these and WithoutEnds
	WithoutVisits          int64
	Early                  int64 // no visit due yet. N = Early + Visits.Due + WithoutVisits
	Visits                 Visits
}

// Stand adds up what came of complaints.
func (t Tells) Stand(counts []analytics.OutcomeCount) Standing {
	var s Standing
	for _, c := range counts {
		mute := func(what int) bool { return slices.Contains(t.Mute[what], c.Source) }
		s.N += c.N
		if mute(MuteResponses) {
			s.WithoutResponses += c.N
		} else {
			s.Responded, s.Unresponded = s.Responded+c.Responded, s.Unresponded+c.N-c.Responded
		}
		if mute(MuteEnds) {
			s.WithoutEnds += c.N
		} else {
			s.Ended, s.Again, s.Open = s.Ended+c.Ended, s.Again+c.Again, s.Open+c.N-c.Ended-c.Again
		}
		if mute(MuteVisits) {
			s.WithoutVisits += c.N
			continue
		}
		v := &s.Visits
		s.Early += c.Early
		v.Due += c.N - c.Early
		v.Answered, v.Reached, v.Refused, v.Unreached, v.None = v.Answered+c.Answered, v.Reached+c.Reached, v.Refused+c.Refused, v.Unreached+c.Unreached, v.None+c.Unvisited
		v.Satisfied, v.Sum = v.Satisfied+c.Satisfied, v.Sum+c.Sum
	}
	return s
}

// Balanced reports whether the parts of each rate are the whole.
func (s Standing) Balanced() bool {
	return s.N == s.WithoutResponses+s.Responded+s.Unresponded && s.N == s.WithoutEnds+s.Ended+s.Again+s.Open && s.N == s.WithoutVisits+s.Early+s.Visits.Due && s.Visits.Balanced()
}

// ShareOf is k of n with its interval.
func ShareOf(k, n int64) Share {
	s := Share{K: k, N: n}
	s.Low, s.High = analytics.Wilson(k, n)
	if n > 0 {
		s.P = float64(k) / float64(n)
	}
	return s
}

// ResponseRate is 响应率: those with a first response among those whose source tells responses.
func (s Standing) ResponseRate() Share { return ShareOf(s.Responded, s.Responded+s.Unresponded) }

// EndRate is 解决率: those that ended and were not reopened since, among those whose source tells ends. What is still worked on counts as
// not solved.
func (s Standing) EndRate() Share { return ShareOf(s.Ended, s.Ended+s.Again+s.Open) }

// VisitRate is 回访率: those that were visited with any success among those for whom a visit is due.
func (v Visits) VisitRate() Share { return ShareOf(v.Due-v.None, v.Due) }
