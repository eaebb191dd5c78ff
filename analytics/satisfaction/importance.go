package satisfaction

import (
	"cmp"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Importance is how much of the differences in satisfaction goes with one driver.
type Importance struct {
	Driver    string
	Share     float64 // of R²; the shares of all drivers add up to R²
	Low, High float64 // 95 % of bootstrap samples
}

// Importances shares the R² of a linear model of satisfied (1) or not (0) out among the drivers: the mean of what each adds, over all
// orders in which they can be added (Lindeman, Merenda, Gold, Introduction to Bivariate and Multivariate Analysis, 1980, p. 119; the same
// as Shapley's value). The largest comes first. The intervals are percentiles of samples of the people with replacement, less their bias (Efron,
// Tibshirani, An Introduction to the Bootstrap, 1993, section 10.2); seed makes them repeatable. Few answers make R² too large by chance, about the number of levels divided by the answers.
func (t *Table) Importances(samples int, seed uint64) (r2 float64, shares []Importance, err error) {
	if err := t.check(); err != nil {
		return 0, nil, err
	}
	c := t.columns()
	point := t.lmg(&c, nil)
	shares = make([]Importance, len(t.Drivers))
	for d := range shares {
		shares[d] = Importance{Driver: t.Drivers[d].Name, Share: point[d], Low: point[d], High: point[d]}
		r2 += point[d]
	}
	if samples > 0 {
		t.bootstrap(&c, samples, seed, shares)
	}
	slices.SortStableFunc(shares, func(a, b Importance) int { return cmp.Compare(b.Share, a.Share) })
	return r2, shares, nil
}

func (t *Table) bootstrap(c *columns, samples int, seed uint64, shares []Importance) {
	random := rand.New(rand.NewPCG(seed, 0x68757368))
	drawn := make([][]float64, len(shares))
	weights := make([]float64, len(t.Cells))
	sample := Table{Drivers: t.Drivers, Cells: make([]Cell, len(t.Cells))}
	for range samples {
		for i, cell := range t.Cells {
			// The numbers of satisfied and unsatisfied people of each cell, drawn apart: a Poisson bootstrap of the people.
			yes, no := poisson(random, cell.Satisfied), poisson(random, cell.N-cell.Satisfied)
			sample.Cells[i] = Cell{Levels: cell.Levels, N: yes + no, Satisfied: yes}
			weights[i] = 1
		}
		for d, s := range sample.lmg(c, weights) {
			drawn[d] = append(drawn[d], s)
		}
	}
	for d := range shares {
		slices.Sort(drawn[d])
		s := &shares[d]
		// A sample has people twice, and so explains more by chance than the people themselves: that much is taken off.
		more := max(0, mean(drawn[d])-s.Share)
		s.Low = max(0, min(s.Share, drawn[d][int(0.025*float64(samples))]-more))
		s.High = max(s.Share, drawn[d][min(samples-1, int(0.975*float64(samples)))]-more)
	}
}

func mean(list []float64) float64 {
	var sum float64
	for _, x := range list {
		sum += x
	}
	return sum / float64(len(list))
}

// poisson draws a Poisson number; above 30 its normal approximation.
func poisson(random *rand.Rand, mean float64) float64 {
	if mean > 30 {
		return math.Max(0, math.Round(mean+math.Sqrt(mean)*random.NormFloat64()))
	}
	limit, k, p := math.Exp(-mean), 0.0, random.Float64()
	for p > limit {
		k++
		p *= random.Float64()
	}
	return k
}

// lmg is each driver's share of R².
func (t *Table) lmg(c *columns, weights []float64) []float64 {
	p := len(t.Drivers)
	shares := make([]float64, p)
	m := t.moments(c, weights)
	if m.yy <= 0 {
		return shares // all alike: nothing differs
	}
	explained := make([]float64, 1<<p)
	work := newCholesky(c.n)
	for set := 1; set < 1<<p; set++ {
		var list []int
		for d := range p {
			if set>>d&1 == 1 {
				for _, j := range c.of[d] {
					if j >= 0 {
						list = append(list, j)
					}
				}
			}
		}
		explained[set] = work.explained(&m, list) / m.yy
	}
	for d := range p {
		for set := range explained {
			if set>>d&1 == 0 {
				shares[d] += weight(bits.OnesCount(uint(set)), p) * (explained[set|1<<d] - explained[set])
			}
		}
	}
	return shares
}

// weight is the share of all orders of p drivers in which exactly the k given ones come before another given one: k!(p−k−1)!/p!.
func weight(k, p int) float64 {
	a, _ := math.Lgamma(float64(k + 1))
	b, _ := math.Lgamma(float64(p - k))
	c, _ := math.Lgamma(float64(p + 1))
	return math.Exp(a + b - c)
}

// cholesky is room for a decomposition of some columns.
type cholesky struct {
	rows []float64 // lower triangle, row after row
	z    []float64
	n    int
}

func newCholesky(n int) *cholesky {
	return &cholesky{rows: make([]float64, n*n), z: make([]float64, n), n: n}
}

// explained is the part of the sum of squares that the columns of the list explain: xy' xx⁻¹ xy. A column that others make up adds nothing.
func (w *cholesky) explained(m *moments, list []int) float64 {
	var sum float64
	for i, col := range list {
		row := w.rows[i*w.n : i*w.n+i+1]
		for j := range i {
			v := m.xx.At(col, list[j])
			other := w.rows[j*w.n : j*w.n+j+1]
			for k := range j {
				v -= row[k] * other[k]
			}
			if other[j] > 0 {
				row[j] = v / other[j]
			} else {
				row[j] = 0
			}
		}
		d, y := m.xx.At(col, col), m.xy[col]
		own := d
		for k := range i {
			d -= row[k] * row[k]
			y -= row[k] * w.z[k]
		}
		row[i], w.z[i] = 0, 0
		if d > 1e-9*own && own > 0 {
			row[i] = math.Sqrt(d)
			w.z[i] = y / row[i]
			sum += w.z[i] * w.z[i]
		}
	}
	return sum
}
