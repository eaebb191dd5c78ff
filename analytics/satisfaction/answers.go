package satisfaction

import "huisheng/analytics"

// Visits counts return visits of complaints that count.
type Visits struct {
	Due       int64 // complaints that came to an end, so that a visit is due
	Answered  int64 // customers who gave a grade
	Reached   int64 // reached, without a grade
	Refused   int64
	Unreached int64
	None      int64 // ended and not visited, or not told
	Satisfied int64 // of Answered: grade 4 or 5
	Sum       int64 // of the grades of Answered
}

// Balanced reports whether the parts are the whole: Due = Answered + Reached + Refused + Unreached + None.
func (v Visits) Balanced() bool {
	return v.Due == v.Answered+v.Reached+v.Refused+v.Unreached+v.None && v.Satisfied <= v.Answered
}

// Share is a share with its 95 % interval, in 0–1. Without a whole it is unknown: 0, between 0 and 1.
type Share struct {
	K, N            int64
	P, Low, High    float64
	Floor, Ceiling  float64 // what it would be if nobody who is unknown were satisfied, and if all were
	Unknown         int64   // how many could have told and did not
	KnownOfPossible float64 // N of N + Unknown
}

// Rate is 满意率: of those who answered, with Wilson's interval for chance, and with the bounds that those who did not answer leave open
// (Manski, Partial Identification of Probability Distributions, 2003, section 1.2), which are wider and no matter of chance.
func (v Visits) Rate() Share {
	s := Share{K: v.Satisfied, N: v.Answered, Unknown: v.Due - v.Answered}
	s.Low, s.High = analytics.Wilson(s.K, s.N)
	if s.N > 0 {
		s.P = float64(s.K) / float64(s.N)
	}
	if all := float64(v.Due); all > 0 {
		s.Floor, s.Ceiling = float64(s.K)/all, float64(s.K+s.Unknown)/all
		s.KnownOfPossible = float64(s.N) / all
	}
	return s
}

// Mean is the mean grade, 0 without answers.
func (v Visits) Mean() float64 {
	if v.Answered == 0 {
		return 0
	}
	return float64(v.Sum) / float64(v.Answered)
}

// Recovery compares what a customer got the second time with what was owed: 补救价值 ≥ 初始价值 + 投诉成本.
type Recovery struct {
	Known    int   // complaints of which both the amount in dispute and what was granted are told
	Made     int   // of these: granted at least the amount and the cost of complaining
	OwedFen  int64 // of Known: amounts and costs together
	PaidFen  int64 // of Known: granted
	ShortFen int64 // of Known: what is missing where too little was granted
}

// Recover adds up complaints. amounts and granted are in fen, of the same complaints in the same order; where either is 0 or less it was
// not told. costFen is what complaining costs a customer, a parameter of the company.
func Recover(amounts, granted []int64, costFen int64) Recovery {
	var r Recovery
	for i, a := range amounts {
		if a <= 0 || granted[i] <= 0 {
			continue
		}
		owed := a + costFen
		r.Known++
		r.OwedFen += owed
		r.PaidFen += granted[i]
		if granted[i] >= owed {
			r.Made++
		} else {
			r.ShortFen += owed - granted[i]
		}
	}
	return r
}
