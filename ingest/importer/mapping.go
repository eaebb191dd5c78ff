package importer

import (
	"fmt"
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
	Left    = "不导入"
)

// Column is one column of the table and what becomes of it, for people to look at and to correct.
type Column struct {
	Name     string
	Field    string   // as on the wire; attributes.<name> or dimensions.<name> for a column that no field took; empty when it is left out
	Label    string   // of the field, for people
	How      string   // Told, ByName, ByValue, Kept or Left
	Why      string   // the reason, such as: 名为“投诉时间”; 200 个值里有 198 个是手机号
	Examples []string // up to three values, masked
}

// mapping says which columns make which field.
type mapping struct {
	kind    Kind
	names   []string // of the columns
	by      [fieldCount][]int
	how     []string // for each column
	why     []string // for each column
	field   []field  // for each column
	order   []int    // columns in the order in which a row without an id is hashed
	spoken  map[field]bool
	serials bool // numbers in columns of times are days as Excel counts them
	year    int  // that the table is about, for months without one; 0 when unknown

	visit  field         // the time of the return visit that a row of a complaint tells
	notes  []string      // for File.Notes
	step   string        // the step of every row of a table of events that has no column for it
	counts []valueColumn // of a table of exposures
	clocks []int         // columns that tell the time of day only, for another that tells the day
}

// assign gives column i to field f.
func (m *mapping) assign(f field, i int, how, why string) {
	m.by[f] = append(m.by[f], i)
	m.field[i], m.how[i], m.why[i] = f, how, why
}

// release takes column i from its field.
func (m *mapping) release(i int) {
	f := m.field[i]
	m.by[f] = slices.DeleteFunc(m.by[f], func(c int) bool { return c == i })
	m.field[i], m.how[i], m.why[i] = noField, Kept, ""
}

func (m *mapping) has(f field) bool { return len(m.by[f]) > 0 }

// free reports whether a guess may fill the field.
func (m *mapping) free(f field) bool { return !m.has(f) && !m.spoken[f] }

// newMapping maps columns: first what the user told, then by name with the surest names first, then by what the first rows hold.
func newMapping(names []string, options Options, sample [][]string, about about) (*mapping, error) {
	m := &mapping{names: names, how: make([]string, len(names)), why: make([]string, len(names)), field: make([]field, len(names)), spoken: map[field]bool{},
		serials: about.serials, year: yearIn(about.text)}
	for i := range names {
		m.how[i] = Kept
	}
	if m.kind = options.Kind; m.kind == "" {
		m.kind = kindFor(names, options.Map, sample, m.year)
	}
	if err := m.told(options.Map); err != nil {
		return nil, err
	}
	switch m.kind {
	case Events:
		m.byName(sample)
		m.settleEvents(sample)
	case Exposures:
		m.settleExposures(sample, options.Unit, about.text)
	default:
		m.byName(sample)
		m.settle(sample)
		m.byValue(sample)
		m.settleLife()
	}
	m.sort()
	return m, m.enough() // both: records of the wire need no mapping
}

// about is what is known of a table beside its columns.
type about struct {
	text    string // its name and the lines above its header
	serials bool   // see mapping
}

// told follows --map. A field that is told to have no columns is not guessed.
func (m *mapping) told(told map[string][]string) error {
	for _, name := range sortedKeys(told) {
		f := fieldIn(m.kind, name)
		if f == noField && name != "attributes" && name != Ignore {
			return analytics.Invalid(name, "不认识的字段 %s，可用：%s", name, strings.Join(knownFields(m.kind), "、"))
		}
		m.spoken[f] = true
		for _, column := range told[name] {
			if err := m.tell(name, f, column); err != nil {
				return err
			}
		}
		if n := len(m.by[f]); n > 1 && f != noField && !f.many() && (f != fieldValue || m.kind != Exposures) {
			return analytics.Invalid(name, "字段 %s 只能对应一列，指定了 %d 列（category 和 text 可以由几列相连）", name, n)
		}
	}
	return nil
}

// tell gives one column to a field.
func (m *mapping) tell(name string, f field, column string) error {
	i := slices.Index(m.names, strings.TrimSpace(column))
	if i < 0 {
		i = slices.IndexFunc(m.names, func(n string) bool { return normalHeader(n) == normalHeader(column) })
	}
	if i < 0 {
		return analytics.Invalid(name, "文件里没有列 %s；有：%s", column, strings.Join(m.names, "、"))
	}
	if m.how[i] != Kept {
		return analytics.Invalid(name, "列 %s 指定了两次", column)
	}
	if m.how[i] = Told; name == Ignore {
		m.how[i] = Left
	} else if f != noField {
		m.assign(f, i, Told, "由人指定")
	}
	return nil
}

