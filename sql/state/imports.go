package state

import (
	"context"
	"database/sql"
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

// Import is one run of an import, in the importer's own count. Sending − Sent records may or may not have reached Kafka.
type Import struct {
	Number     uint32
	File       string
	SHA256     string // of the file, in hexadecimal
	Source     string
	Mapping    string // as JSON
	State      string
	Read       int64 // records read from the file
	Sending    int64 // records given to Kafka, answered or not
	Sent       int64 // records that Kafka confirmed
	Rejected   int64 // records that the importer refused; they are in Sent too, as they travel by rejected.v1
	StartedAt  time.Time
	FinishedAt time.Time // zero while it runs
	Error      string
}

// BeginImport gives an import its number and writes it down as running. Number, state and times of the argument are ignored.
func (s *State) BeginImport(ctx context.Context, in Import) (Import, error) {
	in.State, in.StartedAt, in.FinishedAt = ImportRunning, fromMillis(s.millis()), time.Time{}
	err := s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "import")
		if err != nil {
			return err
		}
		in.Number = uint32(number)
		_, err = s.exec(ctx, tx, "import_add", number, in.File, in.SHA256, in.Source, in.Mapping, in.State, in.StartedAt.UnixMilli())
		return err
	})
	return in, err
}

// UpdateImport writes down how far an import is, and adds to the ledger of what was given to Kafka in the same transaction. An import whose
// state is not running gets the present as its end.
func (s *State) UpdateImport(ctx context.Context, in Import, given ...analytics.Given) error {
	finished := int64(0)
	if in.State != ImportRunning {
		finished = s.millis()
	}
	return s.together(ctx, func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "import_update", in.State, in.Read, in.Sending, in.Sent, in.Rejected, finished, in.Error, int64(in.Number))
		if err == nil && n == 0 {
			return &analytics.Error{Kind: analytics.KindMissing, Text: "没有这次导入的登记"}
		}
		if err != nil {
			return err
		}
		return s.give(ctx, tx, given)
	})
}

// ImportOf returns one import; an error of kind KindMissing when there is none of this number.
func (s *State) ImportOf(ctx context.Context, number uint32) (Import, error) {
	list, err := s.imports(ctx, "import_get", int64(number))
	if err != nil {
		return Import{}, err
	}
	if len(list) == 0 {
		return Import{}, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这次导入的登记"}
	}
	return list[0], nil
}

// Imports returns the newest imports, newest first.
func (s *State) Imports(ctx context.Context, limit int) ([]Import, error) {
	return s.imports(ctx, "import_list", limit)
}

// ImportsOfFile returns the imports of the same bytes into the same source, newest first.
func (s *State) ImportsOfFile(ctx context.Context, sha256, source string) ([]Import, error) {
	return s.imports(ctx, "import_of_file", sha256, source)
}

func (s *State) imports(ctx context.Context, name string, args ...any) ([]Import, error) {
	var list []Import
	err := s.each(ctx, s.db, name, func(rows *sql.Rows) error {
		var in Import
		var started, finished int64
		err := rows.Scan(&in.Number, &in.File, &in.SHA256, &in.Source, &in.Mapping, &in.State, &in.Read, &in.Sending, &in.Sent,
			&in.Rejected, &started, &finished, &in.Error)
		in.StartedAt, in.FinishedAt = fromMillis(started), fromMillis(finished)
		list = append(list, in)
		return err
	}, args...)
	return list, err
}
