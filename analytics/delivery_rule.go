package analytics

import (
	"fmt"
	"slices"
	"time"
)

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

// ParseMinute reads 09:30.
func ParseMinute(text string) (MinuteOfDay, error) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, Invalid("time", "时刻 %q 应写作 09:30", text)
	}
	return MinuteOfDay(t.Hour()*60 + t.Minute()), nil
}

// String writes 09:30.
func (m MinuteOfDay) String() string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// On is the moment of that time on the day of t, in Zone.
func (m MinuteOfDay) On(t time.Time) time.Time {
	t = t.In(Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), int(m)/60, int(m)%60, 0, 0, Zone)
}

// Quiet reports whether the rule is silent at a moment, and until when. A span that ends before it begins goes over midnight.
func (r *DeliveryRule) Quiet(at time.Time) (until time.Time, quiet bool) {
	at = at.In(Zone)
	minute := MinuteOfDay(at.Hour()*60 + at.Minute())
	switch {
	case r.QuietFrom < r.QuietTo && minute >= r.QuietFrom && minute < r.QuietTo, r.QuietFrom > r.QuietTo && minute < r.QuietTo:
		return r.QuietTo.On(at), true
	case r.QuietFrom > r.QuietTo && minute >= r.QuietFrom:
		return r.QuietTo.On(at.AddDate(0, 0, 1)), true
	}
	return at, false
}

// Due is when something of a level that comes up at a moment is told: at once or in the next digest, and not while the rule is silent.
func (r *DeliveryRule) Due(level uint8, at time.Time) time.Time {
	at = at.In(Zone)
	if r.Digest != DigestNone {
		slot := r.At.On(at)
		for !slot.After(at) || r.Digest == DigestWeekly && slot.Weekday() != r.Weekday {
			slot = r.At.On(slot.AddDate(0, 0, 1))
		}
		at = slot
	}
	return r.Awake(level, at)
}

// Awake is the first moment from at on at which the rule may tell something of a level.
func (r *DeliveryRule) Awake(level uint8, at time.Time) time.Time {
	if until, quiet := r.Quiet(at); quiet && !(r.BreakQuiet && level >= LevelAlarm) {
		return until
	}
	return at
}

// LevelAlarm is the highest level of a finding, 警报.
const LevelAlarm = 3

// Tells reports whether the rule is about a finding.
func (r *DeliveryRule) Tells(f *Finding) bool {
	if r.Off || f.Level == 0 || f.Level < r.Level || f.Fall && !r.Falls || len(r.Kinds) > 0 && !slices.Contains(r.Kinds, f.Kind) {
		return false
	}
	return !slices.ContainsFunc(r.Series, func(v AxisValue) bool { return !slices.Contains(f.Series, v) })
}
