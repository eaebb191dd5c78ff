package precheck

import (
	"fmt"
	"strings"

	"huisheng/analytics/precheck"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
)

// Sentence says what is to be expected, as a person reads it who reads nothing else.
func (a *Answer) Sentence(names dashboards.Names) string {
	if len(a.Members) == 0 {
		return "没有可以参照的：同类的" + dashboards.AxisName(a.Axis) + "都不到 5 件投诉。请放宽条件，或换一种比较方式。"
	}
	text := fmt.Sprintf("参照%s，预计每月 %s", a.who(names), a.perMonth())
	if len(a.Points) > 0 {
		text += "；最多的是" + a.first(names)
	}
	text += "。"
	if !a.PerMonth.Bounded {
		text += fmt.Sprintf("只有 %d 个可以参照，给不出可信的区间。", a.count())
	}
	return text
}

// who says what the numbers rest on.
func (a *Answer) who(names dashboards.Names) string {
	what := fmt.Sprintf("%d 个%s", len(a.Members), dashboards.AxisName(a.Axis))
	if len(a.Like) > 0 {
		what = action.CauseText(names, a.Like) + "的 " + what
	} else {
		what = " " + what
	}
	first, usual := a.longest(true), a.longest(false)
	switch {
	case a.New == len(a.Members):
		return what + fmt.Sprintf("上市后头 %d 个月", first)
	case a.New == 0:
		return what + fmt.Sprintf("最近 %d 个月", usual)
	}
	return what + fmt.Sprintf("（%d 个看上市后头 %d 个月，其余看最近 %d 个月）", a.New, first, usual)
}

// longest is the most months that a member counts by, of the new ones or of the others.
func (a *Answer) longest(new bool) int {
	most := 0
	for i := range a.Members {
		if a.Members[i].New == new {
			most = max(most, a.Members[i].Months)
		}
	}
	return most
}

// count is how many members the number for a month rests on.
func (a *Answer) count() int {
	if a.Orders > 0 && a.Exposed > 0 {
		return a.Exposed
	}
	return len(a.Members)
}

func (a *Answer) perMonth() string {
	text := Count(a.PerMonth)
	if a.Orders > 0 && a.Exposed > 0 {
		text += fmt.Sprintf("（按每月 %s 单，每千单 %s 件）", dashboards.Number(int64(a.Orders)), dashboards.Decimal(a.Rate.Middle))
	}
	return text
}

// first names the topics that make most of it.
func (a *Answer) first(names dashboards.Names) string {
	var parts []string
	for _, p := range a.Points[:min(3, len(a.Points))] {
		parts = append(parts, fmt.Sprintf("%s（%.0f%%）", dashboards.ValueName(names, "topic", p.Code), p.Share*100))
	}
	return strings.Join(parts, "、")
}

// Count writes a number of complaints with its interval: 22 件，十个里有八个在 9–54 件之间.
func Count(r precheck.Range) string {
	if r.Bounded {
		return fmt.Sprintf("%s 件左右（十个里有八个在 %s–%s 件之间）", Few(r.Middle), Few(r.Low), Few(r.High))
	}
	if Few(r.Low) == Few(r.High) {
		return Few(r.Middle) + " 件左右"
	}
	return fmt.Sprintf("%s 件左右（参照的是 %s–%s 件）", Few(r.Middle), Few(r.Low), Few(r.High))
}

// Few writes a number of complaints without digits that nobody can know.
func Few(x float64) string {
	switch {
	case x < 0.05:
		return "0"
	case x < 10:
		return dashboards.Decimal(x)
	}
	return dashboards.Number(int64(x + 0.5))
}

// Basis says how the months were chosen, in sentences.
func (a *Answer) Basis() []string {
	list := []string{fmt.Sprintf("共 %s 件投诉，%d 个%s，合计 %d 个月；数据到 %s。", dashboards.Number(int64(a.N+0.5)), len(a.Members), dashboards.AxisName(a.Axis), a.Forecast.Months, dashboards.MonthText(a.Window.To))}
	if old := len(a.Members) - a.New; old > 0 {
		list = append(list, fmt.Sprintf("其中 %d 个在数据开始时已经在售，不知道上市头几个月怎样，只能看它们平常的月份：新上市的往往更多。", old))
	}
	if a.Orders > 0 && a.Exposed == 0 {
		list = append(list, "没有导入各"+dashboards.AxisName(a.Axis)+"的订单量，填写的订单数没有用上；导入基数后按每千单推算。")
	}
	if a.Orders > 0 && a.Exposed > 0 && a.Exposed < len(a.Members) {
		list = append(list, fmt.Sprintf("只有 %d 个有订单量，每月件数只由它们推算。", a.Exposed))
	}
	return list
}
