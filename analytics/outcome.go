package analytics

import (
	"fmt"
	"time"
)

// Outcome picks complaints by what came of them: the answer, the end, the return visit and its grades, how long it took, what was granted.
// The empty Outcome picks all.
type Outcome string

// What a selection can ask of the handling.
const (
	OutcomeResponded   Outcome = "responded"   // has a first response
	OutcomeUnresponded Outcome = "unresponded" // has none
	OutcomeEnded       Outcome = "ended"       // resolved or closed, and not reopened after
	OutcomeUnended     Outcome = "unended"     // has no end that stands: open or again
	OutcomeOpen        Outcome = "open"        // never ended so far, or not told
	OutcomeAgain       Outcome = "again"       // ended and was reopened, and has not ended since
	OutcomeDue         Outcome = "due"         // a visit is due: it ended, or was visited already
	OutcomeEarly       Outcome = "early"       // no visit is due yet
	OutcomeUnvisited   Outcome = "unvisited"   // due, and nobody visited
	OutcomeVisited     Outcome = "visited"     // visited with any success
	OutcomeUnreached   Outcome = "unreached"   // visited, never reached
	OutcomeRefused     Outcome = "refused"     // visited, the customer did not want to answer
	OutcomeReached     Outcome = "reached"     // reached, and gave no grade
	OutcomeAnswered    Outcome = "answered"    // gave a grade
	OutcomeOwed        Outcome = "owed"        // both the amount in dispute and what was granted are told
	OutcomePaid        Outcome = "paid"        // compensated, with an amount that was told
	OutcomeMade        Outcome = "made"        // owed, and granted at least the amount in dispute
	OutcomeShort       Outcome = "short"       // owed, and granted less
	OutcomeReopened    Outcome = "reopened"    // reopened at least once
	OutcomeHandedOver  Outcome = "handed_over" // handed over at least once
	OutcomeCompensated Outcome = "compensated" // compensated at least once, whether the amount was told or not
	OutcomeRetold      Outcome = "repeated"    // the same customer told the same matter before
)

// Dimensions are the five dimensions of a return visit by their codes, in the order of SatisfactionBy.
var Dimensions = [5]string{"channel", "attitude", "ability", "speed", "outcome"}

// By returns the grade of a dimension by its place in Dimensions.
func (s SatisfactionBy) By(dimension int) uint8 {
	return [5]uint8{s.Channel, s.Attitude, s.Ability, s.Speed, s.Outcome}[dimension]
}

// Bands of the grade of a dimension, as penalty and reward are told apart.
const (
	GradeTold = "told" // 1–5
	GradeLow  = "low"  // 1 or 2
	GradeMid  = "mid"  // 3 or 4
	GradeHigh = "high" // 5
)

// GradeBands are these bands with the grades that they hold, first and last.
var GradeBands = []struct {
	Code        string
	First, Last uint8
}{{GradeTold, 1, 5}, {GradeLow, 1, 2}, {GradeMid, 3, 4}, {GradeHigh, 5, 5}}

// OutcomeGrade picks the complaints whose customers gave a dimension a grade in a band.
func OutcomeGrade(dimension, band string) Outcome { return Outcome("grade." + dimension + "." + band) }

// TookBins are the steps in which the time to the end is looked at: up to each of these, from the one before. What took longer than the
// last is one more, and what has no end another.
var TookBins = []time.Duration{4 * time.Hour, 8 * time.Hour, 24 * time.Hour, 48 * time.Hour, 72 * time.Hour, 7 * 24 * time.Hour, 15 * 24 * time.Hour, 30 * 24 * time.Hour}

// TookNone is the bin of complaints without an end.
var TookNone = len(TookBins) + 1

// TookBin is the bin of a time to the end; a negative one, which no record should tell, is in the first.
func TookBin(took time.Duration) int {
	for i, most := range TookBins {
		if took <= most {
			return i
		}
	}
	return len(TookBins)
}

// ResponseBins are the steps in which the time to the first response is looked at: within two hours, within a day, later, never told.
var ResponseBins = []string{"2h", "24h", "later", "none"}

// OutcomeResponse picks the complaints of such a step.
func OutcomeResponse(bin string) Outcome { return Outcome("response." + bin) }

// OutcomeTook picks the complaints of a bin.
func OutcomeTook(bin int) Outcome { return Outcome(fmt.Sprint("took.", bin)) }

// Outcomes are all that can be asked.
var Outcomes = outcomes()

func outcomes() []Outcome {
	list := []Outcome{OutcomeResponded, OutcomeUnresponded, OutcomeEnded, OutcomeUnended, OutcomeOpen, OutcomeAgain, OutcomeDue, OutcomeEarly, OutcomeUnvisited, OutcomeVisited,
		OutcomeUnreached, OutcomeRefused, OutcomeReached, OutcomeAnswered, OutcomeOwed, OutcomePaid, OutcomeMade, OutcomeShort,
		OutcomeReopened, OutcomeHandedOver, OutcomeCompensated, OutcomeRetold}
	for _, r := range ResponseBins {
		list = append(list, OutcomeResponse(r))
	}
	for _, d := range Dimensions {
		for _, b := range GradeBands {
			list = append(list, OutcomeGrade(d, b.Code))
		}
	}
	for bin := 0; bin <= TookNone; bin++ {
		list = append(list, OutcomeTook(bin))
	}
	return list
}

// Having returns a copy of the selection with this outcome.
func (s Selection) Having(o Outcome) Selection {
	s.Outcome = o
	return s
}

// OutcomeCount counts what came of the complaints of one source and one value of an axis.
type OutcomeCount struct {
	Value, Source string
	N             int64
	Responded     int64
	Ended         int64
	Again         int64 // reopened, and not ended since
	Early         int64 // no visit due yet
	Unvisited     int64
	Unreached     int64
	Refused       int64
	Reached       int64
	Answered      int64
	Satisfied     int64 // of Answered: grade 4 or 5
	Sum           int64 // of the grades of Answered
}

// Visited is how many complaints were visited with any success.
func (c OutcomeCount) Visited() int64 { return c.Unreached + c.Refused + c.Reached + c.Answered }

// OutcomeMonth is the axis of OutcomeCounts that is no axis of choices.
const OutcomeMonth = "month"

// GradeCount is how many gave the same six grades; a dimension that was not told has 0.
type GradeCount struct {
	Overall uint8
	By      SatisfactionBy
	N       int64
}

// TookCount is how many complaints whose customers gave a grade took so long.
type TookCount struct {
	Bin                      int
	Answered, Satisfied, Sum int64
}

// OwedCount is how many complaints had an amount in dispute and were granted an amount, in fen.
type OwedCount struct {
	AmountFen, PaidFen, N int64
}

// DriverCell is how many answers agree in everything that satisfaction is looked at by, in the order of DriverAxes.
type DriverCell struct {
	Values              []string
	Answered, Satisfied int64
}

// What satisfaction is looked at by beside axes.
const (
	DriverClock       = "clock"       // whether the clock of the end was kept: met, late, none where no such clock runs
	DriverResponse    = "response"    // the time to the first response: 2h, 24h, later, none
	DriverReopened    = "reopened"    // yes or no, as those below
	DriverHandedOver  = "handed_over" // between departments
	DriverCompensated = "compensated"
	DriverRepeated    = "repeated" // the same customer told the same matter before
)

// DriverAxes are the columns of a DriverCell.
var DriverAxes = []string{DriverClock, DriverReopened, DriverRepeated, DriverHandedOver, DriverCompensated, DriverResponse, "topic", "department", "channel", "product_line"}
