package trend

import (
	"cmp"
	"math"
	"slices"
)

// Watch looks at series of one kind together, day after day: all topics, say, or all pairs of a topic and a region. They share a span, and what
// moves all of them on one day is told apart from what moves one. A watch is not safe for concurrent use; different watches are independent.
type Watch struct {
	span    *Span
	series  []Series
	base    []baseline
	common  []float64 // factor of a day on which all series moved alike, as it was known on that day, 0 on others
	aside   []float64 // the same as it is known since: such days teach nothing
	ratios  []float64 // logarithm of observed over expected of each day, of the middle half of the series
	middles []float64 // middle residual of each day
	learner *learner
	learnt  int // the day up to which the baselines are learnt, 0 when they are not

	residuals [][]float32 // scratch of Learn: one row a series
	day       []dayOf     // scratch
	judged    []Judgement
}

// dayOf is one series on one day.
type dayOf struct{ residual, n, mean float64 }

// NewWatch begins a watch. The series are kept, not copied; a caller may append to them nothing, and may fill in days as they come.
func NewWatch(span *Span, series []Series) *Watch {
	days := span.Days()
	return &Watch{span: span, series: series, base: make([]baseline, len(series)), common: make([]float64, days), aside: make([]float64, days), ratios: make([]float64, days),
		middles: make([]float64, days), learner: newLearner(days), day: make([]dayOf, 0, len(series)), judged: make([]Judgement, len(series))}
}

const (
	leastTogether = 8   // series from which a common move can be told
	together      = 1.5 // middle residual, beyond that of the days around, of a day on which all moved: of eight series one day in a thousand by chance
	around        = 7   // days to each side
	leastMoved    = 0.3 // complaints that a series expects on a day to have a say
)

// Learn estimates all baselines from the days before today. It is to be called before the first Judge, and again when days have passed; a
// second call starts where the first ended and costs a third of it.
func (w *Watch) Learn(today int) {
	first := w.learnt == 0
	for i := max(w.learnt-around, 0); i < today-around && !first; i++ {
		w.aside[i] = w.standsOut(i, today) // now that the days after it are known
	}
	w.learnAll(today)
	if first && len(w.series) >= leastTogether {
		w.findCommon(today)
		w.learnAll(today)
	}
	w.learnt = today
}

func (w *Watch) learnAll(today int) {
	for j := range w.series {
		w.learner.learn(w.span, &w.series[j], w.aside, today, &w.base[j])
	}
}

// findCommon looks through the days before today for those on which all series moved alike, against the days around them: a holiday that no
// calendar has, an outage, a campaign. A slow move of all is no such day.
func (w *Watch) findCommon(today int) {
	for i := range today {
		w.look(i)
	}
	for i := range today {
		w.aside[i] = w.standsOut(i, today)
		w.common[i] = w.aside[i]
	}
}

// standsOut is factor for a day that differs from the days before it and from the days after it, the same way: the slope of a season differs
// from the one more and from the other less. It is 0 for others.
func (w *Watch) standsOut(i, today int) float64 {
	var list [around]float64
	before := median(append(list[:0], w.middles[max(0, i-around):i]...))
	after := median(append(list[:0], w.middles[i+1:min(today, i+1+around)]...))
	middle := w.middles[i]
	if middle-before >= together && middle-after >= together || before-middle >= together && after-middle >= together {
		return w.factor(i)
	}
	return 0
}

// look takes the residuals of all series on a day together.
func (w *Watch) look(i int) {
	w.day = w.day[:0]
	for j := range w.series {
		b, s := &w.base[j], &w.series[j]
		if b.basis == BasisNone || i < s.Begins {
			continue
		}
		if mean := b.mean(w.span, s, i); mean >= leastMoved {
			n := float64(s.Counts[i])
			w.day = append(w.day, dayOf{anscombe(n, mean, b.dispersion), n, mean})
		}
	}
	w.middles[i], w.ratios[i] = 0, 0
	if len(w.day) < leastTogether {
		return
	}
	slices.SortFunc(w.day, func(a, b dayOf) int { return cmp.Compare(a.residual, b.residual) })
	w.middles[i] = w.day[len(w.day)/2].residual
	n, mean := 0.0, 0.0
	for _, d := range w.day[len(w.day)/4 : len(w.day)-len(w.day)/4] {
		n, mean = n+d.n, mean+d.mean
	}
	w.ratios[i] = math.Log((n + 0.05) / (mean + 0.05))
}

// factor is by how much a day stands out from the fourteen before it.
func (w *Watch) factor(i int) float64 {
	var before [14]float64
	list := before[:0]
	for k := i - 1; k >= 0 && len(list) < len(before); k-- {
		if w.common[k] == 0 {
			list = append(list, w.ratios[k])
		}
	}
	level := 0.0
	if len(list) > 0 {
		level = median(list)
	}
	return math.Exp(w.ratios[i] - level)
}

// commonToday is factor for the newest day, of which only the past is known; 0 when it is an ordinary day.
func (w *Watch) commonToday(i int) float64 {
	w.look(i)
	if len(w.day) < leastTogether {
		return 0
	}
	var before [around]float64
	list := before[:0]
	for k := i - 1; k >= 0 && len(list) < len(before); k-- {
		if w.common[k] == 0 {
			list = append(list, w.middles[k])
		}
	}
	if len(list) == 0 || math.Abs(w.middles[i]-median(list)) < together {
		return 0
	}
	return w.factor(i)
}

// median sorts the list and returns its middle.
func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}
