package cause

import (
	"cmp"
	"slices"
	"strings"

	"huisheng/analytics"
)

const (
	// MostValues is how many values of an attribute are told apart. The others are together Rest: an element among them has too few
	// rows to be found, and their number would only raise the bound for everything else.
	MostValues = 200
	// Rest is the value that stands for all values beyond the most frequent ones, and for what callers give under it. It is never part of a cause.
	Rest = "其余"
	// MostAttributes is how many attributes are searched; the cuboids of three of them are already 1,350.
	MostAttributes = 20
)

// Attribute is one attribute with the values that are told apart, the most frequent first.
type Attribute struct {
	Name   string
	Values []string
	rest   int // the code of Rest, -1 when there is none
	group  int // of attributes that are never together, 0 for none
}

// Cells are the distinct combinations of values with what was observed and what was expected in each. Cells in which both are 0 are left
// out: they carry nothing.
type Cells struct {
	Attributes []Attribute
	LeftOut    []string // attributes that are not searched because nearly every row has a value of its own, as numbers of orders have
	Observed   []float64
	Expected   []float64
	codes      [][]uint8 // by attribute, then by cell
	groups     int       // of attributes that are never together
	nested     []uint    // see nesting
}

// Len is the number of cells.
func (c *Cells) Len() int { return len(c.Observed) }

// Totals are the sums over all cells.
func (c *Cells) Totals() (observed, expected float64) {
	for i := range c.Observed {
		observed += c.Observed[i]
		expected += c.Expected[i]
	}
	return observed, expected
}

// Builder gathers rows into cells.
type Builder struct {
	names    []string
	known    []map[string]uint32
	values   [][]string
	codes    [][]uint32
	last     []uint32 // the code of each attribute in the row before: neighbours are mostly alike
	observed []float64
	expected []float64
}

// NewBuilder begins cells over the named attributes.
func NewBuilder(attributes ...string) (*Builder, error) {
	if len(attributes) == 0 {
		return nil, analytics.Invalid("by", "至少要有一个属性，才能说变化来自哪里")
	}
	if len(attributes) > MostAttributes {
		return nil, analytics.Invalid("by", "一次最多看 %d 个属性，现有 %d 个：请留下最可能的", MostAttributes, len(attributes))
	}
	sorted := slices.Sorted(slices.Values(attributes))
	if len(slices.Compact(sorted)) != len(attributes) {
		return nil, analytics.Invalid("by", "属性写了两次：%s", strings.Join(attributes, "、"))
	}
	b := &Builder{names: attributes, known: make([]map[string]uint32, len(attributes)), values: make([][]string, len(attributes)),
		codes: make([][]uint32, len(attributes)), last: make([]uint32, len(attributes))}
	for i := range b.known {
		b.known[i] = map[string]uint32{}
	}
	return b, nil
}

// Add takes one row, or many that are alike: a value for each attribute, what was observed and what was expected of it. The slice is not
// kept.
func (b *Builder) Add(values []string, observed, expected float64) {
	for a, value := range values {
		if code := b.last[a]; int(code) < len(b.values[a]) && b.values[a][code] == value {
			b.codes[a] = append(b.codes[a], code)
			continue
		}
		code, known := b.known[a][value]
		if !known {
			value = strings.Clone(value) // the caller's string may be part of a whole line
			code = uint32(len(b.values[a]))
			b.known[a][value] = code
			b.values[a] = append(b.values[a], value)
		}
		b.codes[a], b.last[a] = append(b.codes[a], code), code
	}
	b.observed = append(b.observed, observed)
	b.expected = append(b.expected, expected)
}

// Cells adds up the rows that are alike. The result does not depend on the order of the rows. The builder is done with.
func (b *Builder) Cells() *Cells {
	out := &Cells{Observed: b.observed, Expected: b.expected}
	rows := len(b.observed)
	for a, name := range b.names {
		attribute, codes, idLike := b.attribute(a, rows)
		if idLike {
			out.LeftOut = append(out.LeftOut, name)
			continue
		}
		out.Attributes, out.codes = append(out.Attributes, attribute), append(out.codes, codes)
	}
	b.known, b.codes = nil, nil
	out.merge()
	out.nested = out.nesting()
	return out
}

