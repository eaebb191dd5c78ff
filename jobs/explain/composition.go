package explain

import (
	"math"
	"slices"

	"huisheng/analytics"
)

const (
	// half is the share of a series from which a value is what it is about.
	half = 0.5
	// telling is how many times more frequent that value must be in it than among all complaints: what is everywhere says nothing.
	telling = 1.5
)

// composition is what a series that rose as a whole consists of, where most of it has one value: at most one on what it is and one on what is said
// of it, with their shares in per cent. It says nothing against what was expected, because too little was, and nothing that is known from the
// series.
func (t *table) composition(f *analytics.Finding, now []int32) (values []analytics.AxisValue, shares []int) {
	if len(f.Series) == 0 || f.Fall || len(now) == 0 {
		return nil, nil
	}
	for _, axes := range [][]string{{"batch", "model", "product", "product_line"}, {"topic", "topic_why"}, {"province"}, {"department"}} {
		if axes[0] == "department" && len(values) > 0 { // whose work it is follows from what it is
			break
		}
		if slices.ContainsFunc(f.Series, func(v analytics.AxisValue) bool {
			return slices.Contains(axes, v.Axis) && v.Axis != "product_line" && v.Axis != "product"
		}) {
			continue
		}
		for _, axis := range axes {
			if slices.ContainsFunc(f.Series, func(v analytics.AxisValue) bool { return v.Axis == axis }) {
				break // what comes after is what it lies in
			}
			if v, share, ok := t.mostly(axis, now); ok && !t.follows(f.Series, v, now) {
				values, shares = append(values, v), append(shares, int(math.Round(share*100)))
				break
			}
		}
	}
	if len(shares) == 2 && shares[1] > shares[0] {
		slices.Reverse(values)
		slices.Reverse(shares)
	}
	return values, shares
}

// mostly returns the value that most complaints have on an axis, with its share.
func (t *table) mostly(axis string, now []int32) (analytics.AxisValue, float64, bool) {
	a := slices.Index(t.axes, axis)
	counts := make([]int, len(t.names[a]))
	for _, row := range now {
		counts[t.codes[a][row]]++
	}
	best := 0
	for code, n := range counts {
		if n > counts[best] || n == counts[best] && t.names[a][code] < t.names[a][best] {
			best = code
		}
	}
	share := float64(counts[best]) / float64(len(now))
	if share < half || t.names[a][best] == "" {
		return analytics.AxisValue{}, 0, false
	}
	all := 0
	for _, code := range t.codes[a] {
		if code == uint32(best) {
			all++
		}
	}
	return analytics.AxisValue{Axis: axis, Value: t.names[a][best]}, share, share >= telling*float64(all)/float64(t.len())
}
