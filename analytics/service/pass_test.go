package service_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	. "huisheng/analytics/service"
)

func handed(from, to, when string) analytics.Event {
	return analytics.Event{Kind: "handed_over", Department: from, FromDepartment: from, ToDepartment: to, At: at(when)}
}

func by(department, kind, when string, score uint8) analytics.Event {
	return analytics.Event{Kind: kind, Department: department, At: at(when), Satisfaction: score}
}

func TestHandOversAreAnsweredByTheDepartmentThatGotThem(t *testing.T) {
	rules := NewBook(policy(t, "control"), weekdays{}).On(at("4 09:00")) // two working days: what is handed over on Friday the 8th is due when the 12th ends
	complaint := analytics.Complaint{ReceivedAt: at("8 09:00"), Department: "客服"}
	for _, c := range []struct {
		name  string
		steps []analytics.Event
		want  string
	}{
		{"in time", []analytics.Event{handed("客服", "物流", "8 10:00"), by("物流", "replied", "12 23:00", 4)}, "客服→物流 met 4 until 13 00:00"},
		{"too late", []analytics.Event{handed("客服", "物流", "8 10:00"), by("物流", "progressed", "13 00:01", 0)}, "客服→物流 late 0 until 13 00:00"},
		{"another department speaks", []analytics.Event{handed("客服", "物流", "8 10:00"), by("客服", "replied", "8 11:00", 0)}, "客服→物流 open 0 until 13 00:00"},
		{"finished without it", []analytics.Event{handed("客服", "物流", "8 10:00"), by("客服", "closed", "8 11:00", 0)}, "客服→物流 none 0 until 13 00:00"},
		{"handed back is the answer, and no request", []analytics.Event{handed("客服", "物流", "8 10:00"), handed("物流", "客服", "8 15:00")}, "客服→物流 met 0 until 13 00:00"},
		{"handed on", []analytics.Event{handed("客服", "物流", "8 10:00"), handed("物流", "财务", "8 15:00")}, "客服→物流 met 0 until 13 00:00; 物流→财务 open 0 until 13 00:00"},
		{"twice to the same", []analytics.Event{handed("客服", "物流", "8 10:00"), handed("客服", "物流", "8 11:00"), by("物流", "replied", "8 12:00", 0)}, "客服→物流 met 0 until 13 00:00"},
		{"withdrawn", []analytics.Event{handed("客服", "物流", "8 10:00"), by("", "withdrawn", "8 12:00", 0)}, ""},
		{"to nobody", []analytics.Event{handed("客服", "", "8 10:00")}, ""},
	} {
		l := life(&complaint, c.steps...)
		var got []string
		for _, p := range rules.Passes(l, complaint.Department) {
			got = append(got, fmt.Sprintf("%s→%s %s %d until %s", p.From, p.To, p.State(l.Open()), p.Score, p.Due.Format("02 15:04")))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, "; "), c.want)
		}
	}
}

func TestWithoutALimitAnAnswerIsOnlyAnAnswer(t *testing.T) {
	complaint := analytics.Complaint{ReceivedAt: at("8 09:00"), Department: "客服"}
	l := life(&complaint, handed("客服", "物流", "8 10:00"), by("物流", "replied", "28 23:00", 0))
	passes := NewBook(policy(t, "graded"), weekdays{}).On(at("4 09:00")).Passes(l, "客服")
	if len(passes) != 1 || passes[0].State(true) != analytics.PassAnswered || !passes[0].Due.IsZero() {
		t.Errorf("%+v", passes)
	}
}

