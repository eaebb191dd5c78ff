package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
	"huisheng/dashboards/precheck"
)

type precheckCommand struct {
	Like    []string `help:"同类有什么共同点，如 product_line=手机；可以写几次，同一项的几个值任一即可。" placeholder:"AXIS=VALUE"`
	Product []string `help:"只参照这些（--by 换成型号或批次时，是它们的名称）；可以写几次。" placeholder:"NAME"`
	Topic   []string `help:"只看这些主题（代码）；可以写几次。" placeholder:"CODE"`
	By      string   `help:"逐个比较什么：product 产品、model 型号、batch 批次。" default:"product" placeholder:"AXIS"`
	Orders  float64  `help:"新产品预计每月多少单；有各产品的订单量时按每千单推算。" placeholder:"N"`
	Months  int      `help:"看上市后头几个月。" default:"6"`
}

// Help is shown by --help.
func (precheckCommand) Help() string {
	return `新产品、新版本上市之前：同类的出过哪些投诉、预计每月多少件、要检查什么、以前哪些措施有效。例如
  huisheng precheck --like product_line=手机 --orders 20000`
}

// Run prints what is known about products like a new one.
func (c precheckCommand) Run(p *program) error {
	ask := precheck.Ask{Only: c.Product, Axis: c.By, Orders: c.Orders, Months: c.Months}
	for _, given := range c.Like {
		axis, value, ok := strings.Cut(given, "=")
		if !ok || !slices.Contains(analytics.Axes, axis) {
			return analytics.Invalid("like", "--like %q 应写成 轴=值，轴是 %s 之一", given, strings.Join(analytics.Axes, "、"))
		}
		ask.Like = append(ask.Like, analytics.AxisValue{Axis: axis, Value: value})
	}
	for _, code := range c.Topic {
		ask.Like = append(ask.Like, analytics.AxisValue{Axis: "topic", Value: code})
	}
	if len(ask.Like)+len(ask.Only) == 0 {
		return analytics.Invalid("like", "请写明与哪些同类相比，如 --like product_line=手机，或 --product 名称")
	}
	return p.withRuntime(func(rt *runtime.Runtime) error {
		names, err := runtime.Names(rt.Config)
		if err != nil {
			return err
		}
		known := rt.Improving()
		a, err := precheck.Check(p.ctx, known, known, ask, time.Now())
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(newPrecheckLine(&a, names))
		}
		p.printPrecheck(&a, names)
		return nil
	})
}

func (p *program) printPrecheck(a *precheck.Answer, names dashboards.Names) {
	p.printf("%s\n", a.Sentence(names))
	if len(a.Members) == 0 {
		return
	}
	for _, line := range a.Basis() {
		p.printf("  %s\n", line)
	}
	p.printf("\n上市前检查表（份额的 95%% 区间）\n")
	for i := range a.Points {
		t := &a.Points[i]
		p.printf("□ %s  %.0f%%（%.0f%%–%.0f%%），预计每月 %s 件\n", dashboards.ValueName(names, "topic", t.Code), t.Share*100, t.Low*100, t.High*100, precheck.Few(t.PerMonth.Middle))
		for _, cause := range t.Causes {
			p.printf("    出过的原因：%s\n", action.CauseText(names, cause))
		}
		for k := range t.Worked {
			p.printf("    有效的措施：#%d %s\n", t.Worked[k].Number, t.Worked[k].Title)
		}
		for _, said := range t.Said {
			p.printf("    “%s”\n", clipped(strings.TrimSpace(said.Head), 60))
		}
	}
	p.printf("其余 %d 个主题合占 %.0f%%。", a.RestMany, a.Rest*100)
	if a.Graded > 0 {
		p.printf("A、B 级 %s%%（%s 件中）。", dashboards.Percent(a.Severe.N, a.Graded), dashboards.Number(a.Graded))
	}
	p.printf("涉及安全或受伤 %s%%（%s 件中）。\n", dashboards.Percent(a.Urgent.N, a.OfAll), dashboards.Number(a.OfAll))
	for i := range a.Members {
		m := &a.Members[i]
		kind := "平常"
		if m.New {
			kind = "上市后"
		}
		p.printf("  %-20s %s %d 个月，%.0f 件，每月 %s\n", m.Name, kind, m.Months, m.N, dashboards.Decimal(m.Rate()))
	}
}

// precheckLine is the answer as JSON.
type precheckLine struct {
	Sentence string           `json:"sentence"`
	Basis    []string         `json:"basis"`
	PerMonth precheckRange    `json:"per_month"`
	Rate     *precheckRange   `json:"per_thousand,omitempty"`
	Points   []precheckPoint  `json:"topics"`
	Members  []precheckMember `json:"members"`
	Severe   uint64           `json:"grade_a_b"`
	Graded   uint64           `json:"graded"`
	Urgent   uint64           `json:"urgent"`
	All      uint64           `json:"complaints"`
}

// precheckRange is a number with the interval that eight of ten lie in; without bounded it is the least and the most of those known.
type precheckRange struct {
	Middle  float64 `json:"middle"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Bounded bool    `json:"bounded"`
}

type precheckPoint struct {
	Topic    string        `json:"topic"`
	Name     string        `json:"name"`
	N        float64       `json:"n"`
	Share    float64       `json:"share"`
	Low      float64       `json:"low"`
	High     float64       `json:"high"`
	PerMonth precheckRange `json:"per_month"`
	Causes   []string      `json:"causes,omitempty"`
	Worked   []string      `json:"worked,omitempty"`
}

type precheckMember struct {
	Name   string  `json:"name"`
	New    bool    `json:"new"`
	From   string  `json:"from"`
	To     string  `json:"to"`
	N      float64 `json:"n"`
	Orders float64 `json:"orders,omitempty"`
}

func newPrecheckLine(a *precheck.Answer, names dashboards.Names) precheckLine {
	l := precheckLine{Sentence: a.Sentence(names), Points: []precheckPoint{}, Members: []precheckMember{}, Severe: a.Severe.N, Graded: a.Graded, Urgent: a.Urgent.N, All: a.OfAll,
		PerMonth: precheckRange(a.PerMonth)}
	if len(a.Members) == 0 {
		return l
	}
	l.Basis = a.Basis()
	if a.Exposed > 0 {
		rate := precheckRange(a.Rate)
		l.Rate = &rate
	}
	for i := range a.Points {
		t := &a.Points[i]
		one := precheckPoint{Topic: t.Code, Name: dashboards.ValueName(names, "topic", t.Code), N: t.N, Share: t.Share, Low: t.Low, High: t.High, PerMonth: precheckRange(t.PerMonth)}
		for _, c := range t.Causes {
			one.Causes = append(one.Causes, action.CauseText(names, c))
		}
		for k := range t.Worked {
			one.Worked = append(one.Worked, fmt.Sprintf("#%d %s", t.Worked[k].Number, t.Worked[k].Title))
		}
		l.Points = append(l.Points, one)
	}
	for i := range a.Members {
		m := &a.Members[i]
		l.Members = append(l.Members, precheckMember{Name: m.Name, New: m.New, From: m.From.String(), To: m.To.String(), N: m.N, Orders: m.Exposure})
	}
	return l
}
