package analytics

import (
	"math"
	"slices"
	"time"
)

// JudgedPick picks complaints by what the policy says of them beside its clocks.
type JudgedPick struct {
	Kind  string // one of JudgedKinds
	Value string // what the kind names; empty is any
}

// What can be picked, and what the value names.
const (
	JudgedFine       = "fine"        // a sum by a rule
	JudgedTell       = "tell"        // somebody has to be told, by a rule of escalation
	JudgedTellOpen   = "tell_open"   // the same, and the complaint is not finished
	JudgedHandler    = "handler"     // of one person
	JudgedHanded     = "handed"      // handed to a department
	JudgedHandedOpen = "handed_open" // and it has not answered yet
	JudgedHandedLate = "handed_late" // and it answered too late, or its time is over
	JudgedHandedNone = "handed_none" // and the complaint was finished without its answer
	JudgedGranted    = "granted"     // the customer was given something; the value GrantedAfter: after an escalation
	JudgedSolved     = "solved"      // solved; the value is SolvedSpot or SolvedLater
	JudgedLevel      = "level"       // the source's level of handling; the empty value is none
	JudgedReopened   = "reopened"
	JudgedEscalated  = "escalated"
)

// GrantedAfter picks what was given after an escalation.
const GrantedAfter = "after"

// JudgedKinds are all that can be picked.
var JudgedKinds = []string{JudgedFine, JudgedTell, JudgedTellOpen, JudgedHandler, JudgedLevel, JudgedHanded, JudgedHandedOpen, JudgedHandedLate, JudgedHandedNone, JudgedGranted, JudgedSolved,
	JudgedReopened, JudgedEscalated}

// Judging returns a copy of the selection in which the policy says this too.
func (s Selection) Judging(kind, value string) Selection {
	s.Judged = append(slices.Clone(s.Judged), JudgedPick{kind, value})
	return s
}

// AsksJudged reports whether the selection has a pick of the kind.
func (s Selection) AsksJudged(kind string) bool {
	return slices.ContainsFunc(s.Judged, func(p JudgedPick) bool { return p.Kind == kind })
}

// ByJudged returns a copy of the selection in which one of JudgedAxes has the value: handler and level are known of what was judged only.
func (s Selection) ByJudged(axis, value string) Selection {
	switch axis {
	case JudgedHandler, JudgedLevel:
		return s.Judging(axis, value)
	}
	return s.With(axis, value)
}

// FineSum is what the rules ask for the complaints of a department by one rule, which has at most one line for each complaint.
type FineSum struct {
	Department, Rule, Grade string
	N                       uint64 // complaints
	Yuan, UpToYuan          int64
}

// FinedComplaint is one line of one complaint.
type FinedComplaint struct {
	Key
	ReceivedAt                 time.Time
	Department, Handler, Grade string
	FineLine
}

// PersonLoad is how many complaints that count a handler had in a month.
type PersonLoad struct {
	Department, Handler string
	N                   uint64
}

// CountRange is the 95 % interval of the mean of a Poisson count (Byar's approximation, Breslow and Day, "Statistical Methods in Cancer
// Research" II, 1987, equation 2.13), which is within a few per mille of the exact one from two events on. Of 0 events the lower end is 0.
func CountRange(n uint64) (low, high float64) {
	const z = 1.959964
	end := func(k, sign float64) float64 {
		return k * math.Pow(1-1/(9*k)+sign*z/(3*math.Sqrt(k)), 3)
	}
	if n > 0 {
		low = end(float64(n), -1)
	}
	return low, end(float64(n)+1, 1)
}
