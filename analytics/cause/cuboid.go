package cause

import (
	"math"
	"slices"
)

// cuboid is one choice of attributes with the sums of its elements. The key of an element is its place among all combinations of values.
type cuboid struct {
	attributes []int
	codes      [][]uint8
	strides    []int
	sizes      []int
	place      []int32 // by key, where an element stands in keys, −1 when it does not; nil when there are too many combinations
	keys       []int   // of the elements that are large enough to tell anything, in order
	sums       []sums  // of the same elements
	next       int     // where the next key is looked for, while sums are changed
	penalty    float64 // ln(elements)
	elements   int     // that are large enough to be causes
	vary       float64 // variance of the logarithm of an element's own level, from one period to the next; 0 until it is estimated
}

// pair is one attribute with one of its values.
type pair struct {
	attribute int
	value     uint8
}

// element is a combination of values, in the order of attributes.
type element []pair

// cuboids are the choices of up to most attributes, those of few attributes first, and as a tree by their first attribute. What an attribute
// determines is never chosen beside it: a cause of three attributes says with a batch also its model and its line.
func (c *Cells) cuboids(most int) (all []*cuboid, roots []*node) {
	var level []*node
	for a := range c.Attributes {
		level = append(level, &node{attribute: a, set: 1 << a})
	}
	roots = level
	for layer := 1; len(level) > 0; layer++ {
		var next []*node
		for _, n := range level {
			n.cuboid = c.cuboid(n.set)
			all = append(all, n.cuboid)
			if layer == most {
				continue
			}
			for a := n.attribute + 1; a < len(c.Attributes); a++ {
				if set := n.set | 1<<a; !redundant(set, c.nested) && !c.crowded(set) {
					below := &node{attribute: a, set: set}
					n.below, next = append(n.below, below), append(next, below)
				}
			}
		}
		level = next
	}
	return all, large(roots)
}

// large are the nodes whose cuboid, or one below it, is too large to have a place for every combination.
func large(nodes []*node) []*node {
	return slices.DeleteFunc(nodes, func(n *node) bool {
		n.below = large(n.below)
		return n.cuboid.place != nil && len(n.below) == 0
	})
}

// mostPlaces is how many combinations a cuboid has at most that has a place for each of them.
const mostPlaces = 1 << 16

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
	if size <= min(mostPlaces, c.Len()) {
		q.place = make([]int32, size)
	}
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
		e[i] = pair{a, uint8(q.value(key, i))}
	}
	return e
}

// at is the sum of an element, 0 when it is too small to be kept.
func (q *cuboid) at(key int) sums {
	if i, known := slices.BinarySearch(q.keys, key); known {
		return q.sums[i]
	}
	return sums{}
}

// fill adds up all cells and keeps the elements that are large enough. Only for cuboids that have places.
func (q *cuboid) fill(cells []sums, kept float64) {
	own := scratches.Get().(*scratch)
	defer scratches.Put(own)
	own.all = slices.Grow(own.all[:0], len(q.place))[:len(q.place)]
	all := own.all
	clear(all)
	switch len(q.codes) { // two and three attributes are nearly all of the work
	case 2:
		c0, c1, s0 := q.codes[0], q.codes[1], q.strides[0]
		for i, x := range cells {
			e := &all[int(c0[i])*s0+int(c1[i])]
			e.a += x.a
			e.b += x.b
		}
	case 3:
		c0, c1, c2, s0, s1 := q.codes[0], q.codes[1], q.codes[2], q.strides[0], q.strides[1]
		for i, x := range cells {
			e := &all[int(c0[i])*s0+int(c1[i])*s1+int(c2[i])]
			e.a += x.a
			e.b += x.b
		}
	default:
		for i, x := range cells {
			e := &all[q.key(i)]
			e.a += x.a
			e.b += x.b
		}
	}
	for key, x := range all {
		q.place[key] = -1
		if x != (sums{}) && x.a+x.b >= kept {
			q.place[key] = int32(len(q.keys))
			q.keep(key, x)
		}
	}
}

// change adds to the sums of the elements that hold some cells. Only for cuboids that have places.
func (q *cuboid) change(rows []int32, changes []sums) {
	switch len(q.codes) {
	case 2:
		c0, c1, s0 := q.codes[0], q.codes[1], q.strides[0]
		for j, i := range rows {
			q.add(int(c0[i])*s0+int(c1[i]), changes[j])
		}
	case 3:
		c0, c1, c2, s0, s1 := q.codes[0], q.codes[1], q.codes[2], q.strides[0], q.strides[1]
		for j, i := range rows {
			q.add(int(c0[i])*s0+int(c1[i])*s1+int(c2[i]), changes[j])
		}
	default:
		for j, i := range rows {
			q.add(q.key(int(i)), changes[j])
		}
	}
}

func (q *cuboid) add(key int, change sums) {
	if place := q.place[key]; place >= 0 {
		e := &q.sums[place]
		e.a += change.a
		e.b += change.b
	}
}

// keep takes an element that is large enough.
func (q *cuboid) keep(key int, x sums) {
	q.keys, q.sums = append(q.keys, key), append(q.sums, x)
}

// from is the first place from which on keys are not below the given one, when those before i are. It looks further and further ahead, so
// that going through many keys costs no more than reading them all.
func (q *cuboid) from(i, key int) int {
	step := 1
	for i+step <= len(q.keys) && q.keys[i+step-1] < key {
		i += step
		step *= 2
	}
	ahead, _ := slices.BinarySearch(q.keys[i:min(len(q.keys), i+step)], key)
	return i + ahead
}

// penalise counts the elements that are large enough to reach a bound at all: those that are not could never have been found by chance
// either (Tarone, "A modified Bonferroni method for discrete data", Biometrics 46, 1990).
func (q *cuboid) penalise(least float64) {
	for _, x := range q.sums {
		if x.a+x.b >= least {
			q.elements++
		}
	}
	q.penalty = math.Log(float64(max(1, q.elements)))
}

// rows are the cells of an element.
func (q *cuboid) rows(key int) []int32 {
	var rows []int32
	first, want := q.codes[0], uint8(q.value(key, 0))
cells:
	for i, code := range first {
		if code != want {
			continue
		}
		for j := 1; j < len(q.codes); j++ {
			if q.codes[j][i] != uint8(q.value(key, j)) {
				continue cells
			}
		}
		rows = append(rows, int32(i))
	}
	return rows
}
