package engine

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// Config says where the engine is and what it may use. The zero value of everything but Dir is usable.
type Config struct {
	// Library is the libchdb file, or empty for Find's choice.
	Library string
	// Dir is the data directory; it is made when it is missing.
	Dir string
	// Zone is the engine's time zone, Asia/Shanghai when empty. It holds for the whole process and cannot be changed after the first Open.
	Zone string
	// Connections is the most statements that run at once, 32 when 0. Connections are opened as they are needed.
	Connections int
	// Memory limits what the engine allocates in all, in bytes; 0 leaves it to the engine (90 % of the machine).
	Memory uint64
	// Backups is the folder that BACKUP and RESTORE may use; empty forbids them.
	Backups string
	// Cluster, when set, is the name of a cluster whose only shard is this process, so that the cluster size's SQL can be run here.
	Cluster string
	// Settings are ClickHouse settings that hold for every statement unless its request says otherwise.
	Settings map[string]string
}

// defaultConnections is above the number of connections that clickhouse-go opens by itself (10), so that the driver's limit is met first:
// a goroutine that reads rows and inserts meanwhile holds two.
const defaultConnections = 32

// Engine is ClickHouse in this process. It is safe for concurrent use.
type Engine struct {
	lib       *library
	lock      *os.File
	arguments []string
	settings  map[string]string // Config.Settings and our own

	// first stays open from Open to Close: the engine stops with its last connection.
	first   *connection
	slots   chan struct{} // as many as Config.Connections statements run at once
	version string
	zone    string

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

// Open starts the engine on a directory. One process has one engine, and one directory belongs to one process.
func Open(config Config) (*Engine, error) {
	path, err := Find(config.Library)
	if err != nil {
		return nil, err
	}
	if config.Zone == "" {
		config.Zone = "Asia/Shanghai"
	}
	if config.Connections <= 0 {
		config.Connections = defaultConnections
	}
	dir, err := filepath.Abs(config.Dir)
	if err != nil {
		return nil, &OpenError{Dir: config.Dir, Reason: "路径无效", Err: err}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, &OpenError{Dir: dir, Reason: "无法创建目录", Err: err}
	}
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	e, err := start(path, dir, config)
	if err != nil {
		held.Close()
		return nil, err
	}
	e.lock = held
	return e, nil
}

func start(path, dir string, config Config) (*Engine, error) {
	lib, err := load(path, config.Zone)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		lib: lib, arguments: []string{"clickhouse", "--path=" + dir, "--max_partitions_per_insert_block=0"},
		slots: make(chan struct{}, config.Connections),
	}
	if e.first, err = lib.connect(e.arguments); err != nil {
		return nil, &OpenError{Dir: dir, Reason: "引擎没有启动", Err: err}
	}
	if e.version, err = e.first.text("SELECT version()"); err == nil {
		e.zone, err = e.first.text("SELECT timezone()")
	}
	if err != nil {
		return nil, &OpenError{Dir: dir, Reason: "引擎没有应答", Err: err}
	}
	return e, nil
}

// Version is ClickHouse's own version, for example "26.7.2.1".
func (e *Engine) Version() string { return e.version }

// Zone is the engine's own time zone.
func (e *Engine) Zone() string { return e.zone }

// Close refuses new requests, waits for those that run, and frees the directory. It never closes under a statement: a statement that
// takes long makes Close take long.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	e.mu.Unlock()
	e.running.Wait()
	e.first.close()
	return e.lock.Close()
}

// enter counts a request in; leave counts it out. Close waits for all who entered.
func (e *Engine) enter() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return refuse(codeShuttingDown, "内嵌的 ClickHouse 正在关闭")
	}
	e.running.Add(1)
	return nil
}

func (e *Engine) leave() { e.running.Done() }

// borrow opens a connection, waiting while as many as allowed are open. Every request has its own, because that costs a quarter of a
// millisecond and nothing that a request sets can then reach another.
func (e *Engine) borrow(ctx context.Context) (*connection, error) {
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c, err := e.lib.connect(e.arguments)
	if err != nil {
		<-e.slots
	}
	return c, err
}

// giveBack closes a borrowed connection.
func (e *Engine) giveBack(c *connection) {
	c.close()
	<-e.slots
}

// text runs a statement that gives one value.
func (c *connection) text(statement string) (string, error) {
	r, err := c.query([]byte(statement), "RawBLOB")
	if err != nil {
		return "", err
	}
	defer r.free()
	return string(r.bytes()), nil
}

var _ io.Closer = (*Engine)(nil)
