// Package ingest is the wire: topics, messages, schema versions and their codec.
package ingest

import (
	"bytes"
	"time"
)

// The topics. Keys are source + "\x00" + complaint_id, so that all of one complaint stays in one partition, in order.
const (
	TopicComplaints = "complaints.v1"
	TopicEvents     = "events.v1"
	TopicExposures  = "exposures.v1"
	TopicRejected   = "rejected.v1"
)

// Topics are all topics that Huisheng creates and reads.
var Topics = []string{TopicComplaints, TopicEvents, TopicExposures, TopicRejected}

// Message is one record on the wire. Headers travel as fields.
type Message struct {
	Topic  string
	Key    []byte
	Value  []byte
	Masked uint16 // header masked: version of the masking rules that were applied, 0 when none were
	Import uint32 // header import: number of the import it came with, 0 when none

	// Time is when the giver gave it, in whole milliseconds: one time for a whole batch, so that a batch never lies in two hours of the
	// ledger. It travels as the record's own time, which is read as it was written even where the topic looks things up by the broker's.
	Time time.Time

	// Set on messages that were read.
	Partition uint16
	Offset    uint64
	Epoch     uint32
}

// Source is the source that the key names, empty when the key is not one of ours.
func (m *Message) Source() string {
	source, _, found := bytes.Cut(m.Key, []byte{0})
	if !found {
		return ""
	}
	return string(source)
}

// MessageKey is the key of everything about one complaint.
func MessageKey(source, complaintID string) []byte {
	key := make([]byte, 0, len(source)+1+len(complaintID))
	key = append(key, source...)
	key = append(key, 0)
	return append(key, complaintID...)
}
