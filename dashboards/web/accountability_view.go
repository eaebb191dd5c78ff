package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

type accountPage struct {
	Period, Older, Newer string
	Empty                bool
	Policy, Basis, From  string
	Behind               string // complaints that were not judged yet
	Silent               bool   // the policy has neither sums nor rates nor measures
	Sentences            []accountSentence
	Export               string

	Unit     string // of the denominators
	RateNone string // why there are no rates
	Lacking  string // departments without a denominator
	Bands    []bandRow
	Rates    []rateRow

	Rules      []fineRow // by rule and grade
	Total      string
	Columns    []string // names of rules
	ByPart     []fineSplit
	TotalCells []string

	Persons *personsView
	Lines   []fineLine
}

type accountSentence struct{ Text, Proof string }

type bandRow struct{ Range, Yuan string }

// rateRow is one department.
type rateRow struct {
	Name                    string
	N                       countDoor
	Exposure, Rate, Between string
	Band, Tone, Note        string
}

// fineRow is one rule, of one grade: n complaints at so much each make the sum.
type fineRow struct {
	Rule, Each, Sum, Also string
	N                     countDoor
}

// fineSplit is one department with its sums by rule.
type fineSplit struct {
	Name, Door, Sum string
	Cells           []fineCell
}

// fineKey is a department with a rule.
type fineKey struct{ department, rule string }

type fineCell struct {
	Rule, Sum string
	Door      string
}

type fineLine struct {
	ID, Open, Department, Handler, Rule, Why, Sum string
}

// personsView are those with several complaints in a month: named where that is allowed, and counted where not.
type personsView struct {
	AtLeast int
	Then    string
	N       int
	Named   bool
	Rows    []personRow
	Counts  []personCount
}

type personRow struct {
	Name, Department string
	N                countDoor
}

type personCount struct {
	Department string
	Persons    int
	N          uint64
}

// accountPage writes what was read of a month.
func (s *site) accountPage(a account) accountPage {
	policy := s.Accountable.Policy().Policy
	page := accountPage{Empty: len(a.months) == 0, Policy: policy.Name, Basis: policy.Basis}
	if page.Empty {
		return page
	}
	address := func(m analytics.Month) string {
		return "/accountability?" + dashboards.Encode(m, analytics.Selection{})
	}
	page.Period = dashboards.MonthText(a.q.Month)
	page.Older, page.Newer = neighbours(a.months, a.q.Month, address)
	page.Export = "/accountability.csv?" + dashboards.Encode(a.q.Month, analytics.Selection{})
	if a.rules == nil {
		page.Silent = true
		return page
	}
	page.From = a.rules.From
	page.Silent = a.rules.Rate == nil && a.rules.Often == nil && a.rules.Fines == nil && !slices.ContainsFunc(a.rules.Grades, func(g service.Grade) bool { return g.FineYuan > 0 })
	page.Behind = a.behind
	sel := a.q.MonthSelection()
	page.rates(a, sel)
	page.fines(a, sel)
	page.persons(a, sel, s.Accountable.Named())
	for _, l := range a.lines {
		line := fineLine{ID: l.ID, Open: complaintAddress(l.Key), Department: dashboards.ValueName(a.q.Names, "department", l.Department), Rule: l.Rule, Why: l.Why, Sum: yuanText(l.Yuan, l.UpToYuan)}
		if s.Accountable.Named() {
			line.Handler = l.Handler
		}
		page.Lines = append(page.Lines, line)
	}
	page.Sentences = accountSentences(a, page)
	return page
}

func (page *accountPage) rates(a account, sel analytics.Selection) {
	rate := a.rules.Rate
	if rate == nil {
		return
	}
	page.Unit = panel.ExposureName(rate.Unit)
	for _, b := range rate.Bands {
		page.Bands = append(page.Bands, bandRow{strings.TrimSpace(strings.TrimSuffix(b.Words(rate.Decimals), "档")), yuanText(b.Yuan, max(b.Yuan, b.UpToYuan))})
	}
	switch {
	case !a.q.Period.Whole:
		page.RateNone = "待月末：" + a.q.Period.Cut
		return
	case !slices.ContainsFunc(a.standings, service.Standing.Known):
		page.RateNone = "未接入：需要各部门的" + page.Unit + "。导入一张有月份、部门、" + page.Unit + "三列的表即可"
		return
	}
	page.Lacking = lacking(a, page.Unit, func(department string) string { return dashboards.ValueName(a.q.Names, "department", department) })
	for _, d := range a.standings {
		row := rateRow{Name: dashboards.ValueName(a.q.Names, "department", d.Department), N: countDoor{d.N, dashboards.Door(sel.With("department", d.Department))}}
		if !d.Known() {
			row.Rate, row.Note = "–", "没有"+page.Unit
			page.Rates = append(page.Rates, row)
			continue
		}
		row.Exposure = dashboards.Number(int64(d.Exposure + 0.5))
		row.Rate = fmt.Sprintf("%.*f%%", rate.Decimals, d.Percent)
		row.Between = fmt.Sprintf("%.*f–%.*f%%", rate.Decimals, d.Low, rate.Decimals, d.High)
		if row.Band = "未落档"; d.Line != nil {
			row.Band, row.Tone = "负责人 "+yuanText(d.Line.Yuan, d.Line.UpToYuan), "up"
		}
		if d.Unsure {
			row.Note = unsureNote(d, rate)
		}
		page.Rates = append(page.Rates, row)
	}
}

