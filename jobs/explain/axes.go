package explain

import (
	"context"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

// mostAttributes is how many attributes are looked at besides the axes: those that most complaints have.
const mostAttributes = 8

// axesOf are the axes in which causes are looked for in some months: all that everybody has, and of what sources tell besides what has a few
// values. left are attributes with a value of its own for nearly every complaint.
func (j *Job) axesOf(ctx context.Context, from, to analytics.Month) (axes, left []string, err error) {
	told, err := j.tables.AttributesTold(ctx, from, to)
	if err != nil {
		return nil, nil, err
	}
	axes = slices.Clone(analytics.Axes)
	for _, a := range told {
		axis := analytics.AttributeAxis + a.Name
		switch {
		case a.Measured:
		case a.Values > cause.MostValues && 2*a.Values > a.N:
			left = append(left, axis)
		case a.Values > 1 && len(axes) < len(analytics.Axes)+mostAttributes:
			axes = append(axes, axis)
		}
	}
	return axes, left, nil
}

// searched are the axes in which the causes of a change are looked for: those in which its complaints differ, without those that its series
// fixes. When there are too many, the attributes that came last are left out.
func (t *table) searched(now, base []int32) []int {
	var list []int
	for a := range t.axes {
		if t.differ(a, now, base) && len(list) < cause.MostAttributes {
			list = append(list, a)
		}
	}
	return list
}

// differ reports whether complaints have more than one value on an axis.
func (t *table) differ(a int, lists ...[]int32) bool {
	first := -1
	for _, rows := range lists {
		for _, row := range rows {
			switch code := int(t.codes[a][row]); {
			case first < 0:
				first = code
			case first != code:
				return true
			}
		}
	}
	return false
}