func TestSolvedOnTheSpotIsByOneDepartmentOnTheDay(t *testing.T) {
	rules := NewBook(policy(t, "graded"), weekdays{}).On(at("4 09:00"))
	complaint := analytics.Complaint{ReceivedAt: at("4 09:00"), Department: "客服"}
	for _, c := range []struct {
		name  string
		steps []analytics.Event
		want  string
	}{
		{"the same day", []analytics.Event{step("resolved", "4 23:59"), step("closed", "6 10:00")}, analytics.SolvedSpot},
		{"the next day", []analytics.Event{step("resolved", "5 00:01")}, analytics.SolvedLater},
		{"closed and not resolved", []analytics.Event{step("closed", "4 12:00")}, analytics.SolvedSpot},
		{"handed over", []analytics.Event{handed("客服", "物流", "4 10:00"), step("resolved", "4 12:00")}, analytics.SolvedLater},
		{"escalated", []analytics.Event{step("escalated", "4 10:00"), step("resolved", "4 12:00")}, analytics.SolvedLater},
		{"reopened and solved again", []analytics.Event{step("resolved", "4 10:00"), step("reopened", "4 11:00"), step("resolved", "4 12:00")}, analytics.SolvedLater},
		{"reopened and open", []analytics.Event{step("resolved", "4 10:00"), step("reopened", "4 11:00")}, ""},
		{"not yet", []analytics.Event{step("progressed", "4 10:00")}, ""},
		{"withdrawn", []analytics.Event{step("resolved", "4 10:00"), step("withdrawn", "4 11:00")}, ""},
	} {
		if got := rules.Solved(life(&complaint, c.steps...)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	own, err := Parse("own.yaml", []byte("policy: own\nname: 自己的\nversions:\n  - {from: 2024-01-01, spot: 2 小时}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := NewBook(own, weekdays{}).On(at("4 09:00")).Solved(life(&complaint, step("resolved", "4 11:01"))); got != analytics.SolvedLater {
		t.Errorf("after the own limit: %q", got)
	}
}

func TestTheClockOfTheResponse(t *testing.T) {
	for code, want := range map[string]string{"graded": "respond", "levels": "answer", "24-72": "first", "control": "inquire", "regulator": "decide"} {
		if c := policy(t, code).Versions[0].ResponseClock(); c == nil || c.Code != want {
			t.Errorf("%s: %+v, want %s", code, c, want)
		}
	}
	none, err := Parse("own.yaml", []byte("policy: own\nname: 自己的\nversions:\n  - {from: 2024-01-01, clocks: [{code: a, name: 受理, ends: [accepted, replied], within: [{limit: 8 小时}]}]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c := none.Versions[0].ResponseClock(); c != nil {
		t.Errorf("acceptance counts as a response: %+v", c)
	}
	for field, text := range map[string]string{"response": "response: none", "handover": "handover: 半天", "spot": "spot: 很快"} {
		_, err := Parse("own.yaml", []byte("policy: own\nname: 自己的\nversions:\n  - {from: 2024-01-01, "+text+"}\n"))
		if err == nil || !strings.Contains(err.Error(), "versions[0]."+field) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A version that begins later changes nothing of what was received before it.
func TestALaterVersionLeavesEarlierMonthsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := fmt.Sprintf("policy: graded\nname: 分级限时\nversions:\n%s%s", version("2000-01-01", 500, 8), version("2024-03-15", rapid.Int64Range(0, 900).Draw(t, "fine"), rapid.IntRange(1, 99).Draw(t, "hours")))
		two, err := Parse("two.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		one, err := Parse("one.yaml", []byte("policy: graded\nname: 分级限时\nversions:\n"+version("2000-01-01", 500, 8)))
		if err != nil {
			t.Fatal(err)
		}
		day := rapid.IntRange(1, 14).Draw(t, "day")
		complaint := analytics.Complaint{ReceivedAt: at(fmt.Sprintf("%d 23:59", day))}
		l := life(&complaint, step("closed", fmt.Sprintf("%d 10:00", day+rapid.IntRange(1, 10).Draw(t, "took"))))
		read := func(p *Policy) string {
			r := NewBook(p, weekdays{}).On(complaint.ReceivedAt)
			of := Case{Grade: "A"}
			clocks := r.Read(&of, l, at("28 00:00"))
			return fmt.Sprintf("%s %v %+v", r.From, clocks[0].Readings[0].Due, r.Fine(&of, l, clocks))
		}
		if a, b := read(one), read(two); a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

func version(from string, fine int64, hours int) string {
	return fmt.Sprintf("  - {from: %s, grades: [{code: A, name: 重大, when: [x], fine: %d}], clocks: [{code: finish, name: 处理完毕, ends: [closed], within: [{limit: %d 小时}]}], fines: {unfinished: {clock: finish, as: A}}}\n", from, fine, hours)
}

// Whatever happened to a complaint, its lines are those of rules that the policy has, none is negative, and a sum has its reason.
func TestEveryLineHasItsReason(t *testing.T) {
	rules := NewBook(policy(t, "graded"), weekdays{}).On(at("4 09:00"))
	rapid.Check(t, func(t *rapid.T) {
		complaint := analytics.Complaint{ReceivedAt: at("4 09:00")}
		var steps []analytics.Event
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			steps = append(steps, step(rapid.SampledFrom(analytics.EventKinds).Draw(t, "kind"), fmt.Sprintf("%d %02d:00", rapid.IntRange(3, 20).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"))))
		}
		of := Case{Grade: rapid.SampledFrom([]string{"", "A", "B", "C", "D", "X"}).Draw(t, "grade"), Repeated: rapid.Bool().Draw(t, "repeated")}
		l := life(&complaint, steps...)
		seen := map[string]bool{}
		for _, line := range rules.Fine(&of, l, rules.Read(&of, l, at("28 00:00"))) {
			if line.Yuan < 0 || line.UpToYuan < line.Yuan || line.Why == "" || seen[line.Rule] {
				t.Fatalf("%+v", line)
			}
			seen[line.Rule] = true
		}
		if l.Ended != "" && len(seen) > 0 {
			t.Fatalf("%s costs %v", l.Ended, seen)
		}
	})
}