// byName assigns the columns whose names are known.
func (m *mapping) byName(sample [][]string) {
	type match struct {
		candidate
		column int
	}
	var matches []match
	for i, name := range m.names {
		found := candidates[m.kind][normalHeader(name)]
		if f := fieldIn(m.kind, strings.ToLower(name)); f != noField && f != fieldRegion && strings.Contains(name, ".") {
			found = []candidate{{f, 0}} // customer.name, as JSON objects inside objects are called
		}
		for _, c := range found {
			matches = append(matches, match{c, i})
		}
	}
	sort.SliceStable(matches, func(a, b int) bool { return matches[a].rank < matches[b].rank })
	for _, c := range matches {
		if m.how[c.column] == Kept && m.free(c.field) && m.believable(c.candidate, column(sample, c.column)) {
			m.assign(c.field, c.column, ByName, m.named(c.column))
		}
	}
}

// named is the reason of a column that was known by its name.
func (m *mapping) named(i int) string { return fmt.Sprintf("名为“%s”", m.names[i]) }

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
func (m *mapping) believable(c candidate, values []string) bool {
	if len(values) == 0 {
		return true
	}
	switch c.field {
	case fieldTime, fieldAt:
		return m.timely(values)*2 >= len(values)
	case fieldID, fieldEventID:
		return c.identifies(values, m.kind)
	case fieldModel, fieldProduct, fieldLine, fieldChannel, fieldCategory, fieldComponent, fieldProblem, fieldLevel, fieldGrade:
		return average(values) <= 60
	case fieldKind: // 状态, 类型 may be anything; what is called 动作 says what it does, also in words that we do not know
		return c.rank < sureKinds || share(values, isEventKind) >= 50
	case fieldOutcome, fieldLifeOutcome:
		return share(values, isOutcome) >= 50
	case fieldSatisfaction, fieldLifeSatisfaction, fieldByChannel, fieldByAttitude, fieldByAbility, fieldBySpeed, fieldByOutcome:
		return share(values, isSatisfaction) >= 50
	}
	if c.field >= fieldLife {
		return m.timely(values)*2 >= len(values)
	}
	return true
}

// identifies judges the values of a column that is called an id. What is called 编号 or id may number something else.
func (c candidate) identifies(values []string, kind Kind) bool {
	distinct, long := make(map[string]bool, len(values)), 0
	for _, v := range values {
		distinct[v] = true
		if utf8.RuneCountInString(v) > ingest.MaxIDChars {
			long++
		}
	}
	repeats := 2
	if c.rank < sureIDs || kind == Events {
		repeats = 10 // rows of one complaint, told again and again
	}
	if kind == Events && c.field == fieldID {
		repeats = len(values) + 1 // a table of the steps of few complaints
	}
	return len(distinct)*repeats > len(values) && long*2 <= len(values)
}

// timely counts the values that are times.
func (m *mapping) timely(values []string) int {
	n := 0
	for _, v := range values {
		if isNothing(plainWord(v)) {
			n++
		} else if _, ok := m.parseTime(v, analytics.Zone); ok {
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

// enough makes sure that a table of these columns can give records at all.
func (m *mapping) enough() error {
	switch m.kind {
	case Events:
		return m.enoughForEvents()
	case Exposures:
		return m.enoughForExposures()
	}
	if !m.has(fieldTime) {
		return m.lacks(fieldTime, "时间列")
	}
	for _, f := range []field{fieldText, fieldSubject, fieldCategory, fieldComponent, fieldProblem, fieldLevel1, fieldLevel2, fieldLevel3} {
		if m.has(f) {
			return nil
		}
	}
	return m.lacks(fieldText, "内容、标题或分类列")
}

// lacks says that a needed column was not found and how to tell it.
func (m *mapping) lacks(f field, what string) error {
	kind := ""
	if m.kind != Complaints {
		kind = "（按" + m.kind.Label() + "读）"
	}
	return analytics.Invalid(fieldNames[f], "没有找到%s%s。请用 --map %s=列名 指出；文件里有：%s", what, kind, fieldNames[f], strings.Join(m.names, "、"))
}

func knownFields(kind Kind) []string {
	var names []string
	for _, f := range fieldsOf(kind) {
		names = append(names, fieldNames[f])
	}
	return append(names, "attributes", Ignore)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
