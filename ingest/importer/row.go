package importer

import "huisheng/analytics"

// row is one record of the file before it is mapped.
type row struct {
	line    uint32
	cells   []string         // one for each column; nil when the row is not to be read
	extra   []string         // names and values in turn: members of a JSON object that are no columns
	raw     string           // as it stands in the file
	object  objectKind       // what a JSON object is
	id      string           // for a record without an id of its own
	problem *analytics.Error // why it cannot be read, nil when it can
}

// objectKind says how a record is read.
type objectKind uint8

const (
	mapped      objectKind = iota // by columns
	complaintV1                   // as complaint.v1
	eventV1                       // as event.v1
	exposureV1                    // as exposure.v1
)

// rows is what all formats are read through. next returns io.EOF at the end; a record that cannot be read is a row with a problem, never an
// error: an error is a fault of the disk, or of kind invalid where the file breaks off so that nothing behind can be read.
type rows interface {
	next() (row, error)
	teller
}

// teller says at the end how many rows were blank, and what else was passed over.
type teller interface {
	told() (blank int64, notes []string)
}
