package cause

import (
	"cmp"
	"math"
	"slices"
)

// Options say how to search.
type Options struct {
	Noise        Noise
	MostTogether int     // attributes of one cause; 0 is 3 for Counts, and all of them for Relative, whose cells are dense
	MostCauses   int     // 0 is 10
	FalseAlarm   float64 // chance that is accepted of finding a cause where there is none; 0 is 0.001
	Deeper       bool    // search each cause for parts of it that stand out once more
	Halves       int     // how many halves of the cells are searched again to see how stable each cause is; 0 leaves it out
	Seed         uint64  // of the halves
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
	Values      []Value   `json:"values"`
	Equivalents [][]Value `json:"equivalents,omitempty"` // other combinations that describe the same cells, as a batch and its model may
	Within      [][]Value `json:"within,omitempty"`      // parts of it that stand out once more
	Observed    float64   `json:"observed"`
	Expected    float64   `json:"expected"`
	Excess      float64   `json:"excess"` // observed over what the drift of everything else makes of the expectation
	Added       float64   `json:"added"`  // to the change, in cells that no cause before it has: all Added and the rest are the change
	Share       float64   `json:"share"`  // Added of the change; below 0 when it goes against it, 0 when nothing changed altogether
	Score       float64   `json:"score"`  // gain in log-likelihood less the penalty for how much was searched
	Stability   float64   `json:"stability,omitempty"`
}

// Rises reports whether there is more than expected.
func (c Cause) Rises() bool { return c.Excess > 0 }

// Explanation is what explains a change. Observed − Expected is the sum of Added of all causes and the difference of the rest.
type Explanation struct {
	Observed float64   `json:"observed"`
	Expected float64   `json:"expected"`
	Causes   []Cause   `json:"causes"` // the largest Added first
	Rest     Remainder `json:"rest"`
	LeftOut  []string  `json:"left_out,omitempty"` // attributes with a value of its own for nearly every row
	Mix      *Mix      `json:"mix,omitempty"`      // of a rate, nil for counts: other shares of its parts against other rates in them
}

// Remainder is what no cause explains.
type Remainder struct {
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
	Drift    float64 `json:"drift"` // observed over expected
	Moves    bool    `json:"moves"` // more than by chance
	Share    float64 `json:"share"` // of the change
}

// Change is observed less expected.
func (e Explanation) Change() float64 { return e.Observed - e.Expected }

// Explain searches the causes of the difference between what was observed and what was expected. None is an answer: then the change, if
// there is any, is everywhere alike.
func Explain(c *Cells, o Options) Explanation {
	if o.MostCauses == 0 {
		o.MostCauses = 10
	}
	out := Explanation{LeftOut: c.LeftOut}
	out.Observed, out.Expected = c.Totals()
	if c.Len() == 0 || len(c.Attributes) == 0 || out.Observed+out.Expected == 0 {
		return out
	}
	s := newScan(c, o)
	s.find(o.MostCauses)
	s.rename()
	for _, f := range s.outermost() {
		out.Causes = append(out.Causes, s.cause(f, o))
	}
	s.share(&out)
	if o.Halves > 0 {
		stability(c, o, out.Causes)
	}
	return out
}

