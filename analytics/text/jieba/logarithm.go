package jieba

import "math"

// logarithm is the natural logarithm of a positive number, rounded correctly but for about one number in a million. math.Log is off by its last bit
// for one number in a hundred, and where two ways to cut a sentence are equally probable the last bit decides: a dictionary must not cut
// otherwise on another machine or than the reference does, whose C library rounds correctly.
//
// x = m·2^k with m around 1, and ln m = 2·artanh z with z = (m-1)/(m+1), by its power series (Abramowitz and Stegun 1964, 4.1.27), in pairs of
// floats that carry twice the digits (Dekker 1971).
func logarithm(x float64) float64 {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = 2*m, k-1
	}
	z := double{high: m - 1}.over(sum(m, 1)) // m - 1 is exact, as m is within a factor of two of 1
	square := z.times(z)
	series := double{}
	for n := 41; n > 0; n -= 2 { // z² is at most 0.03, so that 21 terms leave less than 10⁻³²
		series = series.times(square).plus(double{high: 1}.over(double{high: float64(n)}))
	}
	const ln2Low = 2.319046813846299558e-17 // ln 2 - math.Ln2
	ln2 := double{high: math.Ln2, low: ln2Low}
	total := ln2.times(double{high: float64(k)}).plus(z.times(series).times(double{high: 2}))
	return total.high + total.low
}

// double is the number high + low, low at most half of the last digit of high.
type double struct{ high, low float64 }

// sum is a + b without loss (Knuth's two-sum).
func sum(a, b float64) double {
	s := a + b
	t := s - a
	return double{s, (a - (s - t)) + (b - t)}
}

func (a double) plus(b double) double {
	s := sum(a.high, b.high)
	return sum(s.high, s.low+a.low+b.low)
}

func (a double) times(b double) double {
	p := a.high * b.high
	return sum(p, math.FMA(a.high, b.high, -p)+a.high*b.low+a.low*b.high)
}

func (a double) over(b double) double {
	q := a.high / b.high
	rest := a.plus(b.times(double{high: -q}))
	return sum(q, rest.high/b.high)
}