// unsureNote says where the interval of a rate reaches, other than into its own band.
func unsureNote(d service.Standing, rate *service.Rate) string {
	least := max(rate.Bands[0].Least, rate.Bands[0].Above)
	switch {
	case d.Line == nil:
		return fmt.Sprintf("区间上端达到 %.*f%%", rate.Decimals, least)
	case d.Low < least-0.5*math.Pow10(-rate.Decimals): // as it is written
		return "区间下端未落档，可能只是偶然"
	}
	return "区间跨档，落在哪一档可能只是偶然"
}

// lacking says which departments have no rate.
func lacking(a account, unit string, name func(string) string) string {
	var names []string
	n := uint64(0)
	for _, d := range a.standings {
		if !d.Known() {
			names, n = append(names, name(d.Department)), n+d.N
		}
	}
	if len(names) == 0 {
		return ""
	}
	who := strings.Join(names[:min(len(names), 4)], "、")
	if len(names) > 4 {
		who += fmt.Sprintf("等 %d 个部门", len(names))
	}
	return who + "没有当月" + unit + "，不算投诉率（共 " + dashboards.Number(n) + " 件）；导入有月份、部门、" + unit + "三列的表即可补上"
}

func (page *accountPage) fines(a account, sel analytics.Selection) {
	var yuan, upTo int64
	rules, departments := map[string][2]int64{}, map[string][2]int64{}
	cells := map[fineKey][2]int64{}
	rows := map[[2]string]analytics.FineSum{}
	plus := func(sum [2]int64, s analytics.FineSum) [2]int64 {
		return [2]int64{sum[0] + s.Yuan, sum[1] + s.UpToYuan}
	}
	var order [][2]string
	for _, f := range a.sums {
		yuan, upTo = yuan+f.Yuan, upTo+f.UpToYuan
		rules[f.Rule], departments[f.Department] = plus(rules[f.Rule], f), plus(departments[f.Department], f)
		cells[fineKey{f.Department, f.Rule}] = plus(cells[fineKey{f.Department, f.Rule}], f)
		key := [2]string{f.Rule, f.Grade}
		if _, seen := rows[key]; !seen {
			order = append(order, key)
		}
		sum := rows[key]
		sum.N, sum.Yuan, sum.UpToYuan = sum.N+f.N, sum.Yuan+f.Yuan, sum.UpToYuan+f.UpToYuan
		rows[key] = sum
	}
	for _, d := range a.standings {
		if d.Line != nil {
			yuan, upTo = yuan+d.Line.Yuan, upTo+d.Line.UpToYuan
			f := analytics.FineSum{Department: d.Department, Rule: d.Line.Rule, Yuan: d.Line.Yuan, UpToYuan: d.Line.UpToYuan}
			rules[f.Rule], departments[f.Department] = plus(rules[f.Rule], f), plus(departments[f.Department], f)
			cells[fineKey{f.Department, f.Rule}] = plus(cells[fineKey{f.Department, f.Rule}], f)
		}
	}
	slices.SortFunc(order, func(x, y [2]string) int {
		return cmp.Or(slices.Index(ruleOrder, x[0])-slices.Index(ruleOrder, y[0]), cmp.Compare(x[1], y[1]))
	})
	for _, key := range order {
		page.Rules = append(page.Rules, fineRowOf(a.rules, key, rows[key], sel))
	}
	if sum, some := rules[service.RuleRate]; some {
		n := 0
		for _, d := range a.standings {
			if d.Line != nil {
				n++
			}
		}
		page.Rules = append(page.Rules, fineRow{Rule: service.RuleRate, Each: dashboards.Number(n) + " 个部门，按档", Sum: yuanText(sum[0], sum[1])})
	}
	page.Total = yuanText(yuan, upTo)
	for _, rule := range append(slices.Clone(ruleOrder), service.RuleRate) {
		if sum, some := rules[rule]; some {
			page.Columns = append(page.Columns, rule)
			page.TotalCells = append(page.TotalCells, yuanText(sum[0], sum[1]))
		}
	}
	page.departments(a, sel, departments, cells)
}

// departments splits the sums by department and rule; the largest sum comes first.
func (page *accountPage) departments(a account, sel analytics.Selection, departments map[string][2]int64, cells map[fineKey][2]int64) {
	names := make([]string, 0, len(departments))
	for name := range departments {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int {
		return cmp.Or(cmp.Compare(departments[y][0], departments[x][0]), cmp.Compare(x, y))
	})
	for _, name := range names {
		of := sel.With("department", name)
		split := fineSplit{Name: dashboards.ValueName(a.q.Names, "department", name), Sum: yuanText(departments[name][0], departments[name][1])}
		split.Door = dashboards.Door(of.Judging(analytics.JudgedFine, ""))
		for _, rule := range page.Columns {
			c := fineCell{Rule: rule}
			if sum, some := cells[fineKey{name, rule}]; some {
				c.Sum = yuanText(sum[0], sum[1])
				door := of
				if rule != service.RuleRate {
					door = of.Judging(analytics.JudgedFine, rule)
				}
				c.Door = dashboards.Door(door)
			}
			split.Cells = append(split.Cells, c)
		}
		page.ByPart = append(page.ByPart, split)
	}
}

