package trend

import "math"

// regression is a quasi-Poisson regression with a logarithmic link, fitted by iteratively re-weighted least squares (McCullagh and Nelder,
// Generalized Linear Models, 2.5). Coefficients have normal priors around zero, which make the seven weekdays and ten seasons identifiable
// without leaving one out, and keep days that are always empty from running to minus infinity. A fit allocates nothing.
type regression struct {
	beta  [terms]float64
	prior [terms]float64 // precision of the prior; 0 leaves a coefficient free, negative leaves its term out

	information, factor [terms][terms]float64
	gradient            [terms]float64
}

// fit improves beta from where it stands, until a further step would gain less than tolerance of the penalised likelihood. counts, weights, offsets (logarithms of
// the exposure) and rows have one place a day; a day of weight zero does not count. means receives the fitted means.
func (g *regression) fit(rows []row, counts, weights, offsets, means []float64) bool {
	for range mostSteps {
		g.accumulate(rows, counts, weights, offsets, means)
		if !g.decompose() {
			return false
		}
		if g.step() < tolerance {
			break
		}
	}
	return true
}

const (
	mostSteps = 25
	tolerance = 1e-4 // twice the gain of the logarithm of the likelihood
	steepest  = 3.0  // a step of a coefficient is cut here, so that empty stretches do not overshoot
	lowestEta = -12.0
	highEta   = 20.0
)

// accumulate sums the information and the gradient of the penalised quasi-likelihood at beta.
func (g *regression) accumulate(rows []row, counts, weights, offsets, means []float64) {
	g.information, g.gradient = [terms][terms]float64{}, [terms]float64{}
	for i := range rows {
		r := &rows[i]
		eta := min(max(r.linear(&g.beta)+offsets[i], lowestEta), highEta)
		mu := math.Exp(eta)
		means[i] = mu
		w := weights[i]
		if w == 0 {
			continue
		}
		wm, wd := w*mu, w*(counts[i]-mu)
		for a := range r.n {
			at, x := r.at[a], r.x[a]
			g.gradient[at] += wd * x
			line := &g.information[at]
			for b := range a + 1 {
				line[r.at[b]] += wm * x * r.x[b]
			}
		}
	}
	// A season's places wrap round, so that what belongs below the diagonal may stand above it.
	for i := range terms {
		for j := range i {
			g.information[i][j] += g.information[j][i]
		}
		switch {
		case g.prior[i] < 0:
			g.information[i] = [terms]float64{}
			for j := i + 1; j < terms; j++ {
				g.information[j][i] = 0
			}
			g.information[i][i], g.gradient[i] = 1, 0
		default:
			g.information[i][i] += g.prior[i]
			g.gradient[i] -= g.prior[i] * g.beta[i]
		}
	}
}

// decompose is the Cholesky decomposition of the information.
func (g *regression) decompose() bool {
	for i := range terms {
		for j := range i + 1 {
			sum := g.information[i][j]
			for k := range j {
				sum -= g.factor[i][k] * g.factor[j][k]
			}
			if i != j {
				g.factor[i][j] = sum / g.factor[j][j]
				continue
			}
			if !(sum > 1e-12) {
				return false
			}
			g.factor[i][i] = math.Sqrt(sum)
		}
	}
	return true
}

// step adds the Newton step to beta and returns its decrement, about twice what it gains of the logarithm of the likelihood.
func (g *regression) step() float64 {
	var d [terms]float64
	for i := range terms {
		sum := g.gradient[i]
		for k := range i {
			sum -= g.factor[i][k] * d[k]
		}
		d[i] = sum / g.factor[i][i]
	}
	largest, decrement := 0.0, 0.0
	for i := terms - 1; i >= 0; i-- {
		sum := d[i]
		for k := i + 1; k < terms; k++ {
			sum -= g.factor[k][i] * d[k]
		}
		d[i] = sum / g.factor[i][i]
		largest = max(largest, math.Abs(d[i]))
		decrement += d[i] * g.gradient[i]
	}
	scale := 1.0
	if largest > steepest {
		scale = steepest / largest
	}
	for i := range terms {
		g.beta[i] += scale * d[i]
	}
	return decrement
}

// variance is the variance of the logarithm of a mean for a dispersion of 1: the quadratic form of a row with the inverse information.
func (g *regression) variance(r *row) float64 {
	var d [terms]float64
	for i := range r.n {
		if g.prior[r.at[i]] >= 0 { // a term that is left out adds nothing
			d[r.at[i]] += r.x[i]
		}
	}
	sum := 0.0
	for i := range terms {
		x := d[i]
		for k := range i {
			x -= g.factor[i][k] * d[k]
		}
		d[i] = x / g.factor[i][i]
		sum += d[i] * d[i]
	}
	return sum
}
