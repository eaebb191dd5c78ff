package sample

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// A picker draws every index as often as its weight says, and none of weight zero.
func TestPickerKeepsWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Uint64Range(0, 1000), 1, 40).Draw(t, "weights")
		total := uint64(0)
		for _, w := range weights {
			total += w
		}
		if total == 0 {
			t.Skip("nothing to draw")
		}
		p := newPicker(weights)
		var s stream
		s.seed(rapid.Uint64().Draw(t, "seed"), 1, 1)
		const n = 4000
		counts := make([]int, len(weights))
		for range n {
			counts[p.pick(&s)]++
		}
		for i, w := range weights {
			e := n * float64(w) / float64(total)
			if w == 0 && counts[i] > 0 || math.Abs(float64(counts[i])-e) > 6*math.Sqrt(e)+6 {
				t.Fatalf("index %d of weight %d in %d: drawn %d times of %d, expected %.0f", i, w, total, counts[i], n, e)
			}
		}
	})
}

func TestNeighbouringStreamsAreUnrelated(t *testing.T) {
	seen := map[uint64]bool{}
	for a := range uint64(60) {
		for b := range uint64(60) {
			var s stream
			s.seed(1, a, b)
			x := s.pcg.Uint64()
			if seen[x] {
				t.Fatalf("stream (%d, %d) begins like another", a, b)
			}
			seen[x] = true
		}
	}
}

// The plan gives every row to a day, more to heavier days, and scatters like counts do.
func TestPlanSpreadsAllRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Uint64Range(1, 1_000_000), 1, 800).Draw(t, "weights")
		rows := rapid.IntRange(1, 2_000_000).Draw(t, "rows")
		var s stream
		s.seed(rapid.Uint64().Draw(t, "seed"), 2, 2)
		sum := 0
		for i, n := range plan(rows, weights, &s) {
			if n < 0 {
				t.Fatalf("day %d has %d rows", i, n)
			}
			sum += n
		}
		if sum != rows {
			t.Fatalf("%d rows planned, want %d", sum, rows)
		}
	})
}

func TestNormalIsNormal(t *testing.T) {
	var s stream
	s.seed(9, 9, 9)
	sum, squares := 0.0, 0.0
	const n = 100_000
	for range n {
		x := s.normal()
		sum += x
		squares += x * x
	}
	if mean, variance := sum/n, squares/n; math.Abs(mean) > 0.02 || math.Abs(variance-1) > 0.03 {
		t.Errorf("mean %.3f, variance %.3f", mean, variance)
	}
}
