package learn

import "math"

// matrix holds sparse rows: what every text has of every feature.
type matrix struct {
	start  []int // of row i in columns and values; one more for the end
	column []int32
	value  []float32
	wide   int    // columns
	kinds  []bool // columns of what the lexicon finds, nil for none
}

// split parts the columns of n-grams from those of the lexicon; the columns keep their numbers.
func (m *matrix) split() (grams, kinds *matrix) {
	if m.kinds == nil {
		return m, nil
	}
	grams, kinds = &matrix{start: []int{0}, wide: m.wide}, &matrix{start: []int{0}, wide: m.wide}
	for i := range m.rows() {
		columns, values := m.row(i)
		for j, c := range columns {
			to := grams
			if m.kinds[c] {
				to = kinds
			}
			to.column, to.value = append(to.column, c), append(to.value, values[j])
		}
		grams.start, kinds.start = append(grams.start, len(grams.column)), append(kinds.start, len(kinds.column))
	}
	return grams, kinds
}

func (m *matrix) rows() int { return len(m.start) - 1 }

func (m *matrix) row(i int) ([]int32, []float32) {
	from, to := m.start[i], m.start[i+1]
	return m.column[from:to], m.value[from:to]
}

// problem is one class against the rest.
type problem struct {
	x     *matrix
	rows  []int32   // of x
	sign  []float32 // for each of rows: 1 for the class, -1 for the rest
	cost  []float32 // for each of rows: C × weight of the example
	scale []float32 // for each feature: what its values are multiplied by; nil for 1
}

// Limits of the descent. The dual gap at this tolerance moves no decision that was measured; see LIBLINEAR's default.
const (
	tolerance = 0.1
	maxPasses = 60
)

// solve finds the weights of the L2-regularised L2-loss support vector machine by dual coordinate descent with shrinking (Hsieh, Chang,
// Lin, Keerthi and Sundararajan 2008, algorithm 3). The last weight is that of a constant feature of value 1. seed orders the steps.
func (p *problem) solve(seed uint64) []float32 {
	n := len(p.rows)
	w := make([]float64, p.x.wide+1)
	alpha, diagonal, norm := make([]float64, n), make([]float64, n), make([]float64, n)
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
		diagonal[i] = 0.5 / float64(p.cost[i])
		columns, values := p.x.row(int(p.rows[i]))
		norm[i] = diagonal[i] + 1
		for j, c := range columns {
			v := float64(values[j])
			if p.scale != nil {
				v *= float64(p.scale[c])
			}
			norm[i] += v * v
		}
	}
	active, highest := n, math.Inf(1)
	for range maxPasses {
		for i := range active { // Fisher and Yates
			seed = seed*6364136223846793005 + 1442695040888963407
			j := i + int((seed>>33)%uint64(active-i))
			order[i], order[j] = order[j], order[i]
		}
		newHigh, newLow := math.Inf(-1), math.Inf(1)
		for s := 0; s < active; s++ {
			i := order[s]
			gradient := float64(p.sign[i])*p.dot(w, int(p.rows[i])) - 1 + alpha[i]*diagonal[i]
			projected := gradient
			if alpha[i] == 0 {
				if gradient > highest { // far inside its margin: set aside
					active--
					order[s], order[active] = order[active], order[s]
					s--
					continue
				}
				projected = min(gradient, 0)
			}
			newHigh, newLow = max(newHigh, projected), min(newLow, projected)
			if math.Abs(projected) > 1e-12 {
				old := alpha[i]
				alpha[i] = max(alpha[i]-gradient/norm[i], 0)
				p.add(w, int(p.rows[i]), (alpha[i]-old)*float64(p.sign[i]))
			}
		}
		if newHigh-newLow <= tolerance {
			if active == n {
				break
			}
			active, highest = n, math.Inf(1) // look at all once more
			continue
		}
		if highest = newHigh; highest <= 0 {
			highest = math.Inf(1)
		}
	}
	return p.scaled(w)
}

func (p *problem) dot(w []float64, row int) float64 {
	columns, values := p.x.row(row)
	sum := w[p.x.wide]
	if p.scale == nil {
		for j, c := range columns {
			sum += w[c] * float64(values[j])
		}
		return sum
	}
	for j, c := range columns {
		sum += w[c] * float64(values[j]*p.scale[c])
	}
	return sum
}

func (p *problem) add(w []float64, row int, step float64) {
	columns, values := p.x.row(row)
	w[p.x.wide] += step
	if p.scale == nil {
		for j, c := range columns {
			w[c] += step * float64(values[j])
		}
		return
	}
	for j, c := range columns {
		w[c] += step * float64(values[j]*p.scale[c])
	}
}

// scaled takes the scale into the weights, so that they apply to plain values.
func (p *problem) scaled(w []float64) []float32 {
	out := make([]float32, len(w))
	for i, v := range w {
		if p.scale != nil && i < p.x.wide {
			v *= float64(p.scale[i])
		}
		out[i] = float32(v)
	}
	return out
}
