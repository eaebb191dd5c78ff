package analytics

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Refused is a rejected record as it is kept, with the place that is its identity.
type Refused struct {
	Rejected
	Place     Place
	Import    uint32 // number of the import it came with, 0 when none
	ArrivedAt time.Time
	Decision  *Decision // nil while nobody has decided
}

// Place is where in Kafka a record was read: the identity of what arrived.
type Place struct {
	Topic     string
	Epoch     uint32
	Partition uint16
	Offset    uint64
}

// String writes topic-epoch-partition-offset, as addresses have it.
func (p Place) String() string {
	return fmt.Sprintf("%s-%d-%d-%d", p.Topic, p.Epoch, p.Partition, p.Offset)
}

// ParsePlace reads what String writes.
func ParsePlace(s string) (Place, error) {
	parts := strings.Split(s, "-")
	if len(parts) == 4 && parts[0] != "" {
		epoch, err1 := strconv.ParseUint(parts[1], 10, 32)
		partition, err2 := strconv.ParseUint(parts[2], 10, 16)
		offset, err3 := strconv.ParseUint(parts[3], 10, 64)
		if err1 == nil && err2 == nil && err3 == nil {
			return Place{parts[0], uint32(epoch), uint16(partition), offset}, nil
		}
	}
	return Place{}, Invalid("record", "退回记录的编号 %q 看不懂，应像 rejected.v1-1-0-17", s)
}

// The outcomes of a decision about a rejected record.
const (
	RefusedTrying    = "trying"    // somebody submits it again at this moment
	RefusedCorrected = "corrected" // 已修正: what a person corrected was taken
	RefusedRetried   = "retried"   // 已重试: it was taken as it is
	RefusedAgain     = "again"     // submitted again and rejected again; the new rejected record goes on for it
	RefusedDiscarded = "discarded" // 已放弃, with a reason
)

// Decision is what people decided about a rejected record.
type Decision struct {
	Outcome string
	Reason  string // of a discarded one; why it was rejected again
	Import  uint32 // the import under which it was submitted again
	Key     Key    // the complaint that it became
	By      string
	At      time.Time
}

// RefusedFilter chooses rejected records. Empty fields choose all.
type RefusedFilter struct {
	Words    string // in the payload, the reason, the id or the file
	Reason   string // a group of reasons, as RefusedCount names it
	Field    string
	HasField bool // Field counts, also when it is empty
	File     string
	Source   string
	Topic    string // that they were meant for
	Import   uint32
	From, To time.Time // days of arrival, both included
}

// RefusedCount is how many rejected records have something in common.
type RefusedCount struct {
	Name string
	N    int64
}

// RefusedCounts divides the rejected records of a filter. Reasons are grouped: the sentence without its values.
type RefusedCounts struct {
	All     int64
	Reasons []RefusedCount
	Fields  []RefusedCount
	Files   []RefusedCount
	Sources []RefusedCount
}

// RefusedCursor is the last record of a page: the next one holds what arrived before. The zero value is before the first.
type RefusedCursor struct {
	ArrivedAt time.Time
	Place     Place
}

// RefusedField is one field of what arrived.
type RefusedField struct {
	Name     string // as the file or the sender called it
	Value    string // masked
	Field    string // what it becomes, as on the wire; empty when an attribute
	Personal bool   // the masked value says too little to be submitted again: a name, a phone, a number that was taken for one
}

// Resubmitted is what became of rejected records that were submitted again.
type Resubmitted struct {
	Imports []uint32
	Taken   int
	Again   int           // rejected once more
	Left    []RefusedLeft // not submitted
	Last    *Decision     // of a single record
}

// RefusedLeft is a rejected record that was not submitted again, and why.
type RefusedLeft struct {
	Place Place
	Why   string
}
