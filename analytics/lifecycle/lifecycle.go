package lifecycle

import (
	"slices"
	"time"

	"huisheng/analytics"
)

// Lifecycle is what became of one complaint. A zero time is a stage that was not reached.
type Lifecycle struct {
	Received      time.Time
	Accepted      time.Time // the first
	Assigned      time.Time // the first
	FirstResponse time.Time // the first response or reply: a system that tells no first response still tells its first reply
	Resolved      time.Time // the last, unless it was reopened at that time or after
	Closed        time.Time // the same
	FollowedUp    time.Time // the last visit that reached the customer

	Stage string // kind of the newest step that moved it, empty when none did
	Ended string // withdrawn, merged or invalidated: it does not count; empty when reopened after, or when it never ended so
	EndAt time.Time
	Into  string // the complaint that it was merged into

	Department string // who has it
	By         string // the person there, empty when that is not known yet

	Rounds         []Round // at least one; each reopening begins another
	Pauses         []Pause
	Satisfaction   uint8                    // the answer of the last visit that got one, 0 without
	SatisfactionBy analytics.SatisfactionBy // its grades of the five dimensions
	Visit          string                   // how far the visits came: VisitReached, VisitRefused, VisitUnreached, empty without any
	HandedOver     int
	Unreached      int // visits that did not reach the customer
	Reopened       int
	Escalated      int
	Compensated    int   // times
	PaidFen        int64 // sum of what compensations told

	Steps    []Step // one for each event, in the order of the life
	Problems []Problem
}

// Round is the handling from the reception, or from a reopening, to the next reopening.
type Round struct {
	From     time.Time
	To       time.Time // of the reopening that ended it; zero for the last round
	Resolved time.Time // the last in this round
	Closed   time.Time // the last in this round
	Steps    []Step    // the reopening that began it is the first
}

// How far the visits of a complaint came. Whether a customer who was reached gave a grade, Satisfaction says.
const (
	VisitReached   = "reached"
	VisitRefused   = "refused"
	VisitUnreached = "unreached"
)

// Pause is a stretch in which clocks that heed pauses stand still.
type Pause struct {
	From, To time.Time // To is zero while it lasts
}

// Fold makes one life of all that was told about a complaint. Order and repetition of steps do not matter. now only decides what lies in
// the future, which is a problem.
func Fold(c *analytics.Complaint, steps []Step, now time.Time) Lifecycle {
	l := Lifecycle{Received: c.ReceivedAt, Department: c.Department, By: c.Handler, Steps: chosen(steps)}
	l.times()
	l.ending()
	w := walk{life: &l}
	w.run()
	l.contradictions(c, now)
	return l
}

// times fills in what is a first, a last or a count.
func (l *Lifecycle) times() {
	var reopened, answered time.Time
	stageAt, stage := time.Time{}, -1
	for _, s := range l.Steps {
		if m := slices.Index(moves, s.Kind); m >= 0 && (stage < 0 || s.At.After(stageAt) || s.At.Equal(stageAt) && m > stage) {
			stageAt, stage, l.Stage = s.At, m, s.Kind
		}
		switch s.Kind {
		case "accepted":
			earliest(&l.Accepted, s.At)
		case "assigned":
			earliest(&l.Assigned, s.At)
		case "first_response", "replied":
			earliest(&l.FirstResponse, s.At)
		case "resolved":
			latest(&l.Resolved, s.At)
		case "closed":
			latest(&l.Closed, s.At)
		case "reopened":
			latest(&reopened, s.At)
			l.Reopened++
		case "escalated":
			l.Escalated++
		case "handed_over":
			l.HandedOver++
		case "compensated":
			l.Compensated++
			if s.AmountFen != nil {
				l.PaidFen += *s.AmountFen
			}
		case "followed_up":
			l.visit(s, &answered)
		}
	}
	for _, end := range []*time.Time{&l.Resolved, &l.Closed} {
		if !reopened.IsZero() && !reopened.Before(*end) {
			*end = time.Time{}
		}
	}
}

func (l *Lifecycle) visit(s Step, answered *time.Time) {
	if s.Outcome == VisitUnreached {
		l.Unreached++
	}
	if !s.visited() {
		if l.Visit == "" || l.Visit == VisitUnreached {
			l.Visit = s.Outcome
		}
		return
	}
	l.Visit = VisitReached
	latest(&l.FollowedUp, s.At)
	// Of two answers at the same time the one with the larger grades, the overall one first, which is as good a choice as any and the same in SQL.
	if s.Satisfaction > 0 && (answered.IsZero() || s.At.After(*answered) || s.At.Equal(*answered) && grades(s.Satisfaction, s.SatisfactionBy) > grades(l.Satisfaction, l.SatisfactionBy)) {
		*answered, l.Satisfaction, l.SatisfactionBy = s.At, s.Satisfaction, s.SatisfactionBy
	}
}

// grades are the six grades of an answer as one number.
func grades(overall uint8, by analytics.SatisfactionBy) (n int) {
	for _, g := range []uint8{overall, by.Channel, by.Attitude, by.Ability, by.Speed, by.Outcome} {
		n = n*8 + int(g)
	}
	return n
}

// ending finds the last of endings and reopenings, which stand in order of time and arrival.
func (l *Lifecycle) ending() {
	for _, s := range l.Steps {
		switch {
		case analytics.Ending(s.Kind):
			l.Ended, l.EndAt, l.Into = s.Kind, s.At, s.Into
		case s.Kind == "reopened":
			l.Ended, l.EndAt, l.Into = "", time.Time{}, ""
		}
	}
}

func earliest(to *time.Time, at time.Time) {
	if to.IsZero() || at.Before(*to) {
		*to = at
	}
}

func latest(to *time.Time, at time.Time) {
	if to.IsZero() || at.After(*to) {
		*to = at
	}
}

// Open reports whether somebody still has to do something: it counts and is neither resolved nor closed.
func (l *Lifecycle) Open() bool { return l.Ended == "" && l.Resolved.IsZero() && l.Closed.IsZero() }

// Round is the round that goes on, or went last.
func (l *Lifecycle) Round() *Round { return &l.Rounds[len(l.Rounds)-1] }
