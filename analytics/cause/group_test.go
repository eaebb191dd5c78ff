package cause

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// sparse draws cells whose combinations of three attributes are too many to have a place each.
func sparse(t interface{ Fatal(...any) }, rng *rand.Rand, rows int) *Cells {
	b, err := NewBuilder("a", "b", "c", "d")
	if err != nil {
		t.Fatal(err)
	}
	for range rows {
		observed := float64(rng.IntN(2))
		skewed := func(n int) string { return fmt.Sprint(int(float64(n) * math.Pow(rng.Float64(), 3))) }
		row := []string{skewed(60), skewed(50), skewed(40), skewed(3)}
		if row[0] == "0" && row[1] == "0" && row[2] == "0" {
			observed = 1
		}
		b.Add(row, observed, 1-observed)
	}
	return b.Cells()
}

// The sums that are kept are those of adding up cell by cell, at first and when causes came and went.
func TestElementsAreTheSumsOfTheirCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		s := newScan(sparse(t, rng, rapid.IntRange(fewRows/2, 2*fewRows).Draw(t, "rows")), Options{Noise: Noise{Exposure: 1}})
		check := func(when string) {
			for _, q := range s.cuboids {
				slow := map[int]sums{}
				for i, x := range s.now {
					e := slow[q.key(i)]
					slow[q.key(i)] = sums{e.a + x.a, e.b + x.b}
				}
				for i, key := range q.keys {
					if x := slow[key]; math.Abs(x.a-q.sums[i].a)+math.Abs(x.b-q.sums[i].b) > 1e-6 {
						t.Fatalf("%s: element %d of %v is %v, its cells are %v", when, key, q.attributes, q.sums[i], x)
					}
				}
				for key, x := range slow {
					if q.at(key) == (sums{}) && x.a+x.b >= 2*telling {
						t.Fatalf("%s: element %d of %v is missing, its cells are %v", when, key, q.attributes, x)
					}
				}
			}
		}
		check("at first")
		f := s.best()
		if f == nil {
			return
		}
		s.explain(f)
		check("explained")
		s.restore(f)
		check("restored")
	})
}

func TestSomeCuboidsHavePlacesAndSomeAreTooLarge(t *testing.T) {
	s := newScan(sparse(t, rand.New(rand.NewPCG(1, 1)), fewRows), Options{Noise: Noise{Exposure: 1}})
	places := map[bool]int{}
	for _, q := range s.cuboids {
		places[q.place != nil]++
	}
	if places[true] == 0 || places[false] == 0 {
		t.Errorf("%d cuboids have places, %d have none: the laws above want both", places[true], places[false])
	}
}

func TestNoElementHasMoreGainThanItsBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.Float64Range(0.1, 1e5)
		in := sums{number.Draw(t, "a"), number.Draw(t, "b")}
		out := sums{number.Draw(t, "other a"), number.Draw(t, "other b")}
		exposure := rapid.SampledFrom([]float64{1, 3, math.Inf(1)}).Draw(t, "exposure")
		score := newScorer(Noise{Exposure: exposure}, sums{in.a + out.a, in.b + out.b})
		if gain, most := score.gain(in), score.most(in); gain > most+1e-6*math.Abs(gain)+1e-6 {
			t.Fatalf("gain %v, bound %v", gain, most)
		}
	})
}
