package analytics

import "time"

// How often a rule tells.
const (
	DigestNone   = "" // at once
	DigestDaily  = "daily"
	DigestWeekly = "weekly"
)

// DeliveryRule says which findings are told to whom, and when.
type DeliveryRule struct {
	Number uint64      `json:"-"`
	Name   string      `json:"name"`
	Level  uint8       `json:"level"`            // the least level, 1 to 3
	Kinds  []string    `json:"kinds,omitempty"`  // of findings; none: all
	Series []AxisValue `json:"series,omitempty"` // the finding's series must have all of them; none: any, and all complaints too
	Falls  bool        `json:"falls,omitempty"`  // tells falls as well as rises
	To     []uint64    `json:"to"`               // numbers of recipients

	Digest  string       `json:"digest,omitempty"`
	At      MinuteOfDay  `json:"at,omitempty"`      // of a digest
	Weekday time.Weekday `json:"weekday,omitempty"` // of a weekly digest

	QuietFrom  MinuteOfDay `json:"quiet_from,omitempty"` // nothing is sent from here to QuietTo; equal: there is no such time
	QuietTo    MinuteOfDay `json:"quiet_to,omitempty"`
	BreakQuiet bool        `json:"break_quiet,omitempty"` // 警报 is sent all the same

	Escalate []Escalation `json:"escalate,omitempty"` // in order of time
	MadeBy   string       `json:"-"`
	MadeAt   time.Time    `json:"-"`
	Off      bool         `json:"off,omitempty"`
}

// Escalation tells somebody else when nobody has confirmed.
type Escalation struct {
	After time.Duration `json:"after"` // since the first notice
	To    uint64        `json:"to"`    // number of a recipient
}

// MinuteOfDay is a time of day in Zone, in minutes since midnight.
type MinuteOfDay int
