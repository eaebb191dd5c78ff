package service

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// Fines are sums for the person responsible for one case, beside those of its grade.
type Fines struct {
	Unfinished   *Unfinished `yaml:"unfinished,omitempty"`
	LateAccepted *PerDay     `yaml:"late_accepted,omitempty"`
	Repeated     int64       `yaml:"repeated,omitempty"` // how many times the sum of its grade, where the customer had to complain again
}

// Unfinished says what follows when a clock was not met.
type Unfinished struct {
	Clock string `yaml:"clock"` // code of the clock
	As    string `yaml:"as"`    // the grade at which the person counts as complained about
}

// PerDay is a sum for each day that has begun after a clock was over.
type PerDay struct {
	Clock string `yaml:"clock"`
	Yuan  int64  `yaml:"yuan"`
}

// Often is what several complaints about one person in a month lead to.
type Often struct {
	AtLeast int      `yaml:"at_least"`
	Then    []string `yaml:"then"`
}

// Rate says what the month's complaint rate of a department costs its head.
type Rate struct {
	Unit     string `yaml:"unit"`     // of the exposure: orders, users, policies …
	Decimals int    `yaml:"decimals"` // of the percentage, to which the rate is rounded before it is compared
	Bands    []Band `yaml:"bands"`    // ascending
}

// Band is a range of rates, in per cent: from Least, or from above Above, to Most inclusive; 0 is open.
type Band struct {
	Least    float64 `yaml:"least,omitempty"`
	Above    float64 `yaml:"above,omitempty"`
	Most     float64 `yaml:"most,omitempty"`
	Yuan     int64   `yaml:"yuan"`
	UpToYuan int64   `yaml:"up_to,omitempty"` // where the policy leaves a range
}

// The short names of rules, as lines have them.
const (
	RuleGrade  = "按等级"
	RuleAgain  = "再次投诉加倍"
	RuleLate   = "未按时限"
	RuleAccept = "延迟受理"
	RuleOften  = "月内多次被诉"
	RuleRate   = "部门投诉率"
)

// Line is one sum, or one measure without a sum, and why.
type Line struct {
	Key        analytics.Key // of the complaint; zero where the line is about a month
	Department string
	Handler    string // empty where it concerns the head of the department
	Rule       string // short name of the rule
	Why        string // what happened, with the figures that were compared
	Yuan       int64
	UpToYuan   int64 // larger than Yuan where the policy leaves a range
	Measures   []string
}

// Fine writes the sums of one complaint with what Read returned for it. A complaint without a handler is its department's; one that was
// withdrawn, merged or is not valid costs nothing.
func (v *Version) Fine(c *Case, life *lifecycle.Lifecycle, clocks []Timed) []Line {
	if life.Ended != "" {
		return nil
	}
	var lines []Line
	add := func(rule, why string, yuan int64, measures []string) {
		lines = append(lines, Line{Key: c.Key, Department: c.Department, Handler: c.Handler, Rule: rule, Why: why, Yuan: yuan, UpToYuan: yuan, Measures: measures})
	}
	if g := v.Grade(c.Grade); g != nil && (g.FineYuan > 0 || len(g.Sanction) > 0) {
		add(RuleGrade, fmt.Sprintf("%s 级（%s）每件 %d 元", g.Code, g.Name, g.FineYuan), g.FineYuan, g.Sanction)
		if v.Fines != nil && v.Fines.Repeated > 1 && c.Repeated {
			add(RuleAgain, fmt.Sprintf("客户为同一事项再次投诉，%s 级 %d 元 × %d，此行为多出部分", g.Code, g.FineYuan, v.Fines.Repeated), g.FineYuan*(v.Fines.Repeated-1), nil)
		}
	}
	if v.Fines == nil {
		return lines
	}
	for _, t := range clocks {
		r := over(t.Readings)
		if r == nil {
			continue
		}
		late := max((r.Elapsed - r.Within).Round(time.Minute), time.Minute)
		if u := v.Fines.Unfinished; u != nil && u.Clock == t.Clock.Code {
			g := v.Grade(u.As)
			add(RuleLate, fmt.Sprintf("%s限 %s，超 %s，按 %s 级计 %d 元", t.Clock.Name, t.Within.Limit, analytics.DurationText(late), g.Code, g.FineYuan), g.FineYuan, nil)
		}
		if p := v.Fines.LateAccepted; p != nil && p.Clock == t.Clock.Code {
			days := int64(math.Ceil(late.Hours() / 24))
			add(RuleAccept, fmt.Sprintf("%s限 %s，超 %s，计 %d 天 × %d 元", t.Clock.Name, t.Within.Limit, analytics.DurationText(late), days, p.Yuan), days*p.Yuan, nil)
		}
	}
	return lines
}

