package web

import (
	"context"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/dashboards"
)

// Handling is what 服务时效 reads beside the clocks: hand-overs, grants and escalations. It is called under a deadline of seconds; no rows are
// an empty result.
type Handling interface {
	// HandOvers returns how departments answered what was handed to them, of the complaints of a month, those with most first.
	HandOvers(ctx context.Context, month analytics.Month, at time.Time) ([]analytics.HandOver, error)

	// OpenHandOvers returns which departments others wait for now, those waited for by most complaints first.
	OpenHandOvers(ctx context.Context) ([]analytics.Waiting, error)

	// Solving returns how the complaints of a month were solved and what was granted: all together first, then by the values of one of
	// analytics.JudgedAxes.
	Solving(ctx context.Context, month analytics.Month, axis string) ([]analytics.Solving, error)

	// AnswerTimes returns how long customers waited for the first answer, of the complaints of some months.
	AnswerTimes(ctx context.Context, from, to analytics.Month) (analytics.AnswerTimes, error)

	// Tells returns of how many complaints somebody has to be told, by rule of escalation.
	Tells(ctx context.Context, month analytics.Month) ([]analytics.Informing, error)
}

// handlingView are the tables of the page beside the clocks.
type handlingView struct {
	Limit    string // of hand-overs, by the policy
	Spot     string
	Passed   []passedRow
	Waiting  []waitingRow
	Solved   []solvedRow
	AxisName string
	Judged   bool // some complaint was
	Tells    []tellRow
	Answers  []answerRow
}

// answerRow is how long customers waited, in some months.
type answerRow struct {
	Name                      string
	N                         countDoor
	Answered                  string
	Lower, Median, Upper, P90 string
	Within                    []answerShare
}

type answerShare struct{ Name, Share, N string }

// passedRow is a department to which complaints were handed.
type passedRow struct {
	Name                   string
	N, Open, Late, None    countDoor
	Answered, Timely, Tone string
	Between, TimelyBetween string
	Median, P90, Score     string
}

type waitingRow struct {
	Name  string
	N     countDoor
	Since string
	By    string
}

// solvedRow is a value of the axis; the first is all together.
type solvedRow struct {
	Name                string
	All                 bool
	N                   countDoor
	Spot, Between       string
	SpotN, Solved       countDoor
	Granted, After      countDoor
	Share, Median, Sum  string
	Reopened, Escalated countDoor
}

type tellRow struct {
	Name, To, What string
	N, Open        countDoor
}

// loadHandling reads the tables of a month.
func (s *site) loadHandling(ctx context.Context, q dashboards.Query, months []analytics.MonthState, rules *service.Rules, axis string) (handlingView, error) {
	v := handlingView{Limit: rules.Handover, Spot: rules.SpotLimit(), AxisName: dashboards.AxisName(axis)}
	sel := q.MonthSelection()
	passed, err := s.Judged.HandOvers(ctx, q.Month, q.Now)
	if err != nil {
		return v, err
	}
	for _, h := range passed {
		v.Passed = append(v.Passed, passedRowOf(q, sel, rules, h))
	}
	waiting, err := s.Judged.OpenHandOvers(ctx)
	if err != nil {
		return v, err
	}
	for _, w := range waiting {
		v.Waiting = append(v.Waiting, waitingRowOf(q, w))
	}
	solving, err := s.Judged.Solving(ctx, q.Month, axis)
	if err != nil {
		return v, err
	}
	v.Judged = len(solving) > 0 && solving[0].N > 0
	for _, one := range solving {
		v.Solved = append(v.Solved, solvedRowOf(q, sel, axis, one))
	}
	if err := s.loadAnswers(ctx, q, months, &v); err != nil {
		return v, err
	}
	told, err := s.Judged.Tells(ctx, q.Month)
	if err != nil {
		return v, err
	}
	counts := map[string]analytics.Informing{}
	for _, t := range told {
		counts[t.Rule] = t
	}
	for _, e := range rules.Tell {
		t := counts[e.Name]
		v.Tells = append(v.Tells, tellRow{Name: e.Name, To: e.To, What: e.What, N: judgedDoor(sel, analytics.JudgedTell, e.Name, t.N),
			Open: judgedDoor(analytics.Selection{}, analytics.JudgedTellOpen, e.Name, t.Open)})
	}
	return v, nil
}

// judgedDoor counts the complaints of which the policy says so.
func judgedDoor(sel analytics.Selection, kind, value string, n uint64) countDoor {
	return countDoor{n, dashboards.Door(sel.Judging(kind, value))}
}

