// Package warehouse is what Huisheng keeps in ClickHouse: what arrived, what was read from it, and the facts that charts show. It is
// the only importer of clickhouse-go, and reaches servers and the engine in this process by the same HTTP protocol.
package warehouse

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
	"huisheng/sql"
)

// Config says where the warehouse is and for which size its tables are made.
type Config struct {
	Address   string            // host:port of the HTTP interface; any name will do when Transport is set
	Database  string            // empty: default
	User      string            // empty: default
	Password  string            // never in a dump
	Cluster   sql.Cluster       // zero: one server
	Transport http.RoundTripper // the engine in this process; nil: the network
	MaxConns  int               // connections at most; 0: 8, more only queue on two cores
	Timeout   time.Duration     // of one statement at most; 0: 30 minutes, as a month of assemble is one statement
	Now       func() time.Time  // nil: the system's clock; stamps the ledger of migrations

	// Read returns how far enrich has come in complaints.v1, as enrich's watermark tells it: what lies behind is searched as it arrived. It
	// is asked for every search. nil: each search compares arrivals with what was read, which costs more.
	Read func(ctx context.Context) ([]analytics.Position, error)

	// Dirty returns the months whose facts wait to be computed again. With it and Read, lists of other months are counted from facts; it is asked
	// for every count. nil: every count puts its complaints together anew, which costs a hundred times as much.
	Dirty func(ctx context.Context) ([]analytics.Month, error)
}

// Warehouse is a connection pool with the statements of sql/queries. Its methods are safe for concurrent use.
type Warehouse struct {
	conn     driver.Conn
	cluster  sql.Cluster
	now      func() time.Time
	settings clickhouse.Settings
	rendered sync.Map // name and form of a query → its text
	stored   kept[analytics.Position]
	offsets  map[string]reached // by table; guarded by the lock of stored
	received kept[analytics.SourceMonth]
	taken    lastTaken
	read     func(context.Context) ([]analytics.Position, error)
	dirty    func(context.Context) ([]analytics.Month, error)
}

// Open makes the pool and asks the server once whether it is there.
func Open(ctx context.Context, config Config) (*Warehouse, error) {
	conn, err := clickhouse.Open(config.options())
	if err != nil {
		return nil, down(err, "ClickHouse 的连接设置有误")
	}
	w := &Warehouse{conn: conn, read: config.Read, dirty: config.Dirty, cluster: config.Cluster, now: config.Now, settings: clickhouse.Settings{}, offsets: map[string]reached{}}
	if w.now == nil {
		w.now = time.Now
	}
	if config.Cluster.Name != "" {
		// An insert counts as stored only when every shard has it, and joins stay on their shard because all tables are
		// sharded by complaint.
		w.settings["distributed_foreground_insert"] = 1
		w.settings["distributed_product_mode"] = "local"
	}
	if err := conn.Ping(ctx); err != nil {
		conn.Close()
		return nil, down(err, "ClickHouse（%s）没有应答", config.Address)
	}
	return w, nil
}

func (c Config) options() *clickhouse.Options {
	o := &clickhouse.Options{
		Protocol:     clickhouse.HTTP,
		Addr:         []string{or(c.Address, "embedded:8123")},
		Auth:         clickhouse.Auth{Database: or(c.Database, "default"), Username: or(c.User, "default"), Password: c.Password},
		Compression:  &clickhouse.Compression{Method: clickhouse.CompressionLZ4},
		MaxOpenConns: or(c.MaxConns, 8),
		MaxIdleConns: or(c.MaxConns, 8),
		ReadTimeout:  or(c.Timeout, 30*time.Minute),
	}
	if c.Transport != nil {
		o.TransportFunc = func(*http.Transport) (http.RoundTripper, error) { return c.Transport, nil }
	}
	return o
}

// Close closes the pool.
func (w *Warehouse) Close() error { return w.conn.Close() }

