// Package state keeps what must be unique, locked or changed in place: settings, topic epochs, the imports' own ledger, how far jobs
// came, what they must do again, who may run. It is SQLite in a file or PostgreSQL, with one text of SQL for both.
package state

import (
	"context"
	"database/sql"
	"embed"
	"net/url"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "github.com/mattn/go-sqlite3"    // the driver "sqlite3"

	"huisheng/analytics"
	text "huisheng/sql"
)

//go:embed migrations/*.sql queries/*.sql
var files embed.FS

// State is an open state. Its methods are safe for concurrent use, also from several processes, and durable when they return.
type State struct {
	db      *sql.DB
	now     func() time.Time
	queries map[string]string
}

// Option changes how a state is opened.
type Option func(*State)

// WithClock sets the clock that stamps rows and ends leases; without it the system's clock does.
func WithClock(now func() time.Time) Option { return func(s *State) { s.now = now } }

// Open opens the state at a DSN, which is "postgres://…" or the path of an SQLite file, and brings its tables to the newest form.
func Open(ctx context.Context, dsn string, options ...Option) (*State, error) {
	s := &State{now: time.Now, queries: map[string]string{}}
	for _, option := range options {
		option(s)
	}
	list, err := text.List(files, "queries")
	if err != nil {
		return nil, err
	}
	for _, file := range list {
		s.queries[file.Name] = file.Text
	}
	driver, source := dialect(dsn)
	if s.db, err = sql.Open(driver, source); err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "状态库的地址有误")
	}
	if driver == "sqlite3" {
		// One writer at a time is SQLite's rule; four connections let pages read beside it.
		s.db.SetMaxOpenConns(4)
	}
	if err := s.migrate(ctx); err != nil {
		s.db.Close()
		return nil, err
	}
	return s, nil
}

// dialect picks the driver. SQLite takes its write lock when a transaction begins, so that two of them wait for each other instead of
// failing when the second one writes, and syncs at every commit, because offsets are committed on the word of this file.
func dialect(dsn string) (driver, source string) {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		return "pgx", dsn
	}
	file := url.URL{Scheme: "file", Opaque: (&url.URL{Path: dsn}).EscapedPath()}
	return "sqlite3", file.String() + "?_journal_mode=WAL&_busy_timeout=10000&_foreign_keys=on&_txlock=immediate&_synchronous=FULL"
}

// Close closes the state.
func (s *State) Close() error { return s.db.Close() }

// runner is a database or a transaction.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// exec runs a statement and tells how many rows it changed.
func (s *State) exec(ctx context.Context, on runner, name string, args ...any) (int64, error) {
	result, err := on.ExecContext(ctx, s.queries[name], args...)
	if err != nil {
		return 0, failed(name, err)
	}
	n, err := result.RowsAffected()
	return n, failed(name, err)
}

// each runs a query and calls scan once for each of its rows.
func (s *State) each(ctx context.Context, on runner, name string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := on.QueryContext(ctx, s.queries[name], args...)
	if err != nil {
		return failed(name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return failed(name, err)
		}
	}
	return failed(name, rows.Err())
}

// one runs a query of at most one row and tells whether there was one.
func (s *State) one(ctx context.Context, on runner, name string, args []any, into ...any) (found bool, err error) {
	err = s.each(ctx, on, name, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(into...)
	}, args...)
	return found, err
}

// together runs f in one transaction.
func (s *State) together(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return failed("begin", err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return failed("commit", tx.Commit())
}

// next gives out the next number of a counter.
func (s *State) next(ctx context.Context, on runner, counter string) (int64, error) {
	var value int64
	_, err := s.one(ctx, on, "counter_next", []any{counter}, &value)
	return value, err
}

func (s *State) millis() int64 { return s.now().UnixMilli() }

// fromMillis is the zero time for 0, which stands for "not yet".
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(analytics.Zone)
}
