package detect

import (
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// layer lays tallies out as series of a book, in the order in which they come: sources first, then single values, then pairs.
type layer struct {
	book      *book
	received  []analytics.SourceMonth
	coverages []analytics.Coverage

	begun  bool
	set    *set
	series []analytics.AxisValue // that comes just now, from one source after another
	counts []float32             // its days, of the steady sources
	both   [2]analytics.ValueCount
}

func (l *layer) take(t analytics.DayTally) error {
	b := l.book
	if len(t.Series) == 1 && t.Series[0].Axis == "source" {
		s := &sourceDays{name: t.Source, counts: make([]float32, b.days)}
		for i, day := range t.Days {
			s.counts[int(day)-b.origin] = float32(t.Counts[i])
		}
		b.sources = append(b.sources, s)
		return nil
	}
	l.begin()
	if !slices.Equal(l.series, t.Series) {
		l.flush()
		l.series, l.counts, l.both = t.Series, make([]float32, b.days-b.from), [2]analytics.ValueCount{}
	}
	steady := slices.ContainsFunc(b.sources, func(s *sourceDays) bool { return s.name == t.Source && s.steady })
	for i, day := range t.Days {
		at, n := int(day)-b.origin, t.Counts[i]
		if steady && at >= b.from {
			l.counts[at-b.from] += float32(n)
		}
		l.compare(t.Source, at, n)
	}
	return nil
}

// compare counts a day in the comparisons of the month.
func (l *layer) compare(source string, at int, n uint32) {
	for i := range l.both {
		switch b := l.book; {
		case !slices.Contains(b.months[i].Sources, source):
		case b.now[i].has(at):
			l.both[i].N += uint64(n)
		case b.base[i].has(at):
			l.both[i].Base += uint64(n)
		}
	}
}

// begin makes the series of sources and of all, once all sources are known.
func (l *layer) begin() {
	if l.begun {
		return
	}
	l.begun = true
	b := l.book
	for _, s := range b.sources {
		for day := len(s.counts) - 1; day > b.last; day-- {
			if s.counts[day] > 0 {
				b.last = day
			}
		}
	}
	b.from = steady(b.sources, b.begin, b.ends, b.days)
	b.compared(l.received, l.coverages)
	total := &set{series: []trend.Series{{Counts: make([]float32, b.days-b.from)}}, names: [][]analytics.AxisValue{nil}}
	var both [2]analytics.ValueCount
	each := &set{}
	for _, s := range b.sources {
		l.both = [2]analytics.ValueCount{}
		for day, n := range s.counts {
			if s.steady && day >= b.from {
				total.series[0].Counts[day-b.from] += n
			}
			l.compare(s.name, day, uint32(n))
		}
		for i := range both {
			both[i].N, both[i].Base = both[i].N+l.both[i].N, both[i].Base+l.both[i].Base
		}
		each.series = append(each.series, trend.Series{Counts: s.counts[b.from:], Begins: max(s.from-b.from, 0)})
		each.names, each.counts = append(each.names, []analytics.AxisValue{{Axis: "source", Value: s.name}}), append(each.counts, l.both)
	}
	total.counts = append(total.counts, both)
	b.all = b.recent(total.series[0].Counts)
	b.sets = append(b.sets, total)
	if len(b.sources) > 1 {
		b.sets = append(b.sets, each)
	}
}

// recent counts the days from shortly before the month to the last.
func (b *book) recent(counts []float32) (n float64) {
	for day := max(b.begin-recentDays-b.from, 0); day < len(counts); day++ {
		n += float64(counts[day])
	}
	return n
}

// flush ends the series that came.
func (l *layer) flush() {
	if l.series == nil {
		return
	}
	b, series := l.book, l.series
	l.series = nil
	told := slices.IndexFunc(l.counts, func(n float32) bool { return n > 0 })
	n := b.recent(l.counts)
	redundant := n >= same*b.all
	if len(series) == 1 {
		b.totals[series[0]] = n
	}
	for _, v := range series {
		redundant = redundant || len(series) == 2 && n >= same*b.totals[v]
	}
	if redundant {
		b.left++
		return
	}
	if l.set == nil || !slices.EqualFunc(l.set.names[0], series, func(x, y analytics.AxisValue) bool { return x.Axis == y.Axis }) {
		l.set = &set{told: len(l.counts)}
		b.sets = append(b.sets, l.set)
	}
	if told >= 0 {
		l.set.told = min(l.set.told, told)
	}
	l.set.series = append(l.set.series, trend.Series{Counts: l.counts})
	l.set.names, l.set.counts = append(l.set.names, series), append(l.set.counts, l.both)
}
