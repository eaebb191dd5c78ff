package detect

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// book is every series around one month by day, as the tallies have them.
type book struct {
	of      analytics.Month
	origin  int // DayNumber of day 0
	days    int // of the span that was read
	begin   int // the month's first day
	ends    int // the month's last day
	last    int // the last day that any source told something on
	from    int // the first day of the history that is judged by
	sources []*sourceDays
	sets    []*set
	months  [2]trend.Comparison
	now     [2]stretchOfDays // of the comparisons, in days of the span
	base    [2]stretchOfDays
	totals  map[analytics.AxisValue]float64 // complaints of single values in the recent days
	all     float64                         // complaints in the recent days
	until   newest
	live    []string // sources that tell complaints as they come
	left    int      // series that are too rare or the same as another, which were not laid out
}

// stretchOfDays are days of the span, both ends included; the first after the last where there are none.
type stretchOfDays struct{ from, to int }

func (s stretchOfDays) has(day int) bool { return day >= s.from && day <= s.to }

// set is the series of one axis, of one pair of axes, or the total alone.
type set struct {
	series []trend.Series
	names  [][]analytics.AxisValue
	counts [][2]analytics.ValueCount // of both comparisons
	told   int                       // first day of the history on which any of its values was told: before, none could be
}

// same is the share of all complaints, or of one value's, from which a series says nothing that the other does not.
const same = 0.95

// recentDays before the month are counted to see whether a series is worth laying out.
const recentDays = 35

// read lays the tallies out around a month.
func (j *Job) read(ctx context.Context, run uint64, month analytics.Month, received []analytics.SourceMonth, coverages []analytics.Coverage) (*book, error) {
	first, newest := firstAndLast(received)
	from := max(monthsBefore(month), first)
	to := min(month.Add(2), max(newest, analytics.MonthOf(j.now())))
	if newest == 0 || from > month || month > max(newest, analytics.MonthOf(j.now())) {
		return nil, nil
	}
	b := &book{of: month, origin: analytics.DayNumber(from.First()), totals: map[analytics.AxisValue]float64{}}
	b.days = analytics.DayNumber(max(to, month).Last()) - b.origin + 1
	b.begin, b.ends = analytics.DayNumber(month.First())-b.origin, analytics.DayNumber(month.Last())-b.origin
	recent := []analytics.Month{month, month.Add(-1), month.Add(-12)}
	if err := j.refresh(ctx, run, from, max(to, month)); err != nil {
		return nil, err
	}
	reader := &layer{book: b, received: received, coverages: coverages}
	if err := j.tables.Tallies(ctx, from, max(to, month), recent, reader.take); err != nil {
		return nil, fmt.Errorf("reading the days of %s: %w", month, err)
	}
	reader.flush()
	reader.begin()
	for _, s := range b.sets {
		for i := range s.series {
			if s.told >= silence {
				s.series[i].Begins = max(s.series[i].Begins, s.told)
			}
		}
	}
	return b, nil
}

// compared chooses what the month is compared with. What a source told before a silence says nothing of it now.
func (b *book) compared(received []analytics.SourceMonth, coverages []analytics.Coverage) {
	coverages = slices.Clone(coverages)
	for i := range coverages {
		for _, s := range b.sources {
			if begins := b.day(s.from); s.name == coverages[i].Source && s.from > 0 && begins.After(coverages[i].From) && !coverages[i].Declared {
				coverages[i].From = begins
			}
		}
	}
	for i, c := range bases {
		base := b.of.Add(c.back)
		b.months[i] = trend.Compare(b.of, base, sourcesOf(b.of, base, received, coverages))
		b.now[i], b.base[i] = b.stretch(b.of, b.months[i].From, b.months[i].To), b.stretch(base, b.months[i].BaseFrom, b.months[i].BaseTo)
	}
}

// stretch is days of a month in days of the span.
func (b *book) stretch(m analytics.Month, from, to int) stretchOfDays {
	if from == 0 {
		return stretchOfDays{0, -1}
	}
	first := analytics.DayNumber(m.First()) - b.origin
	return stretchOfDays{first + from - 1, first + to - 1}
}

// day is the date of a day of the span.
func (b *book) day(i int) time.Time { return analytics.DayOfNumber(b.origin + i) }

// refresh counts the months whose facts have changed since they were counted.
func (j *Job) refresh(ctx context.Context, run uint64, from, to analytics.Month) error {
	months, err := j.tables.TallyMonths(ctx, from, to)
	if err != nil {
		return fmt.Errorf("asking which days are counted: %w", err)
	}
	var stale []analytics.Month
	for _, m := range months {
		switch {
		case m.Now == m.Counted:
		case m.Now == 0:
			if err := j.tables.DropTallies(ctx, m.Month); err != nil {
				return err
			}
		default:
			stale = append(stale, m.Month)
		}
	}
	if len(stale) == 0 {
		return nil
	}
	if err := j.tables.CountTallies(ctx, run, stale); err != nil {
		return fmt.Errorf("counting days: %w", err)
	}
	return nil
}

func firstAndLast(received []analytics.SourceMonth) (first, last analytics.Month) {
	for _, r := range received {
		if first == 0 || r.Month < first {
			first = r.Month
		}
		last = max(last, r.Month)
	}
	return first, last
}
