package explain

import (
	"strings"

	"huisheng/analytics"
)

// table holds complaints by day and values, each value as a number, so that many changes can be explained from one reading.
type table struct {
	axes   []string
	values []map[string]uint32 // by axis: a value → its code
	names  [][]string          // by axis and code
	codes  [][]uint32          // by axis, then by complaint
	picked []uint32            // which of the selections a complaint is in, as bits
	days   []uint16            // by complaint, as analytics.DayNumber has them
	byDay  map[uint16][]int32  // the complaints of each day
	spoken Names               // of its values
	oneIn  float64             // complaints to each that was read
}

func newTable(axes []string, oneIn uint32) *table {
	t := &table{axes: axes, values: make([]map[string]uint32, len(axes)), names: make([][]string, len(axes)), codes: make([][]uint32, len(axes)),
		byDay: map[uint16][]int32{}, oneIn: float64(max(1, oneIn))}
	for a := range t.values {
		t.values[a] = map[string]uint32{}
	}
	return t
}

// add takes one complaint. Neither the slice nor its strings are kept.
func (t *table) add(picked uint32, day uint16, values []string) {
	for a, value := range values {
		code, known := t.values[a][value]
		if !known {
			value = strings.Clone(value)
			code = uint32(len(t.names[a]))
			t.values[a][value] = code
			t.names[a] = append(t.names[a], value)
		}
		t.codes[a] = append(t.codes[a], code)
	}
	t.byDay[day] = append(t.byDay[day], int32(len(t.picked)))
	t.days = append(t.days, day)
	t.picked = append(t.picked, picked)
}

// len is how many complaints there are.
func (t *table) len() int { return len(t.picked) }

// condition is a combination of values as codes. One that no complaint has holds for none.
type condition struct {
	axes, codes []int
	never       bool
}

func (t *table) condition(values []analytics.AxisValue) condition {
	var c condition
	for _, v := range values {
		for a, axis := range t.axes {
			if axis != v.Axis {
				continue
			}
			code, known := t.values[a][v.Value]
			if !known {
				return condition{never: true}
			}
			c.axes, c.codes = append(c.axes, a), append(c.codes, int(code))
		}
	}
	if len(c.axes) < len(values) { // over an axis that was not read
		return condition{never: true}
	}
	return c
}

func (t *table) holds(c condition, row int32) bool {
	if c.never {
		return false
	}
	for i, a := range c.axes {
		if t.codes[a][row] != uint32(c.codes[i]) {
			return false
		}
	}
	return true
}

// rows are the complaints of some days under a condition, of these sources; no sources are all.
func (t *table) rows(days []uint16, c condition, sources []string) []int32 {
	from := t.sourcesOf(sources)
	var list []int32
	for _, day := range days {
		for _, row := range t.byDay[day] {
			if (from == nil || from(row)) && t.holds(c, row) {
				list = append(list, row)
			}
		}
	}
	return list
}

// sourcesOf tells whether a complaint came from one of the sources; nil when all do.
func (t *table) sourcesOf(sources []string) func(row int32) bool {
	for a, axis := range t.axes {
		if axis != "source" || len(sources) == 0 {
			continue
		}
		wanted := make([]bool, len(t.names[a]))
		for _, s := range sources {
			if code, known := t.values[a][s]; known {
				wanted[code] = true
			}
		}
		return func(row int32) bool { return wanted[t.codes[a][row]] }
	}
	return nil
}
