package web

import (
	"strconv"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/analytics/service"
	"huisheng/dashboards"
)

// clockView is one clock as a bar with words. A script moves both while the clock runs.
type clockView struct {
	Name   string // 首次响应
	Rule   string // B 级 24 小时内
	Result string // 还剩 3 小时 20 分
	Tone   string // up: late, down: in time
	Due    string
	Bar    []barPart
	Limit  float64 // where the time is over, when that is inside of the bar; 0 otherwise

	// For the script, while the clock runs: the moments in seconds since 1970. Zero otherwise.
	Ticks            bool
	Now, From, Until int64
}

// barPart is a stretch of a bar, in thousandths of its length.
type barPart struct {
	Class    string // worked, still, over
	X, Width float64
}

// clockRule is a clock of a complaint with the rule that it follows, in words.
type clockRule struct {
	lifecycle.Clock
	Text string // B 级 24 小时
}

// clockRules are the clocks that a complaint has by the policy in use; without one by its grade. They have begun.
func (s *site) clockRules(c analytics.Complaint, insight *analytics.Insight, l lifecycle.Lifecycle, now time.Time) []clockRule {
	var rules []clockRule
	if s.Judged == nil {
		for _, clock := range lifecycle.GradeClocks(c.Grade) {
			rules = append(rules, clockRule{clock, c.Grade + " 级 " + strconv.Itoa(int(clock.Within.Hours())) + " 小时"})
		}
		return rules
	}
	version := s.Judged.Policy().On(c.ReceivedAt)
	if version == nil {
		return nil
	}
	var urgency []string
	if insight != nil {
		urgency = insight.Urgency
	}
	of := service.CaseOf(&analytics.Life{Complaint: c, Urgency: urgency}, &l)
	for _, t := range version.Read(&of, &l, now) {
		if len(t.Readings) > 0 {
			rules = append(rules, clockRule{t.Runs, t.Within.Whom() + t.Within.Limit})
		}
	}
	return rules
}

// clocksOf reads clocks: of those that begin anew with each round the newest reading.
func clocksOf(rules []clockRule, l lifecycle.Lifecycle, now time.Time) []clockView {
	var views []clockView
	for _, clock := range rules {
		readings := l.Read(clock.Clock, now)
		r := readings[len(readings)-1]
		v := clockView{Name: clock.Name, Rule: clock.Text + "内"}
		if r.Round > 1 {
			v.Name = roundName(r.Round-1) + clock.Name
		}
		v.Result, v.Tone = clockResult(l, r)
		if paused := pausedFor(r); paused > 0 {
			v.Rule += "，扣除暂停 " + analytics.DurationText(paused)
		}
		v.bar(r, now)
		if (r.State == lifecycle.Running || r.State == lifecycle.Overdue) && !standing(r, now) && clock.Scale.Between(now, now.Add(time.Second)) > 0 {
			v.Ticks, v.Now, v.From, v.Until = true, now.Unix(), r.Started.Unix(), now.Add(r.Remaining()).Unix()
		}
		if r.State == lifecycle.Running {
			v.Due = "截止 " + dashboards.ClockText(r.Due)
		}
		views = append(views, v)
	}
	return views
}

// standing reports whether a pause goes on, also behind the end of the time.
func standing(r lifecycle.Reading, now time.Time) bool {
	return len(r.Still) > 0 && r.Still[len(r.Still)-1].To.Equal(now)
}

func pausedFor(r lifecycle.Reading) time.Duration {
	var sum time.Duration
	for _, p := range r.Still {
		sum += p.To.Sub(p.From)
	}
	return sum
}

// clockResult says how a clock stands.
func clockResult(l lifecycle.Lifecycle, r lifecycle.Reading) (text, tone string) {
	took, left := analytics.DurationText(r.Elapsed), r.Remaining()
	switch r.State {
	case lifecycle.Met:
		if r.Stopped.Before(r.Started) {
			return "早于投诉时间，按及时计", ""
		}
		return "用时 " + took + "，及时", "down"
	case lifecycle.Late:
		return "用时 " + took + "，超时 " + analytics.DurationText(-left), "up"
	case lifecycle.Overdue:
		return "已超时 " + analytics.DurationText(-left), "up"
	case lifecycle.Paused:
		return "暂停中，还剩 " + analytics.DurationText(left), ""
	case lifecycle.Running:
		return "还剩 " + analytics.DurationText(left), ""
	}
	if l.Ended != "" && r.Round == len(l.Rounds) {
		return "已" + lifecycle.Name(l.Ended) + "，不再计时", ""
	}
	return "未完成即重开，不计", ""
}

// bar draws a clock from its start to its end or now, whichever is later. Pauses are stretches of their own, as wide as they were long.
func (v *clockView) bar(r lifecycle.Reading, now time.Time) {
	until := now
	if !r.Stopped.IsZero() {
		until = r.Stopped
	} else if r.State == lifecycle.Void {
		until = r.Started.Add(r.Elapsed + pausedFor(r))
	}
	end := r.Due
	if until.After(end) {
		end = until
	}
	whole := end.Sub(r.Started).Seconds()
	if whole <= 0 {
		return
	}
	place := func(t time.Time) float64 { return min(1000, max(0, t.Sub(r.Started).Seconds()/whole*1000)) }
	add := func(class string, from, to time.Time) {
		if x := place(from); place(to) > x {
			v.Bar = append(v.Bar, barPart{class, x, place(to) - x})
		}
	}
	worked := func(from, to time.Time) {
		if r.State == lifecycle.Void {
			add("void", from, to)
			return
		}
		due := r.Due
		if due.Before(from) {
			due = from
		}
		if due.After(to) {
			due = to
		}
		add("worked", from, due)
		add("over", due, to)
	}
	at := r.Started
	for _, p := range r.Still {
		worked(at, p.From)
		add("still", p.From, p.To)
		at = p.To
	}
	worked(at, until)
	if until.After(r.Due) {
		v.Limit = place(r.Due)
	}
}
