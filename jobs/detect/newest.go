package detect

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
)

const (
	liveDays   = 14    // days of silence after which a source that told as complaints came is taken to have ended
	leastShare = 0.01  // of a day that counts as over from its first minute: a rate of nothing cannot be judged by
	cutShare   = 0.999 // for a day that may be cut: nothing is said to fall on it
)

// newest says how far the days of a book can be judged.
type newest struct {
	last  int     // last day judged
	share float64 // of it that is over; below 1 nothing is said to fall
	runs  bool    // it is today
	cut   int     // from this day on a source that comes in files tells nothing more, so that nothing is said to fall
}

func (n newest) shareOf(day int) float64 {
	switch {
	case day == n.last:
		return n.share
	case day >= n.cut:
		return cutShare
	}
	return 1
}

// watch finds how far the days of a book can be judged now. While complaints are told as they come, silence is news: the days until yesterday are
// judged, and of today what is over. Of what was sent in files, the last day may be cut, and nothing is known after it. It is kept whether
// a new day has to be looked at by itself.
func (j *Job) watch(ctx context.Context, b *book, now time.Time) error {
	direct, err := j.tables.DirectSources(ctx, []analytics.Month{analytics.MonthOf(now), analytics.MonthOf(now).Add(-1)})
	if err != nil {
		return err
	}
	told, err := j.ledger.LiveSources(ctx, now.AddDate(0, -1, 0))
	if err != nil {
		return err
	}
	b.live = append(direct, told...)
	b.until = newest{last: b.last, share: cutShare, cut: b.days}
	today, living := analytics.DayNumber(now)-b.origin, false
	for _, s := range b.sources {
		switch live := slices.Contains(b.live, s.name); {
		case live && s.last >= today-liveDays:
			living = true
		case !live && s.steady && s.last < b.last:
			b.until.cut = min(b.until.cut, s.last)
		}
	}
	recent := b.of == analytics.MonthOf(now) || b.of == analytics.MonthOf(now.AddDate(0, 0, -1))
	if !living {
		if recent {
			return j.ledger.SetSetting(ctx, watched, "")
		}
		return nil
	}
	hours, err := j.tables.HoursOfDay(ctx, []analytics.Month{analytics.MonthOf(now), analytics.MonthOf(now).Add(-1)})
	if err != nil {
		return err
	}
	b.until.last, b.until.share, b.until.runs = today, max(shareOf(hours, now), leastShare), true
	if !recent {
		return nil
	}
	return j.ledger.SetSetting(ctx, watched, j.today())
}

// over reports whether a fall is only that nothing more was sent of a source that comes in files.
func (b *book) over(series []analytics.AxisValue, from int) bool {
	if len(series) != 1 || series[0].Axis != "source" || slices.Contains(b.live, series[0].Value) {
		return false
	}
	i := slices.IndexFunc(b.sources, func(s *sourceDays) bool { return s.name == series[0].Value })
	return i >= 0 && from+b.from > b.sources[i].last
}

// shareOf is how much of a day's complaints have come by a moment, by the hours at which they came in these weeks; by the clock where only days
// are told.
func shareOf(hours [24]uint64, now time.Time) float64 {
	now = now.In(analytics.Zone)
	all, before := 0.0, 0.0
	part := float64(now.Minute())/60 + float64(now.Second())/3600
	for hour, n := range hours {
		all += float64(n) + 1 // a complaint more an hour: few days prove no hour empty
		switch {
		case hour < now.Hour():
			before += float64(n) + 1
		case hour == now.Hour():
			before += (float64(n) + 1) * part
		}
	}
	return min(before/all, cutShare)
}
