package trend

import (
	"math"
	"time"

	"huisheng/analytics"
)

// Series is one daily count: of a topic, a product, a region, a department, or a pair of them. Counts and Exposure have a place for each day
// of the span that the watch was made for; days before Begins belong to no data and count as nothing, not as zero.
type Series struct {
	Key      string
	Counts   []float32
	Exposure []float32 // orders, users, policies of each day; nil counts each day alike. A day without exposure is left out
	Begins   int
	Verdicts []Verdict
}

// Verdict is what a person decided about a finding, as the baseline has to know it. Days are of the span, both ends included.
type Verdict struct {
	Kind     VerdictKind
	From, To int
}

// VerdictKind is the decision.
type VerdictKind int8

// The decisions.
const (
	VerdictConfirmed VerdictKind = iota // 确认: an event; its days teach the baseline nothing
	VerdictFalse                        // 误报: ordinary days, which keep their full weight, however far out they lie
	VerdictExpected                     // 预期内: known beforehand (a campaign, a recall); its days teach nothing and raise no finding
	VerdictNewNormal                    // 新常态: from From on the series has another level; To means nothing
	VerdictOpen                         // nobody has decided yet: of a short history its days teach nothing, unless three quarters of the last eight weeks are such
)

// Span is the days that series share, with what the calendar says of each.
type Span struct {
	first   time.Time
	year    float64
	rows    []row
	effects []Effect
}

// NewSpan looks at days from first on with the calendar of China.
func NewSpan(first time.Time, days int) *Span {
	s := &Span{first: analytics.DayOf(first), year: yearDays, rows: make([]row, days), effects: make([]Effect, days)}
	origin := time.Date(s.first.Year(), time.January, 1, 0, 0, 0, 0, analytics.Zone)
	for i := range s.rows {
		day := s.first.AddDate(0, 0, i)
		s.effects[i] = DayOfCalendar(day).Effect
		s.rows[i].fill(float64(daysBetween(origin, day)), s.year, (int(day.Weekday())+6)%7, s.effects[i])
	}
	return s
}

// NewPlainSpan is for simulated days that belong to no calendar: every day is ordinary, weeks begin with the first, and years have the length
// that the simulation gave them.
func NewPlainSpan(days int, year float64) *Span {
	s := &Span{first: time.Date(2000, time.January, 3, 0, 0, 0, 0, analytics.Zone), year: year, rows: make([]row, days), effects: make([]Effect, days)}
	for i := range s.rows {
		s.rows[i].fill(float64(i), year, i%7, EffectNone)
	}
	return s
}

// Days is how many days the span has.
func (s *Span) Days() int { return len(s.rows) }

// Day is the date of a day.
func (s *Span) Day(i int) time.Time { return s.first.AddDate(0, 0, i) }

// fill writes the terms of a day. A day off is like a Sunday and what the holiday makes of it; a weekend day that is worked is like the mean of
// the working days.
func (r *row) fill(day, year float64, weekday int, effect Effect) {
	r.put(termLevel, 1)
	r.seasonRow(day, year)
	switch {
	case effect == EffectMadeUp:
		for d := range 5 {
			r.put(termWeekday+d, 0.2)
		}
	case effect.Off():
		r.put(termWeekday+6, 1)
	default:
		r.put(termWeekday+weekday, 1)
	}
	if effect != EffectNone {
		r.put(termHoliday+int(effect)-1, 1)
	}
}

// offset is the logarithm of a day's exposure, and whether the day counts at all.
func (s *Series) offset(i int) (log float64, counts bool) {
	if i < s.Begins {
		return 0, false
	}
	if s.Exposure == nil {
		return 0, true
	}
	if e := float64(s.Exposure[i]); e > 0 {
		return math.Log(e), true
	}
	return 0, false
}
