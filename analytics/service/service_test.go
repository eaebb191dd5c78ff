package service_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	. "huisheng/analytics/service"
)

// weekdays is a calendar without holidays.
type weekdays struct{}

func (weekdays) Works(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// at is a moment of March 2024, whose fourth is a Monday.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01 2 15:04", "2024-03 "+s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func policy(t *testing.T, code string) *Policy {
	t.Helper()
	all, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Code == code {
			return p
		}
	}
	t.Fatalf("no policy %s", code)
	return nil
}

func life(c *analytics.Complaint, steps ...analytics.Event) *lifecycle.Lifecycle {
	for i := range steps {
		steps[i].ID = string(rune('a' + i))
	}
	l := lifecycle.Fold(c, lifecycle.Numbered(steps), at("28 00:00"))
	return &l
}

func step(kind, when string) analytics.Event { return analytics.Event{Kind: kind, At: at(when)} }

func TestTheClocksOfTheShippedPolicies(t *testing.T) {
	for _, c := range []struct {
		policy, clock string
		of            Case
		limit, due    string
	}{
		{"graded", "finish", Case{Grade: "A"}, "8 小时", "8 23:00"},
		{"graded", "finish", Case{Grade: "B"}, "24 小时", "9 15:00"},
		{"graded", "finish", Case{Grade: "D"}, "48 小时", "10 15:00"},
		{"graded", "opinion", Case{Grade: "C"}, "当日", "9 00:00"},
		{"graded", "opinion", Case{Grade: "A"}, "3 天", "12 00:00"},
		{"levels", "answer", Case{Level: "1"}, "24 小时", "9 15:00"},
		{"levels", "close", Case{Level: "2"}, "3 个工作日", "14 00:00"}, // Friday: Monday, Tuesday and Wednesday
		{"24-72", "final", Case{}, "72 小时", "11 15:00"},
		{"control", "inquire", Case{}, "2 个工作日", "13 00:00"},
		{"regulator", "decide", Case{}, "15 天", "24 00:00"},
	} {
		complaint := analytics.Complaint{ReceivedAt: at("8 15:00")}
		found := false
		for _, k := range NewBook(policy(t, c.policy), weekdays{}).On(at("8 15:00")).Read(&c.of, life(&complaint), at("8 16:00")) {
			if k.Clock.Code != c.clock {
				continue
			}
			found = true
			if k.Within.Limit != c.limit || len(k.Readings) != 1 || !k.Readings[0].Due.Equal(at(c.due)) || k.Readings[0].State != lifecycle.Running {
				t.Errorf("%s %s %+v: %s, %+v; want %s until %s", c.policy, c.clock, c.of, k.Within.Limit, k.Readings, c.limit, c.due)
			}
		}
		if !found {
			t.Errorf("%s: no clock %s for %+v", c.policy, c.clock, c.of)
		}
	}
}

func TestAComplaintOfNoGradeHasOnlyTheClocksForAll(t *testing.T) {
	complaint := analytics.Complaint{ReceivedAt: at("8 15:00")}
	clocks := NewBook(policy(t, "graded"), weekdays{}).On(at("8 15:00")).Read(&Case{}, life(&complaint), at("8 16:00"))
	if len(clocks) != 1 || clocks[0].Clock.Code != "accept" {
		t.Errorf("%+v", clocks)
	}
	if clocks := NewBook(policy(t, "levels"), weekdays{}).On(at("8 15:00")).Read(&Case{Level: "3"}, life(&complaint), at("8 16:00")); len(clocks) != 0 {
		t.Errorf("%+v", clocks)
	}
}

func TestTheReturnVisitBeginsWithTheAcceptance(t *testing.T) {
	complaint := analytics.Complaint{ReceivedAt: at("8 15:00")}
	book := NewBook(policy(t, "graded"), weekdays{})
	visit := func(l *lifecycle.Lifecycle) []lifecycle.Reading {
		for _, k := range book.On(at("8 15:00")).Read(&Case{Grade: "C"}, l, at("12 12:00")) {
			if k.Clock.Code == "visit" {
				return k.Readings
			}
		}
		t.Fatal("no clock for the visit")
		return nil
	}
	if r := visit(life(&complaint)); len(r) != 0 {
		t.Errorf("nobody accepted it, and the visit is due: %+v", r)
	}
	if r := visit(life(&complaint, step("accepted", "9 10:00"))); len(r) != 1 || r[0].State != lifecycle.Overdue || !r[0].Due.Equal(at("11 00:00")) {
		t.Errorf("%+v", r)
	}
}

