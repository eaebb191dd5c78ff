package web

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
	"huisheng/dashboards"
)

// spanTable is a list of shares with their intervals.
type spanTable struct {
	Title, Question, Head string
	Rows                  []spanRow
	Note                  string
}

// spanRow is one share: of how many, its interval, and both drawn.
type spanRow struct {
	Name, Door string
	Chosen     bool
	N          countDoor
	Value      string // empty where n is too small
	Between    string
	Tone       string
	Span       *spanCell
}

// spanCell is a share drawn over 0–100.
type spanCell struct {
	X, Width, Point, Ref string
}

// spanOf draws a share; ref is what it is compared with, below 0 for nothing.
func spanOf(s satisfaction.Share, ref float64) *spanCell {
	at := func(x float64) string { return fmt.Sprintf("%.2f", x) }
	c := &spanCell{X: at(s.Low * 100), Width: at((s.High - s.Low) * 100), Point: at(s.P * 99)}
	if ref >= 0 {
		c.Ref = at(ref * 99.6)
	}
	return c
}

// spanRowOf is the row of a share of answers.
func spanRowOf(name, door string, n countDoor, rate satisfaction.Share, ref float64) spanRow {
	row := spanRow{Name: name, Door: door, N: n}
	if rate.N >= fewestAnswers {
		row.Value, row.Between, row.Span = shareText(rate), intervalText(rate.Low, rate.High), spanOf(rate, ref)
	}
	return row
}

// trendBack is how many months the page looks back, its own included.
const trendBack = 12

// trendOf are the months up to that of the page, and how many answers each has, oldest first.
func (s *site) trendOf(ctx context.Context, q dashboards.Query, axis string) (spanTable, []analytics.OutcomeCount, error) {
	counts, err := s.Satisfaction.OutcomeCounts(ctx, windowOf(q, q.Month.Add(1-trendBack)), analytics.OutcomeMonth)
	t := spanTable{Title: "近 12 个月的满意率", Question: "按投诉收到的月份；竖线是本月，横条是 95% 区间。新近的月份还会有回访进来", Head: "月份"}
	var months []satisfaction.Standing
	var names []analytics.Month
	here := -1.0
	for from := 0; from < len(counts); {
		to := from
		for to < len(counts) && counts[to].Value == counts[from].Value {
			to++
		}
		month, bad := analytics.ParseMonth(counts[from].Value)
		if bad != nil {
			return t, nil, bad
		}
		names, months = append(names, month), append(months, satisfaction.TellsOf(counts[from:to]).Stand(counts[from:to]))
		if rate := months[len(months)-1].Visits.Rate(); month == q.Month && rate.N >= fewestAnswers {
			here = rate.P
		}
		from = to
	}
	for i, m := range months {
		of := analytics.Selection{Choices: q.Filters.Choices, Basis: q.Filters.Basis, Seals: q.Filters.Seals}.Between(names[i].First(), names[i].Last())
		row := spanRowOf(names[i].String(), "/satisfaction?"+dashboards.Encode(names[i], q.Filters)+"&axis="+axis, countDoor{uint64(m.Visits.Answered), dashboards.Door(of.In(analytics.StateRated))}, m.Visits.Rate(), here)
		row.Chosen = names[i] == q.Month
		t.Rows = append(t.Rows, row)
	}
	return t, counts, err
}

// windowOf is the selection of the page over all months from one on.
func windowOf(q dashboards.Query, from analytics.Month) analytics.Selection {
	return q.MonthSelection().Between(from.First(), q.Month.Last())
}

// The steps of the time to the end that the title of the table holds against each other: within a day, and after three.
const (
	quickBins = 2
	slowBins  = 5
)

// fewestCompared is the number of answers from which two groups are compared in words.
const fewestCompared = 20

