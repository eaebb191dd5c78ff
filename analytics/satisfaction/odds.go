package satisfaction

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"huisheng/analytics"
)

// Odds is what one level of a driver goes with, all other drivers held still, beside the driver's most frequent level.
type Odds struct {
	Driver, Level string
	Reference     string
	N             float64 // who answered
	Satisfied     float64 // of these
	Ratio         float64 // of the odds of being satisfied; 1 is no difference
	Low, High     float64 // 95 %, Wald
	Lift          float64 // change of the share of satisfied, in percentage points of 1, if the level were the reference
}

// prior keeps levels in which all or nobody were satisfied finite: as if a little were known of each (a normal prior with variance 1/prior).
const prior = 0.1

// OddsRatios fits a logistic regression of satisfied on all drivers (Newton's method; Hosmer, Lemeshow, Applied Logistic Regression) and
// returns every level but the references, in the order of the drivers.
func (t *Table) OddsRatios() ([]Odds, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	c := t.columns()
	beta, covariance, err := t.logistic(&c)
	if err != nil {
		return nil, err
	}
	var list []Odds
	for d, driver := range t.Drivers {
		for l, j := range c.of[d] {
			if j < 0 {
				continue
			}
			b, e := beta[j+1], 1.959964*math.Sqrt(covariance.At(j+1, j+1))
			o := Odds{Driver: driver.Name, Level: driver.Levels[l], Reference: driver.Levels[c.reference[d]], Ratio: math.Exp(b), Low: math.Exp(b - e), High: math.Exp(b + e)}
			var would float64
			for i := range t.Cells {
				if cell := &t.Cells[i]; cell.Levels[d] == l {
					o.N, o.Satisfied = o.N+cell.N, o.Satisfied+cell.Satisfied
					eta := t.eta(&c, beta, cell)
					would += cell.N * (logistic(eta-b) - logistic(eta))
				}
			}
			o.Lift = would / o.N
			list = append(list, o)
		}
	}
	return list, nil
}

// Gain is how much higher the share of the satisfied would be if complaints of one level had gone as those of the reference level do,
// all other drivers as they are: of all who answered, in 0–1. It is what the model says and no promise.
func (t *Table) Gain(o Odds) float64 {
	var all float64
	for _, c := range t.Cells {
		all += c.N
	}
	if all == 0 {
		return 0
	}
	return o.Lift * o.N / all
}

// logistic fits the model; the first coefficient is the constant.
func (t *Table) logistic(c *columns) ([]float64, *mat.SymDense, error) {
	n := c.n + 1
	beta, step := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	information, score := mat.NewSymDense(n, nil), mat.NewVecDense(n, nil)
	var factor mat.Cholesky
	var at []int
	for range 50 {
		information.Zero()
		score.Zero()
		for j := 1; j < n; j++ {
			information.SetSym(j, j, prior)
			score.SetVec(j, -prior*beta.AtVec(j))
		}
		for i := range t.Cells {
			cell := &t.Cells[i]
			p := logistic(t.eta(c, beta.RawVector().Data, cell))
			residual, w := cell.Satisfied-cell.N*p, cell.N*p*(1-p)
			at = append(c.at(cell, at), -1) // the constant
			for a, j := range at {
				score.SetVec(j+1, score.AtVec(j+1)+residual)
				for _, k := range at[a:] {
					information.SetSym(j+1, k+1, information.At(j+1, k+1)+w)
				}
			}
		}
		if !factor.Factorize(information) {
			return nil, nil, analytics.Invalid("cells", "答复太少或全都一样，算不出各因素的影响")
		}
		if err := factor.SolveVecTo(step, score); err != nil {
			return nil, nil, analytics.Invalid("cells", "各因素几乎重合，分不开影响")
		}
		beta.AddVec(beta, step)
		if mat.Norm(step, math.Inf(1)) < 1e-10 {
			break
		}
	}
	var covariance mat.SymDense
	if err := factor.InverseTo(&covariance); err != nil {
		return nil, nil, analytics.Invalid("cells", "各因素几乎重合，分不开影响")
	}
	return beta.RawVector().Data, &covariance, nil
}

func (t *Table) eta(c *columns, beta []float64, cell *Cell) float64 {
	eta := beta[0]
	for d, l := range cell.Levels {
		if j := c.of[d][l]; j >= 0 {
			eta += beta[j+1]
		}
	}
	return eta
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
