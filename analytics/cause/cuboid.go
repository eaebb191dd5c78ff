package cause

import (
	"math"
	"math/bits"
)

// cuboid is one choice of attributes with the sums of its elements.
type cuboid struct {
	attributes []int
	codes      [][]uint16
	strides    []int
	sizes      []int
	sums       []sums  // by key
	penalty    float64 // ln(elements)
	elements   int     // that are large enough to be causes
	vary       float64 // variance of the logarithm of an element's own level, from one period to the next; 0 until it is estimated
}

// pair is one attribute with one of its values.
type pair struct {
	attribute int
	value     uint16
}

// element is a combination of values, in the order of attributes.
type element []pair

// cuboids are the choices of up to most attributes, those of few attributes first. What an attribute
// determines is never chosen beside it: a cause of three attributes says with a batch also its model and its line.
func (c *Cells) cuboids(most int) []*cuboid {
	var all []*cuboid
	determines := c.nesting()
	for layer := 1; layer <= most; layer++ {
		for set := uint(1); set < 1<<len(c.Attributes); set++ {
			if bits.OnesCount(set) == layer && !redundant(set, determines) && !c.crowded(set) {
				all = append(all, c.cuboid(set))
			}
		}
	}
	return all
}

func (c *Cells) cuboid(set uint) *cuboid {
	q := &cuboid{}
	for a := range c.Attributes {
		if set&(1<<a) != 0 {
			q.attributes, q.codes = append(q.attributes, a), append(q.codes, c.codes[a])
			q.sizes = append(q.sizes, len(c.Attributes[a].Values))
		}
	}
	size := 1
	q.strides = make([]int, len(q.attributes))
	for i := len(q.attributes) - 1; i >= 0; i-- {
		q.strides[i] = size
		size *= q.sizes[i]
	}
	q.sums = make([]sums, size)
	return q
}

// key is the place of a cell's element.
func (q *cuboid) key(cell int) int {
	k := 0
	for i, codes := range q.codes {
		k += int(codes[cell]) * q.strides[i]
	}
	return k
}

// set has a bit for each attribute.
func (q *cuboid) set() uint {
	set := uint(0)
	for _, a := range q.attributes {
		set |= 1 << a
	}
	return set
}

// value is the code of the i-th attribute of an element.
func (q *cuboid) value(key, i int) int { return key / q.strides[i] % q.sizes[i] }

func (q *cuboid) element(key int) element {
	e := make(element, len(q.attributes))
	for i, a := range q.attributes {
		e[i] = pair{a, uint16(q.value(key, i))}
	}
	return e
}

// fill adds up all cells.
func (q *cuboid) fill(cells []sums) {
	switch len(q.codes) { // two and three attributes are nearly all of the work
	case 2:
		c0, c1, s0 := q.codes[0], q.codes[1], q.strides[0]
		for i, x := range cells {
			e := &q.sums[int(c0[i])*s0+int(c1[i])]
			e.a += x.a
			e.b += x.b
		}
	case 3:
		c0, c1, c2, s0, s1 := q.codes[0], q.codes[1], q.codes[2], q.strides[0], q.strides[1]
		for i, x := range cells {
			e := &q.sums[int(c0[i])*s0+int(c1[i])*s1+int(c2[i])]
			e.a += x.a
			e.b += x.b
		}
	default:
		for i, x := range cells {
			e := &q.sums[q.key(i)]
			e.a += x.a
			e.b += x.b
		}
	}
}

// penalise counts the elements that are large enough to reach a bound at all: those that are not could never have been found by chance
// either (Tarone, "A modified Bonferroni method for discrete data", Biometrics 46, 1990).
func (q *cuboid) penalise(least float64) {
	for _, x := range q.sums {
		if x != (sums{}) && x.a+x.b >= least {
			q.elements++
		}
	}
	q.penalty = math.Log(float64(max(1, q.elements)))
}

// rows are the cells of an element.
func (q *cuboid) rows(key int) []int32 {
	var rows []int32
	first, want := q.codes[0], uint16(q.value(key, 0))
cells:
	for i, code := range first {
		if code != want {
			continue
		}
		for j := 1; j < len(q.codes); j++ {
			if q.codes[j][i] != uint16(q.value(key, j)) {
				continue cells
			}
		}
		rows = append(rows, int32(i))
	}
	return rows
}

// change adds to the sums of the elements that hold some cells.
func (q *cuboid) change(rows []int32, changes []sums) {
	switch len(q.codes) {
	case 2:
		c0, c1, s0 := q.codes[0], q.codes[1], q.strides[0]
		for j, i := range rows {
			e := &q.sums[int(c0[i])*s0+int(c1[i])]
			e.a += changes[j].a
			e.b += changes[j].b
		}
	case 3:
		c0, c1, c2, s0, s1 := q.codes[0], q.codes[1], q.codes[2], q.strides[0], q.strides[1]
		for j, i := range rows {
			e := &q.sums[int(c0[i])*s0+int(c1[i])*s1+int(c2[i])]
			e.a += changes[j].a
			e.b += changes[j].b
		}
	default:
		for j, i := range rows {
			e := &q.sums[q.key(int(i))]
			e.a += changes[j].a
			e.b += changes[j].b
		}
	}
}
