package main

import (
	"cmp"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// warnBook counts rows by day, in all and by each value of each column.
type warnBook struct {
	columns       []string
	rows, skipped int
	first, last   time.Time
	days          map[time.Time]int
	values        []map[string]map[time.Time]int // by column
}

func newWarnBook(columns []string) *warnBook {
	b := &warnBook{columns: columns, days: map[time.Time]int{}}
	for range columns {
		b.values = append(b.values, map[string]map[time.Time]int{})
	}
	return b
}

// take counts one row.
func (b *warnBook) take(at time.Time, cells []string) {
	day := analytics.DayOf(at)
	if b.rows == 0 || day.Before(b.first) {
		b.first = day
	}
	if b.rows == 0 || day.After(b.last) {
		b.last = day
	}
	b.rows++
	b.days[day]++
	for i, value := range cells {
		if value == "" {
			continue
		}
		if b.values[i][value] == nil {
			b.values[i][value] = map[time.Time]int{}
		}
		b.values[i][value][day]++
	}
}

// warnGroup is the series of one column, or the total alone.
type warnGroup struct {
	column string
	series []trend.Series
	watch  *trend.Watch
	judged []trend.Judgement
	open   map[int]*warnEvent // by series: the event that lasts
}

// groups lays the counts out as series, in the order of their names.
func (b *warnBook) groups(span *trend.Span, least int) []*warnGroup {
	lay := func(key string, days map[time.Time]int) trend.Series {
		s := trend.Series{Key: key, Counts: make([]float32, span.Days())}
		for day, n := range days {
			if i := oneDay(b.first, day); i < len(s.Counts) {
				s.Counts[i] = float32(n)
			}
		}
		return s
	}
	list := []*warnGroup{{series: []trend.Series{lay("", b.days)}}}
	for i, column := range b.columns {
		g := &warnGroup{column: column}
		for value, days := range b.values[i] {
			n := 0
			for _, k := range days {
				n += k
			}
			if n >= least {
				g.series = append(g.series, lay(value, days))
			}
		}
		slices.SortFunc(g.series, func(x, y trend.Series) int { return cmp.Compare(x.Key, y.Key) })
		list = append(list, g)
	}
	for _, g := range list {
		g.watch, g.open = trend.NewWatch(span, g.series), map[int]*warnEvent{}
	}
	return list
}

// events replays the days until last, each judged by those before it, and joins unusual days that follow one another.
func (b *warnBook) events(last, from time.Time, least int) (events []*warnEvent, series int) {
	span := trend.NewSpan(b.first, oneDay(b.first, last)+1)
	groups := b.groups(span, least)
	for _, g := range groups {
		series += len(g.series)
	}
	for today := 1; today < span.Days(); today++ {
		var chances []float64
		for _, g := range groups {
			g.watch.Learn(today)
			g.judged = g.watch.Judge(today, 1)
			for j := range g.judged {
				if g.judged[j].Basis != trend.BasisNone {
					chances = append(chances, g.judged[j].Chance)
				}
			}
		}
		if span.Day(today).Before(from) {
			continue
		}
		bar := trend.Discoveries(chances, trend.MostFalse)
		widest := 0.0
		for _, g := range groups[1:] {
			widest = max(widest, g.risen())
		}
		for i, g := range groups {
			share := 0.0
			if i == 0 {
				share = widest // of the total: how many of its parts rise
			}
			events = append(events, g.note(span, today, bar, share)...)
		}
	}
	slices.SortStableFunc(events, func(x, y *warnEvent) int {
		return cmp.Or(cmp.Compare(y.level, x.level), cmp.Compare(x.first, y.first), cmp.Compare(x.Chance, y.Chance), cmp.Compare(x.place(), y.place()))
	})
	return events, series
}

// risen is what share of the series rise, 0 where fewer than three do: two of four are no spread.
func (g *warnGroup) risen() float64 {
	n := 0
	for j := range g.judged {
		if g.judged[j].Rise {
			n++
		}
	}
	if n < 3 {
		return 0
	}
	return float64(n) / float64(len(g.judged))
}

// sameEvent is after how many ordinary days an event has ended.
const sameEvent = 7

// note takes a judged day into the events, and returns those that begin. What rises is open until somebody decides.
func (g *warnGroup) note(span *trend.Span, today int, bar, share float64) (begun []*warnEvent) {
	for j := range g.judged {
		judged := &g.judged[j]
		level := judged.Grade(judged.Chance <= bar, share)
		if level == trend.LevelNone {
			continue
		}
		if judged.Rise {
			g.series[j].Verdicts = append(g.series[j].Verdicts, trend.Verdict{Kind: trend.VerdictOpen, From: today, To: today})
		}
		e := g.open[j]
		if e == nil || e.last < today-sameEvent || e.Fall != judged.Fall {
			e = &warnEvent{Column: g.column, Value: g.series[j].Key, From: dashboards.DateText(span.Day(today)), Fall: judged.Fall, first: today, Chance: 2}
			g.open[j] = e
			begun = append(begun, e)
		}
		e.To, e.last = dashboards.DateText(span.Day(today)), today
		e.level = max(e.level, level)
		e.Level = e.level.String()
		if judged.Chance < e.Chance {
			e.Chance, e.Peak, e.Days, e.Observed, e.Expected = judged.Chance, dashboards.DateText(span.Day(today)), judged.Window, judged.WindowN, judged.WindowMean
			e.Day, e.Low, e.High, e.Basis = judged.Observed, judged.Low, judged.High, judged.Basis.String()
		}
	}
	return begun
}
