package watch

import (
	"time"

	"huisheng/dashboards/operations"
	"huisheng/ingest/kafka"
	"huisheng/sql/warehouse"
)

const (
	rateOver = time.Minute      // rates are over so long: shorter ones jump with every batch
	step     = 15 * time.Second // of the chart
	// A backlog is growing when it is larger than a minute before by more than this and by more than a hundredth; less is a batch under way.
	growBy = 100
)

// sums are the offsets of all partitions at a moment.
type sums struct {
	at             time.Time
	ends, commits  uint64
	lag            uint64
	since, growing time.Time // since when nothing was stored though something waits; since when the backlog grows
}

// counted are the rows of the tables at a moment.
type counted struct {
	at              time.Time
	arrived, refuse uint64
}

// traffic keeps the last 15 minutes in memory.
type traffic struct {
	list   []sums
	recent []standing // the newest that is a minute old, and all since
	tables []counted
}

// standing is where the group stood at a moment.
type standing struct {
	at         time.Time
	partitions []kafka.Standing
}

// add notes where the group stands.
func (t *traffic) add(at time.Time, standings []kafka.Standing) {
	s := sums{at: at}
	for _, one := range standings {
		s.ends, s.commits, s.lag = s.ends+one.End, s.commits+one.Committed, s.lag+one.Lag()
	}
	if n := len(t.list); n > 0 {
		last := &t.list[n-1]
		if s.lag > 0 && s.commits == last.commits {
			if s.since = last.since; s.since.IsZero() {
				s.since = last.at
			}
		}
		if before := t.ago(at, rateOver); at.Sub(before.at) >= rateOver/2 && s.lag > before.lag+growBy+before.lag/100 {
			if s.growing = last.growing; s.growing.IsZero() {
				s.growing = before.at
			}
		}
	}
	t.list = append(t.list, s)
	for len(t.list) > 1 && at.Sub(t.list[0].at) > window {
		t.list = t.list[1:]
	}
	t.recent = append(t.recent, standing{at, standings})
	for len(t.recent) > 2 && at.Sub(t.recent[1].at) >= rateOver {
		t.recent = t.recent[1:]
	}
}

// ago is the newest sum that is at least so old, or the oldest.
func (t *traffic) ago(at time.Time, d time.Duration) *sums {
	for i := len(t.list) - 1; i >= 0; i-- {
		if at.Sub(t.list[i].at) >= d {
			return &t.list[i]
		}
	}
	return &t.list[0]
}

// rows notes how many rows the tables hold.
func (t *traffic) rows(at time.Time, stocks []warehouse.Stock) {
	c := counted{at: at}
	for _, s := range stocks {
		switch s.Table {
		case "complaints", "events", "exposures":
			c.arrived += s.Rows
		case "rejected":
			c.refuse, c.arrived = s.Rows, c.arrived+s.Rows
		}
	}
	t.tables = append(t.tables, c)
	for len(t.tables) > 1 && at.Sub(t.tables[0].at) > window {
		t.tables = t.tables[1:]
	}
}

// partitions tells each partition's rate over the last minute.
func (t *traffic) partitions(members []kafka.Member) []operations.Partition {
	by, before, now := readers(members), t.recent[0], t.recent[len(t.recent)-1]
	then := map[place]kafka.Standing{}
	for _, s := range before.partitions {
		then[place{s.Topic, s.Partition}] = s
	}
	seconds := now.at.Sub(before.at).Seconds()
	list := make([]operations.Partition, len(now.partitions))
	for i, s := range now.partitions {
		at := place{s.Topic, s.Partition}
		list[i] = operations.Partition{Topic: s.Topic, Number: s.Partition, End: s.End, Stored: s.Committed, Reader: by[at]}
		if old, known := then[at]; known && seconds > 0 {
			list[i].Arrived, list[i].Drained = rise(old.End, s.End)/seconds, rise(old.Committed, s.Committed)/seconds
		}
	}
	return list
}

// rise is by how much a count rose; 0 when it fell, as when a topic was made anew.
func rise(from, to uint64) float64 {
	if to < from {
		return 0
	}
	return float64(to - from)
}

// total is what went through over the window.
func (t *traffic) total(now time.Time) operations.Traffic {
	var out operations.Traffic
	if n := len(t.list); n > 0 {
		first, last := t.list[0], t.list[n-1]
		out.Over = last.at.Sub(first.at)
		out.Arrived, out.Stored = uint64(rise(first.ends, last.ends)), uint64(rise(first.commits, last.commits))
		if !last.growing.IsZero() {
			out.Growing = now.Sub(last.growing)
		}
		if !last.since.IsZero() {
			out.Idle = now.Sub(last.since)
		}
	}
	if n := len(t.tables); n > 0 {
		out.Rejected = uint64(rise(t.tables[0].refuse, t.tables[n-1].refuse))
	}
	return out
}

// points are the steps of the chart, oldest first. A step ends where the clock divides by its length, so that points stay where they are.
func (t *traffic) points() []operations.Point {
	var list []operations.Point
	var from *sums
	for i := range t.list {
		s := &t.list[i]
		if from == nil {
			from = s
			continue
		}
		end := i == len(t.list)-1 || s.at.Truncate(step) != t.list[i+1].at.Truncate(step)
		if seconds := s.at.Sub(from.at).Seconds(); end && seconds >= step.Seconds()/2 {
			list = append(list, operations.Point{At: s.at, Arrived: rise(from.ends, s.ends) / seconds, Stored: rise(from.commits, s.commits) / seconds, Lag: s.lag})
			from = s
		}
	}
	return list
}
