package cause_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"huisheng/analytics/cause"
)

// months draws two months of complaints over three attributes; in the second, brand 3 × problem 2 comes extra times more.
func months(t *testing.T, rng *rand.Rand, rows, extra int) *cause.Cells {
	t.Helper()
	b, err := cause.NewBuilder("brand", "problem", "city")
	if err != nil {
		t.Fatal(err)
	}
	draw := func() []string {
		return []string{fmt.Sprint("b", rng.IntN(6)), fmt.Sprint("p", rng.IntN(5)), fmt.Sprint("c", rng.IntN(20))}
	}
	for range rows {
		b.Add(draw(), 0, 1)
		b.Add(draw(), 1, 0)
	}
	for range extra {
		row := draw()
		row[0], row[1] = "b3", "p2"
		b.Add(row, 1, 0)
	}
	return b.Cells()
}

func TestAPlantedCauseIsFoundAndNothingBesideIt(t *testing.T) {
	for seed := range uint64(10) {
		cells := months(t, rand.New(rand.NewPCG(seed, 1)), 3000, 180)
		found := cause.Explain(cells, cause.Options{Noise: cause.NoiseOf(cells)}).Causes
		if len(found) != 1 || fmt.Sprint(found[0].Values) != "[{brand b3} {problem p2}]" {
			t.Errorf("seed %d: found %v, want brand b3 with problem p2", seed, found)
		}
	}
}

func TestNoCauseIsFoundWhereThereIsNone(t *testing.T) {
	for seed := range uint64(30) {
		cells := months(t, rand.New(rand.NewPCG(seed, 2)), 2000, 0)
		if found := cause.Explain(cells, cause.Options{Noise: cause.NoiseOf(cells)}).Causes; len(found) != 0 {
			t.Errorf("seed %d: found %v in two months that differ by chance", seed, found)
		}
	}
}
