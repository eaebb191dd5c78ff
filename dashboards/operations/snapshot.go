// Package operations is how an installation is doing: what was measured at one moment, and which alarms follow from it. It measures
// nothing itself.
package operations

import (
	"time"

	"huisheng/analytics"
)

// Snapshot is what was measured at one moment. What could not be measured keeps its last value, and Troubles says since when.
type Snapshot struct {
	At      time.Time // zero before the first measurement
	Started time.Time // of this process
	PID     int
	Memory  uint64 // resident bytes of this process, 0 when unknown

	Version    string // of this program
	ClickHouse string // version and where
	Kafka      string // where

	Troubles   []Trouble   // parts that do not answer now
	Partitions []Partition // by topic and number
	Members    []Member    // who stores
	Receiving  *Receiving  // what the receiver of this process does; nil when it does not receive
	Traffic    Traffic     // over the last minutes
	Points     []Point     // the same, step by step, oldest first
	Jobs       []Job       // in the order in which they run
	Worker     string      // who computes right now, empty when nobody does
	Unread     int64       // stored records that the jobs have not read yet
	Fresh      Fresh
	Tables     []Table
	Disks      []Disk // the one with the least room first
	Books      analytics.Books
	BooksKnown bool
	BooksAlarm string // what the watch over the books by hour found to differ, empty when nothing
}

// Trouble is a part that does not do what it is asked.
type Trouble struct {
	Part  string // one of the Part constants, or a topic whose rows are not taken
	Kind  analytics.Kind
	Text  string // the sentence for the person
	Since time.Time
}

// The parts that are asked.
const (
	PartKafka      = "kafka"
	PartClickHouse = "clickhouse"
	PartState      = "state"
)

// Partition is one partition of a topic.
type Partition struct {
	Topic   string
	Number  uint16
	End     uint64  // records that ever came
	Stored  uint64  // offset below which everything is stored
	Arrived float64 // a second, over the last minute
	Drained float64 // a second, over the last minute
	Reader  string  // who reads it, empty when nobody does
}

// Lag is how many records are still to be stored.
func (p Partition) Lag() uint64 { return p.End - min(p.Stored, p.End) }

// Member is one process that stores.
type Member struct {
	Name       string // host and process
	Host       string // address from where it connected
	Partitions int
}

// Receiving is what a receiver did since its start.
type Receiving struct {
	Fetched, Stored, Rejected, Retries, Rewinds, Skipped uint64
	UnderWay                                             int
	Last                                                 Batch
}

// Batch is the newest stored batch.
type Batch struct {
	Topic string
	Rows  int
	Bytes int
	Took  time.Duration
	At    time.Time
}

// Traffic is what went through over the last minutes, counted from Kafka's offsets and the tables, so over all processes.
type Traffic struct {
	Over     time.Duration // what the counts are over; shorter after a start
	Arrived  uint64
	Stored   uint64
	Rejected uint64
	Growing  time.Duration // for how long the backlog has been growing without a break, 0 when it is not
	Idle     time.Duration // for how long nothing was stored although something waits
}

// Point is one step of the traffic.
type Point struct {
	At      time.Time
	Arrived float64 // records a second
	Stored  float64 // records a second
	Lag     uint64
}

// Job is one job.
type Job struct {
	Name     string
	Pending  int               // months that wait
	Oldest   time.Time         // when the longest waiting of them was marked, zero without
	Running  *analytics.Run    // nil when it does not run
	Last     *analytics.Run    // the newest that ended, nil before the first
	Failures int               // in a row, up to the newest
	Months   []analytics.Month // that wait, newest first
}

// Fresh is how old what people see may be.
type Fresh struct {
	List, Figures Age
}

// Age is how late a view is.
type Age struct {
	Known bool
	Now   time.Duration // everything that arrived longer ago is seen
	Most  time.Duration // the longest that a record of the last 15 minutes took, 0 when none came
	Last  time.Duration // the newest such measurement, 0 when none came
}

// Table is the room that one table takes.
type Table struct {
	Name               string
	Rows, Bytes, Parts uint64
}

// Disk is a disk that holds data.
type Disk struct {
	Name        string
	Free, Total uint64
}

// Lag is the backlog of all partitions.
func (s *Snapshot) Lag() uint64 {
	var n uint64
	for _, p := range s.Partitions {
		n += p.Lag()
	}
	return n
}

// Rates are the records a second of all partitions over the last minute.
func (s *Snapshot) Rates() (arrived, drained float64) {
	for _, p := range s.Partitions {
		arrived, drained = arrived+p.Arrived, drained+p.Drained
	}
	return arrived, drained
}

// Trouble finds what is wrong with a part, nil when nothing is.
func (s *Snapshot) Trouble(part string) *Trouble {
	for i := range s.Troubles {
		if s.Troubles[i].Part == part {
			return &s.Troubles[i]
		}
	}
	return nil
}