// over is the first reading that was not met in time, nil when all were.
func over(readings []lifecycle.Reading) *lifecycle.Reading {
	for i := range readings {
		if s := readings[i].State; s == lifecycle.Late || s == lifecycle.Overdue {
			return &readings[i]
		}
	}
	return nil
}

// Person is how many complaints that count a person had in a month.
type Person struct {
	Department, Handler string
	N                   int
}

// OftenIn names the persons with so many complaints in a month that something has to follow, those with the most first. Complaints
// without a handler are nobody's.
func (v *Version) OftenIn(persons []Person) []Line {
	if v.Often == nil {
		return nil
	}
	persons = slices.DeleteFunc(slices.Clone(persons), func(p Person) bool { return p.Handler == "" || p.N < v.Often.AtLeast })
	slices.SortFunc(persons, func(a, b Person) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Department, b.Department), cmp.Compare(a.Handler, b.Handler))
	})
	lines := make([]Line, len(persons))
	for i, p := range persons {
		lines[i] = Line{Department: p.Department, Handler: p.Handler, Rule: RuleOften, Why: fmt.Sprintf("当月被诉 %d 件，达到 %d 件", p.N, v.Often.AtLeast), Measures: v.Often.Then}
	}
	return lines
}

// RateOf says what a department's complaints of a month mean: its rate in per cent, rounded as the policy says, and the line of the band
// in which it lies; nil below all bands. Without exposure there is no rate.
func (v *Version) RateOf(department string, complaints int64, exposure float64) (percent float64, line *Line, known bool) {
	if v.Rate == nil || exposure <= 0 {
		return 0, nil, false
	}
	percent = v.Rate.rounded(float64(complaints) / exposure * 100)
	if i := v.Rate.band(percent); i >= 0 {
		b := v.Rate.Bands[i]
		why := fmt.Sprintf("投诉率 %.*f%%（%d 件 ÷ %.0f），落在%s", v.Rate.Decimals, percent, complaints, exposure, b.Words(v.Rate.Decimals))
		return percent, &Line{Department: department, Rule: RuleRate, Why: why, Yuan: b.Yuan, UpToYuan: max(b.Yuan, b.UpToYuan)}, true
	}
	return percent, nil, true
}

// rounded is a percentage as it is written, which is what is compared.
func (r *Rate) rounded(percent float64) float64 {
	unit := math.Pow10(r.Decimals)
	return math.Round(percent*unit) / unit
}

// band is the place of the band in which a percentage lies, -1 for none.
func (r *Rate) band(percent float64) int {
	percent = r.rounded(percent)
	return slices.IndexFunc(r.Bands, func(b Band) bool {
		return percent >= b.Least && percent > b.Above && (b.Most == 0 || percent <= b.Most)
	})
}

// Words writes the range of a band:  0.80%–0.85% 档.
func (b Band) Words(decimals int) string {
	switch {
	case b.Least > 0 && b.Least == b.Most:
		return fmt.Sprintf(" %.*f%% 档", decimals, b.Least)
	case b.Most == 0:
		return fmt.Sprintf(" %.*f%% 以上档", decimals, max(b.Above, b.Least))
	}
	return fmt.Sprintf(" %.*f%%–%.*f%% 档", decimals, max(b.Above, b.Least), decimals, b.Most)
}