func passedRowOf(q dashboards.Query, sel analytics.Selection, rules *service.Rules, h analytics.HandOver) passedRow {
	door := func(kind string, n uint64) countDoor { return judgedDoor(sel, kind, h.Department, n) }
	row := passedRow{Name: dashboards.ValueName(q.Names, "department", h.Department), N: door(analytics.JudgedHanded, h.N), Open: door(analytics.JudgedHandedOpen, h.Open),
		Late: door(analytics.JudgedHandedLate, h.Late+h.Overdue), None: door(analytics.JudgedHandedNone, h.None),
		Answered: dashboards.Percent(h.Answered, h.Due()), Between: shareBetween(h.Answered, h.Due())}
	if rules.Handover != "" && h.Due() > 0 {
		row.Timely, row.TimelyBetween = dashboards.Percent(h.Met, h.Due()), shareBetween(h.Met, h.Due())
	}
	if h.Answered > 0 {
		row.Median, row.P90 = analytics.DurationText(h.Median), analytics.DurationText(h.P90)
	}
	if h.Graded > 0 {
		row.Score = dashboards.Decimal(h.Score) + "（" + dashboards.Number(h.Graded) + " 次）"
	}
	return row
}

func waitingRowOf(q dashboards.Query, w analytics.Waiting) waitingRow {
	var by []string
	for _, c := range w.By {
		by = append(by, dashboards.ValueName(q.Names, "department", c.Value)+" "+dashboards.Number(c.N))
	}
	return waitingRow{Name: dashboards.ValueName(q.Names, "department", w.Department), N: judgedDoor(analytics.Selection{}, analytics.JudgedHandedOpen, w.Department, w.N),
		Since: dashboards.MomentText(w.Since, q.Now) + "，已 " + analytics.DurationText(q.Now.Sub(w.Since)), By: strings.Join(by, "、")}
}

func solvedRowOf(q dashboards.Query, sel analytics.Selection, axis string, one analytics.Solving) solvedRow {
	row := solvedRow{Name: "合计", All: one.All}
	if !one.All {
		row.Name, sel = dashboards.ValueName(q.Names, axis, one.Value), sel.ByJudged(axis, one.Value)
	}
	door := func(kind, value string, n uint64) countDoor { return judgedDoor(sel, kind, value, n) }
	row.N = countDoor{one.N, dashboards.Door(sel)}
	row.Spot, row.Between = dashboards.Percent(one.Spot, one.Solved), shareBetween(one.Spot, one.Solved)
	row.SpotN, row.Solved = door(analytics.JudgedSolved, analytics.SolvedSpot, one.Spot), door(analytics.JudgedSolved, "", one.Solved)
	row.Granted, row.After = door(analytics.JudgedGranted, "", one.Granted), door(analytics.JudgedGranted, analytics.GrantedAfter, one.GrantedAfter)
	row.Share = dashboards.Percent(one.Granted, one.N)
	if one.Fen > 0 {
		row.Sum, row.Median = dashboards.Number((one.Fen+50)/100)+" 元", dashboards.Number((one.MedianFen+50)/100)+" 元"
	}
	row.Reopened, row.Escalated = door(analytics.JudgedReopened, "", one.Reopened), door(analytics.JudgedEscalated, "", one.Escalated)
	return row
}

// shareBetween writes the 95 % interval of a share in per cent, empty without a whole.
func shareBetween(k, n uint64) string {
	if n == 0 {
		return ""
	}
	low, high := analytics.Wilson(k, n)
	return dashboards.Decimal(low*100) + "–" + dashboards.Decimal(high*100)
}

// loadAnswers reads how long customers waited in the month, and in all months beside it.
func (s *site) loadAnswers(ctx context.Context, q dashboards.Query, months []analytics.MonthState, v *handlingView) error {
	spans := []struct {
		name     string
		from, to analytics.Month
	}{{dashboards.MonthText(q.Month), q.Month, q.Month}, {"全部月份", months[0].Month, months[len(months)-1].Month}}
	for _, span := range spans[:min(len(spans), len(months))] {
		a, err := s.Judged.AnswerTimes(ctx, span.from, span.to)
		if err != nil {
			return err
		}
		if a.Answered == 0 {
			continue
		}
		sel := analytics.Selection{Basis: q.Filters.Basis, Seals: q.Filters.Seals}.Between(span.from.First(), span.to.Last())
		row := answerRow{Name: span.name, N: countDoor{a.N, dashboards.Door(sel)}, Answered: dashboards.Number(a.Answered), Lower: daysText(a.Lower), Median: daysText(a.Median),
			Upper: daysText(a.Upper), P90: daysText(a.P90)}
		for i, n := range a.Within {
			row.Within = append(row.Within, answerShare{dashboards.Number(analytics.AnswerDays[i]) + " 天内", dashboards.Percent(n, a.Answered), dashboards.Number(n)})
		}
		v.Answers = append(v.Answers, row)
	}
	return nil
}

// daysText writes a time in days with two decimals, so that it can be compared with other computations; under a day in hours.
func daysText(d time.Duration) string {
	if d < 24*time.Hour {
		return strconv.FormatFloat(d.Hours(), 'f', 2, 64) + " 小时"
	}
	return strconv.FormatFloat(d.Hours()/24, 'f', 2, 64) + " 天"
}
