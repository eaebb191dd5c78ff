package detect

import (
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// verdictKinds are decisions as the baseline knows them.
var verdictKinds = map[string]trend.VerdictKind{
	analytics.VerdictConfirmed: trend.VerdictConfirmed, analytics.VerdictFalse: trend.VerdictFalse,
	analytics.VerdictExpected: trend.VerdictExpected, analytics.VerdictNewNormal: trend.VerdictNewNormal,
}

// standing keeps of the decisions about days those that hold: the last one of each finding that was not taken back.
func standing(all []analytics.FindingDecision) []analytics.FindingDecision {
	last := map[uint64]int{}
	var list []analytics.FindingDecision
	for _, d := range all {
		if !d.UndoneAt.IsZero() || d.Kind != analytics.FindingDays && d.Kind != analytics.FindingWeek {
			continue
		}
		if at, known := last[d.Finding]; known {
			list[at] = d
			continue
		}
		last[d.Finding] = len(list)
		list = append(list, d)
	}
	return list
}

// verdicts tells the series of a set what was decided about them.
func (b *book) verdicts(s *set, decided []analytics.FindingDecision) {
	for _, d := range decided {
		i := slices.IndexFunc(s.names, func(names []analytics.AxisValue) bool { return sameSeries(names, d.Series) })
		if i < 0 {
			continue
		}
		from, to := analytics.DayNumber(d.From)-b.origin-b.from, analytics.DayNumber(d.To)-b.origin-b.from
		if to < 0 || from >= b.days-b.from {
			continue
		}
		s.series[i].Verdicts = append(s.series[i].Verdicts, trend.Verdict{Kind: verdictKinds[d.Verdict], From: max(from, 0), To: to})
	}
}

func sameSeries(x, y []analytics.AxisValue) bool {
	if len(x) != len(y) {
		return false
	}
	for _, v := range x {
		if !slices.Contains(y, v) {
			return false
		}
	}
	return true
}
