package service

import (
	"cmp"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// answering are the steps by which a department answers a complaint that was handed to it. Handing it on, or back, answers too.
var answering = []string{"first_response", "replied", "progressed", "resolved", "closed"}

// Passes reads to which departments a complaint was handed, and when they answered: each department once, at the first time, and not the
// one that it came from. A department answers by the first step of its own; the satisfaction told with that step is the centre's with
// the answer. What was not answered is open while the complaint is, else it stays without answer; of a complaint that was withdrawn,
// merged or is not valid only what was answered counts.
func (r *Rules) Passes(life *lifecycle.Lifecycle, home string) []analytics.Pass {
	var passes []analytics.Pass
	had := []string{home}
	for _, s := range life.Steps {
		if s.Kind == "handed_over" || slices.Contains(answering, s.Kind) {
			answered(passes, s)
		}
		if s.Kind != "handed_over" {
			continue
		}
		from, to := s.FromDepartment, s.ToDepartment
		if from == "" {
			from = s.Department
		}
		if had = append(had, from); to == "" || slices.Contains(had, to) {
			continue
		}
		had = append(had, to)
		p := analytics.Pass{From: from, To: to, At: s.At}
		if r.Handover != "" {
			p.Due = r.due(r.handover, s.At)
		}
		passes = append(passes, p)
	}
	return slices.DeleteFunc(passes, func(p analytics.Pass) bool { return p.Answered.IsZero() && life.Ended != "" })
}

// answered ends what waits for the department of a step.
func answered(passes []analytics.Pass, s lifecycle.Step) {
	by := s.Department
	if s.Kind == "handed_over" && s.FromDepartment != "" {
		by = s.FromDepartment
	}
	for i := range passes {
		if p := &passes[i]; p.To == by && p.Answered.IsZero() && !s.At.Before(p.At) {
			p.Answered, p.Score = s.At, s.Satisfaction
		}
	}
}

// due is when a limit that begins at a moment is over.
func (r *Rules) due(l limit, from time.Time) time.Time {
	scale := r.scales[l.unit]
	return scale.After(scale.Begin(from), l.within)
}

// spotDefault is the limit of what counts as solved on the spot where a policy names none: by the end of the day on which it came in.
const spotDefault = "当日"

// SpotLimit is the limit within which solving counts as on the spot.
func (v *Version) SpotLimit() string { return cmp.Or(v.Spot, spotDefault) }

// Solved says how a complaint was solved: analytics.SolvedSpot by the department that had it, within the limit of the policy from the reception,
// not handed to another department, not escalated and not reopened; analytics.SolvedLater otherwise; empty while it is not, and when it ended
// in another way. The first end of the first round counts.
func (r *Rules) Solved(life *lifecycle.Lifecycle) string {
	if life.Ended != "" || life.Open() {
		return ""
	}
	end := life.Rounds[0].Resolved
	for _, s := range life.Rounds[0].Steps {
		if s.Kind == "resolved" || s.Kind == "closed" {
			end = s.At
			break
		}
	}
	handed := slices.ContainsFunc(life.Steps, func(s lifecycle.Step) bool { return s.Kind == "handed_over" })
	if handed || end.IsZero() || life.Reopened > 0 || life.Escalated > 0 || end.After(r.due(r.spot, life.Received)) {
		return analytics.SolvedLater
	}
	return analytics.SolvedSpot
}

// ResponseClock is the clock by which the share of timely responses counts; nil when the version has none. A version that names none means
// the first that an answer stops and mere acceptance or passing on does not.
func (v *Version) ResponseClock() *Clock {
	for i := range v.Clocks {
		c := &v.Clocks[i]
		if v.Response == c.Code || v.Response == "" && responds(c.Ends) {
			return c
		}
	}
	return nil
}

func responds(ends []string) bool {
	has := func(kinds ...string) bool {
		return slices.ContainsFunc(kinds, func(k string) bool { return slices.Contains(ends, k) })
	}
	return has("first_response", "replied") && !has("accepted", "assigned", "handed_over")
}
