package satisfaction

import (
	"gonum.org/v1/gonum/mat"

	"huisheng/analytics"
)

// MaxDrivers is how many drivers Importance can share out: it looks at every set of them.
const MaxDrivers = 12

// Driver is something that complaints differ in: the topic, how long the handling took against the promise, the channel.
type Driver struct {
	Name   string
	Levels []string // at most a few dozen; what is rare is to be joined to one level before
}

// Cell is all who answered and agree in every driver.
type Cell struct {
	Levels    []int   // of each driver
	N         float64 // who answered, above 0
	Satisfied float64 // of these
}

// Table is who answered, by drivers. Cells with the same levels may come several times.
type Table struct {
	Drivers []Driver
	Cells   []Cell
}

// check reports what no computation can use.
func (t *Table) check() error {
	if len(t.Drivers) == 0 || len(t.Drivers) > MaxDrivers {
		return analytics.Invalid("drivers", "影响因素应有 1–%d 个，现有 %d 个", MaxDrivers, len(t.Drivers))
	}
	for i, c := range t.Cells {
		if len(c.Levels) != len(t.Drivers) || c.N <= 0 || c.Satisfied < 0 || c.Satisfied > c.N {
			return analytics.Invalid("cells", "第 %d 格不成立：%+v", i+1, c)
		}
		for d, l := range c.Levels {
			if l < 0 || l >= len(t.Drivers[d].Levels) {
				return analytics.Invalid("cells", "第 %d 格的%s没有第 %d 档", i+1, t.Drivers[d].Name, l)
			}
		}
	}
	return nil
}

// columns are the dummy variables of the drivers: one for each level that occurs, but for the most frequent, which is the reference.
type columns struct {
	of        [][]int // of driver and level; -1 for the reference and for levels that do not occur
	reference []int   // of driver
	n         int
}

func (t *Table) columns() columns {
	c := columns{of: make([][]int, len(t.Drivers)), reference: make([]int, len(t.Drivers))}
	for d, driver := range t.Drivers {
		counts := make([]float64, len(driver.Levels))
		for _, cell := range t.Cells {
			counts[cell.Levels[d]] += cell.N
		}
		for l := range counts {
			if counts[l] > counts[c.reference[d]] {
				c.reference[d] = l
			}
		}
		c.of[d] = make([]int, len(counts))
		for l := range counts {
			c.of[d][l] = -1
			if l != c.reference[d] && counts[l] > 0 {
				c.of[d][l], c.n = c.n, c.n+1
			}
		}
	}
	return c
}

// at lists the columns in which a cell has a 1.
func (c *columns) at(cell *Cell, into []int) []int {
	into = into[:0]
	for d, l := range cell.Levels {
		if j := c.of[d][l]; j >= 0 {
			into = append(into, j)
		}
	}
	return into
}

// moments are the centred sums of squares and products of the columns, and of the columns with the outcome (1 satisfied, 0 not).
type moments struct {
	xx    *mat.SymDense
	xy    []float64
	yy, n float64
}

// moments weighs each cell by weights, all alike without.
func (t *Table) moments(c *columns, weights []float64) moments {
	m := moments{xx: mat.NewSymDense(max(c.n, 1), nil), xy: make([]float64, c.n)}
	sum := make([]float64, c.n)
	var y float64
	var at []int
	for i := range t.Cells {
		cell := &t.Cells[i]
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		n, satisfied := w*cell.N, w*cell.Satisfied
		at = c.at(cell, at)
		m.n, y = m.n+n, y+satisfied
		for a, j := range at {
			sum[j] += n
			m.xy[j] += satisfied
			for _, k := range at[a:] {
				m.xx.SetSym(j, k, m.xx.At(j, k)+n)
			}
		}
	}
	if m.n == 0 {
		return m
	}
	for j := range sum {
		m.xy[j] -= sum[j] * y / m.n
		for k := j; k < c.n; k++ {
			m.xx.SetSym(j, k, m.xx.At(j, k)-sum[j]*sum[k]/m.n)
		}
	}
	m.yy = y - y*y/m.n
	return m
}
