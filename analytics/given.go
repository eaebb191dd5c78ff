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
