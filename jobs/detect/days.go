package detect

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

const (
	lead      = 14      // days before the month that are judged too, to see what began before it
	leadShort = 56      // the same where history is short and open findings teach nothing
	longShort = 2 * 364 // below which history is short
	follow    = 45      // days after the month for which a finding that began in it is followed
	learning  = 7       // days between two estimates of the baselines, on fixed dates
)

// replay is one set as it is replayed.
type replay struct {
	*set
	watch    *trend.Watch
	judged   []trend.Judgement
	episodes *trend.Episodes
}

// replay judges the days of a book's month one after another, each by those before it, and returns what began in the month, and what began before
// and goes on in it.
func (b *book) replay(decided []analytics.FindingDecision) (findings, before []analytics.Finding) {
	end := min(b.ends+follow, b.until.last, b.days-1) - b.from
	begin := b.begin - b.from
	ahead := lead
	if begin < longShort {
		ahead = leadShort
	}
	first := max(begin-ahead, 1)
	if b.from >= b.days || end < max(begin, first) {
		return nil, nil
	}
	span := trend.NewSpan(b.day(b.from), b.days-b.from)
	list := make([]*replay, len(b.sets))
	for i, s := range b.sets {
		b.verdicts(s, decided)
		w := trend.NewWatch(span, s.series)
		list[i] = &replay{set: s, watch: w, episodes: trend.NewEpisodes(w, first)}
	}
	for day := first; day <= end; day++ {
		if day > b.ends-b.from && !b.open(list, day-1) {
			break
		}
		share := b.until.shareOf(day + b.from)
		learn := day == first || (b.origin+b.from+day)%learning == 0
		atOnce(list, func(w *replay) {
			if learn {
				w.watch.Learn(day)
				w.watch.Settle(day)
			}
			w.judged = w.watch.Judge(day, share)
		})
		b.take(list, day)
	}
	for _, w := range list {
		for _, e := range w.episodes.List() {
			series := w.names[e.Series]
			level := levelOf(e, series)
			if e.To < begin || e.From > b.ends-b.from || !worth(e, level, len(series)) || e.Fall && b.over(series, e.From) {
				continue
			}
			e.Level = level
			if f := b.finding(e, series); e.From >= begin {
				findings = append(findings, f)
			} else {
				before = append(before, f)
			}
		}
	}
	return withoutPairs(findings), before
}

// mostOf is the part of the change of a value that lies in one pair of it from which the pair is no finding of its own.
const mostOf = 0.6

// withoutPairs leaves out pairs that are most of what one of their values does on the same days: what explains the value names them.
func withoutPairs(findings []analytics.Finding) []analytics.Finding {
	said := func(pair analytics.Finding) bool {
		return slices.ContainsFunc(findings, func(f analytics.Finding) bool {
			return len(f.Series) == 1 && slices.Contains(pair.Series, f.Series[0]) && f.Fall == pair.Fall && !f.From.After(pair.To) && !f.To.Before(pair.From) &&
				f.Level >= pair.Level && math.Abs(pair.Change()) >= mostOf*math.Abs(f.Change())
		})
	}
	return slices.DeleteFunc(slices.Clone(findings), func(f analytics.Finding) bool { return len(f.Series) == 2 && said(f) })
}

// open reports whether anything that began in the month may last beyond a day.
func (b *book) open(list []*replay, day int) bool {
	for _, w := range list {
		if w.episodes.Open(day, b.begin-b.from) {
			return true
		}
	}
	return false
}

// take hands one judged day to the episodes. What is a discovery is told over all series of the day.
func (b *book) take(list []*replay, day int) {
	var chances []float64
	for range b.left {
		chances = append(chances, 1)
	}
	var widest trend.Moved
	for _, w := range list {
		for i := range w.judged {
			if w.judged[i].Basis != trend.BasisNone {
				chances = append(chances, w.judged[i].Chance)
			}
		}
		if m := moves(w.judged); len(w.names[0]) == 1 {
			widest = trend.Moved{Risen: max(widest.Risen, m.Risen), Fallen: max(widest.Fallen, m.Fallen)}
		}
	}
	bar := trend.Discoveries(chances, trend.MostFalse)
	for i, w := range list {
		alike, parts := moves(w.judged), trend.Moved{}
		if i == 0 { // the parts of the total are those of the axis that moves most
			alike, parts = widest, widest
		}
		w.episodes.Take(day, w.judged, bar, alike, parts)
	}
}

