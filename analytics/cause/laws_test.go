package cause_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"huisheng/analytics/cause"
)

type lawRow struct {
	values             []string
	observed, expected float64
}

var lawNames = []string{"province", "city", "topic"}

// lawRows draws rows with a city in each province and now and then a strong cause.
func lawRows(t *rapid.T) []lawRow {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	extra := rapid.IntRange(0, 300).Draw(t, "extra")
	var rows []lawRow
	for i := range rapid.IntRange(50, 1500).Draw(t, "rows") + extra {
		city := rng.IntN(12)
		topic := rng.IntN(6)
		if i < extra {
			city, topic = 3, 2
		}
		row := lawRow{values: []string{fmt.Sprint("省", city%4), fmt.Sprint("市", city), fmt.Sprint("题", topic)}}
		if i < extra || rng.IntN(2) == 0 {
			row.observed = 1
		} else {
			row.expected = 1
		}
		rows = append(rows, row)
	}
	return rows
}

func explainRows(t interface{ Fatal(...any) }, rows []lawRow, name func(string) string) cause.Explanation {
	b, err := cause.NewBuilder(lawNames...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		values := slices.Clone(r.values)
		for i := range values {
			values[i] = name(values[i])
		}
		b.Add(values, r.observed, r.expected)
	}
	return cause.Explain(b.Cells(), cause.Options{Noise: cause.Noise{Kind: cause.Counts, Exposure: 1}, Deeper: true})
}

func same(s string) string { return s }

var nearly = cmpopts.EquateApprox(0, 1e-6)

func TestTheCausesAndTheRestAreTheChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := explainRows(t, lawRows(t), same)
		sum := e.Rest.Observed - e.Rest.Expected
		for _, c := range e.Causes {
			sum += c.Added
			if c.Rises() != (c.Excess > 0) {
				t.Fatalf("%v goes both ways", c)
			}
		}
		if math.Abs(sum-e.Change()) > 1e-6 {
			t.Fatalf("causes and rest are %v, the change is %v", sum, e.Change())
		}
	})
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := lawRows(t)
		want := explainRows(t, rows, same)
		got := explainRows(t, rapid.Permutation(rows).Draw(t, "order"), same)
		if d := gocmp.Diff(want, got, nearly); d != "" {
			t.Fatal(d)
		}
	})
}

func TestRenamingValuesRenamesTheAnswerAndChangesNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := lawRows(t)
		other := func(s string) string { return "另" + s } // the same order, so that ties break alike
		want := explainRows(t, rows, same)
		for i := range want.Causes {
			c := &want.Causes[i]
			for _, list := range append(append([][]cause.Value{c.Values}, c.Equivalents...), c.Within...) {
				for j := range list {
					list[j].Value = other(list[j].Value)
				}
			}
		}
		if d := gocmp.Diff(want, explainRows(t, rows, other), nearly); d != "" {
			t.Fatal(d)
		}
	})
}

func TestACityIsOneCauseWithItsProvince(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var rows []lawRow
	for i := range 4400 {
		city := rng.IntN(12)
		r := lawRow{values: []string{"", "", fmt.Sprint("题", rng.IntN(6))}, observed: float64(i % 2), expected: float64(1 - i%2)}
		if i >= 4000 {
			city, r.observed, r.expected = 7, 1, 0
		}
		r.values[0], r.values[1] = fmt.Sprint("省", city%4), fmt.Sprint("市", city)
		rows = append(rows, r)
	}
	e := explainRows(t, rows, same)
	if len(e.Causes) != 1 || e.Causes[0].Name() != "市7" {
		t.Fatalf("found %+v, want 市7 alone", e.Causes)
	}
}

func TestACityOnceInAnotherProvinceIsStillOneCauseWithItsOwn(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	var rows []lawRow
	for i := range 4400 {
		city := rng.IntN(12)
		r := lawRow{values: []string{"", "", fmt.Sprint("题", rng.IntN(6))}, observed: float64(i % 2), expected: float64(1 - i%2)}
		if i >= 4000 {
			city, r.observed, r.expected = 7, 1, 0
		}
		r.values[0], r.values[1] = fmt.Sprint("省", city%4), fmt.Sprint("市", city)
		if i == 300 { // not the first of any
			r.values[0] = "省9"
		}
		rows = append(rows, r)
	}
	e := explainRows(t, rows, same)
	if len(e.Causes) != 1 || e.Causes[0].Name() != "市7" || len(e.Causes[0].Equivalents) != 0 {
		t.Fatalf("found %+v, want 市7 alone, not once more with its province", e.Causes)
	}
}

