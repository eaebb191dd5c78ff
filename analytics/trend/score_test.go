package trend

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestScoreOfKnownPairs(t *testing.T) {
	for _, c := range []struct {
		n, base        uint64
		days, baseDays int
		want           float64
	}{
		{0, 0, 30, 30, 0}, {100, 100, 30, 30, 0}, {31, 29, 31, 29, 0},
		// 2·(150·ln 1.2 + 100·ln 0.8) = 10.0677…, by hand.
		{150, 100, 30, 30, 3.17301}, {100, 150, 30, 30, -3.17301},
		// 2·10·ln 2: a count against none.
		{10, 0, 30, 30, 3.72329}, {0, 10, 30, 30, -3.72329},
		{5, 5, 0, 30, 0},
	} {
		if got := Score(c.n, c.base, c.days, c.baseDays); math.Abs(got-c.want) > 1e-4 {
			t.Errorf("Score(%d, %d, %d, %d) = %.5f, not %.5f", c.n, c.base, c.days, c.baseDays, got, c.want)
		}
	}
}

func TestScoreTurnsItsSignWhenTheMonthsChangePlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, base := rapid.Uint64Range(0, 1e6).Draw(t, "n"), rapid.Uint64Range(0, 1e6).Draw(t, "base")
		days, baseDays := rapid.IntRange(1, 31).Draw(t, "days"), rapid.IntRange(1, 31).Draw(t, "baseDays")
		there, back := Score(n, base, days, baseDays), Score(base, n, baseDays, days)
		if math.IsNaN(there) || math.IsInf(there, 0) || math.Abs(there+back) > 1e-6 {
			t.Fatalf("%v there and %v back", there, back)
		}
	})
}

// When only chance is at work, about one score of a hundred lies beyond Rare.
func TestRareIsRareByChance(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11)) // fixed, so that the test is the same every time
	poisson := func(mean float64) uint64 {
		n, p := uint64(0), random.Float64()
		for limit := math.Exp(-mean); p > limit; n++ {
			p *= random.Float64()
		}
		return n
	}
	const rounds = 20_000
	beyond := 0
	for range rounds {
		if math.Abs(Score(poisson(62), poisson(58), 31, 29)) > Rare {
			beyond++
		}
	}
	if share := float64(beyond) / rounds; share < 0.005 || share > 0.015 {
		t.Errorf("%.2f %% of the scores are beyond %.1f", 100*share, Rare)
	}
}