func TestSumsAreExplainedLineByLine(t *testing.T) {
	book := NewBook(policy(t, "graded"), weekdays{})
	complaint := analytics.Complaint{ReceivedAt: at("4 09:00")}
	for _, c := range []struct {
		name  string
		of    Case
		steps []analytics.Event
		want  []string
	}{
		{"in time", Case{Grade: "B"}, []analytics.Event{step("accepted", "4 09:10"), step("closed", "4 20:00")}, []string{"按等级 200：B 级（严重）每件 200 元"}},
		{"late and again", Case{Grade: "B", Repeated: true}, []analytics.Event{step("accepted", "4 09:10"), step("closed", "5 11:30")},
			[]string{"按等级 200：B 级（严重）每件 200 元", "再次投诉加倍 200：客户为同一事项再次投诉，B 级 200 元 × 2，此行为多出部分", "未按时限 50：处理完毕限 24 小时，超 2 小时 30 分，按 D 级计 50 元"}},
		{"accepted two days late", Case{Grade: "D"}, []analytics.Event{step("accepted", "6 10:00"), step("closed", "6 09:00")},
			[]string{"按等级 50：D 级（告诫）每件 50 元", "延迟受理 200：受理限 24 小时，超 1 天 1 小时，计 2 天 × 100 元"}},
		{"withdrawn", Case{Grade: "A"}, []analytics.Event{step("withdrawn", "4 10:00")}, nil},
		{"no grade", Case{}, []analytics.Event{step("accepted", "4 10:00")}, nil},
	} {
		var got []string
		rules, lived := book.On(complaint.ReceivedAt), life(&complaint, c.steps...)
		for _, l := range rules.Fine(&c.of, lived, rules.Read(&c.of, lived, at("8 00:00"))) {
			got = append(got, l.Rule+" "+itoa(l.Yuan)+"："+l.Why)
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestTheBandsOfTheComplaintRate(t *testing.T) {
	v := NewBook(policy(t, "graded"), weekdays{}).On(at("4 09:00"))
	for _, c := range []struct {
		complaints   int64
		percent      float64
		yuan, upTo   int64
		punished     bool
		wantInReason string
	}{
		{794, 0.79, 0, 0, false, ""},
		{795, 0.80, 50, 50, true, "0.80% 档"}, // 0.795 % is 0.80 % as it is written
		{804, 0.80, 50, 50, true, "0.80% 档"},
		{805, 0.81, 100, 100, true, "0.80%–0.85% 档"},
		{850, 0.85, 100, 100, true, "0.80%–0.85% 档"},
		{900, 0.90, 150, 150, true, "0.85%–0.90% 档"},
		{951, 0.95, 200, 200, true, "0.90%–0.95% 档"},
		{1000, 1.00, 300, 300, true, "0.95%–1.00% 档"},
		{1006, 1.01, 500, 1500, true, "1.00% 以上档"},
	} {
		percent, line, known := v.RateOf("客服", c.complaints, 100000)
		if !known || percent != c.percent || (line != nil) != c.punished {
			t.Fatalf("%d: %v %+v %v", c.complaints, percent, line, known)
		}
		if line != nil && (line.Yuan != c.yuan || line.UpToYuan != c.upTo || !strings.HasSuffix(line.Why, c.wantInReason)) {
			t.Errorf("%d: %+v", c.complaints, line)
		}
	}
	if _, _, known := v.RateOf("客服", 3, 0); known {
		t.Error("a rate without exposure")
	}
}

func TestEveryRateLiesInAtMostOneBand(t *testing.T) {
	v := NewBook(policy(t, "graded"), weekdays{}).On(at("4 09:00"))
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64Range(0, 3000).Draw(t, "a"), rapid.Int64Range(0, 3000).Draw(t, "b")
		if a > b {
			a, b = b, a
		}
		fine := func(n int64) int64 {
			if _, line, _ := v.RateOf("x", n, 100000); line != nil {
				return line.Yuan
			}
			return 0
		}
		if fine(a) > fine(b) {
			t.Fatalf("%d complaints cost %d, %d cost %d", a, fine(a), b, fine(b))
		}
	})
}

func TestThreeComplaintsAMonthAreNamed(t *testing.T) {
	v := NewBook(policy(t, "graded"), weekdays{}).On(at("4 09:00"))
	lines := v.OftenIn([]Person{{"售后", "王**", 2}, {"售后", "李**", 3}, {"", "", 90}, {"销售", "赵**", 5}})
	if len(lines) != 2 || lines[0].Handler != "赵**" || lines[1].Why != "当月被诉 3 件，达到 3 件" || len(lines[1].Measures) != 4 {
		t.Errorf("%+v", lines)
	}
}

func TestTheVersionOfTheDayOfReceptionHolds(t *testing.T) {
	p, err := Parse("own.yaml", []byte(`
policy: own
name: 自己的
versions:
  - {from: 2024-01-01, clocks: [{code: f, name: 答复, ends: [replied], within: [{limit: 8 小时}]}]}
  - {from: 2024-03-05, hours: 09:00-18:00, clocks: [{code: f, name: 答复, ends: [replied], within: [{limit: 8 工作小时}]}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	for start, due := range map[string]string{"4 23:59": "5 07:59", "5 16:00": "6 15:00"} {
		complaint := analytics.Complaint{ReceivedAt: at(start)}
		r := NewBook(p, weekdays{}).On(at(start)).Read(&Case{}, life(&complaint), at(start))[0].Readings[0]
		if !r.Due.Equal(at(due)) {
			t.Errorf("received %s: due %s, want %s", start, r.Due, due)
		}
	}
	if NewBook(p, weekdays{}).On(at("4 00:00").AddDate(-1, 0, 0)) != nil {
		t.Error("a version before the first")
	}
}

func TestWhoIsTold(t *testing.T) {
	v := NewBook(policy(t, "levels"), weekdays{}).On(at("4 09:00"))
	if tells := v.Tells(&Case{Mass: 2}); len(tells) != 0 {
		t.Errorf("%+v", tells)
	}
	if tells := v.Tells(&Case{Mass: 3}); len(tells) != 1 || tells[0].To != "二级责任人" {
		t.Errorf("%+v", tells)
	}
}

func TestEveryPartOfAConditionMatters(t *testing.T) {
	of := Case{Grade: "A", Level: "1", Sender: "customer", Channel: "电话", Tier: "VIP", Department: "售后", Urgency: []string{"media"}, AmountFen: 300001, Repeated: true, Mass: 3, Reopened: 2}
	all := Condition{Grade: []string{"B", "A"}, Level: []string{"1"}, Sender: []string{"customer"}, Channel: []string{"电话"}, Tier: []string{"VIP"}, Department: []string{"售后"},
		Urgency: []string{"injury", "media"}, Above: 3000, Repeated: true, Mass: 3, Reopened: 2}
	if !all.Holds(&of) {
		t.Fatal("it does not hold")
	}
	for name, change := range map[string]func(*Case){
		"grade": func(c *Case) { c.Grade = "" }, "level": func(c *Case) { c.Level = "2" }, "sender": func(c *Case) { c.Sender = "other" }, "channel": func(c *Case) { c.Channel = "" },
		"tier": func(c *Case) { c.Tier = "普通" }, "department": func(c *Case) { c.Department = "" }, "urgency": func(c *Case) { c.Urgency = nil }, "above": func(c *Case) { c.AmountFen = 300000 },
		"repeated": func(c *Case) { c.Repeated = false }, "mass": func(c *Case) { c.Mass = 2 }, "reopened": func(c *Case) { c.Reopened = 1 },
	} {
		changed := of
		change(&changed)
		if all.Holds(&changed) {
			t.Errorf("it holds without the right %s", name)
		}
	}
}
