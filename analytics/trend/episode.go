package trend

import "math"

// Episode is unusual days of one series that follow one another. Days are of the span, both ends included.
type Episode struct {
	Series    int
	Fall      bool
	Quick     bool
	Level     Level // the highest of its days
	From, To  int
	Peak      int     // the day farthest from what was expected
	Observed  float64 // from From to To
	Expected  float64 // on these days
	Low, High float64 // the range of Observed in which 98 of 100 would lie
	Chance    float64 // of the most unusual day
	Score     float64 // the same as a normal score
	Common    float64 // factor by which all series of the watch moved on the peak day, 0 on an ordinary one
	Risen     float64 // largest share of the watch's series that moved the same way
	Basis     Basis
}

const (
	// apart is how many ordinary days may lie between two unusual ones of one episode: a weekend, and the day after it.
	apart = 3
	// belongs is the part of the way from the expectation to the edge of its range that a day of an episode has gone at least. The sums of up to ten
	// days stay unusual for as long after one large day; the days after it are not part of what happened.
	belongs = 1.0 / 3
	// reach is the longest channel: for so long an episode can be seen in sums after its end.
	reach = 10
)

// Episodes joins the judged days of a watch. Days are to be taken one after another.
type Episodes struct {
	watch    *Watch
	first    int         // day of the first Take
	expected [][]float32 // by series, from first on
	last     []*Episode  // by series: the newest, ended or not
	list     []*Episode  // in the order in which they began
}

// NewEpisodes begins with the day first.
func NewEpisodes(w *Watch, first int) *Episodes {
	return &Episodes{watch: w, first: first, expected: make([][]float32, len(w.series)), last: make([]*Episode, len(w.series))}
}

// Take takes what Judge said of a day. bar is that of Discoveries over all series of the day; risen and fallen are the shares of series that moved.
// Days of a rise are open until somebody decides: they are appended to the verdicts of their series.
func (e *Episodes) Take(today int, judged []Judgement, bar, risen, fallen float64) {
	for j := range judged {
		e.expected[j] = append(e.expected[j], float32(judged[j].Expected))
		if judged[j].Rise || judged[j].Fall {
			share := risen
			if judged[j].Fall {
				share = fallen
			}
			e.take(j, today, &judged[j], judged[j].Grade(judged[j].Chance <= bar, share), share)
		}
	}
}

// List returns all episodes in the order in which they were found.
func (e *Episodes) List() []*Episode { return e.list }

// Open reports whether an episode that began on a day or later may still grow on the day after today.
func (e *Episodes) Open(today, since int) bool {
	for _, last := range e.last {
		if last != nil && last.From >= since && today < last.To+apart {
			return true
		}
	}
	return false
}

func (e *Episodes) take(j, today int, judged *Judgement, level Level, share float64) {
	last, in := e.last[j], judged.inEpisode()
	if last != nil && last.Fall == judged.Fall {
		switch {
		case in && today <= last.To+apart:
			e.extend(last, today, judged, level, share)
			return
		case !in && today < last.To+reach:
			return // the same days, still seen in the sums
		}
	}
	from, to := e.stretch(j, today, judged, in)
	if last != nil {
		from = max(from, last.To+1)
	}
	if from > to {
		return
	}
	episode := &Episode{Series: j, Fall: judged.Fall, From: from, To: from - 1, Chance: 2, Basis: judged.Basis}
	e.last[j], e.list = episode, append(e.list, episode)
	e.extend(episode, to, judged, level, share)
}

// inEpisode reports whether the day itself is part of what is unusual.
func (j *Judgement) inEpisode() bool {
	if j.Fall {
		return j.Observed < j.Expected-belongs*(j.Expected-j.Low)
	}
	return j.Observed > j.Expected+belongs*(j.High-j.Expected)
}

// stretch is the days that a first alarm is about: within the channel that gave it, those that stand out most together.
func (e *Episodes) stretch(j, today int, judged *Judgement, in bool) (from, to int) {
	begin := max(today-max(judged.Window, 1)+1, e.watch.series[j].Begins)
	to = today
	for ; !in && to > begin && !e.apartFrom(j, to, judged.Fall); to-- {
	}
	from, best, n, mean := to, 0.0, 0.0, 0.0
	for day := to; day >= begin; day-- {
		n, mean = n+float64(e.watch.series[j].Counts[day]), mean+e.expect(j, day)
		excess := n - mean
		if judged.Fall {
			excess = -excess
		}
		if score := excess / math.Sqrt(mean+1); score > best {
			from, best = day, score
		}
	}
	return from, to
}

// apartFrom reports whether a day lies on the side of its expectation that a rise or a fall asks for.
func (e *Episodes) apartFrom(j, day int, fall bool) bool {
	n, mean := float64(e.watch.series[j].Counts[day]), e.expect(j, day)
	return fall && n < mean || !fall && n > mean
}

// expect is what was expected of a day when it was judged, and of a day before the first one what is expected now.
func (e *Episodes) expect(j, day int) float64 {
	if day >= e.first && day-e.first < len(e.expected[j]) {
		return float64(e.expected[j][day-e.first])
	}
	return e.watch.expect(j, day)
}

// extend lets an episode last to a day.
func (e *Episodes) extend(episode *Episode, to int, judged *Judgement, level Level, share float64) {
	s := &e.watch.series[episode.Series]
	if !episode.Fall && !s.decided(to) {
		s.Verdicts = append(s.Verdicts, Verdict{Kind: VerdictOpen, From: episode.To + 1, To: to})
	}
	episode.To, episode.Level = to, max(episode.Level, level)
	episode.Quick, episode.Risen = episode.Quick || judged.Quick, max(episode.Risen, share)
	if judged.Chance < episode.Chance {
		episode.Chance, episode.Score, episode.Basis = judged.Chance, judged.Score, judged.Basis
	}
	episode.Observed, episode.Expected = 0, 0
	farthest := -1.0
	for day := episode.From; day <= to; day++ {
		n, mean := float64(s.Counts[day]), e.expect(episode.Series, day)
		episode.Observed, episode.Expected = episode.Observed+n, episode.Expected+mean
		if distance := math.Abs(n-mean) / math.Sqrt(mean+1); distance > farthest {
			farthest, episode.Peak = distance, day
		}
	}
	episode.Common = e.watch.common[episode.Peak]
	episode.Low, episode.High = e.watch.rangeOf(episode.Series, episode.Expected)
}

// rangeOf is the range in which 98 of 100 sums of days lie that expect so much together.
func (w *Watch) rangeOf(j int, expected float64) (low, high float64) {
	b := &w.base[j]
	dispersion := b.local + expected*(b.unsure+b.swing)
	return lowerBound(0.01, expected, dispersion), upperBound(0.01, expected, dispersion)
}

// decided reports whether somebody decided about a day.
func (s *Series) decided(day int) bool {
	for _, v := range s.Verdicts {
		if v.Kind != VerdictOpen && day >= v.From && (day <= v.To || v.Kind == VerdictNewNormal) {
			return true
		}
	}
	return false
}
