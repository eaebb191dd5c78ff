package cause

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// reference finds the best score the slow way: every combination that occurs is summed up row by row.
func reference(s *scan) float64 {
	score := s.scorer()
	least := score.least(s.bound())
	best := math.Inf(-1)
	for set := uint(1); set < 1<<len(s.cells.Attributes); set++ {
		if bits.OnesCount(set) > 3 {
			continue
		}
		elements := map[string]sums{}
		for i, x := range s.now {
			key := ""
			for a := range s.cells.Attributes {
				if set&(1<<a) != 0 {
					key += fmt.Sprint(s.cells.codes[a][i], "|")
				}
			}
			elements[key] = sums{elements[key].a + x.a, elements[key].b + x.b}
		}
		large := 0
		for _, x := range elements {
			if x.a+x.b >= least {
				large++
			}
		}
		for _, x := range elements {
			best = max(best, score.gain(x)-math.Log(float64(max(1, large))))
		}
	}
	return best
}

func TestTheScanFindsWhatSummingUpEveryCombinationFinds(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 7))
		b, err := NewBuilder("a", "b", "c", "d")
		if err != nil {
			t.Fatal(err)
		}
		for range 1500 {
			row := []string{fmt.Sprint(rng.IntN(5)), fmt.Sprint(rng.IntN(9)), fmt.Sprint(rng.IntN(4)), fmt.Sprint(rng.IntN(3))}
			observed := float64(rng.IntN(2))
			if row[1] == "3" && row[2] == "1" && rng.IntN(3) > 0 {
				observed = float64(seed % 2) // a rise, or a drop
			}
			b.Add(row, observed, 1-observed)
		}
		s := newScan(b.Cells(), Options{Noise: Noise{Exposure: 1}})
		want := reference(s)
		f := s.best()
		if f == nil {
			if want >= s.bound() {
				t.Errorf("seed %d: nothing found, the best is %v", seed, want)
			}
			continue
		}
		if math.Abs(f.score()-want) > 1e-6 {
			t.Errorf("seed %d: the best of the scan is %v, of all combinations %v", seed, f.score(), want)
		}
	}
}

func TestACauseTakenOutAgainLeavesEverythingAsItWas(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	b, err := NewBuilder("a", "b")
	if err != nil {
		t.Fatal(err)
	}
	for range 3000 {
		row := []string{fmt.Sprint(rng.IntN(5)), fmt.Sprint(rng.IntN(5))}
		observed := float64(rng.IntN(2))
		if row[0] == "2" {
			observed = 1
		}
		b.Add(row, observed, 1-observed)
	}
	s := newScan(b.Cells(), Options{Noise: Noise{Exposure: 1}})
	before := s.best()
	s.explain(before)
	if again := s.best(); again != nil && again.score() >= before.score() {
		t.Errorf("a cause that was explained away still scores %v", again.score())
	}
	s.restore(before)
	if after := s.best(); after == nil || math.Abs(after.gain-before.gain) > 1e-6 || after.key != before.key {
		t.Errorf("best is %+v, was %+v", after, before)
	}
}
