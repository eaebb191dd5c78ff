package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/analytics/cause"
	"huisheng/dashboards"
)

// whyRate is a rate on both sides.
type whyRate struct {
	Name     string  `json:"name"`
	Before   float64 `json:"before"`
	Now      float64 `json:"now"`
	NBefore  float64 `json:"n_before"` // denominators
	NNow     float64 `json:"n_now"`
	Expected float64 `json:"expected"` // rate of now, had each part the rate that it had before
}

// rateAsked says which column is the numerator of a rate, with which value it counts, and which is the denominator.
type rateAsked struct{ column, value, per string }

func (c whyCommand) rate() rateAsked {
	column, value, _ := strings.Cut(c.Rate, "=")
	return rateAsked{column: column, value: value, per: c.Per}
}

// columns are those to read beside time and attributes.
func (r rateAsked) columns() []string {
	var list []string
	for _, name := range []string{r.column, r.per} {
		if name != "" {
			list = append(list, name)
		}
	}
	return list
}

// add takes the numerator and the denominator of a row.
func (r rateAsked) add(rows *whyRows, cells []string) error {
	if r.column == "" {
		return nil
	}
	hits, per := 0.0, 1.0
	switch {
	case r.value != "" && cells[0] == r.value:
		hits = 1
	case r.value == "":
		var err error
		if hits, err = amountOf(r.column, cells[0]); err != nil {
			return err
		}
	}
	if r.per != "" {
		var err error
		if per, err = amountOf(r.per, cells[1]); err != nil {
			return err
		}
	}
	rows.hits, rows.per = append(rows.hits, hits), append(rows.per, per)
	return nil
}

// amountOf reads a number that is not below 0, or yes and no.
func amountOf(column, cell string) (float64, error) {
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "", "否", "false", "no", "n":
		return 0, nil
	case "是", "true", "yes", "y":
		return 1, nil
	}
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil || x < 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0, analytics.Invalid(column, "“%s”列应是 0、1、是、否或不小于 0 的数，现为 %q；要算某个值占多少，写 --rate %s=%s", column, cell, column, cell)
	}
	return x, nil
}

// explainRate searches what the change of a rate comes from.
func (c whyCommand) explainRate(rows whyRows, result *whyResult) error {
	builder, err := cause.NewRateBuilder(c.By...)
	if err != nil {
		return err
	}
	rate := whyRate{Name: c.rate().name()}
	var hits, base float64
	for i, at := range rows.at {
		values := rows.values[i*len(c.By) : (i+1)*len(c.By)]
		if result.Now.holds(at) {
			builder.Add(values, rows.hits[i], rows.per[i], true)
			hits, rate.NNow = hits+rows.hits[i], rate.NNow+rows.per[i]
		}
		if result.Base.holds(at) {
			builder.Add(values, rows.hits[i], rows.per[i], false)
			base, rate.NBefore = base+rows.hits[i], rate.NBefore+rows.per[i]
		}
	}
	if rate.NNow == 0 || rate.NBefore == 0 {
		return analytics.Invalid("per", "%s 或 %s 的分母合计为 0，算不出比率", result.Now, result.Base)
	}
	result.Explanation = builder.Explain(cause.Options{FalseAlarm: asked, Deeper: true, Halves: 20, Seed: 1})
	rate.Now, rate.Before, rate.Expected = hits/rate.NNow, base/rate.NBefore, result.Expected/rate.NNow
	result.Rate = &rate
	result.Base.mean = false
	result.Sentence = rate.sentence(result)
	return nil
}

func (r rateAsked) name() string {
	switch {
	case r.value != "" && r.value[len(r.value)-1] < utf8.RuneSelf:
		return r.value + " 占比"
	case r.value != "":
		return r.value + "占比"
	case r.per != "":
		return r.column + "与" + r.per + "之比"
	}
	return r.column + "率"
}

// sentence says how the rate moved, whether its parts did, and where.
func (r whyRate) sentence(result *whyResult) string {
	s := result.Mix.Sentence(r.Name)
	if s == "" {
		s = fmt.Sprintf("%s从 %s 变为 %s", r.Name, percentText(r.Before), percentText(r.Now))
	}
	if len(result.Causes) == 0 {
		if p, moved := result.Mix.Steepest(); moved {
			return fmt.Sprintf("%s；同一%s内，影响最大的是 %s（%s → %s）。", s, result.Mix.Named(), cause.Join([]cause.Value{{Attribute: result.Mix.Attribute, Value: p.Value}}),
				percentText(p.RateBefore), percentText(p.RateNow))
		}
		return s + "；没有哪一部分的比率特别突出。"
	}
	var parts []string
	for _, c := range result.Causes[:min(3, len(result.Causes))] {
		word := "偏高"
		if !c.Rises() {
			word = "偏低"
		}
		parts = append(parts, fmt.Sprintf("%s %s（按原比率应有 %s，实有 %s）", c.Name(), word, dashboards.Decimal(c.Expected), dashboards.Decimal(c.Observed)))
	}
	return s + "；特别突出的是 " + strings.Join(parts, "、") + "。"
}

func percentText(x float64) string {
	if x < 0.01 {
		return strconv.FormatFloat(x*100, 'g', 2, 64) + "%"
	}
	return dashboards.Decimal(x*100) + "%"
}

// printMix shows the split of a rate by the attribute in which it matters most.
func printMix(p *program, r *whyRate, m *cause.Mix) {
	points := func(x float64) string { return signed(x * 100) }
	p.printf("\n%s：%s → %s（分母 %s → %s），变化 %s 个百分点\n", r.Name, percentText(r.Before), percentText(r.Now), dashboards.Decimal(r.NBefore), dashboards.Decimal(r.NNow),
		points(r.Now-r.Before))
	p.printf("按%s拆开：构成变化 %s，同一%s内比率变化 %s（95%% 的把握：%s 至 %s）\n", m.Named(), points(m.Shares), m.Named(), points(m.Rates), points(m.Low), points(m.High))
	p.printf("%s · 占比 · 比率 · 构成带来 · 比率带来（百分点）\n", m.Attribute)
	for _, part := range m.Parts[:min(8, len(m.Parts))] {
		p.printf("   %s · %s → %s · %s → %s · %s · %s\n", cause.Join([]cause.Value{{Attribute: m.Attribute, Value: part.Value}}), percentText(part.ShareBefore),
			percentText(part.ShareNow), percentText(part.RateBefore), percentText(part.RateNow), points(part.Shares), points(part.Rates))
	}
	if more := len(m.Parts) - 8; more > 0 {
		p.printf("   另有 %d 个\n", more)
	}
}
