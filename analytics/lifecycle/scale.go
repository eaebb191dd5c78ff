package lifecycle

import (
	"sort"
	"time"

	"huisheng/analytics"
)

// Scale is the time that a clock counts: part of each day, of some days, from the reception on or from the midnight after it. A nil Scale
// counts every hour. It is made once and read by many; outside the years 1990–2099 no time passes on it.
type Scale struct {
	counted []int32       // days that count before each day since zero
	from    time.Duration // of a day that counts, since midnight
	long    time.Duration
	next    bool
}

var (
	scaleZero = time.Date(1990, 1, 1, 0, 0, 0, 0, analytics.Zone)
	scaleDays = int(time.Date(2100, 1, 1, 0, 0, 0, 0, analytics.Zone).Sub(scaleZero) / (24 * time.Hour))
)

// NewScale makes a scale of the hours from–to, since midnight, of the days for which works is true. With next a clock begins at the
// midnight after its start, as rules that count in days do: 3 working days from Monday noon are over when Thursday ends.
func NewScale(works func(day time.Time) bool, from, to time.Duration, next bool) *Scale {
	s := &Scale{counted: make([]int32, scaleDays+1), from: from, long: to - from, next: next}
	for i := range scaleDays {
		s.counted[i+1] = s.counted[i]
		if works(scaleZero.Add(time.Duration(i) * 24 * time.Hour)) {
			s.counted[i+1]++
		}
	}
	return s
}

// Between is the time from a to b that counts, for a clock that runs already.
func (s *Scale) Between(a, b time.Time) time.Duration {
	if s == nil {
		return b.Sub(a)
	}
	return s.position(b) - s.position(a)
}

// Begin is when a clock that is started at t begins to run.
func (s *Scale) Begin(t time.Time) time.Time {
	if s == nil || !s.next {
		return t
	}
	y, m, d := t.In(analytics.Zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, analytics.Zone)
}

// After is the moment at which d that counts has passed since t; the earliest, so that a day's worth is over when the day's work ends.
func (s *Scale) After(t time.Time, d time.Duration) time.Time {
	if s == nil {
		return t.Add(d)
	}
	if d <= 0 || s.long <= 0 {
		return t
	}
	target := s.position(t) + d
	full := int32((target - 1) / s.long) // days that count and are over by then
	day := sort.Search(scaleDays, func(i int) bool { return s.counted[i+1] > full })
	return scaleZero.Add(time.Duration(day)*24*time.Hour + s.from + target - time.Duration(full)*s.long)
}

// position is the time that counts since the beginning of the scale.
func (s *Scale) position(t time.Time) time.Duration {
	since := t.Sub(scaleZero)
	day := int(since / (24 * time.Hour))
	switch {
	case since < 0:
		return 0
	case day >= scaleDays:
		return time.Duration(s.counted[scaleDays]) * s.long
	}
	whole := time.Duration(s.counted[day]) * s.long
	if s.counted[day+1] == s.counted[day] {
		return whole
	}
	return whole + min(max(0, since%(24*time.Hour)-s.from), s.long)
}
