package lifecycle

import (
	"time"

	"huisheng/analytics"
)

// walk goes through the steps in their order and keeps what depends on the step before.
type walk struct {
	life     *Lifecycle
	round    Round
	pause    *Step // the pause that lasts
	accepted *Step // in this round
	closed   *Step // in this round
	first    int   // place of the first step of this round
	over     bool  // this round came to an end
	ended    *Step // the ending that was not reopened
	after    []Step
}

func (w *walk) run() {
	w.round = Round{From: w.life.Received}
	for i := range w.life.Steps {
		s := &w.life.Steps[i]
		w.holder(s)
		if w.step(s); s.Kind == "reopened" {
			w.first = i
		}
		w.round.Steps = w.life.Steps[w.first : i+1 : i+1]
	}
	w.life.Rounds = append(w.life.Rounds, w.round)
	if w.pause != nil {
		w.life.Pauses = append(w.life.Pauses, Pause{From: w.pause.At})
	}
	w.handledAfterEnd()
}

func (w *walk) step(s *Step) {
	if w.ended != nil && s.At.After(w.ended.At) && handling[s.Kind] {
		w.after = append(w.after, *s)
	}
	switch s.Kind {
	case "accepted":
		if w.accepted != nil {
			w.report(AcceptedTwice, "两次受理", *w.accepted, *s)
		}
		w.accepted = s
	case "paused":
		if w.pause != nil {
			w.report(PausedTwice, "已在暂停中又暂停", *w.pause, *s)
			return
		}
		w.pause = s
	case "resumed":
		if w.pause == nil {
			w.report(ResumedWithoutPause, "恢复计时之前没有暂停", *s)
			return
		}
		w.unpause(s.At)
	case "resolved":
		w.round.Resolved, w.over = s.At, true
	case "closed":
		if w.closed != nil {
			w.report(ClosedTwice, "两次办结之间没有重开", *w.closed, *s)
		}
		w.closed, w.round.Closed, w.over = s, s.At, true
		w.unpause(s.At)
	case "withdrawn", "merged", "invalidated":
		w.handledAfterEnd()
		w.ended, w.over = s, true
		w.unpause(s.At)
	case "reopened":
		w.reopen(s)
	}
}

// handling are the kinds that an ended complaint no longer has. Closing it is a matter of order, and so is calling or paying the customer.
var handling = map[string]bool{"accepted": true, "assigned": true, "handed_over": true, "progressed": true, "paused": true, "resumed": true,
	"escalated": true, "first_response": true, "replied": true, "resolved": true}

func (w *walk) reopen(s *Step) {
	if !w.over && len(w.life.Rounds) > 0 {
		w.report(ReopenedAgain, "两次重开之间没有解决或办结", w.round.Steps[0], *s)
	}
	w.unpause(s.At)
	w.handledAfterEnd()
	w.round.To = s.At
	w.life.Rounds = append(w.life.Rounds, w.round)
	w.round, w.accepted, w.closed, w.ended, w.over = Round{From: s.At}, nil, nil, nil, false
}

func (w *walk) unpause(at time.Time) {
	if w.pause != nil {
		w.life.Pauses = append(w.life.Pauses, Pause{w.pause.At, at})
		w.pause = nil
	}
}

func (w *walk) handledAfterEnd() {
	if len(w.after) > 0 {
		w.report(HandledAfterEnd, Name(w.ended.Kind)+"后仍有处理", append([]Step{*w.ended}, w.after...)...)
		w.after = nil
	}
}

// holder follows who has the complaint. A step that hands it on names a department and nobody in it; who acts there next has it.
func (w *walk) holder(s *Step) {
	l := w.life
	to := s.ToDepartment
	if to == "" && (s.Kind == "handed_over" || s.Kind == "assigned") && s.Department != s.FromDepartment {
		to = s.Department
	}
	switch {
	case to != "":
		if to != l.Department {
			l.Department, l.By = to, ""
		}
	case acting[s.Kind] && s.By != "":
		l.By = s.By
		if s.Department != "" {
			l.Department = s.Department
		}
	}
}

// acting are the kinds by which somebody shows that they have the complaint.
var acting = map[string]bool{"accepted": true, "first_response": true, "replied": true, "progressed": true, "paused": true, "resumed": true, "resolved": true, "closed": true}

func (w *walk) report(kind ProblemKind, what string, steps ...Step) {
	w.life.Problems = append(w.life.Problems, problem(kind, what, steps...))
}

// endings are the kinds that bring a round to an end.
func endings(kind string) bool {
	return kind == "resolved" || kind == "closed" || analytics.Ending(kind)
}
