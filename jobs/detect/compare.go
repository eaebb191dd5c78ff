package detect

import (
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// bases are the earlier months that a month is compared with.
var bases = [2]struct {
	kind string
	back int // months
}{{analytics.FindingMonth, -1}, {analytics.FindingYear, -12}}

const (
	leastChange = 10  // complaints by which a value has to differ in a month to be a finding
	leastRatio  = 1.3 // to which it has to rise, or to whose inverse fall
	leastNotice = 1.1 // the same for the total
)

// compare makes the findings of the month against the earlier ones: the total always, and what single values and pairs did beside it.
func (b *book) compare() (findings []analytics.Finding) {
	for i, c := range b.months {
		if !c.Comparable() {
			continue
		}
		total := b.sets[0].counts[0][i]
		if total.N+total.Base == 0 {
			continue
		}
		findings = append(findings, b.totalOf(i, total))
		findings = append(findings, b.beside(i, total)...)
	}
	return findings
}

// month writes one comparison of one series down.
func (b *book) month(i int, series []analytics.AxisValue, v analytics.ValueCount) analytics.Finding {
	c, base := b.months[i], b.now[i]
	f := analytics.Finding{
		Kind: bases[i].kind, Month: b.of, From: b.day(base.from), To: b.day(base.to), BaseFrom: b.day(b.base[i].from), BaseTo: b.day(b.base[i].to),
		Series: series, Sources: c.Sources, Whole: c.Whole, Observed: float64(v.N), Expected: float64(v.Base),
	}
	f.Fall = f.Observed < f.Expected
	f.ID = analytics.FindingID(f.Kind, series, b.of.First())
	return f
}

// total is the finding of the total. It has a level when the weeks of the last half year do not differ as much among each other.
func (b *book) totalOf(i int, v analytics.ValueCount) analytics.Finding {
	f := b.month(i, nil, v)
	f.Score = trend.Score(v.N, v.Base, b.months[i].Days(), b.months[i].BaseDays()) / math.Sqrt(b.dispersion(b.sets[0]))
	f.Chance = trend.TwoSided(f.Score)
	switch ratio := ratioOf(&f); {
	case f.Chance > 0.001 || math.Abs(f.Change()) < leastChange || ratio < leastNotice:
	case ratio >= 1.5 && !f.Fall: // fewer in a month is good news or a question of channels, which days tell sooner
		f.Level = uint8(trend.LevelWarning)
	default:
		f.Level = uint8(trend.LevelNotice)
	}
	return f
}

// beside finds the values and pairs that moved otherwise than the total did: where all complaints rise by half, each value that rises by half says
// nothing. They have to be discoveries over all series of the month.
func (b *book) beside(i int, total analytics.ValueCount) []analytics.Finding {
	var list []analytics.Finding
	var chances []float64
	c := b.months[i]
	for _, s := range b.sets[1:] {
		passing := passes(s.names[0])
		if passing && bases[i].kind == analytics.FindingYear {
			continue
		}
		dispersion := math.Sqrt(b.dispersion(s))
		for k, v := range s.counts {
			n, base := v[i].N, v[i].Base
			// The series against everything else, so that a large value is not compared with itself.
			rest := (float64(total.N-n) + 0.5) / (float64(total.Base-base) + 0.5)
			f := b.month(i, s.names[k], v[i])
			f.Score = trend.ScoreShare(n, base, rest/(1+rest)) / dispersion
			f.Chance = trend.TwoSided(f.Score)
			chances = append(chances, f.Chance)
			own := trend.Score(n, base, c.Days(), c.BaseDays()) / dispersion
			if passing && f.Fall || own*f.Score <= 0 || math.Abs(own) < trend.Bar || math.Abs(f.Change()) < leastChange || ratioOf(&f) < leastRatio {
				continue
			}
			f.Level = uint8(trend.LevelNotice)
			if !f.Fall && ratioOf(&f) >= 2 && math.Abs(f.Change()) >= max(3*leastChange, 0.1*math.Abs(float64(total.N)-float64(total.Base))) {
				f.Level = uint8(trend.LevelWarning)
			}
			list = append(list, f)
		}
	}
	for range b.left {
		chances = append(chances, 1)
	}
	bar := trend.Discoveries(chances, trend.MostFalse)
	return slices.DeleteFunc(list, func(f analytics.Finding) bool {
		return f.Chance > bar || len(f.Series) == 2 && f.Level < uint8(trend.LevelWarning)
	})
}

// passes reports whether values of a series come and go by themselves: another model, batch or version takes the place of one, so that fewer
// complaints than earlier are no news, and a year is too long to compare.
func passes(series []analytics.AxisValue) bool {
	return slices.ContainsFunc(series, func(v analytics.AxisValue) bool {
		_, attribute := analytics.AttributeOf(v.Axis)
		return attribute || v.Axis == "model" || v.Axis == "batch"
	})
}

// ratioOf is how many times as many there are as expected, or as few.
func ratioOf(f *analytics.Finding) float64 {
	n, base := f.Observed+0.5, f.Expected+0.5
	return max(n/base, base/n)
}

// dispersion is how much the weeks of a set differ within four weeks, in Poisson's measure, over the last half year: of its series together, as one
// alone has few weeks. The tenth that differs most is left out: an event is not how weeks differ by themselves. It is 1 at least.
func (b *book) dispersion(s *set) float64 {
	const weeks, blocks = 4, 6
	end := min(b.ends, b.last) - b.from + 1
	var ratios []float64
	for _, series := range s.series {
		for block := 1; block <= blocks; block++ {
			from := end - block*weeks*7
			if from < series.Begins {
				break
			}
			var n [weeks]float64
			mean, sum := 0.0, 0.0
			for day := from; day < from+weeks*7; day++ {
				n[(day-from)/7] += float64(series.Counts[day])
				mean += float64(series.Counts[day]) / weeks
			}
			if mean < 1 {
				continue
			}
			for _, x := range n {
				sum += (x - mean) * (x - mean) / mean
			}
			ratios = append(ratios, sum/(weeks-1))
		}
	}
	slices.Sort(ratios)
	ratios = ratios[:len(ratios)-(len(ratios)+9)/10]
	sum := 1.0
	for _, r := range ratios {
		sum += r
	}
	return max(1, sum/float64(len(ratios)+1))
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
