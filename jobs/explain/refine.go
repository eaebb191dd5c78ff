package explain

import (
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

const (
	// nearlyWhole is the share of a cause's change from which a value that few others had before is a part of its name.
	nearlyWhole = 0.95
	// largely is the share from which such a value is said beside the name.
	largely = 0.6
	// seldom is how much of its share of the change such a value had of what was expected, at most: what most had before says nothing new.
	seldom = 0.75
	// longest is how many values a name has at most.
	longest = 3
)

// chains are axes of which each lies in those before it. A name has the last of a chain only.
var chains = [][]string{{"product_line", "product", "model", "batch"}, {"province", "city"}, {"topic_why", "topic"}, {"category", "topic"}, {"topic_where", "topic"}}

// refined gives causes their full names and counts anew what each has.
func (t *table) refined(c change, e cause.Explanation) cause.Explanation {
	surest(e.Causes)
	for i := range e.Causes {
		t.simplest(c, &e.Causes[i], e.Rest.Drift)
		t.refine(c, &e.Causes[i])
	}
	e = t.withoutVersions(c, e) // with their full names: a version that is all of one model's heat is more than a version
	return t.recounted(c, e)
}

// refine adds to a name what nearly all of its change has in common, the topic first, and else notes what most of it has.
func (t *table) refine(c change, one *cause.Cause) {
	for len(one.Values) < longest {
		v, whole := t.common(c, axisValues(one.Values))
		if !whole {
			if v != (cause.Value{}) && len(one.Within) == 0 {
				one.Within = [][]cause.Value{append(slices.Clone(one.Values), v)}
			}
			return
		}
		one.Values = append(slices.DeleteFunc(slices.Clone(one.Values), func(known cause.Value) bool { return liesIn(v.Attribute, known.Attribute) }), v)
		one.Equivalents, one.Within = nil, nil
	}
}

// liesIn reports whether values of one axis are parts of values of another.
func liesIn(axis, of string) bool {
	return slices.ContainsFunc(chains, func(chain []string) bool {
		a, b := slices.Index(chain, axis), slices.Index(chain, of)
		return b >= 0 && a > b
	})
}

// common is the first value, in the order of looking, that nearly all of the change under some values has and few had before; whole is true then.
// Otherwise it is the value that most of it has, and none when there is no such value.
func (t *table) common(c change, values []analytics.AxisValue) (v cause.Value, whole bool) {
	holds := t.condition(values)
	now, base := t.under(c.now, holds), t.under(c.base, holds)
	most := largely
	for _, a := range t.looking(values) {
		code, share := t.share(a, now, base, c)
		if share < most || t.axes[a] == "batch" && share < nearlyWhole { // one batch of several is no news of a model
			continue
		}
		v, most = cause.Value{Attribute: t.axes[a], Value: t.names[a][code]}, share+0.02
		if share >= nearlyWhole {
			return v, true
		}
	}
	return v, false
}

// share returns the value of an axis that has most of a change and had little before, with its share.
func (t *table) share(a int, now, base []int32, c change) (best int, most float64) {
	expected := float64(len(base)) * c.weight
	change := float64(len(now)) - expected
	counts, before, everywhere := t.counts(a, now), t.counts(a, base), t.counts(a, c.base)
	for code, n := range counts {
		usual := float64(before[code]) * c.weight
		share := (float64(n) - usual) / change
		common := float64(everywhere[code]) > seldom*share*float64(len(c.base))
		if share > most && share < 2-nearlyWhole && !common && usual <= seldom*share*expected && t.names[a][code] != "" && math.Abs(float64(n)-usual)*t.oneIn >= fewest {
			best, most = code, share
		}
	}
	return best, most
}

// looking are the axes in which a name is looked for beside some values: what is said, which thing, where, and what else is told.
func (t *table) looking(values []analytics.AxisValue) []int {
	order := []string{"batch", "topic", "product", "model", "province", "city", "department", "channel"}
	for _, axis := range t.axes {
		if _, ok := analytics.AttributeOf(axis); ok {
			order = append(order, axis)
		}
	}
	var list []int
	for _, axis := range order {
		known := slices.ContainsFunc(values, func(v analytics.AxisValue) bool { return v.Axis == axis || liesIn(v.Axis, axis) })
		if a := slices.Index(t.axes, axis); a >= 0 && !known {
			list = append(list, a)
		}
	}
	return list
}

func (t *table) under(rows []int32, c condition) []int32 {
	var list []int32
	for _, row := range rows {
		if t.holds(c, row) {
			list = append(list, row)
		}
	}
	return list
}

func (t *table) counts(a int, rows []int32) []int {
	counts := make([]int, len(t.names[a]))
	for _, row := range rows {
		counts[t.codes[a][row]]++
	}
	return counts
}

// recounted counts the complaints of causes, each for the first that holds it, and of the rest. Causes of a complaint or two are left out: they
// are noise to who reads them however unlikely they are.
func (t *table) recounted(c change, e cause.Explanation) cause.Explanation {
	causes := slices.Clone(e.Causes)
	e.Causes = nil
	left, before := c.now, c.base
	for _, one := range causes {
		holds := t.condition(axisValues(one.Values))
		one.Observed, one.Expected = float64(len(t.under(c.now, holds))), float64(len(t.under(c.base, holds)))*c.weight
		own, usual := t.under(left, holds), t.under(before, holds)
		one.Added = float64(len(own)) - float64(len(usual))*c.weight
		if math.Abs(one.Added)*t.oneIn < fewest {
			continue
		}
		left, before = t.without(left, holds), t.without(before, holds)
		e.Causes = append(e.Causes, one)
	}
	e.Rest.Observed, e.Rest.Expected = float64(len(left)), float64(len(before))*c.weight
	return scale(e, 1, 1)
}

func (t *table) without(rows []int32, c condition) []int32 {
	var list []int32
	for _, row := range rows {
		if !t.holds(c, row) {
			list = append(list, row)
		}
	}
	return list
}
