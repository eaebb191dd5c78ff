package cause

import "slices"

// Options say how to search.
type Options struct {
	Noise        Noise
	MostTogether int // attributes of one cause; 0 is 3 for Counts, and all of them for Relative, whose cells are dense
	MostCauses   int // 0 is 10
}

func (o Options) together(c *Cells) int {
	if o.MostTogether == 0 && o.Noise.Kind == Counts {
		return min(3, len(c.Attributes))
	}
	if o.MostTogether == 0 {
		return len(c.Attributes)
	}
	return min(o.MostTogether, len(c.Attributes))
}

// Value is an attribute with its value.
type Value struct {
	Attribute string `json:"attribute"`
	Value     string `json:"value"`
}

// Cause is one combination of values that explains part of a change.
type Cause struct {
	Values   []Value `json:"values"`
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
	Score    float64 `json:"score"` // gain in log-likelihood less the penalty for how much was searched
}

// Explanation is what was found.
type Explanation struct {
	Causes []Cause `json:"causes"` // the largest part of the change first
}

// Explain searches the causes of the difference between what was observed and what was expected.
func Explain(c *Cells, o Options) Explanation {
	if o.MostCauses == 0 {
		o.MostCauses = 10
	}
	var out Explanation
	if c.Len() == 0 || len(c.Attributes) == 0 {
		return out
	}
	s := newScan(c, o.Noise, o.together(c))
	s.search(o.MostCauses)
	for _, f := range s.causes {
		cause := Cause{Score: f.score()}
		for _, p := range f.cuboid.element(f.key) {
			a := c.Attributes[p.attribute]
			cause.Values = append(cause.Values, Value{a.Name, a.Values[p.value]})
		}
		for _, i := range f.rows {
			cause.Observed += c.Observed[i]
			cause.Expected += c.Expected[i]
		}
		out.Causes = append(out.Causes, cause)
	}
	slices.SortStableFunc(out.Causes, func(a, b Cause) int { return compareSize(b, a) })
	return out
}

func compareSize(a, b Cause) int {
	x, y := a.Observed-a.Expected, b.Observed-b.Expected
	x, y = max(x, -x), max(y, -y)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
