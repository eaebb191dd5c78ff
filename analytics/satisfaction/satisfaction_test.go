package satisfaction_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	. "huisheng/analytics/satisfaction"
)

func TestTheRateSaysWhoDidNotAnswer(t *testing.T) {
	v := Visits{Due: 1000, Answered: 400, Reached: 20, Refused: 80, Unreached: 200, None: 300, Satisfied: 300, Sum: 1500}
	if !v.Balanced() || v.Mean() != 3.75 {
		t.Error(v)
	}
	r := v.Rate()
	if r.P != 0.75 || r.Unknown != 600 || r.Floor != 0.3 || r.Ceiling != 0.9 || r.KnownOfPossible != 0.4 {
		t.Errorf("%+v", r)
	}
	if math.Abs(r.Low-0.7053) > 1e-4 || math.Abs(r.High-0.7900) > 1e-4 {
		t.Errorf("%.4f–%.4f", r.Low, r.High)
	}
	if r := (Visits{Due: 3, None: 3}).Rate(); r.Low != 0 || r.High != 1 || r.P != 0 {
		t.Errorf("nobody answered: %+v", r)
	}
}

func TestRecoveryComparesWhatWasGrantedWithWhatWasOwed(t *testing.T) {
	r := Recover([]int64{10000, 10000, 0, 500}, []int64{12000, 11999, 700, 0}, 2000)
	if want := (Recovery{Known: 2, Made: 1, OwedFen: 24000, PaidFen: 23999, ShortFen: 1}); r != want {
		t.Errorf("%+v", r)
	}
}

// drawn is a table of up to four drivers.
func drawn(t *rapid.T) Table {
	var table Table
	for d := range rapid.IntRange(1, 4).Draw(t, "drivers") {
		levels := make([]string, rapid.IntRange(1, 4).Draw(t, "levels"))
		for l := range levels {
			levels[l] = fmt.Sprint(l)
		}
		table.Drivers = append(table.Drivers, Driver{fmt.Sprint("d", d), levels})
	}
	for range rapid.IntRange(1, 30).Draw(t, "cells") {
		c := Cell{N: float64(rapid.IntRange(1, 50).Draw(t, "n"))}
		c.Satisfied = float64(rapid.IntRange(0, int(c.N)).Draw(t, "satisfied"))
		for _, d := range table.Drivers {
			c.Levels = append(c.Levels, rapid.IntRange(0, len(d.Levels)-1).Draw(t, "level"))
		}
		table.Cells = append(table.Cells, c)
	}
	return table
}

// r2 is the reference: least squares by singular values over one row for each person, with all levels as dummies.
func r2(table Table, drivers []int) float64 {
	columns := 1
	for _, d := range drivers {
		columns += len(table.Drivers[d].Levels)
	}
	var x, y []float64
	add := func(c Cell, outcome, n float64) {
		for range int(n) {
			row := make([]float64, columns)
			row[0] = 1
			at := 1
			for _, d := range drivers {
				row[at+c.Levels[d]] = 1
				at += len(table.Drivers[d].Levels)
			}
			x, y = append(x, row...), append(y, outcome)
		}
	}
	for _, c := range table.Cells {
		add(c, 1, c.Satisfied)
		add(c, 0, c.N-c.Satisfied)
	}
	a, b := mat.NewDense(len(y), columns, x), mat.NewVecDense(len(y), y)
	var svd mat.SVD
	svd.Factorize(a, mat.SVDThin)
	var beta, fit mat.VecDense
	svd.SolveVecTo(&beta, b, svd.Rank(1e-9))
	fit.MulVec(a, &beta)
	mean := mat.Sum(b) / float64(len(y))
	var total, rest float64
	for i, v := range y {
		total += (v - mean) * (v - mean)
		rest += (v - fit.AtVec(i)) * (v - fit.AtVec(i))
	}
	if total < 1e-12 {
		return 0
	}
	return 1 - rest/total
}

func orders(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, o := range orders(n - 1) {
		for at := range n {
			all = append(all, slices.Insert(slices.Clone(o), at, n-1))
		}
	}
	return all
}

func TestImportancesAreTheMeanOverAllOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawn(t)
		whole, shares, err := table.Importances(0, 1)
		if err != nil {
			t.Fatal(err)
		}
		all := orders(len(table.Drivers))
		want := map[string]float64{}
		for _, order := range all {
			before := 0.0
			for i, d := range order {
				now := r2(table, order[:i+1])
				want[table.Drivers[d].Name] += (now - before) / float64(len(all))
				before = now
			}
		}
		var sum float64
		for _, s := range shares {
			sum += s.Share
			if math.Abs(s.Share-want[s.Driver]) > 1e-9 {
				t.Fatalf("%s has %.12f, by all orders %.12f", s.Driver, s.Share, want[s.Driver])
			}
		}
		if full := r2(table, orders(len(table.Drivers))[0]); math.Abs(sum-full) > 1e-9 || math.Abs(whole-full) > 1e-9 {
			t.Fatalf("the shares add up to %.12f, R² is %.12f", sum, full)
		}
	})
}

