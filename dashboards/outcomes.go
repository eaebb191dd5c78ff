package dashboards

import (
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
)

var outcomeNames = map[analytics.Outcome]string{analytics.OutcomeResponded: "已响应", analytics.OutcomeUnresponded: "未响应", analytics.OutcomeEnded: "已办结", analytics.OutcomeUnended: "没有办结", analytics.OutcomeOpen: "未办结",
	analytics.OutcomeAgain: "重开后未办结", analytics.OutcomeDue: "应回访", analytics.OutcomeEarly: "未到回访", analytics.OutcomeUnvisited: "未回访", analytics.OutcomeVisited: "已回访",
	analytics.OutcomeUnreached: "回访未接通", analytics.OutcomeRefused: "回访拒答", analytics.OutcomeReached: "接通未评分", analytics.OutcomeAnswered: "参评",
	analytics.OutcomeOwed: "涉及金额和补偿都有记录", analytics.OutcomePaid: "有补偿金额", analytics.OutcomeMade: "补偿不少于涉及金额", analytics.OutcomeShort: "补偿少于涉及金额", analytics.OutcomeReopened: "重开过", analytics.OutcomeHandedOver: "转办过", analytics.OutcomeCompensated: "给过补偿",
	analytics.OutcomeRetold: "同一件事再次投诉", analytics.OutcomeResponse("2h"): "2 小时内首次响应", analytics.OutcomeResponse("24h"): "2 – 24 小时首次响应",
	analytics.OutcomeResponse("later"): "24 小时后首次响应", analytics.OutcomeResponse("none"): "没有响应记录"}

var bandNames = map[string]string{analytics.GradeTold: "有评分", analytics.GradeLow: " 1–2 分", analytics.GradeMid: " 3–4 分", analytics.GradeHigh: " 5 分"}

// OutcomeName is what people call what came of complaints.
func OutcomeName(o analytics.Outcome) string {
	if name, ok := outcomeNames[o]; ok {
		return name
	}
	for i, d := range analytics.Dimensions {
		for band, name := range bandNames {
			if o == analytics.OutcomeGrade(d, band) {
				return satisfaction.Dimensions[i] + name
			}
		}
	}
	for bin := 0; bin <= analytics.TookNone; bin++ {
		if o == analytics.OutcomeTook(bin) {
			return "办结用时 " + TookName(bin)
		}
	}
	return string(o)
}

// TookName is what people call a step of the time to the end.
func TookName(bin int) string {
	bins := analytics.TookBins
	switch {
	case bin == analytics.TookNone:
		return "没有办结记录"
	case bin >= len(bins):
		return "超过 " + tookText(bins[len(bins)-1])
	case bin == 0:
		return tookText(bins[0]) + "内"
	}
	unit, _ := unitOf(bins[bin])
	return fmt.Sprintf("%d – %s", int(bins[bin-1]/unit), tookText(bins[bin]))
}

// unitOf is the unit in which a time to the end is told.
func unitOf(d time.Duration) (time.Duration, string) {
	if d <= 24*time.Hour {
		return time.Hour, "小时"
	}
	return 24 * time.Hour, "天"
}

func tookText(d time.Duration) string {
	unit, name := unitOf(d)
	return fmt.Sprintf("%d %s", int(d/unit), name)
}

// parseOutcome reads what came of complaints from an address.
func parseOutcome(given string) (analytics.Outcome, error) {
	if given == "" || given == noFilter {
		return "", nil
	}
	if o := analytics.Outcome(given); slices.Contains(analytics.Outcomes, o) {
		return o, nil
	}
	return "", analytics.Invalid("outcome", "没有 %q 这样的处理结果", given)
}
