package dashboards

import (
	"fmt"
	"strings"
	"time"

	"huisheng/analytics"
)

var channelNames = map[string]string{analytics.ChannelWeCom: "企业微信", analytics.ChannelDingTalk: "钉钉", analytics.ChannelFeishu: "飞书",
	analytics.ChannelMail: "邮件", analytics.ChannelWebhook: "Webhook"}

// ChannelName is what people call a channel of notices.
func ChannelName(channel string) string { return channelNames[channel] }

// FindingKinds are the kinds of findings as a rule offers them.
var FindingKinds = []struct{ Kind, Name string }{
	{analytics.FindingDays, "异常的日子"}, {analytics.FindingWeek, "异常的一周"}, {analytics.FindingMonth, "比上月"}, {analytics.FindingYear, "比去年同月"}}

// Weekdays are the days of a week from Monday on, as time.Weekday counts them.
var Weekdays = []struct {
	Day  time.Weekday
	Name string
}{{1, "周一"}, {2, "周二"}, {3, "周三"}, {4, "周四"}, {5, "周五"}, {6, "周六"}, {0, "周日"}}

// RuleText says in words which findings a rule tells, when, and what happens when nobody confirms. names are those of recipients by number.
func RuleText(r analytics.DeliveryRule, called Names, recipients map[uint64]string) (what, when, then string) {
	what = LevelName(r.Level) + "及以上"
	if r.Level >= analytics.LevelAlarm {
		what = LevelName(r.Level)
	}
	if kinds := kindsText(r.Kinds); kinds != "" {
		what += "，" + kinds
	}
	for _, v := range r.Series {
		what += "，" + AttributeName(v.Axis) + "为" + ValueName(called, v.Axis, v.Value)
	}
	if r.Falls {
		what += "，含下降"
	}
	switch r.Digest {
	case analytics.DigestDaily:
		when = "每天 " + r.At.String() + " 汇总"
	case analytics.DigestWeekly:
		when = "每" + weekdayName(r.Weekday) + " " + r.At.String() + " 汇总"
	default:
		when = "立即"
	}
	if r.QuietFrom != r.QuietTo {
		when += fmt.Sprintf("；%s–%s 不发", r.QuietFrom, r.QuietTo)
		if r.BreakQuiet {
			when += "，警报除外"
		}
	}
	var steps []string
	for _, step := range r.Escalate {
		steps = append(steps, WaitText(step.After)+"无人确认，转"+recipients[step.To])
	}
	return what, when, strings.Join(steps, "；")
}

func kindsText(kinds []string) string {
	if len(kinds) == len(FindingKinds) {
		return ""
	}
	var names []string
	for _, known := range FindingKinds {
		for _, kind := range kinds {
			if kind == known.Kind {
				names = append(names, known.Name)
			}
		}
	}
	return strings.Join(names, "、")
}

func weekdayName(day time.Weekday) string {
	for _, d := range Weekdays {
		if d.Day == day {
			return d.Name
		}
	}
	return ""
}

// WaitText writes a length of time in whole days, hours or minutes, with a space after the number and before what follows.
func WaitText(d time.Duration) string {
	switch {
	case d >= 24*time.Hour && d%(24*time.Hour) == 0:
		return fmt.Sprintf("%d 天", d/(24*time.Hour))
	case d >= time.Hour && d%time.Hour == 0:
		return fmt.Sprintf("%d 小时", d/time.Hour)
	}
	return fmt.Sprintf("%d 分钟", d/time.Minute)
}
