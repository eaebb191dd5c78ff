package web

import (
	"context"
	"time"

	"huisheng/analytics"
)

// Imports is what 导入 reads and changes: everything that was ever imported, each under its number.
type Imports interface {
	// ListImports returns at most limit imports with a number below before, newest first; before 0 is all. Books are nil where they could
	// not be read in time. Called for every view of the list.
	ListImports(ctx context.Context, before uint32, limit int) ([]Import, error)

	// ReadImport returns one import with its books and reasons; an error of kind KindMissing when there is none of this number. While it
	// runs a page asks every second.
	ReadImport(ctx context.Context, number uint32) (Import, error)

	// ForeseeUndo tells what undoing an import would do now, or doing it again when it is undone.
	ForeseeUndo(ctx context.Context, number uint32) (Effect, error)

	// UndoImport and RedoImport return when it is settled that it will be so; figures follow within a minute. An error of kind KindBusy
	// says why it cannot be done now. by is who asked.
	UndoImport(ctx context.Context, number uint32, by string) error
	RedoImport(ctx context.Context, number uint32, by string) error
}

// Import is one run of an import as a page shows it.
type Import struct {
	Number     uint32
	Kind       string // file, http, upload or retry
	File       string
	Source     string
	State      string // one of the states below
	StartedAt  time.Time
	FinishedAt time.Time // zero while it runs
	UndoneAt   time.Time // zero when it stands
	Applying   bool      // it was undone or done again a moment ago, and figures follow
	Error      string    // why it failed

	Read     int64 // records read
	Sent     int64 // records that Kafka has
	Rejected int64 // records refused, of all kinds
	Others   int64 // events and exposures that were sent
	Bytes    int64 // of the file that were read, of Total; both 0 where nobody knows
	Total    int64

	Books   *analytics.Books // of its complaints; nil when unknown
	Reasons []Reason         // why records were refused, most first; only of one import
	Clashes []Clash          // ids that came back with wholly other words; only of one import
}

// The states of an import.
const (
	ImportRunning = "running"
	ImportBroken  = "broken" // it says that it runs, and nobody runs it
	ImportDone    = "done"
	ImportFailed  = "failed"
)

// Reason is why records were refused.
type Reason struct {
	Column string // of the file; empty when the whole record was at fault
	Field  string // as on the wire
	Reason string
	N      int64
}

// Clash is a complaint whose id came back with wholly other words: two systems may number alike.
type Clash struct{ Source, ID, Before, After string }

// Effect is what undoing an import, or doing it again, changes.
type Effect struct {
	Complaints int64 // that leave, or come back
	Fallbacks  int64 // that stay and are told by another import again
	Events     int64
	Exposures  int64
	Months     []analytics.Month // that are computed again, oldest first
}

// kindNames are the ways in.
var kindNames = map[string]string{"file": "命令行", "": "命令行", "http": "接口", "upload": "上传", "retry": "退回重投"}
