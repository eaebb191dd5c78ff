package importer

import (
	"fmt"
	"slices"

	"huisheng/analytics"
	"huisheng/ingest"
)

// valueColumn is a column of counts: of one month where the header names it, of one unit where the header does.
type valueColumn struct {
	column int
	month  analytics.Month // 0: the row tells it
	unit   string          // empty: the row tells it
}

// totals are names of columns and values of dimensions that hold sums of others.
var totals = wordSet("合计 总计 小计 汇总 总和 全部 total sum 同比 环比 增长率 平均 均值 累计 占比")

// settleExposures finds the columns of months, units and counts; the others are dimensions.
func (m *mapping) settleExposures(sample [][]string, unit, about string) {
	if unit == "" {
		unit = unitIn(about)
	}
	for i := range m.names {
		if m.field[i] == fieldValue { // told
			m.addValue(i, unit)
		}
	}
	for i, name := range m.names {
		normal, values := normalHeader(name), column(sample, i)
		_, ofMonth := monthOf(name, m.year)
		switch {
		case m.how[i] != Kept:
		case totals[normal] || rowNumbers[normal]:
			m.how[i], m.why[i] = Left, "是合计或行号，由其他列算得出"
		case m.spoken[fieldValue]:
		case ofMonth && share(values, isNumber) >= 80:
			m.assign(fieldValue, i, ByName, m.named(i)+"，是一个月份")
			m.addValue(i, unit)
		case unitOf(normal) != "" && share(values, isNumber) >= 70:
			m.assign(fieldValue, i, ByName, m.named(i)+"，是基数的单位")
			m.addValue(i, unit)
		}
	}
	for _, f := range []field{fieldMonth, fieldUnit, fieldValue} {
		m.settleExposure(f, sample, unit)
	}
	for i := range m.names {
		if m.how[i] == Kept && share(column(sample, i), isNumber) >= 95 && !uselessHeader(normalHeader(m.names[i])) && len(column(sample, i)) > 0 {
			m.how[i], m.why[i] = Left, "是数字，既不是月份也不是认识的单位"
		}
	}
}

// settleExposure finds the column of one field by its name, and else by its values.
func (m *mapping) settleExposure(f field, sample [][]string, unit string) {
	if f == fieldValue && len(m.counts) > 0 {
		return
	}
	for i, name := range m.names {
		if !m.free(f) || m.how[i] != Kept {
			continue
		}
		called := slices.ContainsFunc(candidates[Exposures][normalHeader(name)], func(c candidate) bool { return c.field == f })
		if !called && !uselessHeader(normalHeader(name)) || !m.fits(f, column(sample, i)) {
			continue
		}
		how, why := ByName, m.named(i)
		if !called {
			how, why = ByValue, "值像"+fieldLabels[f]
		}
		if m.assign(f, i, how, why); f == fieldValue {
			m.addValue(i, unit)
		}
	}
}

// fits judges the values of a column of exposures.
func (m *mapping) fits(f field, values []string) bool {
	switch f {
	case fieldMonth:
		return share(values, func(s string) bool { _, ok := monthOf(s, m.year); return ok }) >= 70
	case fieldUnit:
		return share(values, func(s string) bool { return unitOf(plainWord(s)) != "" }) >= 50
	}
	return share(values, isNumber) >= 70
}

func (m *mapping) addValue(i int, unit string) {
	v := valueColumn{column: i, unit: unitOf(normalHeader(m.names[i]))}
	v.month, _ = monthOf(m.names[i], m.year)
	if v.unit == "" && !m.has(fieldUnit) {
		v.unit = unit
	}
	m.counts = append(m.counts, v)
}

func (m *mapping) enoughForExposures() error {
	if len(m.counts) == 0 {
		return m.lacks(fieldValue, "数量列")
	}
	for _, v := range m.counts {
		switch {
		case v.month == 0 && !m.has(fieldMonth):
			return m.lacks(fieldMonth, "月份列")
		case v.unit == "" && !m.has(fieldUnit):
			return analytics.Invalid("unit", "没有说明列“%s”数的是什么。请用 --unit 指出，如 --unit 订单量；或让列名、文件名带上它", m.names[v.column])
		}
	}
	return nil
}

// exposuresOfRow maps a row of counts. Empty cells of a table with a column for each month are months without a count.
func (c *converter) exposuresOfRow(in row) []outcome {
	var out []outcome
	dimensions := c.dimensions(in)
	for _, v := range c.counts {
		value := clean(in.cells[v.column])
		if v.month != 0 && r0(value) == "" {
			continue
		}
		x := analytics.Exposure{Source: c.source, Month: v.month, Unit: v.unit, Dimensions: dimensions}
		if err := c.readExposure(in, v, value, &x); err != nil {
			out = append(out, c.refuse(in, ingest.TopicExposures, "", err))
			continue
		}
		out = append(out, c.exposure(in, &x))
	}
	if len(out) == 0 {
		out = append(out, c.refuse(in, ingest.TopicExposures, "", analytics.Invalid("value", "这一行没有数量")))
	}
	return out
}

func (c *converter) readExposure(in row, v valueColumn, value string, x *analytics.Exposure) *analytics.Error {
	var ok bool
	if x.Value, ok = numberOf(value); !ok {
		return analytics.Invalid("value", "列“%s”的值“%s”不是数字", c.names[v.column], clip(value))
	}
	if x.Month == 0 {
		told := c.cell(in.cells, fieldMonth)
		if x.Month, ok = monthOf(told, c.year); !ok {
			return analytics.Invalid("month", "列“%s”的值“%s”不是认识的月份写法，应如 2024-03 或 2024年3月", c.names[c.by[fieldMonth][0]], clip(told))
		}
	}
	if x.Unit == "" {
		told := c.cell(in.cells, fieldUnit)
		if x.Unit = unitOf(plainWord(told)); x.Unit == "" {
			x.Unit = told
		}
	}
	return nil
}

// dimensions are what the row splits by, named as fields of a complaint where the column is one. A value 合计 is no split.
func (c *converter) dimensions(in row) map[string]string {
	var d map[string]string
	put := func(name, value string) {
		if value = r0(clean(value)); value == "" || totals[plainWord(value)] {
			return
		}
		if d == nil {
			d = make(map[string]string, 4)
		}
		d[name] = value
	}
	for i, f := range c.field {
		if f == fieldDimensions || f == noField && c.how[i] != Left {
			name, value := dimensionName(c.names[i]), in.cells[i]
			if name == fieldNames[fieldProvince] {
				value = shortProvince(clean(value))
			}
			put(name, value)
		}
	}
	for i := 0; i+1 < len(in.extra); i += 2 {
		put(in.extra[i], in.extra[i+1])
	}
	return d
}

// dimensionName is the field of a complaint that a column would be: its rate divides by the same name.
func dimensionName(header string) string {
	best, name := 1<<30, header
	for _, c := range candidates[Complaints][normalHeader(header)] {
		switch c.field {
		case fieldLine, fieldProduct, fieldModel, fieldBatch, fieldProvince, fieldCity, fieldDistrict, fieldChannel, fieldDepartment, fieldCategory, fieldCustomerTier, fieldCustomerSegment:
			if c.rank < best {
				best, name = c.rank, fieldNames[c.field]
			}
		}
	}
	return name
}

// left tells which columns were left out, for Notes.
func (m *mapping) left() []string {
	var notes []string
	for i, how := range m.how {
		if how == Left && m.why[i] != "" {
			notes = append(notes, fmt.Sprintf("列“%s”没有导入：%s", m.names[i], m.why[i]))
		}
	}
	return notes
}
