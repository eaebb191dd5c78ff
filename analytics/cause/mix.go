package cause

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unicode"
)

// Mix takes the change of a rate apart: what comes from other shares of its parts, and what from other rates within them. It is told of the
// attribute in whose parts it matters most.
//
// A rate is R = Σ sᵢ rᵢ, with the share sᵢ of a part in the exposure and the rate rᵢ in it. Its change is Σ r̄ᵢ Δsᵢ + Σ s̄ᵢ Δrᵢ, where r̄ and s̄ are
// the means of both sides: nothing is left, and neither side is preferred (Kitagawa, "Components of a difference between two rates", JASA
// 50, 1955). That a total goes one way and the rates of its parts the other is Simpson's paradox ("The interpretation of
// interaction in contingency tables", JRSS B 13, 1951).
type Mix struct {
	Attribute string    `json:"attribute"`
	Verdict   Verdict   `json:"verdict"`
	Before    float64   `json:"before"` // rate of the whole
	Now       float64   `json:"now"`
	Shares    float64   `json:"shares"` // of the change, from other shares
	Rates     float64   `json:"rates"`  // of the change, from other rates within the parts
	Low       float64   `json:"low"`    // of Rates, 95 of 100
	High      float64   `json:"high"`
	Parts     []MixPart `json:"parts"` // the largest effect of shares first
}

// MixPart is one value of the attribute.
type MixPart struct {
	Value       string  `json:"value"`
	ShareBefore float64 `json:"share_before"`
	ShareNow    float64 `json:"share_now"`
	RateBefore  float64 `json:"rate_before"` // that of the other side where there was no exposure
	RateNow     float64 `json:"rate_now"`
	Shares      float64 `json:"shares"` // what its other share adds to the change, against a part of mean rate
	Rates       float64 `json:"rates"`
	N           float64 `json:"n"` // the smaller of both exposures
}

// Verdict is what a split of a rate means.
type Verdict string

const (
	// Plain: the rates of the parts moved as the total did.
	Plain Verdict = "plain"
	// Against: the total moved one way, the rates of its parts the other.
	Against Verdict = "against"
	// Hidden: the total stands still, and the rates of its parts moved.
	Hidden Verdict = "hidden"
	// SharesOnly: the total moved, and most of it is other shares.
	SharesOnly Verdict = "shares"
)

const (
	sure   = 3.0  // standard errors of what a verdict starts from: several attributes are looked at
	likely = 1.96 // standard errors of what it says then
)

// mixOf takes one attribute, at place a of the cells' values. It is nil when one of both sides has no exposure.
func mixOf(name string, a int, cells []*rateCell) *Mix {
	parts := map[string]*rateCell{}
	var whole rateCell
	poisson := false
	for _, cell := range cells {
		part := parts[cell.values[a]]
		if part == nil {
			part = &rateCell{}
			parts[cell.values[a]] = part
		}
		part.add(cell)
		whole.add(cell)
		poisson = poisson || cell.hits > cell.exposure || cell.baseHits > cell.baseExposure
	}
	if whole.exposure <= 0 || whole.baseExposure <= 0 || len(parts) < 2 || len(parts) > MostValues {
		return nil
	}
	m := &Mix{Attribute: name, Before: whole.baseHits / whole.baseExposure, Now: whole.hits / whole.exposure}
	variance := func(rate float64) float64 {
		if poisson {
			return rate
		}
		return rate * (1 - rate)
	}
	mean := (m.Before + m.Now) / 2
	ratesVariance, between := 0.0, 0.0
	names := make([]string, 0, len(parts))
	for value := range parts {
		names = append(names, value)
	}
	slices.Sort(names) // so that sums are the same to the last bit
	for _, value := range names {
		p := mixPart(value, parts[value], &whole)
		share, rate := (p.ShareBefore+p.ShareNow)/2, (p.RateBefore+p.RateNow)/2
		p.Shares, p.Rates = (rate-mean)*(p.ShareNow-p.ShareBefore), share*(p.RateNow-p.RateBefore)
		m.Shares, m.Rates = m.Shares+p.Shares, m.Rates+p.Rates
		between += share * (rate - mean) * (rate - mean)
		if p.N > 0 {
			ratesVariance += share * share * (variance(p.RateNow)/parts[value].exposure + variance(p.RateBefore)/parts[value].baseExposure)
		}
		m.Parts = append(m.Parts, p)
	}
	slices.SortStableFunc(m.Parts, func(x, y MixPart) int { return cmp.Compare(math.Abs(y.Shares), math.Abs(x.Shares)) })
	off := math.Sqrt(ratesVariance)
	m.Low, m.High = m.Rates-likely*off, m.Rates+likely*off
	few := 1/whole.exposure + 1/whole.baseExposure
	m.judge(off, math.Sqrt(between*few), math.Sqrt(variance(mean)*few))
	return m
}

