package analytics

import "time"

// Undo is the wish of a person that an import stands no longer, or stands again. An import that was undone keeps its records: they
// count nowhere until it stands again. Of several wishes about one import the one with the largest Revision holds.
type Undo struct {
	Import      uint32
	Undone      bool // false: it stands again
	Revision    uint64
	By          string
	Reason      string
	RequestedAt time.Time
	AppliedAt   time.Time // when the tables followed; zero while they do not
}
