package panel

import (
	"cmp"
	"context"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// Figure is one card.
type Figure struct {
	Name   string
	Value  string // empty when not connected
	Unit   string
	Door   string
	None   string   // 未接入, 缺分母
	Notes  [][]Part // each stays in one line
	Reason string   // the definition, shown on hover and read aloud
}

// Figures is the panel of cards.
type Figures struct{ Reader Reader }

// Name implements dashboards.Panel.
func (Figures) Name() string { return "figures" }

// Load implements dashboards.Panel.
func (p Figures) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	sel := q.MonthSelection()
	f, err := p.Reader.Figures(ctx, sel, q.Now)
	if err != nil {
		return dashboards.View{}, err
	}
	volume, err := p.volume(ctx, q, f)
	if err != nil {
		return dashboards.View{}, err
	}
	rate, err := p.rate(ctx, q, f)
	if err != nil {
		return dashboards.View{}, err
	}
	list := []Figure{volume, repeated(sel, f), unclassified(sel, f), doubted(onTime(q, sel, f), sel, f), satisfied(sel, f), rate}
	table := &dashboards.Table{Columns: []string{"指标", "数值", "单位"}}
	for _, x := range list {
		value := x.Value
		if value == "" {
			value = x.None
		}
		table.Add(dashboards.Cell{Text: x.Name}, dashboards.Cell{Text: value, Door: x.Door}, dashboards.Cell{Text: x.Unit})
	}
	return dashboards.View{Title: "指标", Kind: "figures", Body: list, Table: table}, nil
}

func (p Figures) volume(ctx context.Context, q dashboards.Query, f analytics.Figures) (Figure, error) {
	card := Figure{Name: "投诉量", Value: dashboards.Number(f.N), Unit: "件", Door: dashboards.Door(q.MonthSelection()), Reason: "本月计数的投诉，不含撤诉、并单、无效"}
	for _, c := range []struct {
		dashboards.Comparison
		name string
	}{{q.Period.Previous, "环比"}, {q.Period.YearAgo, "同比"}} {
		if !c.OK {
			continue
		}
		now, base := q.Compared(c.Comparison)
		a, err := Sentences{Reader: p.Reader}.count(ctx, now)
		if err != nil {
			return card, err
		}
		b, err := Sentences{Reader: p.Reader}.count(ctx, base)
		if err != nil {
			return card, err
		}
		if b == 0 {
			continue
		}
		tone := "up"
		switch score := scoreOf(c.Comparison, a, b); {
		case score < trend.Rare && score > -trend.Rare: // neither worse nor better, as in the sentences
			tone = ""
		case a < b:
			tone = "down"
		}
		name := c.name
		if !c.Whole {
			name = "较" + c.Name(q.Month)
		}
		card.Notes = append(card.Notes, []Part{{Text: name + " "}, {Text: strings.ReplaceAll(dashboards.Change(a, b), " ", ""), Tone: tone}})
	}
	if len(card.Notes) == 0 {
		card.Notes = [][]Part{{{Text: q.Period.Previous.Why}}}
	}
	if f.Deduplicated < f.N || f.Untemplated < f.N {
		card.Notes = append(card.Notes, []Part{{Text: "去重 " + dashboards.Number(f.Deduplicated) + " · 去模板 " + dashboards.Number(f.Untemplated)}})
	}
	return card, nil
}

func repeated(sel analytics.Selection, f analytics.Figures) Figure {
	return Figure{Name: "逐字重复", Value: dashboards.Number(f.Repeated), Unit: "件", Door: dashboards.Door(sel.In(analytics.StateRepeated)),
		Notes: [][]Part{{{Text: "占 " + dashboards.Percent(f.Repeated, f.N) + "%"}}}, Reason: "原文与本月更早一件逐字相同的投诉；首件不算重复"}
}

func unclassified(sel analytics.Selection, f analytics.Figures) Figure {
	card := Figure{Name: "未分类", Value: dashboards.Percent(f.Unclassified, f.N), Unit: "%", Door: dashboards.Door(sel.With("topic", "")),
		Notes: [][]Part{{{Text: dashboards.Number(f.Unclassified) + " 件"}}}, Reason: "没有主题的投诉占比，目标不超过 10%"}
	if f.Wordless > 0 {
		card.Notes = append(card.Notes, []Part{{Text: "无原文 " + dashboards.Number(f.Wordless), Door: dashboards.Door(sel.In(analytics.StateWordless))}})
	}
	return card
}

