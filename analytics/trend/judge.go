package trend

import "math"

// Judgement is what the newest day says of one series.
type Judgement struct {
	Basis      Basis
	Rare       bool    // fewer than five complaints a week
	Accepted   bool    // people said beforehand that the day would be unusual: neither Rise nor Fall
	Observed   float64 // of the day
	Expected   float64 // of the day, or of the part of it that is over
	Low, High  float64 // the range in which 98 of 100 ordinary days lie
	Common     float64 // factor by which all series of the watch moved on the day, 0 on ordinary days; Expected contains it
	Score      float64 // the normal score of the most unusual channel; negative in a fall
	Window     int     // days of that channel, up to the newest
	WindowN    float64 // complaints in them
	WindowMean float64 // expected in them
	Chance     float64 // probability that chance alone makes a day as unusual, all channels together
	Rise, Fall bool
	Quick      bool // the channels of one or two days rose: it came at once
}

// channels are sums over so many days up to the newest: one and two days for what comes at once, seven as Noufaily et al. (2019) found best for
// daily data, and others beside them for what grows slowly. A channel costs false alarms, so there is none that adds nothing.
var channels = [...]int{1, 2, 3, 5, 7, 10}

const (
	// Bar is the normal score beyond which a channel is unusual: on ordinary days it is reached in two of a thousand. Six channels that overlap are
	// about three that do not, so that of a hundred and fifty ordinary days of a series one alarms.
	Bar = 2.8782
	// looks is about how many independent channels six overlapping ones are.
	looks = 3
	// leastCases complaints in leastDays days are needed before anything is a rise (Noufaily et al. 2013, 3.5).
	leastCases = 5
	leastDays  = 28
	// closedMean is an expectation below which nothing comes on such a day: no news is no news then.
	closedMean = 0.05
	// leastFall is the expectation from which a channel can fall: zero where three were expected happens by chance.
	leastFall = 10
	quickDays = 2
)

// Judge looks at a day with the baselines of the last Learn, which must lie at most some weeks before. share is the part of the day that is over,
// by the hours at which complaints come, 1 for a day that has ended: only rises are told of a day that runs. The answer has one place a series
// and is overwritten by the next call.
func (w *Watch) Judge(today int, share float64) []Judgement {
	w.common[today] = 0
	if share >= 1 {
		w.common[today] = w.commonToday(today)
	}
	for j := range w.series {
		w.judged[j] = w.judge(j, today, min(share, 1))
	}
	return w.judged
}

func (w *Watch) judge(j, today int, share float64) Judgement {
	b, s := &w.base[j], &w.series[j]
	out := Judgement{Basis: b.basis, Rare: b.rare, Common: w.common[today], Chance: 1}
	if b.basis == BasisNone || today < s.Begins {
		return out
	}
	if _, counts := s.offset(today); !counts {
		return out
	}
	out.Accepted = s.accepted(today)
	var rise, fall channel
	n, high, low, day := 0.0, 0.0, 0.0, 0
	for _, days := range channels {
		for ; day < days && today-day >= s.Begins; day++ {
			expected := w.expect(j, today-day)
			if expected == 0 || day > 0 && s.accepted(today-day) {
				continue // a day without exposure, or one that people knew beforehand and that says nothing of those after it
			}
			if day == 0 {
				expected *= share
			}
			more, less := b.bothLevels(today-day, expected)
			if common := w.common[today-day]; common > 1 {
				less /= common // what all others have more of did not fall because it has not
			}
			n, high, low = n+float64(s.Counts[today-day]), high+more, low+less
		}
		followed, unsure := w.follow(j, today-max(days, 7))
		more, less := high*followed, low*min(followed, 1)
		over := func(expected float64) float64 { return b.local + expected*(b.unsure+b.swing+unsure) }
		if days == 1 {
			out.Observed, out.Expected = n, more
			if b.settled < 0 {
				out.Expected = less
			}
			out.Low, out.High = lowerBound(0.01, out.Expected, over(out.Expected)), upperBound(0.01, out.Expected, over(out.Expected))
		}
		c := channel{b.score(n, more, over(more)), days, n, more}
		if c.score > rise.score {
			rise = c
		}
		if f := (channel{b.score(n, less, over(less)), days, n, less}); f.score < fall.score && less >= leastFall && share == 1 {
			fall = f
		}
		out.Quick = out.Quick || days <= quickDays && c.score >= Bar
	}
	out.decide(w, j, today, rise, fall)
	return out
}

// channel is the sum of one channel.
type channel struct {
	score   float64
	days    int
	n, mean float64
}

// decide tells a rise from a fall from an ordinary day.
func (out *Judgement) decide(w *Watch, j, today int, rise, fall channel) {
	s := &w.series[j]
	open := w.expect(j, today) >= closedMean
	out.Rise = rise.score >= Bar && (open || out.Observed > 0) && s.recent(today) >= leastCases
	out.Fall = !out.Rise && fall.score <= -Bar && open
	c := rise
	if out.Fall {
		c = fall
	}
	out.Score, out.Window, out.WindowN, out.WindowMean = c.score, c.days, c.n, c.mean
	out.Chance = min(1, looks*tailOf(math.Abs(c.score)))
	if out.Accepted {
		out.Rise, out.Fall = false, false
	}
}

// score is the normal score of a sum. Of rare series the whole probability of the count itself is taken: there its half is a lot.
func (b *baseline) score(n, mean, dispersion float64) float64 {
	if b.rare && n > mean {
		return scoreOf(upperTail(n, mean, dispersion))
	}
	return midScore(n, mean, dispersion)
}

// recent is how many complaints the last four weeks have.
func (s *Series) recent(today int) float64 {
	n := 0.0
	for i := max(today-leastDays+1, s.Begins); i <= today; i++ {
		n += float64(s.Counts[i])
	}
	return n
}

// accepted reports whether people expected a day.
func (s *Series) accepted(day int) bool {
	for _, v := range s.Verdicts {
		if v.Kind == VerdictExpected && day >= v.From && day <= v.To {
			return true
		}
	}
	return false
}

// follow is the factor by which the expectation of a series follows its level of the weeks until a day, and the variance that this brings.
func (w *Watch) follow(j, until int) (factor, variance float64) {
	b, s := &w.base[j], &w.series[j]
	if b.follow == 0 || b.settledFrom > 0 { // what has settled is followed already
		return 1, 0
	}
	n, mean := 0.0, 0.0
	for i := max(until-reference+1, s.Begins); i <= until; i++ {
		n, mean = n+float64(s.Counts[i]), mean+w.expect(j, i)
	}
	return follower(n, mean, b.follow), b.follow * b.follow * b.local / (mean + 1)
}

// expect is what a series expects on a day, with what moved all series on it.
func (w *Watch) expect(j, i int) float64 {
	mean := w.base[j].mean(w.span, &w.series[j], i)
	if w.common[i] > 0 {
		mean *= w.common[i]
	}
	return mean
}

// Common is the factor by which all series moved on a day that was learnt or judged, 0 when it was an ordinary one.
func (w *Watch) Common(day int) float64 { return w.common[day] }
