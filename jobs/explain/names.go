package explain

import (
	"cmp"
	"slices"
	"strings"

	"huisheng/analytics"
)

// Names tells axes and their values to people.
type Names interface {
	Axis(axis string) string
	Value(axis, value string) string
}

// spoken is the order in which a combination is said: what it is, where it is, how it came, and at last what is said of it. Attributes come
// before what is said.
var spoken = []string{"product_line", "product", "model", "batch", "department", "province", "city", "channel", "grade", "sender_kind", "source", attributes, "category",
	"topic_where", "topic_why", "topic"}

// attributes is the place of all attributes in spoken.
const attributes = "attributes"

// bare are the axes whose values say by themselves what they are. A value of any other is told with its axis: 等级 A.
var bare = []string{"topic", "topic_why", "product_line", "product", "model", "province", "city", "channel", "department"}

// ValueName is what people call a value: 比亚迪, 等级 A, 省份未填.
func ValueName(names Names, v analytics.AxisValue) string {
	axis, value := names.Axis(v.Axis), names.Value(v.Axis, v.Value)
	switch {
	case v.Value == "" && v.Axis != "topic":
		return axis + value
	case slices.Contains(bare, v.Axis):
		return value
	case v.Axis == "topic_where":
		return strings.TrimSuffix(value, axis) + axis
	}
	return axis + " " + value
}

// SeriesName is what people call the complaints that have some values: 比亚迪 × 变更价格. The total has no name.
func SeriesName(names Names, series []analytics.AxisValue) string {
	place := func(v analytics.AxisValue) int {
		if _, ok := analytics.AttributeOf(v.Axis); ok {
			return slices.Index(spoken, attributes)
		}
		return slices.Index(spoken, v.Axis)
	}
	sorted := slices.Clone(series)
	slices.SortStableFunc(sorted, func(a, b analytics.AxisValue) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Axis, b.Axis))
	})
	parts := make([]string, len(sorted))
	for i, v := range sorted {
		parts[i] = ValueName(names, v)
	}
	return strings.Join(parts, " × ")
}

// inContext are names by which a model or a batch is said with the product that it belongs to: nobody knows which car a 豪华型 is.
type inContext struct {
	Names
	product map[analytics.AxisValue]string
}

// within gives the names the products of a table.
func (t *table) inContext(names Names) Names {
	c := inContext{names, map[analytics.AxisValue]string{}}
	for _, axis := range []string{"model", "batch"} {
		for _, of := range []string{"model", "product", "product_line"} {
			if of != axis {
				t.owners(axis, of, c)
			}
		}
	}
	return c
}

// owners notes what each value of an axis belongs to on another, where it is one thing and was not noted yet.
func (t *table) owners(axis, of string, c inContext) {
	a, b := slices.Index(t.axes, axis), slices.Index(t.axes, of)
	owner := make([]int64, len(t.names[a])) // 0 none yet, −1 several
	for row, code := range t.codes[a] {
		switch own := int64(t.codes[b][row]) + 1; owner[code] {
		case 0:
			owner[code] = own
		case own:
		default:
			owner[code] = -1
		}
	}
	for code, own := range owner {
		v := analytics.AxisValue{Axis: axis, Value: t.names[a][code]}
		if own <= 0 || v.Value == "" || c.product[v] != "" || t.names[b][own-1] == "" {
			continue
		}
		c.product[v] = c.Names.Value(of, t.names[b][own-1])
	}
}

// Value implements Names.
func (c inContext) Value(axis, value string) string {
	name := c.Names.Value(axis, value)
	if of := c.product[analytics.AxisValue{Axis: axis, Value: value}]; of != "" && !strings.Contains(name, of) {
		return of + " " + name
	}
	return name
}
