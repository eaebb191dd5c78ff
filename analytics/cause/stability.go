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
	halves := o.Halves
	o.Halves, o.Deeper = 0, false
	for range halves {
		half := c.half(rng)
		again := Explain(half, o).Causes
		for i := range causes {
			if slices.ContainsFunc(again, causes[i].same) {
				causes[i].Stability += 1 / float64(halves)
			}
		}
	}
}

// same reports whether another search found the cause, by this or another of its names.
func (c Cause) same(other Cause) bool {
	return slices.ContainsFunc(append([][]Value{other.Values}, other.Equivalents...), func(values []Value) bool {
		return slices.Equal(values, c.Values) || slices.ContainsFunc(c.Equivalents, func(e []Value) bool { return slices.Equal(values, e) })
	})
}

// half takes each cell with an even chance.
func (c *Cells) half(rng *rand.Rand) *Cells {
	out := &Cells{Attributes: c.Attributes, groups: c.groups, codes: make([][]uint8, len(c.codes))}
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
