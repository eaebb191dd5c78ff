package explain

import (
	"context"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

// mostAttributes is how many attributes are looked at besides the axes: those that most complaints have.
const mostAttributes = 8

// mostUnlabelled is the share of complaints without a topic from which the source's own categories are looked at beside topics.
const mostUnlabelled = 0.3

// enough is how many complaints both sides have before it means anything that they have no values in common.
const enough = 100

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
		case 2*a.Values > a.N:
			left = append(left, axis)
		case a.Values > 1 && len(axes) < len(analytics.Axes)+mostAttributes:
			axes = append(axes, axis)
		}
	}
	return axes, left, nil
}

// searched are the axes in which the causes of a change are looked for: those in which its complaints differ, without those that its series
// fixes. When there are too many, the attributes that came last are left out.
//
// What our labels say they say better than the source's own words for it, so those are looked at where many complaints have no label only.
func (t *table) searched(now, base []int32) []int {
	var list []int
	labelled := t.labelled(now)
	for a, axis := range t.axes {
		if labelled && (axis == "category" || axis == "topic_where") {
			continue
		}
		if len(list) < cause.MostAttributes && t.differ(a, now, base) && !t.renewed(a, now, base) {
			list = append(list, a)
		}
	}
	return list
}

// renewed reports whether most complaints have values on an axis that the other side has not at all, as versions and batches of another year:
// that they came and went is no cause of anything.
func (t *table) renewed(a int, now, base []int32) bool {
	o, e := t.counts(a, now), t.counts(a, base)
	of := func(own, other []int) bool {
		alone, all := 0, 0
		for code, n := range own {
			if t.names[a][code] == "" {
				continue
			}
			if all += n; other[code] == 0 {
				alone += n
			}
		}
		return 2*alone > all
	}
	return len(now) >= enough && len(base) >= enough && of(o, e) && of(e, o)
}

// labelled reports whether most complaints have a topic.
func (t *table) labelled(rows []int32) bool {
	a, without := slices.Index(t.axes, "topic"), 0
	for _, row := range rows {
		if t.names[a][t.codes[a][row]] == "" {
			without++
		}
	}
	return float64(without) < mostUnlabelled*float64(len(rows))
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
