package satisfaction_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"huisheng/analytics"
	. "huisheng/analytics/satisfaction"
)

// answers are people whose satisfaction follows two drivers in this order; a third has many rare values, a fourth only one.
func answers(n int) []analytics.DriverCell {
	random := rand.New(rand.NewPCG(11, 7))
	var cells []analytics.DriverCell
	for range n {
		late, handed := random.IntN(3) == 0, random.IntN(2) == 0
		score := 1.2
		if late {
			score -= 2
		}
		if handed {
			score -= 0.6
		}
		c := analytics.DriverCell{Values: []string{fmt.Sprint(late), fmt.Sprint(handed), fmt.Sprint("p", int(random.ExpFloat64()*4)), "电话"}, Answered: 1}
		if random.Float64() < 1/(1+math.Exp(-score)) {
			c.Satisfied = 1
		}
		cells = append(cells, c)
	}
	return cells
}

func TestDriversAreFoundInTheirOrder(t *testing.T) {
	found, err := FindDrivers([]string{"late", "handed", "product", "channel"}, answers(3000))
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Shares) != 3 || found.Shares[0].Driver != "late" || found.Shares[1].Driver != "handed" || found.Shares[1].Low <= 0 {
		t.Errorf("%+v", found.Shares)
	}
	var sum float64
	for _, s := range found.Shares {
		sum += s.Share
		if s.Low > s.Share || s.High < s.Share {
			t.Errorf("%+v", s)
		}
	}
	if math.Abs(sum-found.R2) > 1e-9 {
		t.Errorf("the shares add up to %f, R² is %f", sum, found.R2)
	}
	at := slices.IndexFunc(found.Odds, func(o Odds) bool { return o.Driver == "late" })
	if o := found.Odds[at]; o.Level != "true" || o.Reference != "false" || o.Low > math.Exp(-2) || o.High < math.Exp(-2) {
		t.Errorf("late: %+v", o)
	}
	if found.Gains[at] < 0.1 || found.Gains[at] > 0.25 {
		t.Errorf("without late ones %f more would be satisfied", found.Gains[at])
	}
	for _, d := range found.Of {
		if d.Name == "product" && (len(d.Levels) != 10 || d.Levels[9] != Other) {
			t.Errorf("rare products are not joined: %q", d.Levels)
		}
	}
}

func TestTooFewAnswersAndAnswersAllAlikeSayNothing(t *testing.T) {
	cells := answers(FewestForDrivers)
	if _, err := FindDrivers([]string{"late", "handed", "product", "channel"}, cells[1:]); analytics.KindOf(err) != analytics.KindInvalid {
		t.Error(err)
	}
	for i := range cells {
		cells[i].Satisfied = 1
	}
	if _, err := FindDrivers([]string{"late", "handed", "product", "channel"}, cells); analytics.KindOf(err) != analytics.KindInvalid {
		t.Error(err)
	}
}