// planted is a table in which the drivers matter in their order, and the last does not.
func planted(people int, effects []float64) Table {
	random := rand.New(rand.NewPCG(7, 7))
	var table Table
	for d := range effects {
		table.Drivers = append(table.Drivers, Driver{fmt.Sprint("d", d), []string{"usual", "bad"}})
	}
	for range people {
		c, score := Cell{N: 1}, 1.0
		for _, e := range effects {
			l := random.IntN(2)
			c.Levels, score = append(c.Levels, l), score-e*float64(l)
		}
		if random.Float64() < 1/(1+math.Exp(-score)) {
			c.Satisfied = 1
		}
		table.Cells = append(table.Cells, c)
	}
	return table
}

func TestThePlantedOrderIsFound(t *testing.T) {
	table := planted(20000, []float64{1.6, 1.1, 0.7, 0.35, 0})
	whole, shares, err := table.Importances(60, 1)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range shares {
		names = append(names, s.Driver)
		if s.Low > s.Share || s.High < s.Share || s.Share > whole {
			t.Errorf("%+v", s)
		}
	}
	if got := strings.Join(names, " "); got != "d0 d1 d2 d3 d4" {
		t.Error(got)
	}
	if shares[0].Low <= shares[1].High || shares[4].High > 0.002 {
		t.Errorf("the intervals do not tell them apart: %+v", shares)
	}
	again, _, _ := table.Importances(60, 1)
	if again != whole {
		t.Error("the same seed gave something else")
	}
}

func TestOddsRatiosHoldTheOtherDriversStill(t *testing.T) {
	// Slow handling lowers satisfaction in both channels by the same odds; the slow channel is also the larger one, so that the raw shares mislead.
	table := Table{Drivers: []Driver{{"时效", []string{"按时", "超时"}}, {"渠道", []string{"电话", "网站"}}}, Cells: []Cell{
		{[]int{0, 0}, 8000, 6400}, {[]int{1, 0}, 4000, 2000}, {[]int{0, 1}, 1000, 500}, {[]int{1, 1}, 5000, 1000},
	}}
	odds, err := table.OddsRatios()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range odds {
		if o.Driver == "时效" && (math.Abs(o.Ratio-4) > 0.01 || o.Level != "按时" || o.Reference != "超时") && (math.Abs(o.Ratio-0.25) > 0.001 || o.Level != "超时") {
			t.Errorf("%+v", o)
		}
		if o.Low >= o.Ratio || o.High <= o.Ratio {
			t.Errorf("%+v", o)
		}
	}
	// The usual value is 按时 (9,000 and 9,000 are equal, the first holds): had the late ones been in time, 80 % and 50 % of them were satisfied.
	late := odds[slices.IndexFunc(odds, func(o Odds) bool { return o.Driver == "时效" })]
	if want := (4000*0.3 + 5000*0.3) / 18000; math.Abs(table.Gain(late)-want) > 1e-3 {
		t.Errorf("gain %.4f, want %.4f", table.Gain(late), want)
	}
}

func TestALevelThatNobodyLikedStaysFinite(t *testing.T) {
	table := Table{Drivers: []Driver{{"主题", []string{"甲", "乙"}}}, Cells: []Cell{{[]int{0}, 50, 30}, {[]int{1}, 8, 0}}}
	odds, err := table.OddsRatios()
	if err != nil || len(odds) != 1 || math.IsInf(odds[0].Ratio, 0) || odds[0].Ratio <= 0 || odds[0].High >= 1 {
		t.Errorf("%+v %v", odds, err)
	}
}

func TestTablesThatCannotBeAreRefused(t *testing.T) {
	for name, table := range map[string]Table{
		"no driver":      {},
		"too many":       {Drivers: make([]Driver, MaxDrivers+1)},
		"no such level":  {Drivers: []Driver{{"a", []string{"x"}}}, Cells: []Cell{{[]int{1}, 1, 0}}},
		"more than all":  {Drivers: []Driver{{"a", []string{"x"}}}, Cells: []Cell{{[]int{0}, 1, 2}}},
		"a level is off": {Drivers: []Driver{{"a", []string{"x"}}}, Cells: []Cell{{nil, 1, 1}}},
	} {
		if _, _, err := table.Importances(0, 1); err == nil {
			t.Errorf("%s: taken by Importances", name)
		}
		if _, err := table.OddsRatios(); err == nil {
			t.Errorf("%s: taken by OddsRatios", name)
		}
	}
}

func TestContrastsFindWhatIsBasicAndWhatDelights(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 7))
	var answers []Grades
	for range 5000 {
		a, overall := Grades{N: 1}, 3.2
		for d := range a.By {
			a.By[d] = uint8(1 + random.IntN(5))
		}
		if a.By[0] <= 2 { // channel: basic
			overall -= 0.9
		}
		if a.By[1] == 5 { // attitude: delights
			overall += 0.8
		}
		if a.By[4] <= 2 { // outcome: both
			overall -= 0.7
		} else if a.By[4] == 5 {
			overall += 0.7
		}
		a.Overall = uint8(max(1, min(5, math.Round(overall+random.NormFloat64()*0.5))))
		answers = append(answers, a)
	}
	list, err := Contrasts(answers)
	if err != nil {
		t.Fatal(err)
	}
	for d, want := range []Kind{Basic, Excitement, Neutral, Neutral, Performance} {
		if list[d].Kind != want || list[d].N != 5000 {
			t.Errorf("%+v, want %s", list[d], want)
		}
	}
	if _, err := Contrasts(append([]Grades{{Overall: 3, N: 1000}}, answers[:29]...)); err == nil {
		t.Error("29 answers with dimensions are too few")
	}
}
