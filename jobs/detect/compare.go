package detect

import (
	"context"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/jobs"
)

// bases are the earlier months that a month is compared with.
var bases = [2]struct {
	kind string
	back int // months
}{{analytics.FindingMonth, -1}, {analytics.FindingYear, -12}}

// compare makes the findings of one month. Where no days can be compared, as in the months after the last complaint, nothing is counted.
func (j *Job) compare(ctx context.Context, task jobs.Task, received []analytics.SourceMonth, coverages []analytics.Coverage) ([]analytics.Finding, error) {
	var comparisons [2]trend.Comparison
	var pairings [2]analytics.Pairing
	for i, b := range bases {
		base := task.Month.Add(b.back)
		c := trend.Compare(task.Month, base, sourcesOf(task.Month, base, received, coverages))
		comparisons[i] = c
		pairings[i] = analytics.Pairing{Now: stretch(task.Month, c.From, c.To), Base: stretch(base, c.BaseFrom, c.BaseTo), Sources: c.Sources}
	}
	if !comparisons[0].Comparable() && !comparisons[1].Comparable() {
		return nil, nil
	}
	counts, err := j.tables.CountAxes(ctx, task.Month, pairings, least)
	if err != nil {
		return nil, err
	}
	var findings []analytics.Finding
	for i, c := range comparisons {
		if c.Comparable() {
			findings = append(findings, j.findings(task, i, c, counts[i])...)
		}
	}
	return findings, nil
}

// findings writes one comparison down: the total first, then every value of every axis.
func (j *Job) findings(task jobs.Task, which int, c trend.Comparison, counts map[string][]analytics.ValueCount) []analytics.Finding {
	kind, base := bases[which].kind, task.Month.Add(bases[which].back)
	now, before := stretch(task.Month, c.From, c.To), stretch(base, c.BaseFrom, c.BaseTo)
	finding := func(axis string, v analytics.ValueCount) analytics.Finding {
		f := analytics.Finding{
			Kind: kind, Month: task.Month, From: now.From, To: now.To, BaseFrom: before.From, BaseTo: before.To, Sources: c.Sources, Whole: c.Whole,
			Observed: float64(v.N), Expected: float64(v.Base), Score: trend.Score(v.N, v.Base, c.Days(), c.BaseDays()), Run: task.Run, MadeAt: j.now(),
		}
		if axis != "" {
			f.Series = []analytics.AxisValue{{Axis: axis, Value: v.Value}}
		}
		f.Fall = f.Observed < f.Expected
		f.ID = analytics.FindingID(kind, f.Series, task.Month.First())
		return f
	}
	// Every complaint has a source, so the sources give the total.
	var total analytics.ValueCount
	for _, v := range counts["source"] {
		total.N, total.Base = total.N+v.N, total.Base+v.Base
	}
	findings := []analytics.Finding{finding("", total)}
	for _, axis := range analytics.Axes {
		for _, v := range counts[axis] {
			if v.N+v.Base >= least {
				findings = append(findings, finding(axis, v))
			}
		}
	}
	return findings
}

// sourcesOf joins what sources sent in two months with what they cover, by source. A source without coverage has its first complaints today,
// which do not count yet.
func sourcesOf(month, base analytics.Month, received []analytics.SourceMonth, coverages []analytics.Coverage) []trend.Source {
	by := map[string]*trend.Source{}
	for _, r := range received {
		if r.Month != month && r.Month != base {
			continue
		}
		s := by[r.Source]
		if s == nil {
			s = &trend.Source{Coverage: analytics.Coverage{Source: r.Source}}
			by[r.Source] = s
		}
		if r.Month == month {
			s.N += r.N
		} else {
			s.BaseN += r.N
		}
	}
	for _, c := range coverages {
		if s := by[c.Source]; s != nil {
			s.Coverage = c
		}
	}
	list := make([]trend.Source, 0, len(by))
	for _, s := range by {
		list = append(list, *s)
	}
	return list
}

// stretch is days of a month; the first day of it twice where there are none, which a pairing without sources does not look at.
func stretch(m analytics.Month, from, to int) analytics.Stretch {
	from, to = max(from, 1), max(to, 1)
	return analytics.Stretch{From: m.First().AddDate(0, 0, from-1), To: m.First().AddDate(0, 0, to-1)}
}
