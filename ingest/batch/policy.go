// Package batch decides when a batch is to be stored. It holds no records, starts nothing and reads no clock, so that the decision can be
// tested for itself.
package batch

import "time"

// Limits say when a batch is full. A limit of zero does not count.
type Limits struct {
	Rows  int           // records
	Bytes int           // bytes of their messages
	Age   time.Duration // since the first record was added
	Idle  time.Duration // since the last record was added: nobody else is coming
}

// Defaults are the limits of the way to ClickHouse. Every insert makes a part a month there and is synced to disk, which is what an insert of
// few rows costs: 50,000 rows make that small per row even when they fall into many months. 48 MiB bounds memory when texts are long; at the
// usual 800 bytes a record rows come first. One second is the share of storing in the five seconds after which a complaint is to be seen
// on its page. 150 ms of silence end a batch before that, so that the end of an import does not wait; a reader that has more brings it
// within a few milliseconds.
var Defaults = Limits{Rows: 50_000, Bytes: 48 << 20, Age: time.Second, Idle: 150 * time.Millisecond}

// Policy watches one batch. The zero value with Limits set is an empty batch. It is not safe for concurrent use.
type Policy struct {
	Limits Limits

	rows, bytes int
	since, last time.Time // when the first and the newest record came; meaningless when rows is 0
}

// Add notes that records of altogether so many bytes were put into the batch.
func (p *Policy) Add(rows, bytes int, now time.Time) {
	if rows <= 0 {
		return
	}
	if p.rows == 0 {
		p.since = now
	}
	p.rows += rows
	p.bytes += bytes
	p.last = now
}

// Due reports whether the batch is to be stored now. An empty batch never is.
func (p *Policy) Due(now time.Time) bool {
	left, waiting := p.Until(now)
	return waiting && left <= 0
}

// Until is the time from now until the batch is due if nothing is added, 0 when it is due already. It is false when the batch is empty or
// has no limit of time, as then time alone never makes it due.
func (p *Policy) Until(now time.Time) (time.Duration, bool) {
	if p.rows == 0 {
		return 0, false
	}
	if p.Limits.Rows > 0 && p.rows >= p.Limits.Rows || p.Limits.Bytes > 0 && p.bytes >= p.Limits.Bytes {
		return 0, true
	}
	left, waiting := time.Duration(0), false
	for _, limit := range []struct {
		length time.Duration
		from   time.Time
	}{{p.Limits.Age, p.since}, {p.Limits.Idle, p.last}} {
		if limit.length <= 0 {
			continue
		}
		if one := max(limit.length-now.Sub(limit.from), 0); !waiting || one < left {
			left, waiting = one, true
		}
	}
	return left, waiting
}

// Rows is the number of records in the batch.
func (p *Policy) Rows() int { return p.rows }

// Bytes is the size of what is in the batch.
func (p *Policy) Bytes() int { return p.bytes }

// Flush empties the batch.
func (p *Policy) Flush() { p.rows, p.bytes, p.since, p.last = 0, 0, time.Time{}, time.Time{} }
