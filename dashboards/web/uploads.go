package web

import (
	"context"
	"io"
	"time"
)

// Uploads is what the upload walks through: a file is received as a draft, looked at, corrected, confirmed and then imported in the
// background. Drafts are the files of people: nothing returns their bytes, and examples and values come masked.
type Uploads interface {
	// UploadLimit is how many bytes one upload may hold.
	UploadLimit() int64

	// ReceiveUpload keeps what body gives until io.EOF as a draft and returns its id. What was kept is removed when it fails.
	ReceiveUpload(ctx context.Context, name string, body io.Reader) (id string, err error)

	// Drafts are the uploads that wait to be confirmed or run, newest first.
	Drafts(ctx context.Context) ([]Draft, error)

	// ReadDraft returns one of them; an error of kind KindMissing when it was imported long ago, discarded, or is too old.
	ReadDraft(ctx context.Context, id string) (Draft, error)

	// PreviewDraft looks into one table of the draft. What is wrong with the file or the mapping stands in the preview; an error is a fault
	// of ours. It starts the check of the whole table in the background.
	PreviewDraft(ctx context.Context, id string, table int) (Preview, error)

	// CheckDraft tells how far the check of a table is, and what it found so far.
	CheckDraft(ctx context.Context, id string, table int) (Check, error)

	// ChangeDraft keeps what a person chose for a table. changed says that records will be read differently than they were previewed.
	ChangeDraft(ctx context.Context, id string, table int, c Choices) (changed bool, err error)

	// ConfirmDraft puts the draft into the queue. An error of kind KindInvalid says what is still to be mended.
	ConfirmDraft(ctx context.Context, id string) error

	// DiscardDraft removes a draft that does not run.
	DiscardDraft(ctx context.Context, id string) error
}

// The states of a draft.
const (
	DraftWaiting = "waiting" // to be confirmed
	DraftQueued  = "queued"  // confirmed, behind others
	DraftRunning = "running"
	DraftDone    = "done"
	DraftFailed  = "failed" // can be confirmed again
)

// Draft is an uploaded file.
type Draft struct {
	ID         string
	File       string
	Size       int64
	UploadedAt time.Time
	ExpiresAt  time.Time // when it is removed if nobody confirms it
	State      string
	Error      string
	Ahead      int      // drafts in the queue before it
	Numbers    []uint32 // of the imports that it became, one for each table so far
	Tables     []Table
}

// Table is one table of a file: a sheet, or a file in an archive.
type Table struct {
	Name  string // empty when the file is the table
	Skip  bool   // it is not imported
	Error string // why it cannot be read; then there is nothing to choose
}

// Choices are what a person says about a table. The zero value leaves everything to the importer.
type Choices struct {
	Kind    string              `json:"kind,omitempty"` // complaint, event or exposure; empty: guessed
	Source  string              `json:"source,omitempty"`
	Header  int                 `json:"header,omitempty"` // line of the header; 0: found
	Map     map[string][]string `json:"map,omitempty"`    // field → columns; those of no field are under ""
	From    time.Time           `json:"from,omitzero"`    // the days that the file covers without a gap
	To      time.Time           `json:"to,omitzero"`
	Profile string              `json:"profile,omitempty"` // save the mapping under this name
	Skip    bool                `json:"skip,omitempty"`
}

// Preview is what a table is read as.
type Preview struct {
	Charset, Format string
	Header          int // line of the header, 0 when there is none
	Notes           []string
	Profile         string // the saved mapping that fitted; empty when none did
	Kind            string
	Source          string
	Choices         Choices
	Fields          []Field // that a column may become, in reading order
	Columns         []Column
	Rows            []Row  // the first ones
	Problem         string // why it cannot be imported so; empty when it can
	Fatal           bool   // the table cannot be read at all: there are no columns to correct
	Earlier         []Import
}

// Field is what a column can become.
type Field struct {
	Name, Label string
	Need        bool // a table of this kind cannot do without
	Many        bool // several columns may make it
}

// Column is one column of the table.
type Column struct {
	Name     string
	Field    string // empty: kept as it is
	Label    string
	Why      string
	Examples []string // masked
}

// Row is what a row becomes, field by field; only what is told stands in it.
type Row struct {
	Line    uint32
	Cells   []Cell
	Refused []string // why it would be refused
}

// Cell is a field of a record.
type Cell struct{ Label, Value string }

// Check is what reading a whole table without importing it found.
type Check struct {
	Done        bool
	Error       string
	Bytes       int64
	Total       int64
	Read        int64
	Complaints  int64
	Events      int64
	Exposures   int64
	Rejected    int64
	Blank       int64
	First, Last time.Time // of the complaints' times of receipt
	Reasons     []Reason
	Lines       []WrongLine // the first hundred
}

// WrongLine is a record that would be refused.
type WrongLine struct {
	Line   uint32
	Column string
	Value  string // masked
	Reason string
}