func TestNumbersOfOrdersAreLeftOutAndRareValuesAreTogether(t *testing.T) {
	b, err := cause.NewBuilder("order", "shop")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3000 {
		b.Add([]string{fmt.Sprint(i), fmt.Sprint(i % 900 * (i % 7 % 2))}, float64(i%2), float64(1-i%2))
	}
	cells := b.Cells()
	if !slices.Equal(cells.LeftOut, []string{"order"}) {
		t.Errorf("left out %v, want order", cells.LeftOut)
	}
	if values := cells.Attributes[0].Values; len(values) != cause.MostValues+1 || values[cause.MostValues] != cause.Rest {
		t.Errorf("shop has %d values, the last %q", len(values), values[len(values)-1])
	}
	o, e := cells.Totals()
	if cmp.Compare(o, 1500) != 0 || cmp.Compare(e, 1500) != 0 {
		t.Errorf("totals %v and %v, want 1500 each", o, e)
	}
}

func TestRelativeNoiseFindsAShareLostInOneElement(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	b, err := cause.NewBuilder("a", "b", "c")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2000 {
		x, y, z := i%10, i/10%10, i/100
		expected := math.Exp(3 * rng.NormFloat64())
		observed := expected * (1 + 0.05*rng.NormFloat64())
		if x == 4 && z == 6 {
			observed *= 0.5
		}
		b.Add([]string{fmt.Sprint(x), fmt.Sprint(y), fmt.Sprint(z)}, observed, expected)
	}
	cells := b.Cells()
	noise := cause.NoiseOf(cells)
	e := cause.Explain(cells, cause.Options{Noise: noise})
	if noise.Kind != cause.Relative || len(e.Causes) != 1 || fmt.Sprint(e.Causes[0].Values) != "[{a 4} {c 6}]" {
		t.Errorf("noise %v, found %+v, want a 4 with c 6 alone", noise, e.Causes)
	}
}

func TestARateThatRoseInOnePlaceIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	b, err := cause.NewRateBuilder("line", "net")
	if err != nil {
		t.Fatal(err)
	}
	for minute := range 6 {
		for line := range 5 {
			for net := range 4 {
				rate := 0.01
				if minute == 5 && line == 2 {
					rate = 0.1
				}
				hits := 0.0
				for range 500 {
					if rng.Float64() < rate {
						hits++
					}
				}
				b.Add([]string{fmt.Sprint(line), fmt.Sprint(net)}, hits, 500, minute == 5)
			}
		}
	}
	e := cause.Explain(b.Cells(), cause.Options{Noise: cause.RateNoise(5)})
	if len(e.Causes) != 1 || fmt.Sprint(e.Causes[0].Values) != "[{line 2}]" {
		t.Errorf("found %+v, want line 2 alone", e.Causes)
	}
}

func TestTheNoiseIsToldFromTheCells(t *testing.T) {
	for name, c := range map[string]struct {
		observed, expected []float64
		want               cause.Noise
	}{
		"a mean of three months": {[]float64{1, 0, 4}, []float64{0.3333, 0.6667, 2}, cause.Noise{Kind: cause.Counts, Exposure: 3}},
		"another month":          {[]float64{1, 0, 4}, []float64{3, 1, 2}, cause.Noise{Kind: cause.Counts, Exposure: 1}},
		"a model's expectation":  {[]float64{1, 0, 4}, []float64{0.1234, 0.777, math.Pi}, cause.Noise{Kind: cause.Counts, Exposure: math.Inf(1)}},
		"amounts":                {[]float64{1.5, 2, 4}, []float64{1, 2, 3}, cause.Noise{Kind: cause.Relative}},
	} {
		b, err := cause.NewBuilder("a")
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.observed {
			b.Add([]string{fmt.Sprint(i)}, c.observed[i], c.expected[i])
		}
		if got := cause.NoiseOf(b.Cells()); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
