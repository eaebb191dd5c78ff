package lifecycle

import (
	"slices"
	"time"

	"huisheng/analytics"
)

// Clock is a time within which something is to happen.
type Clock struct {
	Name      string
	Starts    string        // "accepted" or "resolved": it begins when that first happened, and not before; empty is the reception
	Ends      []string      // kinds of event; the first of any of them stops the clock
	Within    time.Duration // on the scale
	Scale     *Scale        // nil counts every hour
	Pauses    bool          // it stands still in pauses
	EachRound bool          // it begins anew with each reopening
}

// GradeClocks are the clocks of a grade in the pack 分级限时, none for another grade: the first response, as 及时响应率 counts it, and the end
// of the handling, which pauses put off.
func GradeClocks(grade string) []Clock {
	within := analytics.ClockOf(grade)
	if within == 0 {
		return nil
	}
	return []Clock{
		{Name: "首次响应", Ends: []string{"first_response", "replied"}, Within: within},
		{Name: "处理完毕", Ends: []string{"resolved", "closed"}, Within: within, Pauses: true, EachRound: true},
	}
}

// ClockState is how a clock stands.
type ClockState string

// The states of a clock.
const (
	Met     ClockState = "met"     // stopped in time
	Late    ClockState = "late"    // stopped too late
	Running ClockState = "running" // there is time left
	Overdue ClockState = "overdue" // the time is over and it was not stopped
	Paused  ClockState = "paused"  // it stands still, with time left
	Void    ClockState = "void"    // the complaint ended or was reopened before it stopped: it does not count
)

// Reading is one clock of one round, read at a moment.
type Reading struct {
	Clock
	Round   int // 1 for the first
	Started time.Time
	Due     time.Time // moved by pauses; one that lasts moves it to where it would be if it ended now
	Stopped time.Time // zero while it was not
	State   ClockState
	Elapsed time.Duration // on the scale, without pauses, until it stopped or now
	Still   []Pause       // the pauses that it heeded, each with both ends, the last one's at most now
}

// Remaining is the time left; negative is how much it is over.
func (r Reading) Remaining() time.Duration { return r.Within - r.Elapsed }

// Read reads a clock at a moment: once, or once for each round; not at all where it has not begun.
func (l *Lifecycle) Read(c Clock, now time.Time) []Reading {
	if !c.EachRound {
		whole := Round{From: l.start(c.Starts), Steps: l.Steps}
		if whole.From.IsZero() {
			return nil
		}
		return []Reading{l.read(c, whole, 1, now)}
	}
	readings := make([]Reading, len(l.Rounds))
	for i, r := range l.Rounds {
		readings[i] = l.read(c, r, i+1, now)
	}
	return readings
}

// start is when a clock begins; zero where that did not happen.
func (l *Lifecycle) start(kind string) time.Time {
	switch kind {
	case "accepted":
		return l.Accepted
	case "resolved":
		return l.Resolved
	}
	return l.Received
}

func (l *Lifecycle) read(c Clock, round Round, number int, now time.Time) Reading {
	r := Reading{Clock: c, Round: number, Started: c.Scale.Begin(round.From)}
	for _, s := range round.Steps {
		if slices.Contains(c.Ends, s.Kind) {
			earliest(&r.Stopped, s.At)
		}
	}
	until := now
	switch {
	case !r.Stopped.IsZero():
		until = r.Stopped
	case !round.To.IsZero():
		r.State, until = Void, round.To
	case l.Ended != "":
		r.State, until = Void, l.EndAt
	}
	paused := l.still(&r, until)
	r.Elapsed = max(0, c.Scale.Between(r.Started, until)-paused)
	r.Due = r.due()
	if r.State == "" {
		r.State = r.judge(l.lasting() && c.Pauses)
	}
	return r
}

// still gathers the pauses of a clock up to a moment and returns how long they were.
func (l *Lifecycle) still(r *Reading, until time.Time) time.Duration {
	var sum time.Duration
	if !r.Pauses {
		return 0
	}
	for _, p := range l.Pauses {
		from, to := p.From, p.To
		if to.IsZero() || to.After(until) {
			to = until
		}
		if from.Before(r.Started) {
			from = r.Started
		}
		if from.Before(to) {
			r.Still = append(r.Still, Pause{from, to})
			sum += r.Scale.Between(from, to)
		}
	}
	return sum
}

// due moves the end of the clock by each pause that began before it, or at it: whoever pauses at the last moment is in time.
func (r *Reading) due() time.Time {
	within := r.Within
	due := r.Scale.After(r.Started, within)
	for _, p := range r.Still {
		if !p.From.After(due) {
			within += r.Scale.Between(p.From, p.To)
			due = r.Scale.After(r.Started, within)
		}
	}
	return due
}

func (r *Reading) judge(lasting bool) ClockState {
	over := r.Elapsed > r.Within
	switch {
	case !r.Stopped.IsZero() && over:
		return Late
	case !r.Stopped.IsZero():
		return Met
	case over:
		return Overdue
	case lasting:
		return Paused
	}
	return Running
}

// lasting reports whether a pause goes on.
func (l *Lifecycle) lasting() bool {
	return len(l.Pauses) > 0 && l.Pauses[len(l.Pauses)-1].To.IsZero()
}
