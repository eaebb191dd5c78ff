package status

import (
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/dashboards"
)

// progress is all that a customer sees.
type progress struct {
	Tail  string // the last four places of the number
	Stage string
	Words string
	Steps []step
	Now   string
}

type step struct {
	Name, Time string
	Done       bool
	Here       bool // the newest that was reached
}

// tailPlaces is how much of a number is shown: enough to tell one's own complaints apart, too little to tell anybody else's.
const tailPlaces = 4

// progressOf puts a life into the words of a customer.
func progressOf(c analytics.Complaint, l lifecycle.Lifecycle, now time.Time) progress {
	p := progress{Tail: tail(c.ID), Now: dashboards.ClockText(now)}
	started := startOf(l)
	reached := 0
	for i, at := range []time.Time{l.Received, l.Accepted, started, l.Resolved, l.Closed} {
		s := step{Name: []string{"已收到", "已受理", "处理中", "已解决", "已办结"}[i]}
		if !at.IsZero() {
			s.Time, reached = dashboards.MomentText(at, now), i
		}
		p.Steps = append(p.Steps, s)
	}
	if l.Ended != "" {
		p.Steps = append(p.Steps[:1], step{Name: endings[l.Ended].name, Time: dashboards.MomentText(l.EndAt, now)})
		reached = 1
	}
	for i := range p.Steps[:reached+1] {
		p.Steps[i].Done = true
	}
	p.Steps[reached].Here = true
	p.Stage, p.Words = p.Steps[reached].Name, sentences[reached]
	if end, ended := endings[l.Ended]; ended {
		p.Stage, p.Words = end.name, end.words
	} else if l.Reopened > 0 && l.Open() {
		p.Stage, p.Words = "重新处理中", "这件投诉已重新打开，正在再次处理。"
	}
	return p
}

var sentences = []string{"我们已收到您的投诉，正在等待受理。", "您的投诉已经受理，即将交给负责的部门。", "负责的部门正在处理您的投诉。", "您反映的问题已经解决，等待办结。", "您的投诉已经办结。"}

var endings = map[string]struct{ name, words string }{
	"withdrawn":   {"已撤诉", "这件投诉已经撤回，不再处理。"},
	"merged":      {"已合并", "这件投诉已并入另一件投诉，一起处理。"},
	"invalidated": {"已结束", "这件投诉经核实不再处理。如有疑问，请与我们联系。"},
}

// startOf is when somebody began to work on it; of a complaint that was reopened and goes on, when it was reopened last.
func startOf(l lifecycle.Lifecycle) time.Time {
	if l.Reopened > 0 && l.Open() {
		return l.Round().From
	}
	for _, s := range l.Steps {
		switch s.Kind {
		case "assigned", "handed_over", "first_response", "replied", "progressed", "escalated", "paused", "resumed":
			return s.At
		}
	}
	return time.Time{}
}

func tail(id string) string {
	places := []rune(id)
	return string(places[max(0, len(places)-tailPlaces):])
}
