package cause

import (
	"math/rand/v2"
	"slices"
)

// stability says of each cause in what share of random halves of the cells the same combination is found again (Meinshausen and Bühlmann,
// "Stability selection", JRSS B 72, 2010). A weak cause may be right and still not be seen in a half.
func stability(c *Cells, o Options, causes []Cause) {
	if len(causes) == 0 {
		return
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0x5eed))
	parts := make([]*Cells, o.Halves)
	for i := range parts {
		parts[i] = c.half(rng)
	}
	o.Halves, o.Deeper = 0, false
	again := make([][]Cause, len(parts))
	parallel(len(parts), func(i int) { again[i] = Explain(parts[i], o).Causes })
	for i := range causes {
		found := 0
		for _, others := range again {
			if slices.ContainsFunc(others, causes[i].same) {
				found++
			}
		}
		causes[i].Stability = float64(found) / float64(len(parts))
	}
}

// same reports whether another search found the cause, by this or another of its names.
func (c Cause) same(other Cause) bool {
	return slices.ContainsFunc(append([][]Value{other.Values}, other.Equivalents...), func(values []Value) bool {
		return slices.Equal(values, c.Values) || slices.ContainsFunc(c.Equivalents, func(e []Value) bool { return slices.Equal(values, e) })
	})
}

// half takes each cell with an even chance. What determines what is known from all cells: by chance a half may show a city in one province only.
func (c *Cells) half(rng *rand.Rand) *Cells {
	out := &Cells{Attributes: c.Attributes, groups: c.groups, nested: c.nested, codes: make([][]uint8, len(c.codes))}
	for i := range c.Observed {
		if rng.IntN(2) == 0 {
			continue
		}
		out.Observed, out.Expected = append(out.Observed, c.Observed[i]), append(out.Expected, c.Expected[i])
		for a := range c.codes {
			out.codes[a] = append(out.codes[a], c.codes[a][i])
		}
	}
	return out
}