func (c *rateCell) add(other *rateCell) {
	c.hits += other.hits
	c.exposure += other.exposure
	c.baseHits += other.baseHits
	c.baseExposure += other.baseExposure
}

func mixPart(value string, c, whole *rateCell) MixPart {
	p := MixPart{Value: value, ShareBefore: c.baseExposure / whole.baseExposure, ShareNow: c.exposure / whole.exposure, N: min(c.exposure, c.baseExposure)}
	if c.exposure > 0 {
		p.RateNow = c.hits / c.exposure
		p.RateBefore = p.RateNow
	}
	if c.baseExposure > 0 {
		p.RateBefore = c.baseHits / c.baseExposure
		if c.exposure <= 0 {
			p.RateNow = p.RateBefore
		}
	}
	return p
}

// judge decides what the split means, by the standard errors of the effect of rates, of that of shares, and of the change itself.
func (m *Mix) judge(rates, shares, change float64) {
	moved := m.Now - m.Before
	m.Verdict = Plain
	switch {
	case math.Abs(moved) >= sure*change && moved*m.Rates < 0 && math.Abs(m.Rates) >= likely*rates && math.Abs(m.Shares) >= sure*shares:
		m.Verdict = Against
	case math.Abs(moved) < likely*change && math.Abs(m.Rates) >= sure*rates && math.Abs(m.Shares) >= sure*shares:
		m.Verdict = Hidden
	case math.Abs(moved) >= sure*change && moved*m.Shares > 0 && math.Abs(m.Shares) >= sure*shares && math.Abs(m.Rates)+likely*rates < math.Abs(moved)/2:
		m.Verdict = SharesOnly
	}
}

// Mix is the split that matters most over all attributes: one whose parts say something else than the total, the largest effect of shares
// first; else the one with the largest effect of shares. It is nil when there is nothing to split.
func (b *RateBuilder) Mix() *Mix {
	cells := b.sorted()
	var best *Mix
	for a, name := range b.builder.names {
		m := mixOf(name, a, cells)
		if m != nil && (best == nil || m.matters() > best.matters()) {
			best = m
		}
	}
	return best
}

// matters is by how much a split should be told before another.
func (m *Mix) matters() float64 {
	size := math.Abs(m.Shares)
	if m.Verdict != Plain {
		size += 1 + math.Abs(m.Now) + math.Abs(m.Before) // more than any effect of shares
	}
	return size
}

// Named is the attribute between Chinese words: with spaces around it unless it is Chinese itself.
func (m *Mix) Named() string {
	for _, r := range m.Attribute {
		if unicode.Is(unicode.Han, r) {
			return m.Attribute
		}
		break
	}
	return " " + m.Attribute + " "
}

// Steepest is the part whose rate moved the total most the way it went, and whether rates moved beyond chance at all.
func (m *Mix) Steepest() (MixPart, bool) {
	if m == nil || m.Low <= 0 && m.High >= 0 {
		return MixPart{}, false
	}
	best := m.Parts[0]
	for _, p := range m.Parts {
		if p.Rates*m.Rates > best.Rates*m.Rates {
			best = p
		}
	}
	return best, best.Rates*m.Rates > 0
}

// Sentence says in Chinese what a split means, empty when it is plain. what is the name of the rate.
func (m *Mix) Sentence(what string) string {
	if m == nil || m.Verdict == Plain {
		return ""
	}
	word := func(x float64) string {
		if x > 0 {
			return "上升"
		}
		return "下降"
	}
	points := func(x float64) string { return decimal(math.Abs(x)*100) + " 个百分点" }
	from := fmt.Sprintf("%s从 %s%% 变为 %s%%", what, decimal(m.Before*100), decimal(m.Now*100))
	switch m.Verdict {
	case Against:
		from += fmt.Sprintf("，但同一%s内平均反而%s %s：%s来自构成变化", m.Named(), word(m.Rates), points(m.Rates), word(m.Now-m.Before))
	case Hidden:
		from = fmt.Sprintf("%s基本持平（%s%% 与 %s%%），但同一%s内平均%s %s，被构成变化抵消", what, decimal(m.Before*100), decimal(m.Now*100), m.Named(), word(m.Rates),
			points(m.Rates))
	case SharesOnly:
		from += fmt.Sprintf("，主要来自构成变化（%s），同一%s内变化不大", points(m.Shares), m.Named())
	}
	sign := "："
	if m.Verdict == Against {
		sign = "，"
	}
	for _, p := range m.Parts[:min(2, len(m.Parts))] {
		from += fmt.Sprintf("%s%s 的占比从 %s%% 变为 %s%%", sign, Join([]Value{{m.Attribute, p.Value}}), decimal(p.ShareBefore*100), decimal(p.ShareNow*100))
		sign = "，"
	}
	return from
}
