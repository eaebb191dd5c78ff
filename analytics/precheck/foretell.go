package precheck

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"huisheng/analytics"
)

// covered is the share of new products for which a prediction interval should hold.
const covered = 0.8

// fewest is the number of similar products without which there is no interval: two always differ by something.
const fewest = 3

// Forecast is what is to be expected.
type Forecast struct {
	Members  []Member
	New      int     // of them, whose beginning is in the data
	N        float64 // complaints that it rests on
	Months   int     // of all members together
	PerMonth Range   // complaints a month
	Rate     Range   // complaints per 1,000 of the exposure; zero without
	Exposed  int     // members that have an exposure
	Topics   []Topic // most first
}

// Range is a middle value with the interval in which eight of ten new ones should lie. Bounded is false when too few are known for one:
// Low and High are then the least and the most of those known.
type Range struct {
	Middle, Low, High float64
	Bounded           bool
}

// Topic is what similar ones complained about.
type Topic struct {
	Code      string
	N         float64
	Share     float64
	Low, High float64 // 95 % interval of the share, with the spread between members
	Members   int     // that have it
}

// Foretell says what a product like the members draws. exposure is what it will have a month, 0 when nobody says; members without
// exposure then take no part in its numbers.
func Foretell(members []Member, exposure float64) Forecast {
	f := Forecast{Members: members}
	var rates, perThousand, sizes, exposures []float64
	for i := range members {
		m := &members[i]
		f.N, f.Months = f.N+m.N, f.Months+m.Months
		if m.New {
			f.New++
		}
		rates, sizes = append(rates, m.Rate()), append(sizes, float64(m.Months))
		if m.Exposure > 0 {
			f.Exposed++
			perThousand, exposures = append(perThousand, m.N/m.Exposure*1000), append(exposures, m.Exposure/1000)
		}
	}
	if len(members) == 0 {
		return f
	}
	f.PerMonth = predict(rates, sizes, 1)
	if f.Exposed > 0 {
		f.Rate = predict(perThousand, exposures, 0)
		if exposure > 0 {
			more := predict(perThousand, exposures, exposure/1000)
			f.PerMonth = Range{Middle: more.Middle * exposure / 1000, Low: more.Low * exposure / 1000, High: more.High * exposure / 1000, Bounded: more.Bounded}
		}
	}
	f.Topics = topics(members)
	return f
}

// predict foretells the rate of one more, from rates that were counted over sizes. The count of the new one over size swings by chance
// as well; with size 0 the rate itself is meant.
func predict(rates, sizes []float64, size float64) Range {
	n := float64(len(rates))
	logs := make([]float64, len(rates))
	var mean float64
	for i, r := range rates {
		logs[i] = math.Log(r + 0.5/sizes[i]) // half a complaint more, so that none has a logarithm
		mean += logs[i] / n
	}
	r := Range{Middle: math.Exp(mean), Low: slices.Min(rates), High: slices.Max(rates)}
	if len(rates) < fewest {
		return r
	}
	var variance float64
	for _, l := range logs {
		variance += (l - mean) * (l - mean) / (n - 1)
	}
	variance *= 1 + 1/n
	if size > 0 {
		variance += 1 / (math.Exp(mean)*size + 0.5)
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(1 - (1-covered)/2)
	half := t * math.Sqrt(variance)
	r.Low, r.High, r.Bounded = math.Exp(mean-half), math.Exp(mean+half), true
	return r
}

// topics pools the members. Topics cluster in products, so the interval of a share is Wilson's for as many complaints as would swing as
// much by themselves (design effect; Kish, Survey Sampling, 1965).
func topics(members []Member) []Topic {
	total, by := 0.0, map[string]*Topic{}
	for _, m := range members {
		total += m.N
		for code, n := range m.Topics {
			if by[code] == nil {
				by[code] = &Topic{Code: code}
			}
			by[code].N += n
			by[code].Members++
		}
	}
	var list []Topic
	for _, t := range by {
		t.Share = t.N / total
		size := total / effect(members, t, total)
		t.Low, t.High = analytics.Wilson(int64(t.Share*size+0.5), int64(max(1, size+0.5)))
		t.Low, t.High = min(t.Low, t.Share), max(t.High, t.Share)
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b Topic) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Code, b.Code)) })
	return list
}

// effect is the design effect of a topic's share: its variance between members over that of a plain sample, at least 1.
func effect(members []Member, t *Topic, total float64) float64 {
	n := float64(len(members))
	if n < 2 || t.Share >= 1 {
		return 1
	}
	var squares float64
	for _, m := range members {
		d := m.Topics[t.Code] - t.Share*m.N
		squares += d * d
	}
	return math.Max(1, n/(n-1)*squares/(total*t.Share*(1-t.Share)))
}