// ruleOrder is the order of the rules of single complaints on the page.
var ruleOrder = []string{service.RuleGrade, service.RuleAgain, service.RuleLate, service.RuleAccept}

func fineRowOf(rules *service.Rules, key [2]string, sum analytics.FineSum, sel analytics.Selection) fineRow {
	rule, grade := key[0], key[1]
	sel = sel.Judging(analytics.JudgedFine, rule)
	row := fineRow{Rule: rule, N: countDoor{sum.N, dashboards.Door(sel.With("grade", grade))}, Sum: yuanText(sum.Yuan, sum.UpToYuan)}
	if g := rules.Grade(grade); g != nil {
		row.Rule += " · " + g.Code + " 级 " + g.Name
		if rule == service.RuleGrade && len(g.Sanction) > 0 {
			row.Also = "另有" + joinedAll(g.Sanction)
		}
	} else if grade == "" {
		row.Rule += " · 未填等级"
	} else {
		row.Rule += " · " + grade + " 级"
	}
	switch {
	case rule == service.RuleAccept:
		row.Each = "按天"
	case sum.N > 0 && sum.Yuan == sum.UpToYuan && sum.Yuan%int64(sum.N) == 0:
		row.Each = dashboards.Number(sum.Yuan/int64(sum.N)) + " 元"
	default: // the rules changed within the month, or leave a range
		row.Each = "不等"
	}
	return row
}

func (page *accountPage) persons(a account, sel analytics.Selection, named bool) {
	if a.rules.Often == nil {
		return
	}
	v := &personsView{AtLeast: a.rules.Often.AtLeast, Then: joinedAll(a.rules.Often.Then), Named: named}
	for _, l := range oftenLines(a) {
		v.N++
		n := uint64(0)
		for _, p := range a.persons {
			if p.Department == l.Department && p.Handler == l.Handler {
				n = p.N
			}
		}
		if named {
			of := sel.With("department", l.Department).Judging(analytics.JudgedHandler, l.Handler)
			v.Rows = append(v.Rows, personRow{l.Handler, dashboards.ValueName(a.q.Names, "department", l.Department), countDoor{n, dashboards.Door(of)}})
			continue
		}
		name := dashboards.ValueName(a.q.Names, "department", l.Department)
		at := slices.IndexFunc(v.Counts, func(c personCount) bool { return c.Department == name })
		if at < 0 {
			at = len(v.Counts)
			v.Counts = append(v.Counts, personCount{Department: name})
		}
		v.Counts[at].Persons++
		v.Counts[at].N += n
	}
	slices.SortStableFunc(v.Counts, func(x, y personCount) int { return y.Persons - x.Persons })
	page.Persons = v
}

// accountSentences are the conclusions of the page, each with its proof.
func accountSentences(a account, page accountPage) []accountSentence {
	var list []accountSentence
	if len(a.sums) > 0 || page.Total != yuanText(0, 0) {
		list = append(list, accountSentence{page.Period + "按规则测算合计 " + page.Total, "各行之和等于合计；是照办法算出来的数，不是对任何人的结论"})
	}
	if page.RateNone == "" && len(page.Rates) > 0 {
		n, known, yuan, upTo := 0, 0, int64(0), int64(0)
		for _, d := range a.standings {
			if d.Known() {
				known++
			}
			if d.Line != nil {
				n, yuan, upTo = n+1, yuan+d.Line.Yuan, upTo+d.Line.UpToYuan
			}
		}
		text := fmt.Sprintf("有%s的 %d 个部门里，%d 个投诉率落档，负责人合计 %s", page.Unit, known, n, yuanText(yuan, upTo))
		if n == 0 {
			text = fmt.Sprintf("有%s的 %d 个部门，投诉率都没有落档", page.Unit, known)
		}
		d := a.standings[0] // what costs most, and else the highest rate
		proof := "最高 " + page.Rates[0].Name + "：" + page.Rates[0].Rate + "（" + dashboards.Number(d.N) + " 件 ÷ " + page.Unit + " " + page.Rates[0].Exposure + "）"
		list = append(list, accountSentence{text, proof})
	}
	if p := page.Persons; p != nil && p.N > 0 {
		list = append(list, accountSentence{fmt.Sprintf("%d 人当月被诉达到 %d 件", p.N, p.AtLeast), "按来源填的承办人计；办法要求" + p.Then})
	}
	return list
}

// yuanText writes a sum, and a range where the rules leave one.
func yuanText(yuan, upTo int64) string {
	if upTo > yuan {
		return dashboards.Number(yuan) + "–" + dashboards.Number(upTo) + " 元"
	}
	return dashboards.Number(yuan) + " 元"
}

func joinedAll(list []string) string { return strings.Join(list, "、") }
