package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huisheng/analytics"
)

// The states of an import. One that is found running while its process is gone was broken off; running the same command again
// finishes it.
const (
	ImportRunning = "running"
	ImportDone    = "done"
	ImportFailed  = "failed"
)

// The kinds of import: from the command line, from other systems over HTTP (one import per key and day), from the upload page, and
// rejected records that are tried again.
const (
	KindFile   = "file"
	KindHTTP   = "http"
	KindUpload = "upload"
	KindRetry  = "retry"
)

// Import is one run of an import, in the importer's own count. Sending − Sent records may or may not have reached Kafka.
type Import struct {
	Number     uint32
	Kind       string // one of the Kind constants; KindFile when a caller leaves it empty
	File       string
	SHA256     string // of the file, in hexadecimal
	Source     string
	Mapping    string // as JSON
	State      string
	Read       int64 // records read from the file
	Sending    int64 // records given to Kafka, answered or not
	Sent       int64 // records that Kafka confirmed
	Rejected   int64 // records that the importer refused; they are in Sent too, as they travel by rejected.v1
	Complaints int64 // of those sent, by what they are
	Events     int64
	Exposures  int64
	StartedAt  time.Time
	TouchedAt  time.Time // when it was heard of last
	FinishedAt time.Time // zero while it runs
	Error      string
	UndoneAt   time.Time // zero while it stands
	UndoneBy   string
	UndoReason string
	Pending    bool // an undo or its opposite waits to be applied to the tables
}

// Undone reports whether the import stands no longer.
func (in Import) Undone() bool { return !in.UndoneAt.IsZero() }

// BeginImport gives an import its number and writes it down as running. Number, state and times of the argument are ignored.
func (s *State) BeginImport(ctx context.Context, in Import) (Import, error) {
	in.State, in.StartedAt, in.FinishedAt = ImportRunning, fromMillis(s.millis()), time.Time{}
	in.TouchedAt = in.StartedAt
	if in.Kind == "" {
		in.Kind = KindFile
	}
	err := s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "import")
		if err != nil {
			return err
		}
		in.Number = uint32(number)
		_, err = s.exec(ctx, tx, "import_add", number, in.Kind, in.File, in.SHA256, in.Source, in.Mapping, in.State, in.StartedAt.UnixMilli())
		return err
	})
	return in, err
}

// UpdateImport writes down how far an import is, and adds to the ledger of what was given to Kafka in the same transaction. An import whose
// state is not running gets the present as its end. One that was undone cannot go on, as what would come with it counts nowhere: that is
// an error of kind KindInvalid.
func (s *State) UpdateImport(ctx context.Context, in Import, given ...analytics.Given) error {
	finished := int64(0)
	if in.State != ImportRunning {
		finished = s.millis()
	}
	return s.together(ctx, func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "import_update", in.State, in.Read, in.Sending, in.Sent, in.Rejected, finished, in.Error,
			in.Complaints, in.Events, in.Exposures, s.millis(), int64(in.Number))
		if err == nil && n == 0 {
			err = s.whyNot(ctx, tx, in.Number)
		}
		if err != nil {
			return err
		}
		return s.give(ctx, tx, given)
	})
}

// whyNot tells why an import could not be changed: it is not there, or was undone.
func (s *State) whyNot(ctx context.Context, tx *sql.Tx, number uint32) error {
	if _, err := s.importOf(ctx, tx, number); err != nil {
		return err
	}
	return analytics.Invalid("import", "导入 #%d 已被撤销，不能接着写入；请重新导入，它会得到新的编号", number)
}

// ImportOf returns one import; an error of kind KindMissing when there is none of this number.
func (s *State) ImportOf(ctx context.Context, number uint32) (Import, error) {
	return s.importOf(ctx, s.db, number)
}

func (s *State) importOf(ctx context.Context, on runner, number uint32) (Import, error) {
	list, err := s.imports(ctx, on, "import_get", int64(number))
	if err != nil {
		return Import{}, err
	}
	if len(list) == 0 {
		return Import{}, &analytics.Error{Kind: analytics.KindMissing, Text: fmt.Sprintf("没有编号为 %d 的导入；用 huisheng imports 查看有哪些", number)}
	}
	return list[0], nil
}

// Imports returns the newest imports, newest first.
func (s *State) Imports(ctx context.Context, limit int) ([]Import, error) {
	return s.FindImports(ctx, ImportFilter{}, limit)
}

// ImportFilter picks imports; the zero value picks all.
type ImportFilter struct {
	Kind   string
	Source string
	State  string // one of the states, of imports that stand, or ImportUndone
	Below  uint32 // only smaller numbers, to go on behind the last one of a page; 0 for all
}

// ImportUndone is what ImportFilter.State asks for to see the imports that do not stand.
const ImportUndone = "undone"

// FindImports returns the newest imports of a filter, newest first.
func (s *State) FindImports(ctx context.Context, f ImportFilter, limit int) ([]Import, error) {
	return s.imports(ctx, s.db, "import_list", f.Kind, f.Source, f.State, int64(f.Below), limit)
}

// CountImports returns how many imports a filter picks, Below aside.
func (s *State) CountImports(ctx context.Context, f ImportFilter) (int64, error) {
	var n int64
	_, err := s.one(ctx, s.db, "imports_count", []any{f.Kind, f.Source, f.State}, &n)
	return n, err
}

// ImportsOfFile returns the imports of the same bytes into the same source, newest first.
func (s *State) ImportsOfFile(ctx context.Context, sha256, source string) ([]Import, error) {
	return s.imports(ctx, s.db, "import_of_file", sha256, source)
}

func (s *State) imports(ctx context.Context, on runner, name string, args ...any) ([]Import, error) {
	var list []Import
	err := s.each(ctx, on, name, func(rows *sql.Rows) error {
		var in Import
		var started, touched, finished, undone, pending int64
		err := rows.Scan(&in.Number, &in.Kind, &in.File, &in.SHA256, &in.Source, &in.Mapping, &in.State, &in.Read, &in.Sending, &in.Sent,
			&in.Rejected, &in.Complaints, &in.Events, &in.Exposures, &started, &touched, &finished, &in.Error, &undone, &in.UndoneBy,
			&in.UndoReason, &pending)
		in.StartedAt, in.TouchedAt, in.FinishedAt = fromMillis(started), fromMillis(touched), fromMillis(finished)
		in.UndoneAt, in.Pending = fromMillis(undone), pending > 0
		list = append(list, in)
		return err
	}, args...)
	return list, err
}

// LiveSources returns the sources that told something as it came, and not in files, since a time. What others write to Kafka has no import.
func (s *State) LiveSources(ctx context.Context, since time.Time) ([]string, error) {
	var list []string
	err := s.each(ctx, s.db, "import_live", func(rows *sql.Rows) error {
		var source string
		err := rows.Scan(&source)
		list = append(list, source)
		return err
	}, since.UnixMilli())
	return list, err
}