// moves is what shares of series rise and fall, 0 where fewer than three do: two of four are no spread.
func moves(judged []trend.Judgement) trend.Moved {
	up, down := 0, 0
	for i := range judged {
		if judged[i].Rise {
			up++
		}
		if judged[i].Fall {
			down++
		}
	}
	share := func(n int) float64 {
		if n < 3 {
			return 0
		}
		return float64(n) / float64(len(judged))
	}
	return trend.Moved{Risen: share(up), Fallen: share(down)}
}

const (
	leastWarned  = 10 // complaints, or expected ones in a fall, below which nothing warns
	leastNoticed = 10 // complaints by which a single value has to differ to be a finding
	leastRare    = 5  // the same where chance is rareChance at most
	rareChance   = 1e-4
)

// levelOf is the level of an episode, less where its size or its history does not carry it: a few complaints, a narrow series that is not
// large, and less than eight weeks of history, of which a holiday may be half. The total, which has most of it, keeps its level.
func levelOf(e *trend.Episode, series []analytics.AxisValue) trend.Level {
	level := e.Level
	narrow := len(series) == 2 || len(series) == 1 && (series[0].Axis == "model" || series[0].Axis == "batch")
	if len(series) > 0 && e.Basis == trend.BasisShort && level > trend.LevelNotice {
		level--
	}
	if max(e.Observed, e.Expected) < leastWarned || narrow && (e.Severity() < 3 || !e.Quick) {
		level = min(level, trend.LevelNotice)
	}
	return level
}

// worth reports whether an episode of some level is a finding. Of pairs, which are thousands, only what warns; of single values also what is of some size.
func worth(e *trend.Episode, level trend.Level, axes int) bool {
	if axes == 2 || level >= trend.LevelWarning {
		return level >= trend.LevelWarning
	}
	change := e.Observed - e.Expected
	if e.Fall {
		change = -change
	}
	return change >= leastNoticed || change >= leastRare && e.Chance < rareChance
}

func (b *book) finding(e *trend.Episode, series []analytics.AxisValue) analytics.Finding {
	day := func(i int) time.Time { return b.day(b.from + i) }
	f := analytics.Finding{
		Kind: analytics.FindingDays, Month: b.of, Series: series, From: day(e.From), To: day(e.To), Peak: day(e.Peak), Sources: names(b.sources, b.begin),
		Fall: e.Fall, Quick: e.Quick, Running: b.until.runs && e.To == b.until.last-b.from, Level: uint8(e.Level), Observed: e.Observed, Expected: e.Expected, Low: e.Low, High: e.High,
		Chance: e.Chance, Score: e.Score, Common: e.Common, Risen: e.Risen, Basis: e.Basis.String(),
	}
	if len(series) == 1 && series[0].Axis == "source" {
		f.Sources = nil
	}
	if effect := trend.DayOfCalendar(f.Peak).Effect; effect.Recurring() && !f.Fall {
		f.Basis = recurringBasis(effect, f.Basis)
	}
	f.ID = analytics.FindingID(f.Kind, series, f.From)
	return f
}

// recurringBasis says that the day is one on which complaints come every year, and whether earlier years have taught how many.
func recurringBasis(effect trend.Effect, basis string) string {
	if basis == "" {
		return "逢 " + effect.String() + "，已按往年同日预期"
	}
	return "逢 " + effect.String() + "，没有往年可比；" + basis
}

// atOnce works on all sets with every processor. Each set is worked on by one at a time, so the order in which they end changes nothing.
func atOnce(list []*replay, work func(*replay)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(list); i = next.Add(1) - 1 {
				work(list[i])
			}
		})
	}
	workers.Wait()
}
