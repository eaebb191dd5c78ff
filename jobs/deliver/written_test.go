package deliver_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/jobs/deliver"
)

var people = []analytics.Recipient{{Number: 1, Name: "质量部群"}, {Number: 2, Name: "李经理"}, {Number: 3, Name: "走了的", GoneAt: friday}}

func TestRulesComeBackFromTheirFileAsTheyWere(t *testing.T) {
	rules := []analytics.DeliveryRule{
		{Name: "立即", Level: 3, To: []uint64{1}, QuietFrom: 22 * 60, QuietTo: 8*60 + 5, BreakQuiet: true, Escalate: []analytics.Escalation{{After: 30 * time.Minute, To: 2}, {After: 24 * time.Hour, To: 1}}},
		{Name: "每周", Level: 1, Kinds: []string{analytics.FindingWeek, analytics.FindingMonth}, Series: []analytics.AxisValue{{Axis: "department", Value: "客服: 部"}, {Axis: "topic", Value: ""}},
			Falls: true, To: []uint64{2, 1}, Digest: analytics.DigestWeekly, At: 9 * 60, Weekday: time.Friday, Off: true},
		{Name: "每天零点", Level: 2, To: []uint64{2}, Digest: analytics.DigestDaily},
	}
	raw, err := deliver.Written(rules, people).YAML()
	must(t, err)
	back, err := deliver.ReadRules(raw, "rules.yaml", people)
	must(t, err)
	if diff := cmp.Diff(rules, back); diff != "" {
		t.Errorf("%s\n%s", diff, raw)
	}
}

func TestAFileThatIsWrongSaysWhereAndWhat(t *testing.T) {
	for file, says := range map[string]string{
		"rules: [{nme: x}]": "unknown field",
		"rules:\n- {name: a, level: 2, to: [没有的人]}":                                   "第 1 条（a）: 没有名为 \"没有的人\" 的收件人",
		"rules:\n- {name: a, level: 2, to: [走了的]}":                                    "走了的",
		"rules:\n- {name: a, level: 2, to: [李经理], quiet: 整夜}":                         "22:00-08:00",
		"rules:\n- {name: a, level: 2, to: [李经理], digest: daily, at: '9 点'}":          "09:30",
		"rules:\n- {name: a, level: 2, to: [李经理], escalate: [{after: 半天, to: 质量部群}]}": "30m",
		"rules:\n- {name: a, level: 2, to: [李经理], weekday: 8}":                        "weekday",
		"rules:\n- {name: a, level: 2, to: [李经理]}\n- {name: a, level: 3, to: [李经理]}":  "两条叫 a",
	} {
		if _, err := deliver.ReadRules([]byte(file), "rules.yaml", people); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "rules.yaml") {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestARuleThatMakesNoSenseIsRefused(t *testing.T) {
	good := analytics.DeliveryRule{Name: "a", Level: 2, To: []uint64{1}, Escalate: []analytics.Escalation{{After: time.Hour, To: 2}}}
	must(t, deliver.CheckRule(good, people))
	for name, spoil := range map[string]func(*analytics.DeliveryRule){
		"no name":                     func(r *analytics.DeliveryRule) { r.Name = "" },
		"no level":                    func(r *analytics.DeliveryRule) { r.Level = 0 },
		"a level that is not there":   func(r *analytics.DeliveryRule) { r.Level = 4 },
		"nobody":                      func(r *analytics.DeliveryRule) { r.To = nil },
		"somebody who is gone":        func(r *analytics.DeliveryRule) { r.To = []uint64{3} },
		"somebody who never was":      func(r *analytics.DeliveryRule) { r.To = []uint64{9} },
		"an unknown kind":             func(r *analytics.DeliveryRule) { r.Kinds = []string{"year"} },
		"an unknown axis":             func(r *analytics.DeliveryRule) { r.Series = []analytics.AxisValue{{Axis: "colour", Value: "red"}} },
		"an unknown digest":           func(r *analytics.DeliveryRule) { r.Digest = "hourly" },
		"a time beyond the day":       func(r *analytics.DeliveryRule) { r.At = 24 * 60 },
		"an escalation to the same":   func(r *analytics.DeliveryRule) { r.Escalate[0].To = 1 },
		"an escalation at once":       func(r *analytics.DeliveryRule) { r.Escalate[0].After = 0 },
		"an escalation after a month": func(r *analytics.DeliveryRule) { r.Escalate[0].After = 31 * 24 * time.Hour },
		"escalations out of order": func(r *analytics.DeliveryRule) {
			r.Escalate = append(r.Escalate, analytics.Escalation{After: time.Minute, To: 2})
		},
	} {
		bad := good
		bad.Escalate = append([]analytics.Escalation(nil), good.Escalate...)
		spoil(&bad)
		if err := deliver.CheckRule(bad, people); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadRules(f *testing.F) {
	f.Add([]byte("rules:\n- {name: a, level: 2, to: [李经理], quiet: 22:00-08:00, escalate: [{after: 30m, to: 质量部群}]}\n"))
	f.Add([]byte("rules: [{name: a, level: -1, weekday: 6, digest: weekly, at: \"09:00\"}]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		rules, err := deliver.ReadRules(raw, "rules.yaml", people)
		if err != nil {
			return
		}
		for _, r := range rules {
			_ = deliver.CheckRule(r, people)
			if due := r.Due(2, friday); due.Before(friday) {
				t.Errorf("%+v is due %s", r, due)
			}
		}
	})
}
