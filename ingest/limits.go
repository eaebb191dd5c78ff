package ingest

import (
	"time"

	"huisheng/analytics"
)

// Limits of what is taken. A character is a Unicode code point. They keep one message below Kafka's default of 1 MiB and one
// careless sender from filling the tables; real records stay far below them.
const (
	MaxSourceBytes     = 64      // a source is a column of few values and part of every key
	MaxIDChars         = 64      // ids of complaints, events and customers: the longest seen are 36 (UUID)
	MaxShortChars      = 200     // names of channels, departments, products: values that charts show on one line
	MaxCategoryChars   = 500     // a path of several short values
	MaxSubjectChars    = 2_000   // a heading; longer ones are texts
	MaxTextChars       = 100_000 // a hundred pages; segmentation of one text stays under a second
	MaxNoteChars       = 20_000  // demands and notes of handlers
	MaxAttributes      = 100     // more are a document, not a record
	MaxAttributeName   = 100     // characters of an attribute's name
	MaxAttributeChars  = 20_000  // characters of one value: a handler's reply fits
	MaxAttributesBytes = 256_000 // all names and values of one record together
	MaxMessageBytes    = 890_000
	MaxAmountYuan      = 1_000_000_000_000 // fen of it stay below 2^53, where a number in JSON is still exact
	maxDepth           = 32                // of unknown nested values
)

// Times outside (Earliest, Latest) are taken for mistakes: 1970-01-01 is what a zero becomes, and the tables hold up to 2299.
var (
	Earliest = time.Date(1970, 1, 2, 0, 0, 0, 0, analytics.Zone)
	Latest   = time.Date(2100, 1, 1, 0, 0, 0, 0, analytics.Zone)
)

// SenderKinds are the values of sender_kind.
var SenderKinds = []string{"customer", "employee", "supplier", "regulator", "other"}

// Outcomes are the values of an event's outcome.
var Outcomes = []string{"answered", "refused", "unreached"}