// tookOf is satisfaction against the time to the end.
func (s *site) tookOf(ctx context.Context, sel analytics.Selection, all satisfaction.Share) (spanTable, error) {
	t := spanTable{Title: "满意与办结用时", Question: "从收到到办结；竖线是总体，横条是 95% 区间", Head: "用时"}
	counts, err := s.Satisfaction.TookCounts(ctx, sel)
	var quick, slow satisfaction.Share
	for _, c := range counts {
		rate := satisfaction.ShareOf(c.Satisfied, c.Answered)
		of := sel.In(analytics.StateRated).Having(analytics.OutcomeTook(c.Bin))
		t.Rows = append(t.Rows, spanRowOf(dashboards.TookName(c.Bin), "", countDoor{uint64(c.Answered), dashboards.Door(of)}, rate, all.P))
		switch {
		case c.Bin <= quickBins:
			quick = satisfaction.ShareOf(quick.K+c.Satisfied, quick.N+c.Answered)
		case c.Bin >= slowBins && c.Bin < analytics.TookNone:
			slow = satisfaction.ShareOf(slow.K+c.Satisfied, slow.N+c.Answered)
		}
	}
	if min(quick.N, slow.N) >= fewestCompared {
		switch {
		case quick.Low > slow.High:
			t.Title = fmt.Sprintf("办得慢的更不满意：1 天内 %s%%，超过 3 天 %s%%", shareText(quick), shareText(slow))
		case quick.High < slow.Low:
			t.Title = fmt.Sprintf("办得快的反而更不满意：1 天内 %s%%，超过 3 天 %s%%", shareText(quick), shareText(slow))
		}
	}
	return t, err
}

// dimensionRow is one dimension of the return visit.
type dimensionRow struct {
	Name             string
	Told, Low, High  countDoor
	Mean             string
	Penalty, Reward  string
	Kind, KindReason string
}

var kindReasons = map[satisfaction.Kind]string{satisfaction.Basic: "做不好扣分，做好了不加分", satisfaction.Performance: "做得越好总体分越高", satisfaction.Excitement: "做得好加分，做不好不扣分",
	satisfaction.Neutral: "看不出与总体评分有关"}

// dimensionsOf are the five dimensions of the month, and what they do to the overall grade over the answers of a longer time.
func (s *site) dimensionsOf(ctx context.Context, sel, window analytics.Selection) (rows []dimensionRow, about string, err error) {
	month, err := s.Satisfaction.GradeCounts(ctx, sel)
	if err != nil {
		return nil, "", err
	}
	answers, err := s.Satisfaction.GradeCounts(ctx, window)
	if err != nil {
		return nil, "", err
	}
	contrasts, why := satisfaction.Contrasts(gradesOf(answers))
	about = "后三列：" + dashboards.Sentence(why)
	if why == nil {
		about = fmt.Sprintf("后三列按%s五个维度都评了分的 %.0f 份：低分、满分时总体评分比 3–4 分时差多少（± 为 95%% 区间）", sinceText(window), contrasts[0].N)
	}
	told := int64(0)
	for d, code := range analytics.Dimensions {
		var n, low, high, sum int64
		for _, g := range month {
			switch grade := g.By.By(d); {
			case grade == 0:
				continue
			case grade <= 2:
				low += g.N
			case grade == 5:
				high += g.N
			}
			n, sum = n+g.N, sum+g.N*int64(g.By.By(d))
		}
		told += n
		door := func(count int64, band string) countDoor {
			return countDoor{uint64(count), dashboards.Door(sel.Having(analytics.OutcomeGrade(code, band)))}
		}
		row := dimensionRow{Name: satisfaction.Dimensions[d], Told: door(n, analytics.GradeTold), Low: door(low, analytics.GradeLow), High: door(high, analytics.GradeHigh), Mean: "–"}
		if n >= fewestAnswers {
			row.Mean = fmt.Sprintf("%.2f", float64(sum)/float64(n))
		}
		if why == nil {
			c := contrasts[d]
			row.Penalty, row.Reward = effectText(c.Penalty, c.PenaltySE), effectText(c.Reward, c.RewardSE)
			row.Kind, row.KindReason = string(c.Kind), kindReasons[c.Kind]
		}
		rows = append(rows, row)
	}
	if told == 0 {
		rows = nil
	}
	return rows, about, nil
}

