package intake

import (
	"context"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// Producer takes messages; kafka.Producer is one. Produce returns when all of them are safe, and is called by several goroutines at once.
type Producer interface {
	Produce(context.Context, []ingest.Message) error
}

// Ledger remembers what was given to Kafka; state.State is behind it.
type Ledger interface {
	// ImportOf returns the number under which a key's records go on the day of a time: the same for all processes. Called with the
	// first records of a day and then every few seconds.
	ImportOf(ctx context.Context, key Key, at time.Time) (uint32, error)
	// Count adds to the counts, all lines or none. Sending is written before records are given to Kafka and Sent after it confirmed them,
	// so that after a kill at any moment Sent ≤ what reached Kafka ≤ Sending. An error of kind KindInvalid says that an import among the
	// lines takes no more, as somebody has undone it, and that ImportOf has another number now. Called by one goroutine, once for all
	// requests that wait for it.
	Count(ctx context.Context, lines []analytics.Given) error
}

// Keys are the keys of the senders; state.State is behind it.
type Keys interface {
	// APIKeys returns all keys. Called every two seconds while requests come.
	APIKeys(context.Context) ([]Key, error)
	// TouchAPIKey writes down that a key was used, at most once a minute for each.
	TouchAPIKey(ctx context.Context, id string, at time.Time) error
}

// Key is a sender's key as it is kept: nothing in it is secret.
type Key struct {
	ID         string
	Hash       string // SHA-256 of the secret, in hexadecimal
	Source     string
	SenderKind string // empty when each record tells it
	Rate       int    // records a second; 0 for the default
	Revoked    bool
}

// Masker takes personal data out of records in place; text.Masker is one. Called by several goroutines at once.
type Masker interface {
	MaskComplaint(*analytics.Complaint)
	MaskEvent(*analytics.Event)
	MaskExposure(*analytics.Exposure)
	MaskField(name, value string) string
	MaskName(string) string
	MaskID(string) string
	Mask(string) string
	CustomerKey(source, id, phone string) uint64
}

// Codec writes messages, refusing records that break a rule; ingest.Codec is one. Called by several goroutines at once.
type Codec interface {
	EncodeComplaint(*analytics.Complaint) ([]byte, error)
	EncodeEvent(*analytics.Event) ([]byte, error)
	EncodeExposure(*analytics.Exposure) ([]byte, error)
	EncodeRejected(*analytics.Rejected) ([]byte, error)
}
