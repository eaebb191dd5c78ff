package importer

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/ingest"
)

// How a column came to its field.
const (
	Told    = "指定"
	ByName  = "按名称"
	ByValue = "按内容"
	Kept    = "附加"
)

// Column is one column of the table and what becomes of it, for people to look at and to correct.
type Column struct {
	Name     string
	Field    string   // as on the wire; attributes.<name>, dimensions.<name> or note for a column that no field took
	Label    string   // of the field, for people
	How      string   // Told, ByName, ByValue or Kept
	Why      string   // the reason as a sentence: 列名“投诉时间”, 200 个值里有 198 个是手机号
	Examples []string // up to three values, masked
}

// mapping says which columns make which field.
type mapping struct {
	kind  Kind
	names []string // of the columns
	by    [fieldCount][]int
	how   []string // for each column
	why   []string // for each column
	field []field  // for each column
	order []int    // columns in the order in which a row without an id is hashed
}

// assign gives column i to field f.
func (m *mapping) assign(f field, i int, how string) {
	m.by[f] = append(m.by[f], i)
	m.field[i], m.how[i] = f, how
}

// release takes column i from its field.
func (m *mapping) release(i int) {
	f := m.field[i]
	m.by[f] = slices.DeleteFunc(m.by[f], func(c int) bool { return c == i })
	m.field[i], m.how[i] = noField, Kept
}

func (m *mapping) has(f field) bool { return len(m.by[f]) > 0 }

// newMapping maps columns: first what the user told, then by name with the surest names first, then by what the first rows hold.
func newMapping(names []string, options Options, sample [][]string) (*mapping, error) {
	told := options.Map
	m := &mapping{kind: Complaints, names: names, how: make([]string, len(names)), why: make([]string, len(names)), field: make([]field, len(names))}
	for i := range names {
		m.how[i] = Kept
	}
	if err := m.told(told); err != nil {
		return nil, err
	}
	m.byName(told, sample)
	m.settle(sample)
	m.sort()
	return m, m.enough() // both: records of the wire need no mapping
}

// told follows --map.
func (m *mapping) told(told map[string][]string) error {
	for _, name := range sortedKeys(told) {
		f := fieldOf(name)
		if f == noField && name != "attributes" {
			return analytics.Invalid(name, "不认识的字段 %s，可用：%s", name, strings.Join(knownFields(), "、"))
		}
		for _, column := range told[name] {
			i := slices.Index(m.names, strings.TrimSpace(column))
			if i < 0 {
				i = slices.IndexFunc(m.names, func(n string) bool { return normalHeader(n) == normalHeader(column) })
			}
			if i < 0 {
				return analytics.Invalid(name, "文件里没有列 %s；有：%s", column, strings.Join(m.names, "、"))
			}
			if m.how[i] == Told {
				return analytics.Invalid(name, "列 %s 指定了两次", column)
			}
			if m.how[i] = Told; f != noField {
				m.assign(f, i, Told)
			}
		}
		if n := len(m.by[f]); n > 1 && f != noField && f != fieldCategory && f != fieldText {
			return analytics.Invalid(name, "字段 %s 只能对应一列，指定了 %d 列（category 和 text 可以由几列相连）", name, n)
		}
	}
	return nil
}

// byName assigns the columns whose names are known.
func (m *mapping) byName(told map[string][]string, sample [][]string) {
	type match struct {
		candidate
		column int
	}
	var matches []match
	for i, name := range m.names {
		found := candidates[normalHeader(name)]
		if f := fieldOf(strings.ToLower(name)); f != noField && f < fieldRegion && strings.Contains(name, ".") {
			found = []candidate{{f, 0}} // customer.name, as JSON objects inside objects are called
		}
		for _, c := range found {
			matches = append(matches, match{c, i})
		}
	}
	sort.SliceStable(matches, func(a, b int) bool { return matches[a].rank < matches[b].rank })
	for _, c := range matches {
		if m.how[c.column] == Kept && !m.has(c.field) && believable(c.candidate, column(sample, c.column)) {
			if _, spoken := told[fieldNames[c.field]]; !spoken {
				m.assign(c.field, c.column, ByName)
			}
		}
	}
}

// column returns the values of one column that are not empty.
func column(sample [][]string, i int) []string {
	var values []string
	for _, cells := range sample {
		if i < len(cells) {
			if value := clean(cells[i]); value != "" {
				values = append(values, value)
			}
		}
	}
	return values
}

// believable looks whether the values can be what the name says. Nothing is held against a column without values.
func believable(c candidate, values []string) bool {
	if len(values) == 0 {
		return true
	}
	switch c.field {
	case fieldTime:
		return timely(values)*2 >= len(values)
	case fieldID:
		distinct, long := make(map[string]bool, len(values)), 0
		for _, v := range values {
			distinct[v] = true
			if utf8.RuneCountInString(v) > ingest.MaxIDChars {
				long++
			}
		}
		repeats := 2 // what is called 编号 or id may number something else
		if c.rank < sureIDs {
			repeats = 10 // rows of one complaint, told again and again
		}
		return len(distinct)*repeats > len(values) && long*2 <= len(values)
	case fieldModel, fieldProduct, fieldLine, fieldChannel, fieldCategory, fieldComponent, fieldProblem, fieldLevel, fieldGrade:
		return average(values) <= 60
	}
	return true
}

// timely counts the values that are times.
func timely(values []string) int {
	n := 0
	for _, v := range values {
		if _, ok := parseTime(v, analytics.Zone); ok {
			n++
		}
	}
	return n
}

// average is the mean length in characters.
func average(values []string) int {
	if len(values) == 0 {
		return 0
	}
	n := 0
	for _, v := range values {
		n += utf8.RuneCountInString(v)
	}
	return n / len(values)
}

// sort fixes the order of cells for the hash of a row: by field, attributes by name, so that the order of columns does not matter.
func (m *mapping) sort() {
	m.order = make([]int, len(m.names))
	for i := range m.order {
		m.order[i] = i
	}
	slices.SortStableFunc(m.order, func(a, b int) int {
		if d := int(m.field[a]) - int(m.field[b]); d != 0 {
			return d
		}
		if m.field[a] != noField {
			return slices.Index(m.by[m.field[a]], a) - slices.Index(m.by[m.field[b]], b)
		}
		return strings.Compare(m.names[a], m.names[b])
	})
}

// enough makes sure that a file of these columns can give complaints at all.
func (m *mapping) enough() error {
	if !m.has(fieldTime) {
		return analytics.Invalid("received_at", "没有找到时间列。请用 --map received_at=列名 指出；文件里有：%s", strings.Join(m.names, "、"))
	}
	for _, f := range []field{fieldText, fieldSubject, fieldCategory, fieldComponent, fieldProblem, fieldLevel1, fieldLevel2, fieldLevel3} {
		if m.has(f) {
			return nil
		}
	}
	return analytics.Invalid("text", "没有找到内容、标题或分类列。请用 --map text=列名 指出；文件里有：%s", strings.Join(m.names, "、"))
}

func knownFields() []string {
	var names []string
	for f := noField + 1; f <= fieldRegion; f++ {
		names = append(names, fieldNames[f])
	}
	return append(names, "attributes")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
