package detect

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// A burst is many complaints of different customers about one thing within two hours. It is looked for while complaints come, because a day's
// count says it only in the evening.
const (
	burstHours  = 2 * time.Hour
	burstLeast  = 5    // complaints
	burstPeople = 4    // customers: one who complains five times is no burst
	burstChance = 1e-6 // by chance, over some thousand series looked at every minute
	burstTimes  = 4    // as many as usual, at least
	burstDays   = 28   // that say what is usual
	burstLarge  = 20   // complaints from which it is an alarm
	burstSpread = 1.5  // variance over mean of the complaints of an hour: they come in little groups
)

// burst adds what breaks out now to the findings of days. What the days have found already is only marked as running and quick.
func (j *Job) burst(ctx context.Context, b *book, now time.Time, days []analytics.Finding) ([]analytics.Finding, error) {
	today := analytics.DayNumber(now) - b.origin
	if !b.until.runs || b.of != analytics.MonthOf(now) {
		return days, nil
	}
	found, err := j.tables.Bursts(ctx, now.Add(-burstHours), now, burstLeast, burstPeople)
	if err != nil {
		return nil, err
	}
	hours, err := j.tables.HoursOfDay(ctx, []analytics.Month{b.of, b.of.Add(-1)})
	if err != nil {
		return nil, err
	}
	share := shareOf(hours, now)
	part := max(share-shareOf(hours, now.Add(-burstHours)), 0.02) // of a day's complaints that come in these hours
	if now.Hour() < 2 {
		part = max(share, 0.02)
	}
	var list []analytics.Finding
	for _, x := range found {
		usual, observed := b.usual(x.Series, today)
		expected := usual * part
		chance := trend.AtLeast(float64(x.N), max(expected, 0.1), burstSpread)
		if chance > burstChance || float64(x.N) < burstTimes*expected || saidToday(days, x.Series, now) {
			continue
		}
		level := trend.LevelWarning
		if x.N >= burstLarge {
			level = trend.LevelAlarm
		}
		day := analytics.DayOf(now)
		f := analytics.Finding{
			Kind: analytics.FindingDays, Month: b.of, Series: x.Series, From: day, To: day, Peak: day, Quick: true, Running: true, Level: uint8(level),
			Observed: max(observed, float64(x.N)), Expected: usual * share, High: trend.AtMost(usual*share, burstSpread), Chance: chance, Score: trend.ScoreOf(chance),
			Sources: names(b.sources, b.begin),
		}
		f.ID = analytics.FindingID(f.Kind, f.Series, day)
		list = append(list, f)
	}
	return withoutPairs(append(days, narrowest(list)...)), nil
}

// usual is how many complaints a series has on a day of the last weeks, and how many it has today. A series that is too rare to be laid out has
// next to none.
func (b *book) usual(series []analytics.AxisValue, today int) (usual, observed float64) {
	for _, s := range b.sets {
		for i, names := range s.names {
			if !sameSeries(names, series) {
				continue
			}
			counts := s.series[i].Counts
			for day := max(today-burstDays, b.from); day < today; day++ {
				usual += float64(counts[day-b.from])
			}
			return usual / burstDays, float64(counts[today-b.from])
		}
	}
	return 0, 0
}

// saidToday reports whether the days have found a series as rising today.
func saidToday(days []analytics.Finding, series []analytics.AxisValue, now time.Time) bool {
	today := analytics.DayOf(now)
	return slices.ContainsFunc(days, func(f analytics.Finding) bool {
		return !f.Fall && f.Level >= uint8(trend.LevelWarning) && !f.To.Before(today) && sameSeries(f.Series, series)
	})
}

// narrowest leaves out a series when most of its complaints are those of a pair that has it: the pair says more.
func narrowest(list []analytics.Finding) []analytics.Finding {
	return slices.DeleteFunc(slices.Clone(list), func(f analytics.Finding) bool {
		return len(f.Series) == 1 && slices.ContainsFunc(list, func(p analytics.Finding) bool {
			return len(p.Series) == 2 && slices.Contains(p.Series, f.Series[0]) && p.Observed >= mostOf*f.Observed
		})
	})
}
