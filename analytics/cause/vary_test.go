package cause_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"huisheng/analytics/cause"
)

// upsAndDowns draws two months in which every product in every town has a level of its own; in the second one topic comes more often by a
// factor, and one channel not at all when it died.
func upsAndDowns(t *testing.T, rng *rand.Rand, spread, factor float64, died bool) *cause.Cells {
	t.Helper()
	b, err := cause.NewBuilder("product", "town", "topic", "channel")
	if err != nil {
		t.Fatal(err)
	}
	for product := range 8 {
		for town := range 20 {
			before, now := math.Exp(spread*rng.NormFloat64()), math.Exp(spread*rng.NormFloat64())
			for range 12 * 6 * 4 { // about three complaints to each topic and channel
				row := []string{fmt.Sprint("p", product), fmt.Sprint("t", town), fmt.Sprint("q", rng.IntN(12)), fmt.Sprint("c", rng.IntN(4))}
				observed := rng.Float64() * 4 * now
				if row[2] == "q5" {
					observed *= factor
				}
				if died && row[3] == "c1" {
					observed = 0
				}
				b.Add(row, math.Floor(observed), math.Floor(rng.Float64()*4*before))
			}
		}
	}
	return b.Cells()
}

func causesOf(c *cause.Cells) []string {
	var names []string
	for _, one := range cause.Explain(c, cause.Options{Noise: cause.Noise{Kind: cause.Counts, Exposure: 1}}).Causes {
		names = append(names, one.Name())
	}
	return names
}

func TestUpsAndDownsOfTownsAreNoCausesAndHideNone(t *testing.T) {
	for seed := range uint64(6) {
		if got := causesOf(upsAndDowns(t, rand.New(rand.NewPCG(seed, 1)), 0.35, 1.6, false)); fmt.Sprint(got) != "[q5]" {
			t.Errorf("seed %d: found %v, want the topic alone", seed, got)
		}
		if got := causesOf(upsAndDowns(t, rand.New(rand.NewPCG(seed, 2)), 0.35, 1, false)); len(got) != 0 {
			t.Errorf("seed %d: found %v where every town only has its ups and downs", seed, got)
		}
	}
}

func TestAChannelThatDiedHidesNoOtherCause(t *testing.T) {
	for seed := range uint64(6) {
		if got := causesOf(upsAndDowns(t, rand.New(rand.NewPCG(seed, 3)), 0, 1.6, true)); fmt.Sprint(got) != "[c1 q5]" {
			t.Errorf("seed %d: found %v, want the dead channel and the topic", seed, got)
		}
	}
}
