package satisfaction

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"huisheng/analytics"
)

// The five dimensions of a return visit, in the order of analytics.SatisfactionBy.
var Dimensions = [5]string{"渠道便利", "服务态度", "处理能力", "处理速度", "处理结果"}

// Grades is one answer: the overall grade and those of the dimensions, 1–5, 0 where not told. N people gave it.
type Grades struct {
	Overall uint8
	By      [5]uint8
	N       float64
}

// Kind is what a dimension does to satisfaction.
type Kind string

// The kinds of Kano's model, in the words of practice.
const (
	Basic       Kind = "基本"  // its absence annoys, its presence is taken for granted
	Performance Kind = "期望"  // the more the better
	Excitement  Kind = "惊喜"  // its presence delights, its absence is forgiven
	Neutral     Kind = "不明显" // neither is surely different from nothing
)

// Contrast is what a dimension does where it is bad and where it is very good, in grades of the overall satisfaction.
type Contrast struct {
	Dimension          string
	N                  float64 // answers with this dimension
	Mean               float64
	Low                float64 // answers with 1 or 2
	High               float64 // answers with 5
	Penalty, PenaltySE float64 // change of the overall grade where it is 1 or 2, beside 3 and 4; usually below 0
	Reward, RewardSE   float64 // the same where it is 5
	Kind               Kind
}

// Contrasts is the penalty-reward contrast analysis (Brandt 1987; Matzler, Sauerwein, 2002): one regression of the overall grade on a
// dummy for low and one for high of every dimension. Answers that do not tell all dimensions are left out; there have to be 30.
func Contrasts(answers []Grades) ([]Contrast, error) {
	const p = 1 + 2*len(Dimensions)
	xx, xy := mat.NewSymDense(p, nil), mat.NewVecDense(p, nil)
	list := make([]Contrast, len(Dimensions))
	var n, yy float64
	for _, a := range answers {
		if !a.whole() {
			continue
		}
		at := []int{0}
		for d, g := range a.By {
			c := &list[d]
			c.N, c.Mean = c.N+a.N, c.Mean+a.N*float64(g)
			switch {
			case g <= 2:
				at, c.Low = append(at, 1+2*d), c.Low+a.N
			case g == 5:
				at, c.High = append(at, 2+2*d), c.High+a.N
			}
		}
		y := float64(a.Overall)
		n, yy = n+a.N, yy+a.N*y*y
		for i, j := range at {
			xy.SetVec(j, xy.AtVec(j)+a.N*y)
			for _, k := range at[i:] {
				xx.SetSym(j, k, xx.At(j, k)+a.N)
			}
		}
	}
	if n < 30 {
		return nil, analytics.Invalid("answers", "五个维度都作答的只有 %.0f 份，不足 30 份，不作分析", n)
	}
	for j := 1; j < p; j++ {
		xx.SetSym(j, j, xx.At(j, j)+1e-6) // a dummy that never occurs stays 0
	}
	var factor mat.Cholesky
	beta := mat.NewVecDense(p, nil)
	if !factor.Factorize(xx) || factor.SolveVecTo(beta, xy) != nil {
		return nil, analytics.Invalid("answers", "各维度的评分几乎重合，分不开影响")
	}
	var inverse mat.SymDense
	if err := factor.InverseTo(&inverse); err != nil {
		return nil, analytics.Invalid("answers", "各维度的评分几乎重合，分不开影响")
	}
	variance := math.Max(0, yy-mat.Dot(beta, xy)) / math.Max(1, n-float64(p))
	for d := range list {
		c := &list[d]
		c.Dimension, c.Mean = Dimensions[d], c.Mean/c.N
		c.Penalty, c.PenaltySE = effect(beta, &inverse, variance, 1+2*d, c.Low)
		c.Reward, c.RewardSE = effect(beta, &inverse, variance, 2+2*d, c.High)
		c.Kind = c.kind()
	}
	return list, nil
}

func effect(beta *mat.VecDense, inverse *mat.SymDense, variance float64, j int, n float64) (b, se float64) {
	if n == 0 {
		return 0, 0
	}
	return beta.AtVec(j), math.Sqrt(variance * inverse.At(j, j))
}

// sure is how many standard errors an effect has to be away from nothing: 5 % for all ten together (Bonferroni).
const sure = 2.81

// kind compares what is surely different from nothing.
func (c *Contrast) kind() Kind {
	loses, gains := c.Penalty < -sure*c.PenaltySE && c.Penalty < 0, c.Reward > sure*c.RewardSE && c.Reward > 0
	apart := math.Abs(-c.Penalty-c.Reward) > sure*math.Hypot(c.PenaltySE, c.RewardSE)
	switch {
	case loses && (!gains || apart && -c.Penalty > c.Reward):
		return Basic
	case gains && (!loses || apart && c.Reward > -c.Penalty):
		return Excitement
	case loses && gains:
		return Performance
	}
	return Neutral
}

func (a *Grades) whole() bool {
	for _, g := range a.By {
		if g < 1 || g > 5 {
			return false
		}
	}
	return a.Overall >= 1 && a.Overall <= 5 && a.N > 0
}
