package learn

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestMinimiseFindsTheLowestPoint(t *testing.T) {
	x := []float64{5, -3, 8}
	minimise(x, func(x, gradient []float64) float64 { // Σ i·(x−i)² + a coupling
		sum := 0.0
		for i := range x {
			d := x[i] - float64(i)
			gradient[i] = 2 * float64(i+1) * d
			sum += float64(i+1) * d * d
		}
		return sum
	})
	for i, v := range x {
		near(t, "x", v, float64(i), 1e-4)
	}
}

// With one scorer that says the same for all examples the likeliest probabilities are the shares of the labels.
func TestCalibrationOfASilentScorerIsTheShares(t *testing.T) {
	const n = 4000
	answers, weights, rows := make([]int32, n), make([]float32, n), make([]int32, n)
	for i := range n {
		rows[i], weights[i] = int32(i), 1
		if i%4 == 0 {
			answers[i] = 1
		}
	}
	c := calibrate([][]float32{make([]float32, 2*n)}, 2, rows, answers, weights)
	p := []float64{0, 0}
	c.logits([][]float32{{0, 0}}, 0, p)
	softmax(p)
	near(t, "share of the second label", p[1], 0.25, 0.002)
}

// Of three labels of 600, 300 and 100 examples (333.3 on average) the last two count (333.3/300)^0.7 = 1.0765 and (333.3/100)^0.7 = 2.3228 times.
func TestCalibrationLiftsSmallLabels(t *testing.T) {
	const n = 1000
	answers, weights, rows := make([]int32, n), make([]float32, n), make([]int32, n)
	for i := range n {
		rows[i], weights[i] = int32(i), 1
		if i >= 600 {
			answers[i] = 1
		}
		if i >= 900 {
			answers[i] = 2
		}
	}
	c := calibrate([][]float32{make([]float32, 3*n)}, 3, rows, answers, weights)
	p := []float64{0, 0, 0}
	c.logits([][]float32{{0, 0, 0}}, 0, p)
	softmax(p)
	const all = 600 + 300*1.0765 + 100*2.3228
	for k, want := range []float64{600 / all, 300 * 1.0765 / all, 100 * 2.3228 / all} {
		near(t, "share", p[k], want, 0.003)
	}
}

// Scores that are twice the true log-odds must be halved.
func TestCalibrationFindsTheTemperature(t *testing.T) {
	const n = 18000
	answers, weights, rows, scores := make([]int32, n), make([]float32, n), make([]int32, n), make([]float32, 2*n)
	for i := range n {
		rows[i], weights[i] = int32(i), 1
		odds := float64(i%9) - 4
		scores[2*i+1] = float32(2 * odds)
		if p := 1 / (1 + math.Exp(-odds)); float64(i/9%1000)/1000 < p {
			answers[i] = 1
		}
	}
	c := calibrate([][]float32{scores}, 2, rows, answers, weights)
	near(t, "factor", c.factor[0], 0.5, 0.01)
}

func TestCoverageByHand(t *testing.T) {
	all := []answered{ // ascending confidence; right: 1 0 1 1 0 1 1 1
		{label: 0, answer: 0, confidence: .30}, {label: 0, answer: 1, confidence: .35}, {label: 0, answer: 0, confidence: .4}, {label: 0, answer: 0, confidence: .5}, {label: 0, answer: 1, confidence: .6}, {label: 0, answer: 0, confidence: .7}, {label: 0, answer: 0, confidence: .8}, {label: 0, answer: 0, confidence: .9},
	}
	got := coverage(all, 0.8) // the last 5 have 4 of 5 right? .5 .6 .7 .8 .9: right wrong right right right = 4/5; .4 on: 5/6
	near(t, "threshold at 80 %", got.Threshold, 0.4, 1e-9)
	near(t, "share", got.Share, 6.0/8, 1e-9)
	got = coverage(all, 0.95)
	near(t, "threshold at 95 %", got.Threshold, 0.7, 1e-9)
	if none := coverage(all[1:2], 0.9); none.Threshold <= 1 || none.Share != 0 {
		t.Errorf("%+v", none)
	}
}

