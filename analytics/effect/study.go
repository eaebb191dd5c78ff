package effect

// Day is what came on one day.
type Day struct {
	Cases    float64 // complaints with the cause
	Others   float64 // complaints of the controls, without the cause
	Exposure float64 // orders, users, policies of the day; all 0 when nobody told
}

// Study is what is known of one measure. Days follow one another; none of them is missing, so a day without complaints is a zero.
type Study struct {
	Days       []Day
	Start      int  // index of the day from which the measure should work
	Outbreak   Span // the stretch that led to the measure; empty when none is known
	Controlled bool // Others are told
	Wished     float64
}

// Span is a stretch of days by their indexes, To excluded. It is empty when To is not above From.
type Span struct{ From, To int }

// Empty reports whether it has no day.
func (s Span) Empty() bool { return s.To <= s.From }

func (s Span) has(i int) bool { return i >= s.From && i < s.To }

// What a study is made of.
const (
	weekDays    = 7
	longestWeek = 26 // weeks looked at before the measure and after it: half a year, so that a slow drift is not taken for an effect
	fewestWeeks = 6  // weeks of reference without which nothing is judged: the spread between weeks is not known before
	freshWeeks  = 8  // weeks before the measure in which an outbreak is one that may have led to it
	firstLook   = 2  // weeks after the measure before which nothing is judged
	fullLook    = 4  // weeks after it from which the 95 % interval decides; before, that of 99 %
	levelWeeks  = 4  // weeks that an outbreak stands up to the measure to be a level and not a spike
	fairFall    = 0.2
)

// week is seven days of a study, or those of them that count.
type week struct {
	from          int
	days          float64
	cases, others float64 // others are the exposure where there are no controls
}

// weekOf sums up the seven days from an index, without those that skip names.
func (s *Study) weekOf(from int, skip func(int) bool) week {
	w := week{from: from}
	for i := max(0, from); i < min(from+weekDays, len(s.Days)); i++ {
		if skip != nil && skip(i) {
			continue
		}
		w.days++
		w.cases += s.Days[i].Cases
		w.others += s.other(i)
	}
	return w
}

// other is what the cases of a day are held against: the others, the exposure, or the day itself.
func (s *Study) other(i int) float64 {
	switch {
	case s.Controlled:
		return s.Days[i].Others
	case s.exposed():
		return s.Days[i].Exposure
	}
	return 1
}

func (s *Study) exposed() bool { return len(s.Days) > 0 && s.Days[0].Exposure > 0 }

// after are the whole weeks from the measure on.
func (s *Study) after() []week {
	var list []week
	for from := s.Start; from+weekDays <= len(s.Days); from += weekDays {
		list = append(list, s.weekOf(from, nil))
	}
	return list
}

// wished is the fall that counts as success: what was expected of the measure, or a fifth when nobody said.
func (s *Study) wished() float64 {
	if s.Wished > 0 && s.Wished < 1 {
		return s.Wished
	}
	return fairFall
}

func sum(weeks []week) week {
	var total week
	for _, w := range weeks {
		total.days, total.cases, total.others = total.days+w.days, total.cases+w.cases, total.others+w.others
	}
	return total
}
