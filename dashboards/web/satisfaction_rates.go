package web

import (
	"fmt"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// rateSum is how one rate comes about: what was received, what is left out and why, what it is counted of, and how that divides.
type rateSum struct {
	Name, Formula  string
	Value, Between string
	Lines          []sumLine
}

// sumLine is one line of it.
type sumLine struct {
	Sign  string // −, =, 其中
	Name  string
	Why   string
	Count countDoor
}

// shareText writes a share in percent, without its sign.
func shareText(s satisfaction.Share) string {
	return dashboards.Percent(uint64(s.K), uint64(s.N))
}

// intervalText writes an interval in percent: 71.2 – 84.
func intervalText(low, high float64) string {
	return dashboards.Decimal(low*100) + " – " + dashboards.Decimal(high*100)
}

// satisfactionLead says what is known of satisfaction, and how much is not.
func satisfactionLead(sel analytics.Selection, v satisfaction.Visits) []leadLine {
	rate := v.Rate()
	if rate.N == 0 {
		return []leadLine{{Parts: []panel.Part{{Text: "这个月还没有客户在回访中评分"}}, Proof: fmt.Sprintf("应回访 %s 件，已回访 %s 件", dashboards.Number(v.Due), dashboards.Number(v.Due-v.None))}}
	}
	if rate.N < fewestAnswers {
		return []leadLine{{Parts: []panel.Part{{Text: "只有 "}, {Text: dashboards.Number(rate.N) + " 位", Door: dashboards.Door(sel.In(analytics.StateRated))}, {Text: "客户评分，太少，不算满意率"}},
			Proof: fmt.Sprintf("不足 %d 份", fewestAnswers)}}
	}
	first := leadLine{Parts: []panel.Part{{Text: "评了分的 "}, {Text: dashboards.Number(rate.N) + " 位", Door: dashboards.Door(sel.In(analytics.StateRated))}, {Text: "客户里 "},
		{Text: shareText(rate) + "%", Door: dashboards.Door(sel.In(analytics.StateSatisfied))}, {Text: " 满意"}}, Proof: "95% 区间 " + intervalText(rate.Low, rate.High) + "%，只计偶然"}
	if rate.Unknown == 0 {
		return []leadLine{first}
	}
	return []leadLine{first, {Parts: []panel.Part{{Text: "应回访的 "}, {Text: dashboards.Number(v.Due) + " 件", Door: dashboards.Door(sel.Having(analytics.OutcomeDue))},
		{Text: "里有 " + dashboards.Number(rate.Unknown) + " 件不知道满意与否；算上他们，满意率在 " + intervalText(rate.Floor, rate.Ceiling) + "% 之间"}},
		Proof: "两头分别是他们全不满意、全满意"}}
}

// rateCards are the figures on top.
func rateCards(sel analytics.Selection, tells satisfaction.Tells, all satisfaction.Standing) []rateCard {
	v := all.Visits
	n := func(text string, count int64, s analytics.Selection) countNote {
		return countNote{Before: text, Count: &countDoor{uint64(max(0, count)), dashboards.Door(s)}}
	}
	heard := without(sel, tells, satisfaction.MuteVisits)
	card := func(name, reason string, rate satisfaction.Share, door analytics.Selection, none string, notes ...countNote) rateCard {
		c := rateCard{Name: name, Reason: reason, Value: shareText(rate), Unit: "%", Door: dashboards.Door(door), Notes: notes}
		if rate.N == 0 {
			c.Value, c.None, c.Notes = "", none, nil
		}
		return c
	}
	mean := rateCard{Name: "平均评分", Unit: "/ 5", Reason: "参评客户总体评分的平均，1–5 分", None: "没有评分"}
	if v.Answered >= fewestAnswers {
		mean.Value, mean.None, mean.Door = fmt.Sprintf("%.2f", v.Mean()), "", dashboards.Door(sel.In(analytics.StateRated))
		mean.Notes = []countNote{n("n = ", v.Answered, sel.In(analytics.StateRated))}
	}
	csat := card("满意率", "4 分和 5 分 ÷ 参评", v.Rate(), sel.In(analytics.StateSatisfied), "没有评分", n("n = ", v.Answered, sel.In(analytics.StateRated)), countNote{Before: "参评率 " + dashboards.Percent(uint64(v.Answered), uint64(v.Due)) + "%"})
	if v.Answered > 0 && v.Answered < fewestAnswers {
		csat.Value, csat.None = "", "不足 10 份"
	}
	return []rateCard{csat, mean,
		card("回访率", "做过回访（接通、拒答、未接通都算）÷ 应回访", v.VisitRate(), heard.Having(analytics.OutcomeVisited), "未接入",
			n("应回访 ", v.Due, heard.Having(analytics.OutcomeDue)), n("未回访 ", v.None, heard.Having(analytics.OutcomeUnvisited))),
		card("响应率", "有首次响应 ÷ 来源会传响应的投诉；是否按时见服务时效", all.ResponseRate(), without(sel, tells, satisfaction.MuteResponses).Having(analytics.OutcomeResponded), "未接入",
			n("未响应 ", all.Unresponded, without(sel, tells, satisfaction.MuteResponses).Having(analytics.OutcomeUnresponded))),
		card("解决率", "已办结且没有重开 ÷ 来源会传办结的投诉；仍在处理的算未解决", all.EndRate(), without(sel, tells, satisfaction.MuteEnds).Having(analytics.OutcomeEnded), "未接入",
			n("未办结 ", all.Open, without(sel, tells, satisfaction.MuteEnds).Having(analytics.OutcomeOpen)), n("重开 ", all.Again, without(sel, tells, satisfaction.MuteEnds).Having(analytics.OutcomeAgain)))}
}

// without leaves out the sources that do not tell something.
func without(sel analytics.Selection, tells satisfaction.Tells, what int) analytics.Selection {
	if len(tells.Mute[what]) == 0 {
		return sel
	}
	return sel.Without("source", tells.Mute[what]...)
}

// only keeps to these sources.
func only(sel analytics.Selection, tells satisfaction.Tells, what int) analytics.Selection {
	return sel.With("source", tells.Mute[what]...)
}

// rateSums are the three rates line by line.
func rateSums(sel analytics.Selection, tells satisfaction.Tells, all satisfaction.Standing) []rateSum {
	v := all.Visits
	line := func(sign, name, why string, n int64, s analytics.Selection) sumLine {
		return sumLine{sign, name, why, countDoor{uint64(max(0, n)), dashboards.Door(s)}}
	}
	sum := func(name, formula string, rate satisfaction.Share, lines ...sumLine) rateSum {
		r := rateSum{Name: name, Formula: formula}
		if rate.N > 0 {
			r.Value, r.Between = shareText(rate), intervalText(rate.Low, rate.High)
		}
		for _, l := range lines {
			if l.Count.N > 0 || l.Sign == "=" || l.Sign == "" {
				r.Lines = append(r.Lines, l)
			}
		}
		return r
	}
	responses, ends, visits := without(sel, tells, satisfaction.MuteResponses), without(sel, tells, satisfaction.MuteEnds), without(sel, tells, satisfaction.MuteVisits)
	return []rateSum{
		sum("响应率", "已响应 ÷ 计入", all.ResponseRate(), line("", "收到", "", all.N, sel),
			line("−", "来源不传响应记录", "不知道有没有响应", all.WithoutResponses, only(sel, tells, satisfaction.MuteResponses)),
			line("=", "计入", "", all.Responded+all.Unresponded, responses),
			line("其中", "已响应", "", all.Responded, responses.Having(analytics.OutcomeResponded)),
			line("其中", "未响应", "", all.Unresponded, responses.Having(analytics.OutcomeUnresponded))),
		sum("解决率", "已办结 ÷ 计入", all.EndRate(), line("", "收到", "", all.N, sel),
			line("−", "来源不传办结记录", "不知道有没有办结", all.WithoutEnds, only(sel, tells, satisfaction.MuteEnds)),
			line("=", "计入", "", all.Ended+all.Again+all.Open, ends),
			line("其中", "已办结", "", all.Ended, ends.Having(analytics.OutcomeEnded)),
			line("其中", "重开后未办结", "", all.Again, ends.Having(analytics.OutcomeAgain)),
			line("其中", "未办结", "", all.Open, ends.Having(analytics.OutcomeOpen))),
		sum("满意率", "满意 ÷ 参评", v.Rate(), line("", "收到", "", all.N, sel),
			line("−", "来源不传回访记录", "不知道有没有回访", all.WithoutVisits, only(sel, tells, satisfaction.MuteVisits)),
			line("−", "未到回访", "还没有办结", all.Early, visits.Having(analytics.OutcomeEarly)),
			line("=", "应回访", "", v.Due, visits.Having(analytics.OutcomeDue)),
			line("−", "未回访", "", v.None, visits.Having(analytics.OutcomeUnvisited)),
			line("−", "未接通", "", v.Unreached, visits.Having(analytics.OutcomeUnreached)),
			line("−", "拒答", "", v.Refused, visits.Having(analytics.OutcomeRefused)),
			line("−", "接通未评分", "", v.Reached, visits.Having(analytics.OutcomeReached)),
			line("=", "参评", "", v.Answered, visits.In(analytics.StateRated)),
			line("其中", "满意（4、5 分）", "", v.Satisfied, visits.In(analytics.StateSatisfied)),
			line("其中", "不满意（1–3 分）", "", v.Answered-v.Satisfied, visits.In(analytics.StateUnsatisfied)))}
}