// Ping asks the server whether it is there.
func (w *Warehouse) Ping(ctx context.Context) error { return failed("ping", w.conn.Ping(ctx)) }

// Version is the server's version.
func (w *Warehouse) Version(ctx context.Context) (string, error) {
	var version string
	err := w.Row(ctx, "version", nil, &version)
	return version, err
}

// plain is what most queries read besides their parameters.
type plain struct {
	Undone bool // some imports do not stand; without any, the queries do not even look at the column
	Many   bool // the question is about so much that keys are too large to remember
}

// text renders a query once for each form that it is asked for in, and keeps it.
func (w *Warehouse) text(name string, p P) (string, error) {
	form := plain{Undone: p.undone()}
	_, form.Many = p["many"]
	place := struct {
		string
		plain
	}{name, form}
	if text, found := w.rendered.Load(place); found {
		return text.(string), nil
	}
	text, err := w.textOf(name, form)
	if err != nil {
		return "", err
	}
	w.rendered.Store(place, text)
	return text, nil
}

// textOf renders a query that names a staging table.
func (w *Warehouse) textOf(name string, data any) (string, error) {
	file, err := sql.Query(name)
	if err != nil {
		return "", err
	}
	return w.cluster.Render(file, data)
}

// Query runs sql/queries/<name>.sql and returns its rows, which the caller closes. Most callers want Each or Row.
func (w *Warehouse) Query(ctx context.Context, name string, p P) (driver.Rows, error) {
	text, err := w.text(name, p)
	if err != nil {
		return nil, err
	}
	ctx, err = w.with(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rows, err := w.conn.Query(ctx, text)
	return rows, failed(name, err)
}

// Each runs a query and calls scan once for each of its rows.
func (w *Warehouse) Each(ctx context.Context, name string, p P, scan func(driver.Rows) error) error {
	rows, err := w.Query(ctx, name, p)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("%s: read a row: %w", name, err)
		}
	}
	return failed(name, rows.Err())
}

// Row runs a query of exactly one row and scans it. No row is an error of kind KindMissing.
func (w *Warehouse) Row(ctx context.Context, name string, p P, into ...any) error {
	found := false
	err := w.Each(ctx, name, p, func(rows driver.Rows) error {
		if found {
			return nil
		}
		found = true
		return rows.Scan(into...)
	})
	if err == nil && !found {
		return missing(name)
	}
	return err
}

// Exec runs a statement that returns no rows.
func (w *Warehouse) Exec(ctx context.Context, name string, p P) error {
	text, err := w.text(name, p)
	if err != nil {
		return err
	}
	ctx, err = w.with(ctx, p)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return failed(name, w.conn.Exec(ctx, text))
}

// script runs the statements of a file that names a staging table.
func (w *Warehouse) script(ctx context.Context, name string, p P, data any) error {
	text, err := w.textOf(name, data)
	if err != nil {
		return err
	}
	if ctx, err = w.with(ctx, p); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, statement := range sql.Split(text) {
		if err := w.conn.Exec(ctx, statement); err != nil {
			return failed(name, err)
		}
	}
	return nil
}

// settingsKey finds the settings of one call in its context.
type settingsKey struct{}

// setting adds settings to the statements of one call.
func (w *Warehouse) setting(ctx context.Context, settings clickhouse.Settings) context.Context {
	return context.WithValue(ctx, settingsKey{}, settings)
}

// with puts parameters, the cluster's settings and those of the call on a context.
func (w *Warehouse) with(ctx context.Context, p P) (context.Context, error) {
	parameters := make(clickhouse.Parameters, len(p))
	for name, value := range p {
		text, err := encode(value)
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		parameters[name] = text
	}
	settings := clickhouse.Settings{}
	maps.Copy(settings, w.settings)
	if own, ok := ctx.Value(settingsKey{}).(clickhouse.Settings); ok {
		maps.Copy(settings, own)
	}
	return clickhouse.Context(ctx, clickhouse.WithParameters(parameters), clickhouse.WithSettings(settings)), nil
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}
