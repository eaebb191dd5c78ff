package precheck

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"huisheng/analytics"
)

// drawn is members whose rates a month are log-normal around 20.
func drawn(r *rand.Rand, n int, spread float64) []Member {
	list := make([]Member, n)
	for i := range list {
		m := Member{Name: fmt.Sprint(i), Months: 6, Topics: map[string]float64{}}
		m.N = poisson(r, 6*20*math.Exp(spread*r.NormFloat64()))
		list[i] = m
	}
	return list
}

// poisson is near enough a Poisson draw for means above 10.
func poisson(r *rand.Rand, mean float64) float64 {
	return math.Max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
}

func TestEightOfTenNewOnesLieInTheInterval(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		n      int
		spread float64
	}{{3, 0.5}, {5, 0.2}, {8, 0.8}, {20, 0.5}} {
		in, runs := 0.0, 2000.0
		for range int(runs) {
			f := Foretell(drawn(r, c.n, c.spread), 0)
			if new := poisson(r, 20*math.Exp(c.spread*r.NormFloat64())); new >= f.PerMonth.Low && new <= f.PerMonth.High {
				in++
			}
		}
		if in/runs < 0.77 || in/runs > 0.9 {
			t.Errorf("%d members, spread %.1f: %.3f lie in it", c.n, c.spread, in/runs)
		}
	}
}

func TestTwoAreTooFewForAnInterval(t *testing.T) {
	f := Foretell([]Member{{N: 60, Months: 6}, {N: 120, Months: 6}}, 0)
	if f.PerMonth.Bounded || f.PerMonth.Low != 10 || f.PerMonth.High != 20 || f.PerMonth.Middle < 13 || f.PerMonth.Middle > 15 {
		t.Errorf("%+v", f.PerMonth)
	}
	if f := Foretell(nil, 100); f.PerMonth != (Range{}) || f.Topics != nil {
		t.Errorf("nothing foretells %+v", f)
	}
}

func TestOrdersScaleTheRate(t *testing.T) {
	var members []Member
	for i := range 6 {
		members = append(members, Member{N: float64(90 + 4*i), Months: 6, Exposure: 50_000})
	}
	f := Foretell(append(members, Member{N: 9000, Months: 6}), 20_000) // the last one tells no exposure
	if f.Exposed != 6 || math.Abs(f.Rate.Middle-2) > 0.05 || math.Abs(f.PerMonth.Middle-40) > 1 || f.PerMonth.High > 70 || !f.PerMonth.Bounded {
		t.Errorf("%+v %+v", f.Rate, f.PerMonth)
	}
}

func TestAShareThatIsOneProductsIsLessSure(t *testing.T) {
	even := []Member{}
	for range 10 {
		even = append(even, Member{N: 100, Months: 6, Topics: map[string]float64{"noise": 30, "cold": 70}})
	}
	one := append([]Member(nil), even...)
	for i := range one {
		one[i].Topics = map[string]float64{"cold": 100}
	}
	for i := range 3 {
		one[i].Topics = map[string]float64{"noise": 100}
	}
	width := func(m []Member) float64 {
		for _, topic := range Foretell(m, 0).Topics {
			if topic.Code == "noise" {
				if math.Abs(topic.Share-0.3) > 1e-9 || topic.Low > 0.3 || topic.High < 0.3 {
					t.Errorf("%+v", topic)
				}
				return topic.High - topic.Low
			}
		}
		return 0
	}
	if a, b := width(even), width(one); a > 0.07 || b < 0.4 {
		t.Errorf("an even share is known to %.3f, one of three products of ten to %.3f", a, b)
	}
}

func day(s string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return d
}

func TestAProductCountsByItsFirstMonthsWhereTheyAreKnown(t *testing.T) {
	var counts []analytics.MemberCount
	add := func(name string, from, to analytics.Month, n uint64, first string) {
		for m := from; m <= to; m = m.Add(1) {
			c := analytics.MemberCount{Member: name, Month: m, Topic: "noise", N: n, First: m.First()}
			if m == from {
				c.First = day(first)
			}
			counts = append(counts, c)
		}
	}
	add("old", 202301, 202412, 10, "2023-01-02")
	add("new", 202403, 202412, 12, "2024-03-20")
	add("early", 202406, 202408, 12, "2024-06-03")
	add("rare", 202407, 202407, 5, "2024-07-09") // five in one month: it was there, or not
	add("", 202301, 202412, 50, "2023-01-01")
	add("few", 202301, 202301, 4, "2023-01-01")
	counts[10].Topic = "cold"
	w := Window{From: 202301, To: 202412, Begin: day("2023-01-01"), Horizon: 6}
	got := map[string]Member{}
	for _, m := range Members(counts, []analytics.MemberExposure{{Member: "early", Month: 202406, Unit: "orders", Value: 10}, {Member: "early", Month: 202407, Unit: "orders", Value: 20}, {Member: "early", Month: 202408, Unit: "orders", Value: 30}}, w) {
		got[m.Name] = m
	}
	for name, want := range map[string]struct {
		from, to analytics.Month
		n        float64
		new      bool
	}{"old": {202407, 202412, 60, false}, "new": {202404, 202409, 72, true}, "early": {202406, 202411, 36, true}} {
		m := got[name]
		if m.From != want.from || m.To != want.to || m.N != want.n || m.New != want.new || m.Months != 6 {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if len(got) != 4 || got["early"].Exposure != 0 {
		t.Errorf("%d members, %v orders of months that are not all told", len(got), got["early"].Exposure)
	}
}
