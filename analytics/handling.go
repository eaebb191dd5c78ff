package analytics

import "time"

// HandOver is how a department answered what other departments handed to it in a month. A complaint counts once.
type HandOver struct {
	Department  string
	N           uint64
	Answered    uint64        // Met, Late, and those without a limit
	Met, Late   uint64        // by the limit of the policy
	None        uint64        // finished without its answer
	Open        uint64        // it has not answered yet
	Overdue     uint64        // of Open: the limit is over
	Median, P90 time.Duration // from the hand-over to the answer, of Answered
	Graded      uint64        // answers that the centre graded
	Score       float64       // their mean, 1 to 5
}

// Due is how many hand-overs had to be answered by now: the denominator of the share that was.
func (h HandOver) Due() uint64 { return h.Answered + h.None + h.Overdue }

// Waiting is a department that others wait for.
type Waiting struct {
	Department string
	N          uint64 // complaints
	Since      time.Time
	By         []ValueCount // who waits, those with most first
}

// Solving is how complaints were solved, and what was granted.
type Solving struct {
	Value               string
	All                 bool // of all values together
	N                   uint64
	Solved, Spot        uint64 // Spot: by the one department that had it, within the policy's limit, neither escalated nor reopened
	Granted             uint64
	GrantedAfter        uint64 // of these at least once after an escalation
	Fen, MedianFen      int64  // granted; the median is that of complaints with an amount
	Reopened, Escalated uint64
}

// Informing is a rule of escalation with the complaints that it concerns.
type Informing struct {
	Rule    string
	N, Open uint64 // of a month; of all months and not finished
}

// AnswerDays are the days, of 24 hours each, within which answers are counted.
var AnswerDays = []int{1, 3, 7, 15, 30}

// AnswerTimes is how long customers waited for the first answer: all hours from the reception to the first response or reply. Quantiles lie
// between the values as type 7 of Hyndman and Fan ("Sample quantiles in statistical packages", 1996) has it; an answer before the reception took 0.
type AnswerTimes struct {
	N, Answered               uint64
	Lower, Median, Upper, P90 time.Duration
	Within                    []uint64 // by AnswerDays
}
