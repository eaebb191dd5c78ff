package lifecycle

import (
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
)

// ProblemKind says which rule a record breaks.
type ProblemKind string

// The kinds of problem. Those of Order are told by SQL as well, so that complaints which have one can be listed and counted.
const (
	BeforeReceived      ProblemKind = "before_received"       // a step before the complaint came in
	EndedBeforeAccepted ProblemKind = "ended_before_accepted" // 办结早于受理
	VisitedBeforeEnd    ProblemKind = "visited_before_end"    // 回访早于办结
	ReopenedWithoutEnd  ProblemKind = "reopened_without_end"  // 重开之前没有办结
	ReopenedAgain       ProblemKind = "reopened_again"        // two reopenings with no end between
	AcceptedTwice       ProblemKind = "accepted_twice"
	ClosedTwice         ProblemKind = "closed_twice"
	PausedTwice         ProblemKind = "paused_twice"
	ResumedWithoutPause ProblemKind = "resumed_without_pause"
	HandledAfterEnd     ProblemKind = "handled_after_end" // 撤诉后仍有处理
	MergedIntoItself    ProblemKind = "merged_into_itself"
	RatedUnreached      ProblemKind = "rated_unreached" // a visit that reached nobody has an answer
	InFuture            ProblemKind = "in_future"
)

// Order are the kinds that follow from the first times of a life alone: what 记录有矛盾 counts.
var Order = []ProblemKind{BeforeReceived, EndedBeforeAccepted, VisitedBeforeEnd, ReopenedWithoutEnd}

// Problem is a contradiction in the record of a complaint.
type Problem struct {
	Kind   ProblemKind
	Text   string   // a sentence for a person, with the times
	Events []string // ids of the events that contradict each other, or something else
}

// Contradicts reports whether the record breaks a rule of Order.
func (l *Lifecycle) Contradicts() bool {
	return slices.ContainsFunc(l.Problems, func(p Problem) bool { return slices.Contains(Order, p.Kind) })
}

func problem(kind ProblemKind, what string, steps ...Step) Problem {
	p := Problem{Kind: kind}
	var told []string
	for _, s := range steps {
		p.Events = append(p.Events, s.ID)
		told = append(told, Name(s.Kind)+" "+moment(s.At))
	}
	p.Text = what + "：" + strings.Join(told, "，") + "。"
	return p
}

func moment(t time.Time) string { return t.In(analytics.Zone).Format("2006-01-02 15:04") }

// contradictions looks for what needs no walk through the steps.
func (l *Lifecycle) contradictions(c *analytics.Complaint, now time.Time) {
	var early, future []Step
	for _, s := range l.Steps {
		switch {
		case s.At.Before(c.ReceivedAt):
			early = append(early, s)
		case s.At.After(now):
			future = append(future, s)
		}
		if s.Kind == "merged" && s.Into == c.ID {
			l.Problems = append(l.Problems, problem(MergedIntoItself, "合并到自己", s))
		}
		if s.Kind == "followed_up" && !s.visited() && s.Satisfaction > 0 {
			l.Problems = append(l.Problems, problem(RatedUnreached, "回访没有接通或被拒答，却有满意度", s))
		}
	}
	if len(early) > 0 {
		l.Problems = append(l.Problems, problem(BeforeReceived, kindsOf(early)+"早于投诉时间 "+moment(c.ReceivedAt), early...))
	}
	if c.ReceivedAt.After(now) {
		l.Problems = append(l.Problems, Problem{Kind: InFuture, Text: "投诉时间 " + moment(c.ReceivedAt) + " 晚于现在。"})
	} else if len(future) > 0 {
		l.Problems = append(l.Problems, problem(InFuture, "事件晚于现在", future...))
	}
	l.disorder()
	slices.SortStableFunc(l.Problems, func(a, b Problem) int { return strings.Compare(string(a.Kind), string(b.Kind)) })
}

// disorder compares the first of each kind, as SQL does.
func (l *Lifecycle) disorder() {
	first := func(holds func(Step) bool) *Step {
		var found *Step
		for i := range l.Steps {
			if s := &l.Steps[i]; holds(*s) && (found == nil || s.At.Before(found.At)) {
				found = s
			}
		}
		return found
	}
	kind := func(kinds ...string) func(Step) bool {
		return func(s Step) bool { return slices.Contains(kinds, s.Kind) }
	}
	end, accepted := first(kind("resolved", "closed")), first(kind("accepted"))
	if end != nil && accepted != nil && end.At.Before(accepted.At) {
		l.Problems = append(l.Problems, problem(EndedBeforeAccepted, Name(end.Kind)+"早于受理", *end, *accepted))
	}
	if visit := first(Step.visited); visit != nil && end != nil && visit.At.Before(end.At) {
		l.Problems = append(l.Problems, problem(VisitedBeforeEnd, "回访早于"+Name(end.Kind), *visit, *end))
	}
	reopened, over := first(kind("reopened")), first(func(s Step) bool { return endings(s.Kind) })
	if reopened != nil && (over == nil || reopened.At.Before(over.At)) {
		l.Problems = append(l.Problems, problem(ReopenedWithoutEnd, "重开之前没有解决或办结", *reopened))
	}
}

// kindsOf names the kinds of some steps, each once.
func kindsOf(steps []Step) string {
	var list []string
	for _, s := range steps {
		if name := Name(s.Kind); !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return strings.Join(list, "、")
}
