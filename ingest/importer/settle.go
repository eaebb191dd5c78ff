package importer

import (
	"fmt"
	"slices"
)

// settle decides what names alone leave open, by what the first rows hold.
func (m *mapping) settle(sample [][]string) {
	m.settleTime(sample)
	m.settleText(sample)
	m.settleRegion(sample)
	m.settleCategory()
	m.settleClock(sample, fieldTime)
}

// settleText finds the words: 诉求 and 问题 are the text where there is no other, and otherwise the longest column is.
func (m *mapping) settleText(sample [][]string) {
	if !m.free(fieldText) {
		return
	}
	for _, f := range []field{fieldDemand, fieldProblem} {
		if m.has(f) && m.how[m.by[f][0]] == ByName && average(column(sample, m.by[f][0])) >= 12 {
			i := m.by[f][0]
			m.release(i)
			m.assign(fieldText, i, ByValue, "没有别的正文列，这一列是成句的话")
			return
		}
	}
	best, longest := -1, 11 // shorter ones are words of a list
	for i := range m.names {
		values := column(sample, i)
		if n := average(values); m.how[i] == Kept && n > longest && share(values, isID) < 50 && share(values, isTime) < 50 {
			best, longest = i, n
		}
	}
	if best >= 0 && !m.has(fieldSubject) {
		m.assign(fieldText, best, ByValue, fmt.Sprintf("最长的一列，平均 %d 个字", longest))
	}
}

// settleTime takes the first column of times when none is called so, and else the one that is called so and holds none: its rows are
// refused one by one, with a reason that helps more than a file without a time would.
func (m *mapping) settleTime(sample [][]string) {
	for i := range m.names {
		values := column(sample, i)
		if m.free(fieldTime) && m.how[i] == Kept && len(values) > 0 && count(values, isTime)*10 >= len(values)*9 {
			m.assign(fieldTime, i, ByValue, fmt.Sprintf("%d 个值里有 %d 个是时间", len(values), count(values, isTime)))
		}
	}
	for i, name := range m.names {
		for _, c := range candidates[Complaints][normalHeader(name)] {
			if c.field == fieldTime && m.free(fieldTime) && m.how[i] == Kept {
				m.assign(fieldTime, i, ByName, m.named(i))
			}
		}
	}
}

// settleClock joins a column of times of day to the one of days: 投诉日期 2024/1/5, 投诉时间 9:03.
func (m *mapping) settleClock(sample [][]string, f field) {
	if len(m.by[f]) != 1 || m.how[m.by[f][0]] == Told || share(column(sample, m.by[f][0]), isDay) < 90 {
		return
	}
	for i, name := range m.names {
		normal := normalHeader(name)
		timely := slices.ContainsFunc(candidates[m.kind][normal], func(c candidate) bool { return c.field == f }) || uselessHeader(normal)
		if m.how[i] == Kept && timely && share(column(sample, i), isClock) >= 90 {
			m.assign(f, i, ByValue, "是几点几分，与日期列合成时间")
			return
		}
	}
}

// settleRegion: a column 省 or 市 that holds whole places is read as a place, unless other columns tell its parts.
func (m *mapping) settleRegion(sample [][]string) {
	if !m.free(fieldRegion) {
		return
	}
	for _, f := range []field{fieldProvince, fieldCity} {
		if !m.has(f) || m.how[m.by[f][0]] == Told || f == fieldProvince && m.has(fieldCity) || f == fieldCity && m.has(fieldProvince) {
			continue
		}
		i := m.by[f][0]
		whole := 0
		values := column(sample, i)
		for _, v := range values {
			if r := splitRegion(v); r.Province != "" && r.City != "" {
				whole++
			}
		}
		if whole*2 > len(values) {
			m.release(i)
			m.assign(fieldRegion, i, ByValue, fmt.Sprintf("%d 个值里有 %d 个含省和市", len(values), whole))
			return
		}
	}
}

// settleCategory makes one path of several columns: 大类/小类, or component/problem. Where a category is told already, component and
// problem are attributes and second levels follow it.
func (m *mapping) settleCategory() {
	levels := []field{fieldLevel1, fieldLevel2, fieldLevel3}
	parts := []field{fieldComponent, fieldProblem}
	told := m.spoken[fieldCategory]
	switch {
	case told:
		m.leave(append(levels, parts...))
		return
	case m.has(fieldLevel1):
		if m.has(fieldCategory) {
			m.leave([]field{fieldCategory})
		}
		m.leave(parts)
	case m.has(fieldCategory):
		m.leave(parts)
	case m.has(fieldLevel2) || m.has(fieldLevel3):
		m.leave(parts)
	}
	for _, f := range append(levels, parts...) {
		if m.has(f) {
			i := m.by[f][0]
			m.release(i)
			m.assign(fieldCategory, i, ByName, m.named(i))
		}
	}
}

// leave makes the columns of these fields attributes.
func (m *mapping) leave(fields []field) {
	for _, f := range fields {
		for m.has(f) {
			m.release(m.by[f][0])
		}
	}
}

// settleLife finds the time of what is told of a return visit. Where no column tells it, customers were asked at the end; where none tells
// that either, it stays among the attributes: a step needs a time.
func (m *mapping) settleLife() {
	if m.visit = lifeOf("followed_up"); m.has(m.visit) {
		return
	}
	for _, end := range []string{"closed", "resolved"} {
		if f := lifeOf(end); m.has(f) && (m.has(fieldLifeSatisfaction) || m.has(fieldLifeOutcome)) {
			m.visit = f
			m.notes = append(m.notes, fmt.Sprintf("没有回访时间列，满意度和回访结果按“%s”的时间记", m.names[m.by[f][0]]))
			return
		}
	}
	for _, f := range []field{fieldLifeSatisfaction, fieldLifeOutcome, fieldLifeNote, fieldLifeBy} {
		if m.has(f) && m.how[m.by[f][0]] != Told {
			m.release(m.by[f][0])
		}
	}
}
