package lifecycle_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	. "huisheng/analytics/lifecycle"
)

func TestWhatCannotBeIsReportedWithItsEvents(t *testing.T) {
	for _, c := range []struct {
		want   ProblemKind
		events string // joined ids
		text   string
		steps  []Step
	}{
		{BeforeReceived, "e0", "首次响应早于投诉时间 2024-03-01 09:00：首次响应 2024-03-01 08:30。", told(step("first_response", "1 08:30"))},
		{EndedBeforeAccepted, "e1 e0", "办结早于受理：办结 2024-03-02 10:00，受理 2024-03-03 10:00。", told(step("accepted", "3 10:00"), step("closed", "2 10:00"))},
		{VisitedBeforeEnd, "e1 e0", "回访早于办结", told(step("closed", "4 10:00"), step("followed_up", "3 10:00"))},
		{ReopenedWithoutEnd, "e1", "重开之前没有解决或办结", told(step("accepted", "1 10:00"), step("reopened", "2 10:00"))},
		{ReopenedAgain, "e1 e2", "两次重开之间", told(step("closed", "2 10:00"), step("reopened", "3 10:00"), step("reopened", "4 10:00"))},
		{AcceptedTwice, "e0 e1", "两次受理", told(step("accepted", "2 10:00"), step("accepted", "3 10:00"))},
		{ClosedTwice, "e0 e1", "两次办结", told(step("closed", "2 10:00"), step("closed", "3 10:00"))},
		{PausedTwice, "e0 e1", "又暂停", told(step("paused", "2 10:00"), step("paused", "3 10:00"))},
		{ResumedWithoutPause, "e0", "恢复计时之前没有暂停", told(step("resumed", "2 10:00"))},
		{HandledAfterEnd, "e0 e1 e2", "撤诉后仍有处理", told(step("withdrawn", "2 10:00"), step("progressed", "3 10:00"), step("handed_over", "4 10:00"))},
		{MergedIntoItself, "e0", "合并到自己", told(with(step("merged", "2 10:00"), func(e *analytics.Event) { e.Into = "1" }))},
		{RatedUnreached, "e0", "却有满意度", told(with(step("followed_up", "2 10:00"), func(e *analytics.Event) { e.Outcome, e.Satisfaction = "unreached", 5 }))},
		{InFuture, "e0", "事件晚于现在", told(step("progressed", "21 10:00"))},
	} {
		l := Fold(&received, c.steps, now)
		if len(l.Problems) != 1 || l.Problems[0].Kind != c.want || strings.Join(l.Problems[0].Events, " ") != c.events || !strings.Contains(l.Problems[0].Text, c.text) {
			t.Errorf("%s: got %+v", c.want, l.Problems)
		}
		if l.Contradicts() != slices.Contains(Order, c.want) {
			t.Errorf("%s: contradicts %v", c.want, l.Contradicts())
		}
	}
}

func TestWhatIsMerelyUnusualIsNoProblem(t *testing.T) {
	for name, steps := range map[string][]Step{
		"a visit between solution and closing":         told(step("resolved", "2 10:00"), step("followed_up", "2 11:00"), step("closed", "2 12:00")),
		"a withdrawn complaint is filed away":          told(step("withdrawn", "2 10:00"), step("closed", "2 11:00")),
		"reopened after it was withdrawn, and handled": told(step("withdrawn", "2 10:00"), step("reopened", "3 10:00"), step("progressed", "4 10:00")),
		"accepted again when reopened":                 told(step("accepted", "1 10:00"), step("closed", "2 10:00"), step("reopened", "3 10:00"), step("accepted", "3 11:00"), step("closed", "4 10:00")),
		"a system that keeps days only":                told(step("closed", "2 00:00"), step("resolved", "2 00:00"), step("first_response", "2 00:00"), step("accepted", "2 00:00"), step("followed_up", "2 00:00")),
		"paused, and closed while it was":              told(step("paused", "2 10:00"), step("closed", "3 10:00")),
		"a visit though nothing tells an end":          told(step("accepted", "1 10:00"), step("followed_up", "2 10:00")),
	} {
		if l := Fold(&received, steps, now); len(l.Problems) > 0 {
			t.Errorf("%s: %v", name, l.Problems)
		}
	}
}

func TestAProblemInTheFutureIsGoneWhenThatTimeHasCome(t *testing.T) {
	steps := told(step("progressed", "21 10:00"))
	if l := Fold(&received, steps, at("22 00:00")); len(l.Problems) > 0 {
		t.Errorf("%v", l.Problems)
	}
	late := received
	late.ReceivedAt = at("25 09:00")
	if l := Fold(&late, nil, now); len(l.Problems) != 1 || l.Problems[0].Kind != InFuture {
		t.Errorf("a complaint of the future: %v", l.Problems)
	}
}

func TestEveryProblemNamesItsEventsAndIsASentence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Fold(&received, anyLife(t), now)
		for _, p := range l.Problems {
			if len(p.Events) == 0 || !strings.HasSuffix(p.Text, "。") || p.Kind == "" {
				t.Fatalf("%+v", p)
			}
			for _, id := range p.Events {
				if !slices.ContainsFunc(l.Steps, func(s Step) bool { return s.ID == id }) {
					t.Fatalf("%s is no event of this life", id)
				}
			}
		}
	})
}