func TestReliabilityByHand(t *testing.T) {
	var all []answered
	for i := range 30 { // 15 bins of two: confidence 0.5, one of two right in the lower ten, both in the upper five
		a := answered{confidence: 0.5, answer: 1}
		if i >= 20 {
			a.confidence, a.label = 0.9, 1
		} else if i%2 == 0 {
			a.label = 1
		}
		all = append(all, a)
	}
	var r Report
	r.reliability(all)
	near(t, "ECE", r.ECE, 10.0/30*0.1, 1e-9)
	if len(r.Reliability) != bins || r.Reliability[0].N != 2 {
		t.Errorf("%+v", r.Reliability)
	}
}

func TestWilsonByHand(t *testing.T) {
	r := wilson(8, 10) // Wilson 1927 as tabulated: 0.490–0.943
	near(t, "low", r.Low, 0.4902, 5e-4)
	near(t, "high", r.High, 0.9433, 5e-4)
	if none := wilson(0, 0); none.Low != 0 || none.High != 1 {
		t.Errorf("%+v", none)
	}
}

// The dual coordinate descent reaches the optimum of ½‖w‖² + C Σ max(0, 1 − y·w·x)² for two points, which is known in closed form:
// for x=(1), y=±1 mirrored, with the constant feature's weight 0, w = 2·2C/(1+2·2C).
func TestTheSolverReachesTheOptimum(t *testing.T) {
	x := &matrix{start: []int{0, 1, 2}, column: []int32{0, 0}, value: []float32{1, -1}, wide: 1}
	p := &problem{x: x, rows: []int32{0, 1}, sign: []float32{1, -1}, cost: []float32{0.5, 0.5}}
	w := p.solve(1)
	near(t, "w", float64(w[0]), 2.0/3, 0.05)
	near(t, "constant", float64(w[1]), 0, 0.05)
}

func TestTheCurveByHand(t *testing.T) {
	var all []answered
	for i := range 4 * knotAnswers { // four knots: 0.2, 0.4, 0.6, 0.8, right in 0, 1/2, 1/4 and all of them
		a := answered{confidence: 0.2 * float64(1+i/knotAnswers), answer: 1}
		switch i / knotAnswers {
		case 1:
			a.label = int32(i % 2)
		case 2:
			a.label = int32((i % 4) / 3)
		case 3:
			a.label = 1
		}
		all = append(all, a)
	}
	c := newCurve(all)
	for p, want := range map[float64]float64{0: 0, 0.2: 0, 0.5: 0.375, 0.35: 0.1875, 0.8: 1, 1: 1} { // the middle two are pooled at 0.5
		near(t, "curve", c.At(p), want, 1e-9)
	}
	if !c.valid() {
		t.Errorf("%+v", c)
	}
	straight := newCurve(nil)
	near(t, "straight line", straight.At(0.3), 0.3, 1e-9)
}

func TestPruneKeepsTheLargestAndGivesOnWhatALexiconDoesNotNeed(t *testing.T) {
	row := func(n int, from float32) []float32 {
		out := make([]float32, n+1)
		for i := range out {
			out[i] = from + float32(i)
		}
		return out
	}
	w := solved{{row(10, 1)}, {row(10, 1)}, {row(2, 1)}}
	w.prune(12)
	for s, want := range []int{5, 5, 2} {
		weights, kept := w[s][0], 0
		for i, v := range weights[:len(weights)-1] {
			if v != 0 {
				kept++
			} else if i >= len(weights)-1-want {
				t.Errorf("scorer %d lost weight %d of %d, which is among the largest", s, i, len(weights)-1)
			}
		}
		if kept != want || weights[len(weights)-1] == 0 {
			t.Errorf("scorer %d keeps %d weights, want %d and that of the constant", s, kept, want)
		}
	}
}
