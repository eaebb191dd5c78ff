package sink

import (
	"sync"
	"time"

	"huisheng/analytics/text"
)

// Stats is what a sink did since its start and what it is at, for pages and metrics.
type Stats struct {
	Fetched  uint64      // messages that came, redelivered ones again
	Stored   uint64      // rows that the store took
	Rejected uint64      // rows that were stored as rejected
	Retries  uint64      // times that the store or Kafka did not take something at once
	Rewinds  uint64      // times that a partition was read anew from an earlier offset
	Skipped  uint64      // offsets that never came: the broker deleted them before they were read. It is 0 or somebody must know
	UnderWay int         // messages fetched and not stored yet
	Masked   text.Counts // taken out of messages that came without the header masked, by kind; redelivered ones count again
	Last     Batch       // the newest batch that was stored
	Waiting  []Wait      // what is being tried again now
}

// Batch is one batch that was stored.
type Batch struct {
	Topic string
	Rows  int
	Bytes int
	Took  time.Duration
	At    time.Time

	Oldest time.Time // arrival at Kafka of its oldest row: At − Oldest is how long that row was not to be seen
}

// Wait is something that fails and is tried again.
type Wait struct {
	What  string // the topic of rows that the store does not take, or "fetch" or "commit" when it is Kafka that does not answer
	Err   error
	Since time.Time
}

// stats collects Stats.
type stats struct {
	mu                                 sync.Mutex
	fetched, stored, rejected, retries uint64
	last                               Batch
	waiting                            map[string]Wait
}

func (s *stats) add(to *uint64, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*to += uint64(n)
}

// fetch notes that messages came.
func (s *stats) fetch(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fetched += uint64(n)
	delete(s.waiting, "fetch")
}

func (s *stats) batch(b Batch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = b
}

func (s *stats) failed(what string, err error, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retries++
	w, waits := s.waiting[what]
	if !waits {
		w = Wait{What: what, Since: now}
	}
	w.Err = err
	s.waiting[what] = w
}

func (s *stats) recovered(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, what)
}

// Stats returns how things stand.
func (s *Sink) Stats() Stats {
	out := Stats{UnderWay: s.tracker.underWay(), Masked: s.masked.Counts()}
	s.tracker.mu.Lock()
	out.Rewinds, out.Skipped = s.tracker.rewinds, s.tracker.skipped
	s.tracker.mu.Unlock()
	s.stats.mu.Lock()
	defer s.stats.mu.Unlock()
	out.Fetched, out.Stored, out.Rejected, out.Retries = s.stats.fetched, s.stats.stored, s.stats.rejected, s.stats.retries
	out.Last = s.stats.last
	for _, w := range s.stats.waiting {
		out.Waiting = append(out.Waiting, w)
	}
	return out
}
