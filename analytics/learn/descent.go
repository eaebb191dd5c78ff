package learn

import "math"

// Limits of minimise. memory is how many steps are remembered; 8 is usual.
const (
	memory   = 8
	maxSteps = 200
	flat     = 1e-6 // length of a gradient, beside 1 + |f|, at which there is nothing to gain
)

// minimise finds the lowest point of a smooth convex function from a start, by limited-memory BFGS with backtracking (Nocedal and Wright
// 2006, algorithm 7.5). f returns its value at x and writes its gradient.
func minimise(x []float64, f func(x, gradient []float64) float64) {
	n := len(x)
	gradient, next, nextGradient, direction := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	var steps, changes [][]float64
	value := f(x, gradient)
	for range maxSteps {
		if math.Sqrt(inner(gradient, gradient)) <= flat*(1+math.Abs(value)) {
			return
		}
		quasiNewton(direction, gradient, steps, changes)
		slope := inner(direction, gradient)
		if slope >= 0 {
			return
		}
		moved := false
		for length := 1.0; length > 1e-10; length /= 2 {
			for i := range x {
				next[i] = x[i] + length*direction[i]
			}
			if v := f(next, nextGradient); v <= value+1e-4*length*slope {
				value, moved = v, true
				break
			}
		}
		if !moved {
			return
		}
		step, change := make([]float64, n), make([]float64, n)
		for i := range x {
			step[i], change[i] = next[i]-x[i], nextGradient[i]-gradient[i]
		}
		copy(x, next)
		copy(gradient, nextGradient)
		if inner(step, change) > 1e-12 {
			if steps, changes = append(steps, step), append(changes, change); len(steps) > memory {
				steps, changes = steps[1:], changes[1:]
			}
		}
	}
}

// quasiNewton writes minus the gradient times the inverse of the remembered curvature.
func quasiNewton(direction, gradient []float64, steps, changes [][]float64) {
	for i, g := range gradient {
		direction[i] = -g
	}
	weights := make([]float64, len(steps))
	for k := len(steps) - 1; k >= 0; k-- {
		weights[k] = inner(steps[k], direction) / inner(steps[k], changes[k])
		for i, c := range changes[k] {
			direction[i] -= weights[k] * c
		}
	}
	if k := len(steps) - 1; k >= 0 {
		scale := inner(steps[k], changes[k]) / inner(changes[k], changes[k])
		for i := range direction {
			direction[i] *= scale
		}
	}
	for k := range steps {
		back := inner(changes[k], direction) / inner(steps[k], changes[k])
		for i, s := range steps[k] {
			direction[i] += (weights[k] - back) * s
		}
	}
}

func inner(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
