package cause

import (
	"math"
	"math/bits"
	"slices"
)

// nesting says which attributes are known when another one is: determines[b] has bit a when every value of b has one value of a, as every
// city has one province.
func (c *Cells) nesting() []uint {
	determines := make([]uint, len(c.Attributes))
	for b := range c.Attributes {
		for a := range c.Attributes {
			if a != b && len(c.Attributes[a].Values) <= len(c.Attributes[b].Values) && c.determines(b, a) {
				determines[b] |= 1 << a
			}
		}
	}
	return determines
}

// strays is which share of the cells may have another value of a than the others with their value of b: a city that was once written into the wrong
// province is in one province all the same.
const strays = 0.002

// determines reports whether nearly each value of b, other than Rest, comes with a single value of a.
func (c *Cells) determines(b, a int) bool {
	rest, most := c.Attributes[b].rest, c.Len()/20
	of := make([]int16, len(c.Attributes[b].Values))
	others := 0
	for i, value := range c.codes[b] {
		own := int16(c.codes[a][i]) + 1
		switch {
		case int(value) == rest:
		case of[value] == 0:
			of[value] = own
		case of[value] != own:
			if others++; others > most { // nearly all pairs of attributes end here, soon
				return false
			}
		}
	}
	return others == 0 || c.strays(b, a) <= strays
}

// strays is the share of the cells whose value of a is not the most frequent one with their value of b.
func (c *Cells) strays(b, a int) float64 {
	rest, width := c.Attributes[b].rest, len(c.Attributes[a].Values)
	counts := make([]int, len(c.Attributes[b].Values)*width)
	for i, value := range c.codes[b] {
		if int(value) != rest {
			counts[int(value)*width+int(c.codes[a][i])]++
		}
	}
	off, all := 0, 0
	for value := range c.Attributes[b].Values {
		most := 0
		for _, n := range counts[value*width : (value+1)*width] {
			all, most = all+n, max(most, n)
		}
		off -= most
	}
	return float64(all+off) / float64(max(1, all))
}

// redundant reports whether a choice of attributes has the same elements as one with fewer of them.
func redundant(set uint, determines []uint) bool {
	for b, known := range determines {
		if set&(1<<b) != 0 && set&known != 0 {
			return true
		}
	}
	return false
}

// alike is how large a part of their common weight two elements share when they are one explanation under two names.
const alike = 0.9

// equivalents are other combinations that hold nearly the same cells as a cause, those of few attributes first, none with a needless
// attribute unless all are asked for.
func (s *scan) equivalents(f *found, all bool) []element {
	common := s.common(f)
	var list []element
	for n := 1; n <= 3; n++ {
		for set := uint(1); set < 1<<len(common); set++ {
			if bits.OnesCount(set) != n {
				continue
			}
			var e element
			for i, p := range common {
				if set&(1<<i) != 0 {
					e = append(e, p)
				}
			}
			own := f.cuboid.element(f.key)
			if s.cells.crowded(e.set()) || redundant(e.set(), s.cells.nested) || contains(e, own) || !all && slices.ContainsFunc(list, func(other element) bool { return contains(e, other) }) {
				continue
			}
			if s.overlap(e, f) >= alike {
				list = append(list, e)
			}
		}
	}
	return list
}

// set has a bit for each attribute of an element.
func (e element) set() uint {
	set := uint(0)
	for _, p := range e {
		set |= 1 << p.attribute
	}
	return set
}

// rename gives each cause the best known of its names. Two that come to the same name are one.
func (s *scan) rename() {
	var kept []*found
	for _, f := range s.causes {
		f = s.plainer(f)
		if !slices.ContainsFunc(kept, func(g *found) bool { return g.cuboid == f.cuboid && g.key == f.key }) {
			kept = append(kept, f)
		}
	}
	s.causes = kept
}

// plainer is the cause under the likeliest name whose attributes have so few values that all of them are told apart, when it has one. The
// name of one variant out of a thousand says little without the product that it belongs to.
func (s *scan) plainer(f *found) *found {
	if !s.fine(f.cuboid.element(f.key)) {
		return f
	}
	var all sums
	for _, x := range s.first {
		all = sums{all.a + x.a, all.b + x.b}
	}
	score := newScorer(s.noise, all)
	best, most := f, math.Inf(-1)
	for _, e := range s.equivalents(f, true) {
		q, key := s.place(e)
		if q == nil || s.fine(e) {
			continue
		}
		rows := q.rows(key)
		var in sums
		for _, i := range rows {
			in = sums{in.a + s.first[i].a, in.b + s.first[i].b}
		}
		if g := score.gain(in) - q.penalty; g > most {
			best, most = &found{cuboid: q, key: key, gain: f.gain, rows: rows, level: f.level}, g
		}
	}
	return best
}

// fine reports whether an element has an attribute with more values than are told apart.
func (s *scan) fine(e element) bool {
	return slices.ContainsFunc(e, func(p pair) bool { return len(s.cells.Attributes[p.attribute].Values) > MostValues })
}

// place is where an element stands, nil when its attributes are not searched together.
func (s *scan) place(e element) (*cuboid, int) {
	for _, q := range s.cuboids {
		if slices.EqualFunc(q.attributes, e, func(a int, p pair) bool { return a == p.attribute }) {
			key := 0
			for i, p := range e {
				key += int(p.value) * q.strides[i]
			}
			return q, key
		}
	}
	return nil, 0
}

// common are the values that nearly all weight of a cause has, at most 8 of them.
func (s *scan) common(f *found) element {
	var out element
	for a := range s.cells.Attributes {
		weights := make([]float64, len(s.cells.Attributes[a].Values))
		total := 0.0
		for _, i := range f.rows {
			w := s.cells.weight(int(i))
			weights[s.cells.codes[a][i]] += w
			total += w
		}
		for v, w := range weights {
			if w >= alike*total && v != s.cells.Attributes[a].rest && len(out) < 8 {
				out = append(out, pair{a, uint8(v)})
			}
		}
	}
	return out
}

func (c *Cells) weight(i int) float64 { return c.Observed[i] + c.Expected[i] }

// overlap is the weight in both an element and a cause, as a share of the weight in either, or 0 as soon as it cannot be alike.
func (s *scan) overlap(e element, f *found) float64 {
	own, both := 0.0, 0.0
	for _, i := range f.rows {
		own += s.cells.weight(int(i))
		if s.cells.has(int(i), e) {
			both += s.cells.weight(int(i))
		}
	}
	outside, most := 0.0, both/alike-own
	for i := range s.first {
		if s.cells.has(i, e) && !f.holds(int32(i)) {
			if outside += s.cells.weight(i); outside > most {
				return 0
			}
		}
	}
	return both / (own + outside)
}

func (c *Cells) has(cell int, e element) bool {
	for _, p := range e {
		if c.codes[p.attribute][cell] != p.value {
			return false
		}
	}
	return true
}

// contains reports whether all pairs of part are in whole.
func contains(whole, part element) bool {
	return !slices.ContainsFunc(part, func(p pair) bool { return !slices.Contains(whole, p) })
}
