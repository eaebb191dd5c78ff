package analytics

import "time"

// Life is a complaint that counts with its steps, as rules look at it: of the fields of Complaint those that rules name.
type Life struct {
	Complaint
	Urgency  []string
	Repeated bool
	Mass     int     // complaints of the month about its event, 0 when it is in none
	Events   []Event // those that count, with kind, time, outcome, satisfaction and departments, in the order of their times and arrival
}

// ClockOpen is the state of a clock that runs or has run out: which of them, the time of looking decides. Its other states are lifecycle's.
const ClockOpen = "open"

// ClockStand is how one clock of one complaint stands.
type ClockStand struct {
	Clock   string        // code of the policy
	Round   uint16        // 1 for the first
	State   string        // met, late, open, paused or void; whether an open one has run out depends on when one looks
	Limit   time.Duration // on the clock's scale, as Elapsed
	Elapsed time.Duration
	Started time.Time
	Due     time.Time
	Stopped time.Time // zero while it was not
}

// FineLine is one sum that a policy asks for one complaint.
type FineLine struct {
	Rule, Why      string
	Yuan, UpToYuan int64
}

// Pass is a complaint handed to a department that did not have it before.
type Pass struct {
	From, To string
	At       time.Time
	Due      time.Time // zero where the policy sets no limit
	Answered time.Time // zero while it was not
	Score    uint8     // what the centre thought of the answer, 1 to 5; 0 untold
}

// The states of a Pass. An open one is late once its time is over.
const (
	PassMet      = "met"      // answered within the limit
	PassLate     = "late"     // answered after it
	PassAnswered = "answered" // answered; there is no limit
	PassOpen     = "open"
	PassNone     = "none" // the complaint was finished without the department's answer
)

// State says how a pass stands in a complaint that is finished or not.
func (p Pass) State(unfinished bool) string {
	switch {
	case p.Answered.IsZero() && unfinished:
		return PassOpen
	case p.Answered.IsZero():
		return PassNone
	case p.Due.IsZero():
		return PassAnswered
	case p.Answered.After(p.Due):
		return PassLate
	}
	return PassMet
}

// How a complaint was solved.
const (
	SolvedSpot  = "spot"
	SolvedLater = "later"
)

// Grant is what a customer was given.
type Grant struct {
	Times          int
	Fen            int64
	AfterEscalated bool // at least once after the complaint was escalated
}

// Judged is what a policy says of one complaint.
type Judged struct {
	Month  Month
	Life   *Life
	Policy string // code
	Clocks []ClockStand
	Fines  []FineLine

	Response    string    // how the clock of the first response stands: met, late, ClockOpen, or empty when it does not count
	ResponseDue time.Time // of an open one
	Passes      []Pass
	Solved      string // SolvedSpot, SolvedLater, or empty while it is not
	Grant       Grant
	Reopened    int
	Escalated   int
	Unfinished  bool // somebody still has to do something

	Tell    []string // names of its rules of escalation
	Version string   // day from which the rules hold
}

// JudgedAxes are the axes by which clocks can be counted. handler is for those who may see persons.
var JudgedAxes = []string{"department", "grade", "level", "channel", "product_line", "province", JudgedHandler}

// ClockCount is how many complaints of one value of an axis, or of all of them, have a clock that stands so. Each complaint counts once, by
// the worst of its rounds.
type ClockCount struct {
	Clock, Value                              string
	All                                       bool // of all values together
	Met, Late, Overdue, Running, Paused, Void uint64
	Median, P90                               time.Duration // of Met and Late, on the clock's scale; 0 without any
}

// Counted is how many were decided: the denominator of the share in time.
func (c ClockCount) Counted() uint64 { return c.Met + c.Late + c.Overdue }

// DueClock is an open clock that runs out next.
type DueClock struct {
	Key
	Clock               string
	Due                 time.Time
	Department, Handler string
	Grade               string
}
