package detect

import (
	"slices"

	"huisheng/analytics"
)

const (
	historyMonths = 36 // that are read before a month: two years teach a season, the third what outbreaks of one year are worth
	silence       = 28 // empty days after which a source begins anew: its level before says nothing of its level after
	telling       = 10 // complaints in the first days after it, below which it was none: a source that rarely tells is often silent
	established   = 28 // days before the month from which a source takes part in the series of all; until then it is watched by itself
	mostly        = 0.9
)

// sourceDays is one source by day of the span that was read.
type sourceDays struct {
	name   string
	counts []float32
	from   int  // first day after the last silence before the month
	last   int  // last day with any; −1 when there is none
	steady bool // takes part in the series of all complaints
}

// lives finds since when a source has been telling without a silence that ended before the day begin, and until when.
func (s *sourceDays) lives(begin int) {
	s.last = -1
	for day, n := range s.counts {
		if n > 0 {
			s.last = day
		}
	}
	s.from = len(s.counts)
	empty := 0
	for day := min(begin, len(s.counts)) - 1; day >= 0; day-- {
		if s.counts[day] == 0 {
			empty++
			continue
		}
		if empty >= silence && s.sum(s.from, silence) >= telling {
			break
		}
		s.from, empty = day, 0
	}
	if s.from < len(s.counts) {
		return
	}
	for day := begin; day < len(s.counts); day++ { // it is new, or back after a silence, within the month
		if s.counts[day] > 0 {
			s.from = day
			return
		}
	}
}

// sum is the complaints of some days from one on.
func (s *sourceDays) sum(from, days int) (n float32) {
	for day := from; day < min(from+days, len(s.counts)); day++ {
		n += s.counts[day]
	}
	return n
}

// steady chooses the sources that are counted together and the day from which they are: a source that joins or leaves changes every series by
// itself. Of the established sources, those take part that tell since the earliest day from which nine tenths of their complaints can be compared;
// days, the length of the span, is returned where there are none.
func steady(sources []*sourceDays, begin, end, days int) (from int) {
	var candidates []*sourceDays
	all := 0.0
	weight := func(s *sourceDays) (n float64) {
		for day := max(begin-silence, 0); day <= min(end, len(s.counts)-1); day++ {
			n += float64(s.counts[day])
		}
		return n
	}
	for _, s := range sources {
		s.lives(begin)
		if s.from <= begin-established && s.last >= begin-silence {
			candidates = append(candidates, s)
			all += weight(s)
		}
	}
	if len(candidates) == 0 { // nothing is established: the first to begin
		for _, s := range sources {
			if s.last >= begin-silence && s.from < len(s.counts) {
				candidates = append(candidates, s)
				all += weight(s)
			}
		}
	}
	slices.SortStableFunc(candidates, func(a, b *sourceDays) int { return a.from - b.from })
	sum := 0.0
	for i, s := range candidates {
		sum += weight(s)
		s.steady = true
		if sum >= mostly*all && (i+1 == len(candidates) || candidates[i+1].from > s.from) {
			return s.from
		}
	}
	return days
}

// names lists the sources that take part, nil when all do that tell anything in the days judged.
func names(sources []*sourceDays, begin int) []string {
	var list []string
	all := true
	for _, s := range sources {
		switch {
		case s.steady:
			list = append(list, s.name)
		case s.last >= begin:
			all = false
		}
	}
	if all {
		return nil
	}
	return list
}

// monthsBefore is the first month that is read for a month.
func monthsBefore(m analytics.Month) analytics.Month { return m.Add(-historyMonths) }
