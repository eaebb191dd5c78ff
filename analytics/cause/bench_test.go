package cause

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// small draws a change as findings mostly are: a few thousand complaints with many attributes, one cause.
func small(t testing.TB, rows, attributes int) *Cells {
	rng := rand.New(rand.NewPCG(1, 5))
	sizes := []int{31, 180, 9, 12, 60, 40, 4, 6, 15, 5, 200, 3, 2, 80, 7, 20, 3, 10, 4, 8}[:attributes]
	names := make([]string, attributes)
	for a := range names {
		names[a] = fmt.Sprint("a", a)
	}
	b, err := NewBuilder(names...)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		row := make([]string, attributes)
		for a, size := range sizes {
			row[a] = fmt.Sprint(int(float64(size) * math.Pow(rng.Float64(), 2)))
		}
		if i < rows/12 {
			row[2], row[4] = "1", "3"
			b.Add(row, 1, 0)
			continue
		}
		b.Add(row, float64(rng.IntN(2)), 0)
		b.Add(row, 0, float64(rng.IntN(2)))
	}
	return b.Cells()
}

func BenchmarkExplainAFinding(b *testing.B) {
	for _, attributes := range []int{12, 20} {
		cells := small(b, 2000, attributes)
		for _, halves := range []int{0, 20} {
			b.Run(fmt.Sprintf("%dAttributes%dHalves", attributes, halves), func(b *testing.B) {
				for b.Loop() {
					Explain(cells, Options{Noise: Noise{Exposure: 1}, Deeper: true, Halves: halves, Seed: 1})
				}
			})
		}
	}
}
