package deliver

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"huisheng/analytics"
)

// Rules are rules as people write them in a file.
type Rules struct {
	Rules []RuleText `yaml:"rules" json:"rules"`
}

// RuleText is one rule as people write it: recipients by their names, times of day as 09:00, lengths of time as 30m.
type RuleText struct {
	Name       string       `yaml:"name" json:"name"`
	Level      int          `yaml:"level" json:"level"` // 1 提示, 2 预警, 3 警报
	Kinds      []string     `yaml:"kinds,omitempty" json:"kinds,omitempty"`
	Series     []SeriesText `yaml:"series,omitempty" json:"series,omitempty"`
	Falls      bool         `yaml:"falls,omitempty" json:"falls,omitempty"`
	To         []string     `yaml:"to" json:"to"`
	Digest     string       `yaml:"digest,omitempty" json:"digest,omitempty"`
	At         string       `yaml:"at,omitempty" json:"at,omitempty"`
	Weekday    int          `yaml:"weekday,omitempty" json:"weekday,omitempty"` // 0 Sunday to 6
	Quiet      string       `yaml:"quiet,omitempty" json:"quiet,omitempty"`     // 22:00-08:00
	BreakQuiet bool         `yaml:"break_quiet,omitempty" json:"break_quiet,omitempty"`
	Escalate   []StepText   `yaml:"escalate,omitempty" json:"escalate,omitempty"`
	Off        bool         `yaml:"off,omitempty" json:"off,omitempty"`
}

// SeriesText is one value that the series must have.
type SeriesText struct {
	Axis  string `yaml:"axis" json:"axis"`
	Value string `yaml:"value" json:"value"`
}

// StepText is one escalation.
type StepText struct {
	After string `yaml:"after" json:"after"`
	To    string `yaml:"to" json:"to"`
}

// YAML writes them.
func (r Rules) YAML() ([]byte, error) { return yaml.Marshal(r) }

// Written turns rules into what people write.
func Written(rules []analytics.DeliveryRule, recipients []analytics.Recipient) Rules {
	named := func(number uint64) string {
		for _, r := range recipients {
			if r.Number == number {
				return r.Name
			}
		}
		return ""
	}
	out := Rules{Rules: []RuleText{}}
	for _, r := range rules {
		t := RuleText{Name: r.Name, Level: int(r.Level), Kinds: r.Kinds, Falls: r.Falls, To: []string{}, Digest: r.Digest, BreakQuiet: r.BreakQuiet, Off: r.Off}
		for _, v := range r.Series {
			t.Series = append(t.Series, SeriesText(v))
		}
		for _, to := range r.To {
			t.To = append(t.To, named(to))
		}
		if r.Digest != analytics.DigestNone {
			t.At = r.At.String()
		}
		if r.Digest == analytics.DigestWeekly {
			t.Weekday = int(r.Weekday)
		}
		if r.QuietFrom != r.QuietTo {
			t.Quiet = r.QuietFrom.String() + "-" + r.QuietTo.String()
		}
		for _, step := range r.Escalate {
			t.Escalate = append(t.Escalate, StepText{afterText(step.After), named(step.To)})
		}
		out.Rules = append(out.Rules, t)
	}
	return out
}

// afterText writes whole hours or minutes as time.ParseDuration reads them.
func afterText(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

// ReadRules reads a file of rules. Errors say in which file and rule something is wrong.
func ReadRules(raw []byte, file string, recipients []analytics.Recipient) ([]analytics.DeliveryRule, error) {
	var written Rules
	if err := yaml.UnmarshalWithOptions(raw, &written, yaml.Strict()); err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "规则文件 %s 读不懂", file)
	}
	var list []analytics.DeliveryRule
	for i, t := range written.Rules {
		r, err := t.rule(recipients)
		if err != nil {
			return nil, analytics.Wrap(analytics.KindInvalid, err, "规则文件 %s 的第 %d 条（%s）", file, i+1, t.Name)
		}
		if slices.ContainsFunc(list, func(other analytics.DeliveryRule) bool { return other.Name == r.Name }) {
			return nil, analytics.Invalid("name", "规则文件 %s 里有两条叫 %s", file, r.Name)
		}
		list = append(list, r)
	}
	return list, nil
}

func (t RuleText) rule(recipients []analytics.Recipient) (r analytics.DeliveryRule, err error) {
	number := func(name string) uint64 {
		for _, one := range recipients {
			if one.Name == name && one.GoneAt.IsZero() {
				return one.Number
			}
		}
		if err == nil {
			err = analytics.Invalid("to", "没有名为 %q 的收件人", name)
		}
		return 0
	}
	minute := func(text string) analytics.MinuteOfDay {
		m, failed := analytics.ParseMinute(text)
		if err == nil {
			err = failed
		}
		return m
	}
	r = analytics.DeliveryRule{Name: t.Name, Level: uint8(max(0, min(t.Level, 255))), Kinds: t.Kinds, Falls: t.Falls, Digest: t.Digest, BreakQuiet: t.BreakQuiet, Off: t.Off}
	if t.Weekday < 0 || t.Weekday > 6 {
		return r, analytics.Invalid("weekday", "weekday 应在 0（周日）–6（周六）之间，现为 %d", t.Weekday)
	}
	r.Weekday = time.Weekday(t.Weekday)
	for _, v := range t.Series {
		r.Series = append(r.Series, analytics.AxisValue(v))
	}
	for _, name := range t.To {
		r.To = append(r.To, number(name))
	}
	if t.Digest != analytics.DigestNone {
		r.At = minute(t.At)
	}
	if from, to, spans := strings.Cut(t.Quiet, "-"); spans {
		r.QuietFrom, r.QuietTo = minute(from), minute(to)
	} else if t.Quiet != "" {
		return r, analytics.Invalid("quiet", "quiet 应写作 22:00-08:00，现为 %q", t.Quiet)
	}
	for _, step := range t.Escalate {
		after, failed := time.ParseDuration(step.After)
		if failed != nil {
			return r, analytics.Invalid("after", "after 应写作 30m 或 2h，现为 %q", step.After)
		}
		r.Escalate = append(r.Escalate, analytics.Escalation{After: after, To: number(step.To)})
	}
	return r, err
}