// effectText writes an effect with its interval: −0.62 ± 0.11.
func effectText(b, se float64) string {
	if se == 0 {
		return "–"
	}
	sign := "+"
	if b < 0 {
		sign, b = "−", -b
	}
	return fmt.Sprintf("%s%.2f ± %.2f", sign, b, 1.96*se)
}

// gradesOf are counts of grades as answers.
func gradesOf(counts []analytics.GradeCount) []satisfaction.Grades {
	var list []satisfaction.Grades
	for _, c := range counts {
		g := satisfaction.Grades{Overall: c.Overall, N: float64(c.N)}
		for d := range analytics.Dimensions {
			g.By[d] = c.By.By(d)
		}
		list = append(list, g)
	}
	return list
}

// recoveryView is what customers got against what was owed to them.
type recoveryView struct {
	Cost              string       // yuan, as in the form
	Kept              []namedValue // the filters of the page
	Known             countDoor
	Made, Short       uint64
	MadeDoor          string // where nothing is added for complaining
	ShortDoor         string
	Rate, Between     string
	Owed, Paid, Lacks string
}

// recoveryOf compares amounts granted with amounts in dispute.
func (s *site) recoveryOf(ctx context.Context, q dashboards.Query, sel analytics.Selection, costFen int64) (*recoveryView, error) {
	counts, err := s.Satisfaction.OwedCounts(ctx, sel)
	if err != nil {
		return nil, err
	}
	var amounts, granted []int64
	for _, c := range counts {
		for range c.N {
			amounts, granted = append(amounts, c.AmountFen), append(granted, c.PaidFen)
		}
	}
	r := satisfaction.Recover(amounts, granted, costFen)
	v := &recoveryView{Cost: strconv.FormatInt(costFen/100, 10), Kept: keptOf(q), Known: countDoor{uint64(r.Known), dashboards.Door(sel.Having(analytics.OutcomeOwed))},
		Made: uint64(r.Made), Short: uint64(r.Known - r.Made), Owed: amountText(&r.OwedFen), Paid: amountText(&r.PaidFen), Lacks: amountText(&r.ShortFen)}
	if costFen == 0 {
		v.MadeDoor, v.ShortDoor = dashboards.Door(sel.Having(analytics.OutcomeMade)), dashboards.Door(sel.Having(analytics.OutcomeShort))
	}
	if rate := satisfaction.ShareOf(int64(r.Made), int64(r.Known)); rate.N >= fewestAnswers {
		v.Rate, v.Between = shareText(rate), intervalText(rate.Low, rate.High)
	}
	return v, nil
}

// keptOf are the filters of a page as the fields of a form.
func keptOf(q dashboards.Query) []namedValue {
	values, err := url.ParseQuery(dashboards.Encode(q.Month, q.Filters))
	if err != nil {
		return nil // Encode writes nothing that cannot be read
	}
	var list []namedValue
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			list = append(list, namedValue{name, value})
		}
	}
	return list
}

// mostCost bounds what complaining may cost a customer, in yuan.
const mostCost = 1_000_000

// costOf reads what complaining costs a customer from the address, in fen.
func costOf(values url.Values) (int64, error) {
	given := values.Get("cost")
	if given == "" {
		return 0, nil
	}
	yuan, err := strconv.ParseInt(given, 10, 64)
	if err != nil || yuan < 0 || yuan > mostCost {
		return 0, analytics.Invalid("cost", "投诉成本 %q 应是 0–%d 的整数元", given, mostCost)
	}
	return yuan * 100, nil
}

// sinceText names the months of a selection.
func sinceText(s analytics.Selection) string {
	from, to := s.Months()
	if from == to {
		return dashboards.MonthText(to)
	}
	return dashboards.MonthText(from) + "至 " + dashboards.MonthText(to)
}
