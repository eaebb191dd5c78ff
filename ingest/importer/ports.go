package importer

import (
	"context"

	"huisheng/analytics"
	"huisheng/ingest"
)

// Producer takes messages; kafka.Producer is one. Produce returns when all of them are safe. It is called by one goroutine, with up to
// 2,000 messages or 4 MB, and the slice is used again afterwards.
type Producer interface {
	Produce(context.Context, []ingest.Message) error
}

// The states of an import in the ledger.
const (
	Running = "running"
	Done    = "done"
	Failed  = "failed"
)

// Entry is how far an import is, for the ledger.
type Entry struct {
	Number   uint32
	File     string
	SHA256   string // of the file as it is on disk, in hexadecimal; empty when it came through a pipe
	Source   string
	Mapping  string // as JSON: column → field
	State    string
	Read     int64 // records that the rows gave
	Sending  int64 // messages given to Kafka, answered or not: written down before they are given
	Sent     int64 // messages that Kafka confirmed
	Rejected int64 // records that were refused here; each is one of the messages, as it travels by rejected.v1

	Complaints, Events, Exposures int64 // of those that Kafka confirmed, by what they are

	Error string
	Given []analytics.Given // what to add to the ledger of hours: increments since the update before
}

// Ledger remembers imports; state.State is behind it. BeginImport gives a number. UpdateImport is called before every batch is sent and
// at the end, so that after a kill at any moment Sent ≤ what reached Kafka ≤ Sending. Given is added in the same step.
type Ledger interface {
	BeginImport(context.Context, Entry) (uint32, error)
	UpdateImport(context.Context, Entry) error
}

// Masker takes personal data out of records in place; text.Masker is one. Called by several goroutines at once.
type Masker interface {
	MaskComplaint(*analytics.Complaint)
	MaskEvent(*analytics.Event)
	MaskExposure(*analytics.Exposure)
	MaskField(name, value string) string
	MaskName(string) string
	Mask(string) string
}

// Codec writes messages, refusing records that break a rule; ingest.Codec is one. Called by several goroutines at once.
type Codec interface {
	EncodeComplaint(*analytics.Complaint) ([]byte, error)
	EncodeEvent(*analytics.Event) ([]byte, error)
	EncodeExposure(*analytics.Exposure) ([]byte, error)
	EncodeRejected(*analytics.Rejected) ([]byte, error)
	ContentOfRow(source string, cells ...string) uint64
}
