package analytics

import "time"

// Given is the ledger's line of one hour: how many records of a source an import, an intake or a retry gave to Kafka. The hour is that of
// the time that the giver stamped on the messages, so that the ledger and the tables speak of the same one.
type Given struct {
	Import  uint32
	Topic   string // where the records went: one of the topics, rejected.v1 for what was refused at the door
	Meant   string // where they were meant to go; the same as Topic but for refused ones
	Source  string
	Hour    time.Time // its beginning
	Sending int64     // records given to Kafka, answered or not: written down before they are given
	Sent    int64     // records that Kafka confirmed
}

// HourOf is the beginning of the hour of a time. The zone is whole hours away from UTC and knows no summer time.
func HourOf(t time.Time) time.Time { return t.In(Zone).Truncate(time.Hour) }

// Arrived is what the tables hold of one hour of arrival from one place: the third count.
type Arrived struct {
	Topic     string // that the records were read from
	Meant     string // that they were meant for
	Source    string
	Import    uint32 // 0 for what others wrote to Kafka
	Refused   bool   // they are in the table of refused records
	Hour      time.Time
	Epoch     uint32
	Partition uint16
	Records   int64  // different offsets
	First     uint64 // least offset
	Last      uint64 // greatest offset
}

// Divided is how the records that arrived in an hour divide, of those that were taken and not undone. The rest of them is repeated.
type Divided struct {
	Topic   string
	Source  string
	Hour    time.Time
	Stored  int64
	Updated int64
}

// Missing is a stretch of offsets that Kafka gave out and a reader has committed, and that the tables do not have.
type Missing struct {
	Topic     string
	Epoch     uint32
	Partition uint16
	First     uint64
	Next      uint64    // the offset after the last missing one
	After     time.Time // when the record before the stretch arrived, zero when there is none
	Kept      bool      // Kafka still has them
}

// Records is how many are missing.
func (m Missing) Records() int64 { return int64(m.Next - m.First) }

// Logged is what Kafka holds of one hour, by the times of its records: the second count. The hours of Kafka and those of the tables may
// differ by a few records about the full hour, where several writers came through out of order.
type Logged struct {
	Topic    string
	Hour     time.Time
	Records  int64
	Known    bool  // false when Kafka has deleted records of this hour, so that they cannot be counted any more
	InFlight int64 // of these above the committed offsets
}

// Explanation is what a person found out about a difference in the books.
type Explanation struct {
	Reason string
	By     string
	At     time.Time
}
