package importer

// settle decides what names alone leave open, by what the first rows hold.
func (m *mapping) settle(sample [][]string) {
	m.settleText(sample)
	m.settleTime(sample)
	m.settleRegion(sample)
	m.settleCategory()
}

// settleText finds the words: 诉求 and 问题 are the text where there is no other, and otherwise the longest column is.
func (m *mapping) settleText(sample [][]string) {
	if m.has(fieldText) {
		return
	}
	for _, f := range []field{fieldDemand, fieldProblem} {
		if m.has(f) && m.how[m.by[f][0]] == ByName && average(column(sample, m.by[f][0])) >= 12 {
			i := m.by[f][0]
			m.release(i)
			m.assign(fieldText, i, ByValue)
			return
		}
	}
	best, longest := -1, 11 // shorter ones are words of a list
	for i := range m.names {
		if n := average(column(sample, i)); m.how[i] == Kept && n > longest {
			best, longest = i, n
		}
	}
	if best >= 0 && !m.has(fieldSubject) {
		m.assign(fieldText, best, ByValue)
	}
}

// settleTime takes the first column of times when none is called so, and else the one that is called so and holds none: its rows are
// refused one by one, with a reason that helps more than a file without a time would.
func (m *mapping) settleTime(sample [][]string) {
	for i := range m.names {
		values := column(sample, i)
		if !m.has(fieldTime) && m.how[i] == Kept && len(values) > 0 && timely(values)*10 >= len(values)*9 {
			m.assign(fieldTime, i, ByValue)
		}
	}
	for i, name := range m.names {
		for _, c := range candidates[normalHeader(name)] {
			if c.field == fieldTime && !m.has(fieldTime) && m.how[i] == Kept {
				m.assign(fieldTime, i, ByName)
			}
		}
	}
}

// settleRegion: a column 省 or 市 that holds whole places is read as a place, unless other columns tell its parts.
func (m *mapping) settleRegion(sample [][]string) {
	if m.has(fieldRegion) {
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
			m.assign(fieldRegion, i, ByValue)
			return
		}
	}
}

// settleCategory makes one path of several columns: 大类/小类, or component/problem. Where a category is told already, component and
// problem are attributes and second levels follow it.
func (m *mapping) settleCategory() {
	levels := []field{fieldLevel1, fieldLevel2, fieldLevel3}
	parts := []field{fieldComponent, fieldProblem}
	told := m.has(fieldCategory) && m.how[m.by[fieldCategory][0]] == Told
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
			m.assign(fieldCategory, i, ByName)
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
