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

	most float64 // by how many complaints the peak day differs from its expectation
	seen int     // last day on which it, or what followed from it, was unusual
}

const (
	// apart is how many days after an unusual day the next one of the same episode comes at most: one ordinary day may lie between.
	apart = 2
	// joined is how many days after an episode a larger one of the same series begins at least that is not one with it.
	joined = 4
	// belongs is the part of the way from the expectation to the edge of its range that a day of an episode has gone at least, and ofPeak the part of
	// the excess of its peak day. The sums of up to ten days stay unusual for as long after one large day, and smaller waves
	// follow most events; neither is part of what happened.
	belongs = 1.0 / 3
	ofPeak  = 2.0 / 3
	// aftermath is for how many days after an episode, and what follows it, another one has to be larger.
	aftermath = 14
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

// Moved is what shares of some series rise and fall on a day.
type Moved struct{ Risen, Fallen float64 }

func (m Moved) of(j *Judgement) float64 {
	if j.Fall {
		return m.Fallen
	}
	return m.Risen
}

// Take takes what Judge said of a day. bar is that of Discoveries over all series of the day; alike says how many series of the watch moved, and
// parts how many parts of each, for Grade. Days that rise are open until somebody decides: they are appended to the verdicts of their series.
func (e *Episodes) Take(today int, judged []Judgement, bar float64, alike, parts Moved) {
	for i := range judged {
		j := &judged[i]
		e.expected[i] = append(e.expected[i], float32(j.Expected))
		if s := &e.watch.series[i]; j.Rise && !s.decided(today) {
			s.Verdicts = append(s.Verdicts, Verdict{Kind: VerdictOpen, From: today, To: today})
		}
		if j.Rise || j.Fall {
			e.take(i, today, j, j.Grade(j.Chance <= bar, parts.of(j)), alike.of(j))
			if last := e.last[i]; last != nil && last.Level == LevelAlarm && parts == (Moved{}) && last.Severity() < 3 {
				last.Level = LevelWarning // large in some sum of days, and not in its own
			}
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
	if last != nil && last.Fall == judged.Fall && today <= last.seen+aftermath {
		excess := math.Abs(judged.Observed - judged.Expected)
		switch {
		case in && today <= last.To+apart && excess >= ofPeak*last.most:
			e.extend(last, today, judged, level, share)
			return
		case !in || excess < last.most:
			last.seen = today
			return
		}
	}
	from, to := e.stretch(j, today, judged, in)
	if last != nil {
		from = max(from, last.To+1)
	}
	if from > to {
		return
	}
	if last != nil && last.Fall == judged.Fall && from <= last.To+joined {
		e.extend(last, to, judged, level, share)
		return
	}
	episode := &Episode{Series: j, Fall: judged.Fall, From: from, To: from - 1, Chance: 2, Basis: judged.Basis}
	e.last[j], e.list = episode, append(e.list, episode)
	e.extend(episode, to, judged, level, share)
}

// Severity is that of Grade, 1 to 3, of all its days together.
func (e *Episode) Severity() int { return severity(e.Observed, e.Expected, e.Fall) }

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
	b, expected := &e.watch.base[j], e.watch.expect(j, day)
	if b.settledFrom > 0 && day >= b.settledFrom {
		expected *= math.Exp(b.settled)
	}
	return expected
}

// extend lets an episode last to a day.
func (e *Episodes) extend(episode *Episode, to int, judged *Judgement, level Level, share float64) {
	s := &e.watch.series[episode.Series]
	episode.To, episode.seen, episode.Level = to, to, max(episode.Level, level)
	episode.Quick, episode.Risen = episode.Quick || judged.Quick, max(episode.Risen, share)
	if judged.Chance < episode.Chance {
		episode.Chance, episode.Score, episode.Basis = judged.Chance, judged.Score, judged.Basis
	}
	episode.Observed, episode.Expected = 0, 0
	farthest := -1.0
	for day := episode.From; day <= to; day++ {
		n, mean := float64(s.Counts[day]), e.expect(episode.Series, day)
		if episode.Fall {
			mean = min(mean, e.watch.base[episode.Series].mean(e.watch.span, s, day)) // a level that rose and came back has not fallen
		}
		episode.Observed, episode.Expected = episode.Observed+n, episode.Expected+mean
		if distance := math.Abs(n-mean) / math.Sqrt(mean+1); distance > farthest {
			farthest, episode.Peak, episode.most = distance, day, math.Abs(n-mean)
		}
	}
	episode.Common = e.watch.common[episode.Peak]
	episode.Low, episode.High = e.watch.rangeOf(episode.Series, episode.Expected)
}

// rangeOf is the range in which 98 of 100 sums of days lie that expect so much together.
func (w *Watch) rangeOf(j int, expected float64) (low, high float64) {
	b := &w.base[j]
	dispersion := b.local + expected*(b.unsure+b.swing)
	// Where next to nothing is known of the expectation, none is the likeliest sum of all; a range that ends there would say that one is unusual.
	return lowerBound(0.01, expected, dispersion), max(upperBound(0.01, expected, dispersion), upperBound(0.01, expected, b.local))
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
