package jobs

import (
	"log/slog"
	"time"

	"huisheng/analytics"
)

// leaseName is the lease that every run needs.
const leaseName = "jobs"

// Config is how a Runner works. The zero value of everything but Owner is usable.
type Config struct {
	Owner string // tells this process from others, as in the lease: host, process id and start
	Read  string // the job whose watermark tasks carry; empty: enrich

	// Fresh is how long a month rests after it was begun, while Serve runs: its figures are at most this plus the run's time old. 0: 30 s.
	Fresh time.Duration
	// Poll is how often Serve asks what is pending, 0: 1 s.
	Poll time.Duration
	// Lease is how long a lease holds unless it is renewed, which happens every third of it. 0: 1 minute; a process that died keeps the
	// others waiting for that long.
	Lease time.Duration
	// Backoff is the wait after a first failure of a window; each further one doubles it, up to 64 times as much. 0: 5 s.
	Backoff time.Duration

	// Observe is told every run that ended; nil: nobody. A run that was broken off by the end of the process is not one.
	Observe func(job string, took time.Duration, fault error)

	Now   func() time.Time // nil: the system's clock
	Log   *slog.Logger     // nil: none
	Tidy  Tidy             // nil: nothing to tidy
	Sleep Sleep            // nil: real time
}

func (c Config) withDefaults() Config {
	c.Read = or(c.Read, "enrich")
	c.Fresh = or(c.Fresh, 30*time.Second)
	c.Poll = or(c.Poll, time.Second)
	c.Lease = or(c.Lease, time.Minute)
	c.Backoff = or(c.Backoff, 5*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Observe == nil {
		c.Observe = func(string, time.Duration, error) {}
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	return c
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// rest is how long a window rests after it was begun. The two newest months stay fresh; an older one that changes all the time may take
// a tenth of the machine at most.
func (c Config) rest(w Window, newest analytics.Month, took time.Duration) time.Duration {
	switch {
	case w.Month == 0:
		return 0
	case w.Month >= newest.Add(-1):
		return c.Fresh
	}
	return max(c.Fresh, 10*took)
}