// outermost are the causes that lie in no other one, those with the largest difference first.
func (s *scan) outermost() []*found {
	var list []*found
	for _, f := range s.causes {
		if !slices.ContainsFunc(s.causes, func(g *found) bool { return g != f && f.inside(g) }) {
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, func(f, g *found) int {
		return cmp.Or(cmp.Compare(math.Abs(s.difference(g)), math.Abs(s.difference(f))), slices.Compare(f.cuboid.attributes, g.cuboid.attributes),
			cmp.Compare(f.key, g.key))
	})
	return list
}

// inside reports whether all cells of a cause are cells of another, smaller in words: brand and model inside brand.
func (f *found) inside(g *found) bool {
	if len(f.rows) > len(g.rows) || len(f.rows) == len(g.rows) && len(f.cuboid.codes) <= len(g.cuboid.codes) {
		return false
	}
	return !slices.ContainsFunc(f.rows, func(i int32) bool { return !g.holds(i) })
}

func (s *scan) difference(f *found) float64 {
	d := 0.0
	for _, i := range f.rows {
		d += s.cells.Observed[i] - s.cells.Expected[i]
	}
	return d
}

func (s *scan) cause(f *found, o Options) Cause {
	out := Cause{Values: s.named(f.cuboid.element(f.key)), Score: f.score()}
	for _, i := range f.rows {
		out.Observed += s.cells.Observed[i]
		out.Expected += s.cells.Expected[i]
	}
	for _, e := range s.equivalents(f, false) {
		out.Equivalents = append(out.Equivalents, s.named(e))
	}
	out.Within = s.within(f, o)
	return out
}

// within searches the cells of a cause for parts that stand out against the rest of it, the way it goes itself.
func (s *scan) within(f *found, o Options) [][]Value {
	if !o.Deeper || s.noise.Kind != Counts {
		return nil
	}
	o.MostCauses, o.Halves, o.Deeper = 2, 0, false
	var parts [][]Value
	own := s.named(f.cuboid.element(f.key))
	for _, c := range Explain(s.cells.of(f.rows), o).Causes {
		// What all its cells have is no part of it.
		if c.Rises() == (f.level >= 1) && c.Observed+c.Expected < alike*s.weight(f) && len(inner(c.Values, own)) > 0 {
			parts = append(parts, c.Values)
		}
	}
	return parts
}

// weight is what was observed and expected in a cause.
func (s *scan) weight(f *found) float64 {
	w := 0.0
	for _, i := range f.rows {
		w += s.cells.weight(int(i))
	}
	return w
}

// of are some of the cells.
func (c *Cells) of(rows []int32) *Cells {
	out := &Cells{Attributes: c.Attributes, groups: c.groups, codes: make([][]uint8, len(c.codes))}
	for _, i := range rows {
		out.Observed, out.Expected = append(out.Observed, c.Observed[i]), append(out.Expected, c.Expected[i])
		for a := range c.codes {
			out.codes[a] = append(out.codes[a], c.codes[a][i])
		}
	}
	out.nested = out.nesting()
	return out
}

func (s *scan) named(e element) []Value {
	list := make([]Value, len(e))
	for i, p := range e {
		a := s.cells.Attributes[p.attribute]
		list[i] = Value{a.Name, a.Values[p.value]}
	}
	return list
}

// share divides the change among the causes, each cell to the first that holds it, and the rest.
func (s *scan) share(out *Explanation) {
	list := s.outermost()
	added := make([]float64, len(list))
cells:
	for i := range s.first {
		o, e := s.cells.Observed[i], s.cells.Expected[i]
		for j, f := range list {
			if f.holds(int32(i)) {
				added[j] += o - e
				continue cells
			}
		}
		out.Rest.Observed += o
		out.Rest.Expected += e
	}
	out.Rest.Drift = 1
	if out.Rest.Expected > 0 {
		out.Rest.Drift = out.Rest.Observed / out.Rest.Expected
	}
	out.Rest.Moves = s.moves(out.Rest)
	change := out.Change()
	if math.Abs(change) < 1e-6*(out.Observed+out.Expected) {
		change = 0 // but for rounding
	}
	for j := range out.Causes {
		c := &out.Causes[j]
		c.Added = added[j]
		c.Excess = c.Observed - c.Expected*out.Rest.Drift
		if change != 0 {
			c.Share = c.Added / change
		}
	}
	if change != 0 {
		out.Rest.Share = (out.Rest.Observed - out.Rest.Expected) / change
	}
}

// moves reports whether the rest differs from its expectation by more than chance, at the same chance as a cause.
func (s *scan) moves(r Remainder) bool {
	if s.noise.Kind == Relative {
		return math.Abs(deviation(r.Observed, r.Expected)) > s.noise.Spread
	}
	whole := sums{r.Observed, r.Expected / s.perPeriod()}
	if whole.a+whole.b == 0 {
		return false
	}
	// The same test as for an element, against level 1 instead of the rest of the change.
	score := scorer{noise: s.noise}
	still := sums{s.perPeriod(), 1}
	if math.IsInf(s.noise.Exposure, 1) {
		return score.level(whole)-whole.a*math.Log(still.a)+whole.b > -math.Log(s.falseAlarm)
	}
	return score.level(whole)-score.at(whole, still, 0) > -math.Log(s.falseAlarm)
}
