package jieba

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// TestLogarithmIsRoundedCorrectly computes the same with 200 bits: ln x = 2·artanh((x-1)/(x+1)) after dividing by two until x is around 1.
func TestLogarithmIsRoundedCorrectly(t *testing.T) {
	const digits = 200
	number := func(f float64) *big.Float { return new(big.Float).SetPrec(digits).SetFloat64(f) }
	artanh := func(z *big.Float) *big.Float {
		total, power, square := number(0), number(0).Set(z), number(0).Mul(z, z)
		for n := 1; n < 160; n += 2 {
			total.Add(total, number(0).Quo(power, number(float64(n))))
			power.Mul(power, square)
		}
		return total
	}
	two := artanh(number(0).Quo(number(1), number(3))) // half of ln 2
	rapid.Check(t, func(r *rapid.T) {
		x := math.Exp(rapid.Float64Range(-40, 3).Draw(r, "logarithm"))
		m, k := math.Frexp(x)
		want := artanh(number(0).Quo(number(0).Sub(number(m), number(1)), number(0).Add(number(m), number(1))))
		want.Mul(want.Add(want, number(0).Mul(two, number(float64(k)))), number(2))
		if nearest, _ := want.Float64(); logarithm(x) != nearest {
			r.Fatalf("logarithm(%v) = %v, want %v", x, logarithm(x), nearest)
		}
	})
}
