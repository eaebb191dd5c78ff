package web

import (
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/dashboards"
)

// lifeView is the life of a complaint as its page shows it.
type lifeView struct {
	Ended    string // 撤诉, 并单, 无效: the complaint does not count
	Holder   string // who has it, empty when nobody is to do anything
	Track    []stageView
	Clocks   []clockView
	Rounds   []roundView // only when there is more than one
	Steps    []stepView
	Problems []string
	Told     bool // something is known besides the reception
}

// stageView is one stage of the track.
type stageView struct {
	Name  string
	Time  string
	Whole string // the time with its year, for hovering
	Gap   string // how long it took since the stage before
	State string // done; skipped: a later one was reached; next; todo
}

type roundView struct {
	Name, Span, Result, Tone string
}

type stepView struct {
	Time, After string
	Name        string
	Lines       []string
	Tone        string
	Round       string // named where a round begins
	Odd         bool   // it takes part in a contradiction
}

func lifeOf(c analytics.Complaint, rules []clockRule, l lifecycle.Lifecycle, now time.Time) lifeView {
	v := lifeView{Track: trackOf(l), Clocks: clocksOf(rules, l, now), Rounds: roundsOf(rules, l, now), Steps: stepsOf(c, l), Told: len(l.Steps) > 0}
	if l.Ended != "" {
		v.Ended = lifecycle.Name(l.Ended)
	}
	if l.Open() {
		v.Holder = strings.Join(strings.Fields(l.Department+" "+l.By), " ")
	}
	for _, p := range l.Problems {
		v.Problems = append(v.Problems, p.Text)
	}
	return v
}

// trackOf lays the stages out. What a reopening undid stands open again.
func trackOf(l lifecycle.Lifecycle) []stageView {
	visited := l.FollowedUp
	if len(l.Rounds) > 1 && visited.Before(l.Round().From) {
		visited = time.Time{}
	}
	times := []struct {
		name string
		at   time.Time
	}{{"受理", l.Accepted}, {"派单", l.Assigned}, {"首次响应", l.FirstResponse}, {"解决", l.Resolved}, {"办结", l.Closed}, {"回访", visited}}
	last := -1
	for i, t := range times {
		if !t.at.IsZero() {
			last = i
		}
	}
	stages, before := make([]stageView, len(times)), l.Received
	for i, t := range times {
		stages[i] = stageView{Name: t.name, State: "todo"}
		switch {
		case !t.at.IsZero():
			stages[i].State, stages[i].Time, stages[i].Whole = "done", dashboards.TimeText(t.at)[len("2006-"):], dashboards.TimeText(t.at)
			if took := t.at.Sub(before); took >= 0 {
				stages[i].Gap = analytics.DurationText(took)
			}
			before = t.at
		case i < last:
			stages[i].State = "skipped"
		case i == last+1 && l.Ended == "":
			stages[i].State = "next"
		}
	}
	return stages
}

// roundsOf lists the rounds of a complaint that was reopened.
func roundsOf(rules []clockRule, l lifecycle.Lifecycle, now time.Time) []roundView {
	if len(l.Rounds) < 2 {
		return nil
	}
	var readings []lifecycle.Reading
	for _, clock := range rules {
		if clock.EachRound {
			readings = l.Read(clock.Clock, now)
		}
	}
	list := make([]roundView, len(l.Rounds))
	for i, r := range l.Rounds {
		v := roundView{Name: roundName(i), Span: dashboards.TimeText(r.From) + " 起"}
		if !r.To.IsZero() {
			v.Span = dashboards.TimeText(r.From) + " – " + dashboards.TimeText(r.To)
		}
		switch {
		case readings != nil:
			v.Result, v.Tone = clockResult(l, readings[i])
		case !r.Closed.IsZero():
			v.Result = "办结"
		case !r.Resolved.IsZero():
			v.Result = "解决"
		default:
			v.Result = "未办结"
		}
		list[i] = v
	}
	return list
}

func roundName(i int) string { return "第 " + strconv.Itoa(i+1) + " 轮" }

func stepsOf(c analytics.Complaint, l lifecycle.Lifecycle) []stepView {
	odd := map[string]bool{}
	for _, p := range l.Problems {
		for _, id := range p.Events {
			odd[id] = true
		}
	}
	steps := []stepView{{Time: dashboards.TimeText(c.ReceivedAt), Name: "收到投诉", Lines: nonEmpty(c.Channel)}}
	for i, r := range l.Rounds {
		for j, e := range r.Steps {
			step := stepOf(c, e)
			step.Odd = odd[e.ID]
			if i > 0 && j == 0 {
				step.Round = roundName(i)
			}
			steps = append(steps, step)
		}
	}
	return steps
}

func stepOf(c analytics.Complaint, e lifecycle.Step) stepView {
	step := stepView{Time: dashboards.TimeText(e.At), Name: dashboards.EventName(e.Kind)}
	switch d := e.At.Sub(c.ReceivedAt); {
	case d > 0:
		step.After = analytics.DurationText(d) + "后"
	case d < 0:
		step.After = "投诉之前"
	}
	who := strings.Join(strings.Fields(e.Department+" "+e.By), " ")
	if e.FromDepartment != "" || e.ToDepartment != "" {
		who = strings.TrimSpace(who + " " + e.FromDepartment + " → " + e.ToDepartment)
	}
	step.Lines = nonEmpty(who, prefixed("并入 ", e.Into), amountText(e.AmountFen), e.Note, outcomeName(e.Outcome))
	if e.Satisfaction > 0 {
		step.Lines = append(step.Lines, "满意度 "+strconv.Itoa(int(e.Satisfaction))+" 分")
		step.Tone = "down"
		if e.Satisfaction < 4 {
			step.Tone = "up"
		}
	}
	if e.Kind == "escalated" || e.Kind == "reopened" {
		step.Tone = "up"
	}
	return step
}

func amountText(fen *int64) string {
	if fen == nil {
		return ""
	}
	return dashboards.Decimal(float64(*fen)/100) + " 元"
}