// attribute orders the values of one attribute by weight and gives each row its code in that order.
func (b *Builder) attribute(a, rows int) (Attribute, []uint8, bool) {
	weights := make([]float64, len(b.values[a]))
	observed, expected := b.totals()
	for i, code := range b.codes[a] {
		// Both sides have the same say: were the most frequent chosen by one, those left over would seem to have changed.
		weights[code] += b.observed[i]*expected + b.expected[i]*observed
	}
	order := make([]uint32, len(weights))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int {
		return cmp.Or(cmp.Compare(weights[y], weights[x]), strings.Compare(b.values[a][x], b.values[a][y]))
	})
	if idLike(weights, order, rows) {
		return Attribute{}, nil, true
	}
	out := Attribute{Name: b.names[a], rest: -1}
	to := make([]uint8, len(order))
	all := len(order) <= MostValues
	for _, code := range order {
		value := b.values[a][code]
		if !all && (value == Rest || len(out.Values) == MostValues) {
			to[code] = MostValues
			continue
		}
		if value == Rest { // the caller's own, as for what was not told
			out.rest = len(out.Values)
		}
		to[code] = uint8(len(out.Values))
		out.Values = append(out.Values, value)
	}
	if !all {
		out.rest = MostValues
		out.Values = append(out.Values, Rest)
	}
	codes := make([]uint8, rows)
	for i, code := range b.codes[a] {
		codes[i] = to[code]
	}
	b.codes[a] = nil
	return out, codes, false
}

// totals are the sums over all rows, 1 where they are 0.
func (b *Builder) totals() (observed, expected float64) {
	for i := range b.observed {
		observed, expected = observed+b.observed[i], expected+b.expected[i]
	}
	if observed == 0 || expected == 0 {
		return 1, 1
	}
	return observed, expected
}

// idLike tells numbers and names from attributes: more values than are told apart, and either fewer than two rows to a value or hardly any
// weight on the most frequent ones.
func idLike(weights []float64, order []uint32, rows int) bool {
	if len(order) <= MostValues {
		return false
	}
	top, total := 0.0, 0.0
	for rank, code := range order {
		total += weights[code]
		if rank < MostValues {
			top += weights[code]
		}
	}
	return 2*len(order) > rows || top < 0.05*total
}

// merge sorts the rows by their codes and adds up those that are alike.
func (c *Cells) merge() {
	order := make([]uint32, 0, c.Len())
	for i := range c.Observed {
		if c.Observed[i] != 0 || c.Expected[i] != 0 {
			order = append(order, uint32(i))
		}
	}
	order = c.sorted(order)
	var observed, expected []float64
	var firsts []uint32
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && c.same(order[from], order[to]) {
			to++
		}
		alike := order[from:to]
		firsts = append(firsts, alike[0])
		if len(alike) > 2 { // so that sums are the same to the last bit in any order of rows
			slices.SortFunc(alike, func(x, y uint32) int {
				return cmp.Or(cmp.Compare(c.Observed[x], c.Observed[y]), cmp.Compare(c.Expected[x], c.Expected[y]))
			})
		}
		o, e := 0.0, 0.0
		for _, row := range alike {
			o, e = o+c.Observed[row], e+c.Expected[row]
		}
		observed, expected = append(observed, o), append(expected, e)
		from = to
	}
	for a, codes := range c.codes {
		kept := make([]uint8, len(firsts))
		for i, row := range firsts {
			kept[i] = codes[row]
		}
		c.codes[a] = kept
	}
	c.Observed, c.Expected = observed, expected
}

// sorted orders rows by all attributes, counting values from the last attribute to the first.
func (c *Cells) sorted(order []uint32) []uint32 {
	other := make([]uint32, len(order))
	for a := len(c.codes) - 1; a >= 0; a-- {
		codes := c.codes[a]
		starts := make([]int, len(c.Attributes[a].Values)+1)
		for _, row := range order {
			starts[codes[row]+1]++
		}
		for v := 1; v < len(starts); v++ {
			starts[v] += starts[v-1]
		}
		for _, row := range order {
			other[starts[codes[row]]] = row
			starts[codes[row]]++
		}
		order, other = other, order
	}
	return order
}

func (c *Cells) same(x, y uint32) bool {
	for _, codes := range c.codes {
		if codes[x] != codes[y] {
			return false
		}
	}
	return true
}
