package trend

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// bruteTail sums the probabilities of the counts below n.
func bruteTail(n int, mean, dispersion float64) float64 {
	sum := 0.0
	for k := range n {
		x := float64(k)
		if dispersion <= 1 {
			l, _ := math.Lgamma(x + 1)
			sum += math.Exp(x*math.Log(mean) - mean - l)
			continue
		}
		size := mean / (dispersion - 1)
		a, _ := math.Lgamma(x + size)
		b, _ := math.Lgamma(x + 1)
		c, _ := math.Lgamma(size)
		sum += math.Exp(a - b - c + size*math.Log(1/dispersion) + x*math.Log(1-1/dispersion))
	}
	return 1 - sum
}

func TestTailsAgreeWithTheSumOfProbabilities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean := math.Exp(rapid.Float64Range(-4, 6).Draw(t, "log mean"))
		dispersion := 1.0
		if rapid.Bool().Draw(t, "over-dispersed") {
			dispersion += math.Exp(rapid.Float64Range(-6, 3).Draw(t, "log dispersion"))
		}
		n := rapid.IntRange(0, int(3*mean)+10).Draw(t, "n")
		got, want := upperTail(float64(n), mean, dispersion), bruteTail(n, mean, dispersion)
		if math.Abs(got-want) > 1e-8 {
			t.Fatalf("P(X ≥ %d) of mean %v and dispersion %v is %v, not %v", n, mean, dispersion, got, want)
		}
	})
}

func TestBoundsAreTheLastExpectedCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean := math.Exp(rapid.Float64Range(-4, 8).Draw(t, "log mean"))
		dispersion := rapid.Float64Range(1, 6).Draw(t, "dispersion")
		alpha := rapid.SampledFrom([]float64{0.05, 0.01, 0.001}).Draw(t, "alpha")
		high, low := upperBound(alpha, mean, dispersion), lowerBound(alpha, mean, dispersion)
		if upperTail(high+1, mean, dispersion) > alpha || upperTail(high, mean, dispersion) <= alpha {
			t.Fatalf("%v is not the upper bound", high)
		}
		if 1-upperTail(low, mean, dispersion) > alpha || 1-upperTail(low+1, mean, dispersion) <= alpha {
			t.Fatalf("%v is not the lower bound", low)
		}
	})
}

// Values of scipy 1.17: poisson.ppf(0.99, 10) = 18, poisson.ppf(0.01, 10) = 3, nbinom.ppf(0.99, 10, 10/30) = 42.
func TestBoundsOfKnownDistributions(t *testing.T) {
	for _, c := range []struct{ got, want float64 }{
		{upperBound(0.01, 10, 1), 18}, {lowerBound(0.01, 10, 1), 3}, {upperBound(0.01, 20, 3), 42},
	} {
		if c.got != c.want {
			t.Errorf("%v, not %v", c.got, c.want)
		}
	}
}

func TestScoresTurnProbabilitiesRound(t *testing.T) {
	for _, z := range []float64{-5, -3, -0.5, 0, 0.5, 2.58, 5, 6.5, 9, 20, 30} {
		if got := scoreOf(tailOf(z)); math.Abs(got-z) > 1e-6*math.Max(1, math.Abs(z)) {
			t.Errorf("%v came back as %v", z, got)
		}
	}
}