// onTime is the share of timely responses by the policy in use.
func onTime(q dashboards.Query, sel analytics.Selection, f analytics.Figures) Figure {
	card := Figure{Name: "及时响应率", Unit: "%", Reason: "首次响应在等级时限内（A 8 小时，B 24 小时，C、D 48 小时）的占比；时限未到且尚未响应的不计"}
	if r := q.Rule; r != nil {
		card.Reason = "“" + r.Policy + "”的“" + r.Clock + "”在时限内（" + r.Limits + "）的占比；时限未到且尚未响应的不计"
	}
	waiting := f.N - min(f.N, f.Judged)
	switch {
	case f.Handled == 0:
		card.None, card.Notes = "未接入", [][]Part{{{Text: "需要处理记录"}}}
	case q.Rule != nil && q.Rule.Clock == "":
		card.None, card.Reason, card.Notes = "办法未规定", "", [][]Part{{{Text: "“" + q.Rule.Policy + "”没有响应时限"}}}
	case f.Clocked == 0 && waiting > 0:
		card.None, card.Notes = "待测算", [][]Part{{{Text: dashboards.Number(waiting) + " 件还没有计时"}}}
	case f.Clocked == 0:
		card.None, card.Notes = "无可计时", [][]Part{{{Text: "没有到期的时限，或缺等级、级别"}}}
	default:
		card.Value, card.Door = dashboards.Percent(f.OnTime, f.Clocked), dashboards.Door(sel.In(analytics.StateOnTime))
		card.Notes = [][]Part{{{Text: "n = "}, {Text: dashboards.Number(f.Clocked), Door: dashboards.Door(sel.In(analytics.StateClocked))}}}
		if late := f.Clocked - f.OnTime; late > 0 {
			card.Notes = append(card.Notes, []Part{{Text: "超时 " + dashboards.Number(late), Door: dashboards.Door(sel.In(analytics.StateLate))}})
		}
		if waiting > 0 {
			card.Notes = append(card.Notes, []Part{{Text: "待测算 " + dashboards.Number(waiting)}})
		}
	}
	return card
}

// doubted adds how many records the figure rests on that contradict themselves.
func doubted(card Figure, sel analytics.Selection, f analytics.Figures) Figure {
	if f.Contradicting > 0 {
		card.Notes = append(card.Notes, []Part{{Text: "记录有矛盾 " + dashboards.Number(f.Contradicting), Door: dashboards.Door(sel.In(analytics.StateContradicting))}})
	}
	return card
}

func satisfied(sel analytics.Selection, f analytics.Figures) Figure {
	card := Figure{Name: "满意率", Unit: "%", Reason: "回访给出满意度的投诉中，4 分和 5 分的占比"}
	if f.Rated == 0 {
		card.None, card.Notes = "未接入", [][]Part{{{Text: "需要回访记录"}}}
		return card
	}
	card.Value, card.Door = dashboards.Percent(f.Satisfied, f.Rated), dashboards.Door(sel.In(analytics.StateSatisfied))
	card.Notes = [][]Part{{{Text: "n = "}, {Text: dashboards.Number(f.Rated), Door: dashboards.Door(sel.In(analytics.StateRated))}}, {{Text: "参评 " + dashboards.Percent(f.Rated, f.N) + "%"}}}
	return card
}

// rate is complaints per ten thousand of the first unit of exposure. The denominators are whole months over everything, so a page with
// filters or an unfinished month has none.
func (p Figures) rate(ctx context.Context, q dashboards.Query, f analytics.Figures) (Figure, error) {
	card := Figure{Name: "投诉率", Reason: "每一万分母（订单、用户、保有量）有多少件投诉；区间为 95% 泊松区间"}
	sums, err := p.Reader.Exposure(ctx, q.Month)
	if err != nil {
		return card, err
	}
	if seal, sealed := q.Seal(); sealed && q.Then() {
		sums = seal.Exposures
	}
	switch {
	case len(sums) == 0 || sums[0].Value <= 0:
		card.None, card.Notes = "未接入", [][]Part{{{Text: "需要订单量、保有量等分母"}}}
	case len(q.Filters.Choices) > 0 || q.Filters.Words != "" || q.Filters.State != "":
		card.None, card.Notes = "不按筛选计算", [][]Part{{{Text: "分母未按此筛选细分"}}}
	case !q.Period.Whole:
		card.None, card.Notes = "待月末", [][]Part{{{Text: q.Period.Cut}}}
	default:
		per := 10_000 / sums[0].Value
		low, high := analytics.CountRange(f.N)
		sel := q.MonthSelection()
		card.Value, card.Unit, card.Door = dashboards.Decimal(float64(f.N)*per), "件/万"+UnitName(sums[0].Unit), dashboards.Door(sel)
		card.Notes = [][]Part{{{Text: "n = "}, {Text: dashboards.Number(f.N), Door: dashboards.Door(sel)}},
			{{Text: ExposureName(sums[0].Unit) + " " + dashboards.Number(int64(sums[0].Value+0.5))}}, {{Text: "95% 区间 " + dashboards.Decimal(low*per) + "–" + dashboards.Decimal(high*per)}}}
	}
	return card, nil
}

var unitNames = map[string]string{"orders": "单", "users": "户", "policies": "张保单", "vehicles": "辆", "devices": "台"}

var exposureNames = map[string]string{"orders": "订单量", "users": "用户数", "policies": "保单数", "vehicles": "保有量", "devices": "设备数"}

// ExposureName is what people call the denominators in a unit.
func ExposureName(unit string) string { return cmp.Or(exposureNames[unit], unit) }

// UnitName is the measure word of a unit of exposure.
func UnitName(unit string) string {
	if name, ok := unitNames[unit]; ok {
		return name
	}
	return unit
}
