// Package accounting holds the counts of what arrived against each other: the ledger of what was given to Kafka, Kafka's own offsets, the
// offsets that the reader has committed, and the tables. It counts nothing itself.
package accounting

import (
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
)

// Counts are the four counts of the hours in [From, To). They must be taken in this order, so that no record that is on its way looks like
// one that is lost or like one too many: Before, then the committed offsets, then Kafka's ends, then the tables, then After.
type Counts struct {
	From, To time.Time
	At       time.Time // when they were taken

	Before []analytics.Given // the ledger: what it calls sent is in Kafka
	After  []analytics.Given // the ledger once more: nothing of ours is in Kafka that it does not call sending
	Since  uint32            // number of the first import that the ledger knows; 0 when it knows none

	Logged   []analytics.Logged // Kafka's records by hour; may be left out
	InFlight map[string]int64   // by topic: records above the committed offsets
	Missing  []analytics.Missing
	Beyond   []analytics.Missing // stretches in the tables that Kafka has never given out

	Arrived []analytics.Arrived
	Undone  []uint32            // numbers of the imports that were undone
	Divided []analytics.Divided // may be left out: all that were taken are then called stored
}

// Verdict is what an hour's books come to; a larger one is worse.
type Verdict uint8

// The verdicts.
const (
	Balanced Verdict = iota // 平
	Moving                  // 在途: what is not in the tables is in Kafka above the committed offsets
	Off                     // 不平
)

// Line is the equation of one source in one hour, for one topic that its records were meant for.
type Line struct {
	Hour        time.Time
	Source      string
	Meant       string
	Books       analytics.Books
	Sending     int64 // the ledger: given to Kafka, answered or not
	Sent        int64 // the ledger: confirmed by Kafka
	Tables      int64 // in the tables, of all that the ledger should know
	Outside     int64 // 外部写入: in the tables without an import
	Early       int64 // in the tables from imports before there was a ledger
	Twice       int64 // 重发: in Kafka more often than it was given
	Unconfirmed int64 // 未确认: given, and no answer came
	Verdict     Verdict
}

// Hour is one topic in one hour, over all sources: the four counts side by side. Kafka's hours may differ from the others' by a few records
// about the full hour.
type Hour struct {
	Hour     time.Time
	Topic    string
	Sending  int64 // the ledger: given to Kafka, answered or not
	Sent     int64 // the ledger: confirmed by Kafka
	Known    bool  // Kafka still has all of it; else 已清理, and Records is 0
	Records  int64 // by Kafka
	InFlight int64 // of these not yet committed
	Tables   int64 // in the tables
	Outside  int64 // of these written by others
}

// Kind is what is wrong between which two counts.
type Kind uint8

// The kinds of fault.
const (
	Lost         Kind = iota // the reader committed an offset that no table holds
	LedgerAhead              // the ledger calls sent what neither Kafka nor the tables have
	Unregistered             // the tables hold records of an import that the ledger does not know
	Foreign                  // the tables hold offsets that Kafka never gave out
)

// Fault is one difference.
type Fault struct {
	Kind    Kind
	Hour    time.Time
	Source  string // empty when it is not known
	Meant   string // topic that the records were meant for, or were read from where that is all that is known
	Import  uint32 // 0 when it is not known
	Records int64
	Place   analytics.Missing // of Lost and Foreign
	Sent    int64             // of LedgerAhead
	Tables  int64             // of LedgerAhead and Unregistered

	Explained *analytics.Explanation // nil while nobody has looked into it
}

// Key names the fault: the same difference found again has the same.
func (f Fault) Key() string {
	return fmt.Sprintf("%d|%d|%s|%s|%d|%d|%s|%d|%d|%d-%d", f.Kind, f.Hour.Unix(), f.Source, f.Meant, f.Import, f.Records, f.Place.Topic, f.Place.Epoch, f.Place.Partition, f.Place.First, f.Place.Next)
}

// Report is the books of some hours.
type Report struct {
	From, To time.Time
	At       time.Time
	Lines    []Line // by hour, newest first, then by source and topic
	Hours    []Hour // by hour, newest first, then by topic
	Faults   []Fault
}

// Verdict is the worst of the report. Differences that somebody has looked into count no more.
func (r *Report) Verdict() Verdict {
	if len(r.Open()) > 0 {
		return Off
	}
	for i := range r.Lines {
		if r.Lines[i].Verdict == Moving {
			return Moving
		}
	}
	return Balanced
}

// Open are the differences that nobody has looked into yet.
func (r *Report) Open() []Fault {
	var open []Fault
	for _, f := range r.Faults {
		if f.Explained == nil {
			open = append(open, f)
		}
	}
	return open
}

// Explain marks the differences that were looked into, by their keys.
func (r *Report) Explain(known map[string]analytics.Explanation) {
	for i := range r.Faults {
		if e, found := known[r.Faults[i].Key()]; found {
			r.Faults[i].Explained = &e
		}
	}
}

// Has reports whether there is a fault of a kind.
func (r *Report) Has(kind Kind) bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Kind == kind })
}
