package deliver

import (
	"slices"
	"time"

	"huisheng/analytics"
)

// The longest wait before an escalation: what is told to somebody else a week later is forgotten.
const longestEscalation = escalationSpan

// CheckRule tells what of a rule makes no sense.
func CheckRule(r analytics.DeliveryRule, recipients []analytics.Recipient) error {
	stands := func(number uint64) bool {
		return slices.ContainsFunc(recipients, func(one analytics.Recipient) bool { return one.Number == number && one.GoneAt.IsZero() })
	}
	switch {
	case r.Name == "" || len([]rune(r.Name)) > 40:
		return analytics.Invalid("name", "规则的名字应有 1–40 字")
	case r.Level < 1 || r.Level > analytics.LevelAlarm:
		return analytics.Invalid("level", "级别应为 1（提示）、2（预警）或 3（警报），现为 %d", r.Level)
	case len(r.To) == 0:
		return analytics.Invalid("to", "请至少选一个收件人")
	case !slices.Contains([]string{analytics.DigestNone, analytics.DigestDaily, analytics.DigestWeekly}, r.Digest):
		return analytics.Invalid("digest", "何时发应为立即、每天（daily）或每周（weekly），现为 %q", r.Digest)
	case min(r.At, r.QuietFrom, r.QuietTo) < 0 || max(r.At, r.QuietFrom, r.QuietTo) >= 24*60:
		return analytics.Invalid("at", "时刻应在 00:00–23:59 之间")
	}
	for _, kind := range r.Kinds {
		if !slices.Contains([]string{analytics.FindingDays, analytics.FindingWeek, analytics.FindingMonth, analytics.FindingYear}, kind) {
			return analytics.Invalid("kinds", "发现没有 %q 这一种", kind)
		}
	}
	for _, v := range r.Series {
		if _, attribute := analytics.AttributeOf(v.Axis); !attribute && !slices.Contains(analytics.Axes, v.Axis) {
			return analytics.Invalid("series", "投诉没有 %q 这一项", v.Axis)
		}
	}
	for _, to := range r.To {
		if !stands(to) {
			return analytics.Invalid("to", "收件人 %d 不在了，请重新选", to)
		}
	}
	before := time.Duration(0)
	for _, step := range r.Escalate {
		switch {
		case !stands(step.To):
			return analytics.Invalid("escalate", "要转给的收件人 %d 不在了，请重新选", step.To)
		case step.After <= before:
			return analytics.Invalid("escalate", "无人确认时转给谁，要按时间先后写，每一步都从首次通知算起")
		case step.After > longestEscalation:
			return analytics.Invalid("escalate", "等人确认最多 7 天")
		case slices.Contains(r.To, step.To):
			return analytics.Invalid("escalate", "要转给的人一开始就已通知，请换一个人")
		}
		before = step.After
	}
	return nil
}
