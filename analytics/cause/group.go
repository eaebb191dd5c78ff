package cause

import (
	"math/bits"
	"slices"
	"sync"
)

// node is a choice of attributes in the tree of all choices: its own attribute beside those of the nodes above it, and below it the choices
// with further attributes, which all come later in the order of attributes.
type node struct {
	attribute int
	set       uint // a bit for each attribute
	cuboid    *cuboid
	below     []*node
}

// grouping adds up values over the elements of all cuboids. Rows are put in order by one attribute after the other, so that the elements of
// two attributes are stretches of neighbours and those of three are counted stretch by stretch: nothing is as large as the product of how
// many values attributes have, and a stretch that is too small for a cause is not divided further.
type grouping struct {
	cells  *Cells
	values []sums
	// visit takes the sum of one element, in the order of keys within a cuboid, and says whether to divide it further.
	visit func(q *cuboid, key int, sum sums) bool
}

// stretches are rows in some order, with the elements that they belong to.
type stretches struct {
	rows   []int32
	values []sums
	keys   []int
	ends   []int32 // of each stretch
}

// scratch is what one processor needs to group rows: a search groups them again and again.
type scratch struct {
	deep  []stretches // by how many attributes
	all   []sums      // by key, of a cuboid that has places
	sum   [256]sums   // by code
	rows  [256]int32
	place [256]int32
}

var scratches = sync.Pool{New: func() any { return &scratch{deep: make([]stretches, MostAttributes+1)} }}

// all visits the elements of every cuboid below the roots.
func (g *grouping) all(roots []*node, rows []int32) {
	whole := stretches{rows: rows, values: g.values, keys: []int{0}, ends: []int32{int32(len(rows))}}
	run := runner(len(rows))
	firsts := make([]*scratch, len(roots))
	var tasks [][2]int // a root and one of the nodes below it
	for i, root := range roots {
		firsts[i] = scratches.Get().(*scratch)
		for j := range root.below {
			tasks = append(tasks, [2]int{i, j})
		}
	}
	run(len(roots), func(i int) { g.divide(&whole, roots[i], 0, firsts[i]) })
	run(len(tasks), func(i int) {
		own := scratches.Get().(*scratch)
		g.below(&firsts[tasks[i][0]].deep[0], roots[tasks[i][0]].below[tasks[i][1]], 1, own)
		scratches.Put(own)
	})
	for _, first := range firsts {
		scratches.Put(first)
	}
}

// below visits a cuboid whose first attributes the stretches are, and all below it.
func (g *grouping) below(from *stretches, n *node, depth int, own *scratch) {
	if len(n.below) == 0 {
		g.count(from, n, own)
		return
	}
	g.divide(from, n, depth, own)
	for _, child := range n.below {
		g.below(&own.deep[depth], child, depth+1, own)
	}
}

// seen are codes, each a bit.
type seen [4]uint64

// next is the first code from one on, 256 when there is none.
func (s *seen) next(code int) int {
	for word := code >> 6; word < len(s); word++ {
		if left := s[word] >> (code & 63); left != 0 {
			return code + bits.TrailingZeros64(left)
		}
		code = (word + 1) << 6
	}
	return 256
}

// count visits the elements of a cuboid without putting rows in order.
func (g *grouping) count(from *stretches, n *node, own *scratch) {
	q := n.cuboid
	size := q.sizes[len(q.sizes)-1]
	codes := g.cells.codes[n.attribute]
	start := int32(0)
	for i, end := range from.ends {
		var some seen
		rows := from.rows[start:end]
		values := from.values[start:end][:len(rows)]
		for j, row := range rows {
			code := codes[row]
			some[code>>6] |= 1 << (code & 63)
			s := &own.sum[code]
			s.a += values[j].a
			s.b += values[j].b
		}
		for code := some.next(0); code < 256; code = some.next(code + 1) {
			g.visit(q, from.keys[i]*size+code, own.sum[code])
			own.sum[code] = sums{}
		}
		start = end
	}
}

// divide visits the elements of a cuboid and puts the rows of those that are to be divided further in order, each stretch for itself.
func (g *grouping) divide(from *stretches, n *node, depth int, own *scratch) {
	q := n.cuboid
	size := q.sizes[len(q.sizes)-1]
	codes := g.cells.codes[n.attribute]
	to := &own.deep[depth]
	to.rows, to.values = slices.Grow(to.rows[:0], len(from.rows)), slices.Grow(to.values[:0], len(from.rows))
	to.keys, to.ends = to.keys[:0], to.ends[:0]
	start := int32(0)
	for i, end := range from.ends {
		var some seen
		rows := from.rows[start:end]
		values := from.values[start:end][:len(rows)]
		for j, row := range rows {
			code := codes[row]
			some[code>>6] |= 1 << (code & 63)
			own.rows[code]++
			s := &own.sum[code]
			s.a += values[j].a
			s.b += values[j].b
		}
		at := int32(len(to.rows))
		for code := some.next(0); code < 256; code = some.next(code + 1) {
			key := from.keys[i]*size + code
			own.place[code] = -1
			if g.visit(q, key, own.sum[code]) {
				own.place[code] = at
				at += own.rows[code]
				to.keys, to.ends = append(to.keys, key), append(to.ends, at)
			}
			own.sum[code], own.rows[code] = sums{}, 0
		}
		if at > int32(len(to.rows)) {
			to.rows, to.values = to.rows[:at], to.values[:at]
			for j, row := range rows {
				place := &own.place[codes[row]]
				if *place >= 0 {
					to.rows[*place], to.values[*place] = row, values[j]
					*place++
				}
			}
		}
		start = end
	}
}
