package panel

import (
	"slices"
	"sort"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// grid is pairs folded to the largest rows and columns, 其余 and "not told", so that every complaint stands in exactly one cell.
type grid struct {
	rows, columns side
	counts        map[[2]int]uint64
	n             uint64
}

// side is one edge of a grid: named values first, then 其余 when there are more, then "not told" when there are such.
type side struct {
	names []string
	rest  int // index of 其余, −1 without
	blank int // index of "not told", −1 without
	sums  []uint64
}

func newGrid(pairs []analytics.PairCount) grid {
	byRow, byColumn := map[string]uint64{}, map[string]uint64{}
	for _, p := range pairs {
		byRow[p.A] += p.N
		byColumn[p.B] += p.N
	}
	g := grid{rows: newSide(byRow, matrixRows), columns: newSide(byColumn, matrixColumns), counts: map[[2]int]uint64{}}
	for _, p := range pairs {
		r, c := g.rows.index(p.A), g.columns.index(p.B)
		g.counts[[2]int{r, c}] += p.N
		g.rows.sums[r] += p.N
		g.columns.sums[c] += p.N
		g.n += p.N
	}
	return g
}

func newSide(counts map[string]uint64, most int) side {
	s := side{rest: -1, blank: -1}
	for name := range counts {
		if name != "" {
			s.names = append(s.names, name)
		}
	}
	sort.Slice(s.names, func(i, j int) bool {
		a, b := s.names[i], s.names[j]
		return counts[a] > counts[b] || counts[a] == counts[b] && a < b
	})
	size := len(s.names)
	if size > most+1 {
		s.names, s.rest, size = s.names[:most], most, most+1
	}
	if _, told := counts[""]; told {
		s.blank = size
		size++
	}
	s.sums = make([]uint64, size)
	return s
}

func (s side) size() int        { return len(s.sums) }
func (s side) named(i int) bool { return i < len(s.names) }

func (s side) index(value string) int {
	if value == "" {
		return s.blank
	}
	if i := slices.Index(s.names, value); i >= 0 {
		return i
	}
	return s.rest
}

func (s side) label(q dashboards.Query, axis string, i int) string {
	switch {
	case s.named(i):
		return dashboards.ValueName(q.Names, axis, s.names[i])
	case i == s.rest:
		return "其余"
	}
	return dashboards.ValueName(q.Names, axis, "")
}

func (s side) labels(q dashboards.Query, axis string) []string {
	out := make([]string, s.size())
	for i := range out {
		out[i] = s.label(q, axis, i)
	}
	return out
}

// choose narrows a selection to one line of the side.
func (s side) choose(sel analytics.Selection, axis string, i int) analytics.Selection {
	switch {
	case s.named(i):
		return sel.With(axis, s.names[i])
	case i == s.rest:
		return sel.Without(axis, append([]string{""}, s.names...)...)
	}
	return sel.With(axis, "")
}

func (g grid) at(row, col int) uint64 { return g.counts[[2]int{row, col}] }
