package sink

import (
	"context"

	"huisheng/analytics"
	"huisheng/ingest"
)

// Offsets is topic → partition → offset of the next record to read.
type Offsets = map[string]map[uint16]uint64

// Source is where messages come from; kafka.Consumer is one. The sink neither starts nor stops it.
type Source interface {
	// Fetch fills the front of into and returns how many, at least one; it waits for the first and takes what is there, so that its own
	// bound on reading ahead bounds the sink's memory too. Within a partition offsets rise; when they fall back, as after a
	// rebalance, the partition begins again from there. Called by one goroutine. An error other than the context's is tried again.
	Fetch(ctx context.Context, into []ingest.Message) (int, error)
	// Commit makes the offsets the ones from which the next reader begins. Called by one goroutine. An error is tried again, maybe with
	// later offsets.
	Commit(ctx context.Context, next Offsets) error
}

// Store is where rows go; warehouse.Warehouse is one. Its methods return when the rows are safe on disk and are called by several
// goroutines at once. They may be called again with rows that they took before, and keep nothing of the slices they get.
//
// An error of kind analytics.KindInvalid says that rows are at fault and that nothing was stored. When it has methods Rows() []int and
// Row(int) error they name those rows; otherwise the sink finds them by halving the batch. Every other error is tried again. In
// StoreRejected nothing may be at fault.
type Store interface {
	StoreComplaints(context.Context, []analytics.Arrival[analytics.Complaint]) error
	StoreEvents(context.Context, []analytics.Arrival[analytics.Event]) error
	StoreExposures(context.Context, []analytics.Arrival[analytics.Exposure]) error
	StoreRejected(context.Context, []analytics.Arrival[analytics.Rejected]) error
}

// Codec reads messages; ingest.Codec is one. Called by several goroutines at once. A record to decode into is empty. The errors of
// Decode are *analytics.Error that name the field.
type Codec interface {
	DecodeComplaint([]byte, *analytics.Complaint) error
	DecodeEvent([]byte, *analytics.Event) error
	DecodeExposure([]byte, *analytics.Exposure) error
	DecodeRejected([]byte, *analytics.Rejected) error
	EncodeComplaint(*analytics.Complaint) ([]byte, error)
	EncodeEvent(*analytics.Event) ([]byte, error)
	EncodeExposure(*analytics.Exposure) ([]byte, error)
	ContentOfComplaint(*analytics.Complaint) uint64
	ContentOfEvent(*analytics.Event) uint64
	ContentOfExposure(*analytics.Exposure) uint64
}

// Masker takes personal data out of records whose message does not say that it was done; text.Masker is one. Called by several
// goroutines at once.
type Masker interface {
	MaskComplaint(*analytics.Complaint)
	MaskEvent(*analytics.Event)
	MaskExposure(*analytics.Exposure)
	MaskField(name, value string) string // of a field of which only the name is known
	Mask(string) string
}
