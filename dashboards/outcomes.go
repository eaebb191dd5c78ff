package dashboards

import (
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
)

var outcomeNames = map[analytics.Outcome]string{analytics.OutcomeResponded: "已响应", analytics.OutcomeUnresponded: "未响应", analytics.OutcomeEnded: "已办结", analytics.OutcomeOpen: "未办结",
	analytics.OutcomeAgain: "重开后未办结", analytics.OutcomeDue: "应回访", analytics.OutcomeEarly: "未到回访", analytics.OutcomeUnvisited: "未回访", analytics.OutcomeVisited: "已回访",
	analytics.OutcomeUnreached: "回访未接通", analytics.OutcomeRefused: "回访拒答", analytics.OutcomeReached: "接通未评分", analytics.OutcomeAnswered: "参评",
	analytics.OutcomeOwed: "涉及金额和补偿都有记录", analytics.OutcomePaid: "有补偿金额"}

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
	from, to := bins[bin-1], bins[bin]
	if hours(from) == hours(to) {
		return fmt.Sprintf("%d – %s", int(from/unit(from)), tookText(to))
	}
	return tookText(from) + " – " + tookText(to)
}

// hours reports whether a time is told in hours.
func hours(d time.Duration) bool { return d <= 24*time.Hour }

func unit(d time.Duration) time.Duration {
	if hours(d) {
		return time.Hour
	}
	return 24 * time.Hour
}

func tookText(d time.Duration) string {
	if hours(d) {
		return fmt.Sprintf("%d 小时", int(d/time.Hour))
	}
	return fmt.Sprintf("%d 天", int(d/(24*time.Hour)))
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
