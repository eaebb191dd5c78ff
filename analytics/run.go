package analytics

import "time"

// Run is one run of a job. (Job, Window, Code, Watermark) decide what it writes: the same inputs give the same rows.
type Run struct {
	Number     uint64
	Job        string
	Window     string // a month as 2024-03, or empty for all that arrived
	Code       string // version of what the job computes
	Watermark  string // positions as text
	StartedAt  time.Time
	FinishedAt time.Time // zero while it runs
	Outcome    string    // one of the Run constants
	Error      string
}

// The outcomes of a run. An aborted run belongs to a process that died.
const (
	RunRunning = "running"
	RunDone    = "done"
	RunFailed  = "failed"
	RunAborted = "aborted"
)

// Dirty is a month that a job must compute again.
type Dirty struct {
	Month      Month
	Since      time.Time // when it was marked first
	Reason     string    // of the newest marking
	Generation int64     // new with every marking, so that one that comes during a run outlives it
}

// Lease is who may do what Name says, until when unless it is renewed.
type Lease struct {
	Name  string
	Owner string // empty when it is free
	Until time.Time
}

// Stretch is some days in a row, both ends included, at midnight in Zone.
type Stretch struct {
	From, To time.Time
}
