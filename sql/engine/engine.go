package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Engine is ClickHouse in this process. It is safe for concurrent use.
type Engine struct {
	lib       *library
	lock      *os.File
	arguments []string
	slots     chan struct{} // as many statements as Config.Connections run at once
	refused   refusals      // what statements without full access may not name
	version   string
	zone      string

	// root stays open from Open to Close, because the engine stops with its last connection. It also asks statements to stop.
	rootMu sync.Mutex
	root   *connection

	marks  atomic.Uint64 // how many connections were opened
	secret string        // makes the marks of this engine unlike any text of a user

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
	streams map[*stream]struct{} // answers that are being read
}

// Open starts the engine on a directory. One process has one engine, and one directory belongs to one process.
func Open(config Config) (*Engine, error) {
	path, err := Find(config.Library)
	if err != nil {
		return nil, err
	}
	if config, err = config.withDefaults(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(config.Dir, 0o700); err != nil {
		return nil, &OpenError{Dir: config.Dir, Reason: "无法创建目录", Err: err}
	}
	lib, err := load(path, config.Zone)
	if err != nil {
		return nil, err
	}
	held, err := lock(config.Dir)
	if err != nil {
		return nil, err
	}
	if !active.CompareAndSwap(false, true) {
		held.Close()
		return nil, &OpenError{Dir: config.Dir, Reason: "本进程已经打开了另一个数据目录，一个进程只能打开一个"}
	}
	e, err := start(lib, config)
	for again := 0; again < starts && stumbled(err); again++ {
		time.Sleep(startPause)
		e, err = start(lib, config)
	}
	if err != nil {
		active.Store(false)
		held.Close()
		return nil, err
	}
	e.lock = held
	return e, nil
}

// After a kill the engine rarely stumbles over itself: it loads its tables while it still removes dropped ones ("Cannot find UUID mapping"),
// and calls that a fault of its own logic. Started once more it has removed them.
const (
	starts     = 3
	startPause = 300 * time.Millisecond
)

// stumbled reports whether the engine blames itself and not the directory, the settings or the disk.
func stumbled(err error) bool { return err != nil && strings.Contains(err.Error(), "LOGICAL_ERROR") }

// active tells whether this process has an engine: the library knows one path at a time.
var active atomic.Bool

// start opens the connection that keeps the engine alive.
func start(lib *library, config Config) (e *Engine, err error) {
	if err := config.write(); err != nil {
		return nil, &OpenError{Dir: config.Dir, Reason: "无法写入配置", Err: err}
	}
	if err := forgetEmpty(config.Dir); err != nil {
		return nil, &OpenError{Dir: config.Dir, Reason: "无法删除没有建完的默认库", Err: err}
	}
	e = &Engine{
		lib: lib, arguments: config.arguments(), slots: make(chan struct{}, config.Connections),
		secret: rand.Text(), streams: map[*stream]struct{}{},
	}
	if e.root, err = lib.connect(e.arguments); err != nil {
		return nil, &OpenError{Dir: config.Dir, Reason: "引擎没有启动，可能是设置有误，或目录由其他版本写成", Err: err}
	}
	if err := e.settle(config.Dir); err != nil {
		e.root.close()
		return nil, &OpenError{Dir: config.Dir, Reason: "引擎没有应答", Err: err}
	}
	if e.zone != config.Zone { // days and months would be cut elsewhere than the rest of the product cuts them
		e.root.close()
		return nil, &OpenError{Dir: config.Dir, Reason: "引擎的时区是 " + e.zone + "，应为 " + config.Zone + "；一个进程的时区在第一次启动引擎时就定下了"}
	}
	return e, nil
}

// settle replaces the default database and asks the engine about itself.
func (e *Engine) settle(dir string) (err error) {
	if err = replaceDefault(e.root, dir); err != nil {
		return err
	}
	if e.version, err = e.root.text("SELECT version()"); err != nil {
		return err
	}
	if e.zone, err = e.root.text("SELECT timezone()"); err != nil {
		return err
	}
	e.refused, err = readRefusals(e.root)
	return err
}

// definitionName is where the engine writes down that there is a default database.
var definitionName = filepath.Join("metadata", "default.sql")

// identifier finds the name of a database's folder in its definition.
var identifier = regexp.MustCompile(`UUID '([0-9a-f-]{36})'`)

// forgetEmpty removes the definition of a default database that has no folder yet. A process that was killed between making the database and its
// first table leaves it so, there is nothing in it, and the engine would not start with it ever again ("Cannot find UUID mapping").
func forgetEmpty(dir string) error {
	definition := filepath.Join(dir, definitionName)
	text, err := os.ReadFile(definition)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	id := identifier.FindSubmatch(text)
	if id == nil {
		return nil
	}
	for _, place := range []string{filepath.Join(dir, "metadata", "default"), filepath.Join(dir, "store", string(id[1][:3]), string(id[1]))} {
		if _, err := os.Lstat(place); !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.Remove(definition)
}

// replaceDefault makes the default database an ordinary one. As the library starts it, it is an overlay over the whole file system, and
// SELECT * FROM '/etc/passwd' reads that file even where readonly is 1.
func replaceDefault(c *connection, dir string) error {
	definition := filepath.Join(dir, definitionName)
	_, err := os.Stat(definition)
	if errors.Is(err, os.ErrNotExist) {
		tables, err := c.text("SELECT toString(count()) FROM system.tables WHERE database = 'default'")
		if err != nil {
			return err
		}
		if tables == "0" {
			if err := c.exec("DROP DATABASE default"); err != nil {
				return err
			}
			return c.exec("CREATE DATABASE default ENGINE = Atomic")
		}
		// The directory was filled without this package: its tables hang on an identifier that only a link names.
		store, err := os.Readlink(filepath.Join(dir, "metadata", "default"))
		if err != nil {
			return err
		}
		text := "ATTACH DATABASE _ UUID " + quote(filepath.Base(filepath.Clean(store))) + "\nENGINE = Atomic\n"
		if err := os.WriteFile(definition, []byte(text), 0o640); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	if err := c.exec("DETACH DATABASE default"); err != nil {
		return err
	}
	return c.exec("ATTACH DATABASE default")
}

// Version is ClickHouse's own version, for example "26.7.2.1".
func (e *Engine) Version() string { return e.version }

// Zone is the engine's own time zone.
func (e *Engine) Zone() string { return e.zone }

// Close refuses new requests, ends the answers that nobody is reading at this moment, waits for the statements that run, and
// frees the directory. It never closes under a statement: one that takes long makes Close take long.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	open := make([]*stream, 0, len(e.streams))
	for s := range e.streams {
		open = append(open, s)
	}
	e.mu.Unlock()
	for _, s := range open {
		s.stop(refuse(codeShuttingDown, "内嵌的 ClickHouse 正在关闭"))
	}
	e.running.Wait()
	e.rootMu.Lock()
	e.root.close()
	e.root = nil
	e.rootMu.Unlock()
	active.Store(false)
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

// borrow opens a connection, waiting while as many as allowed are open. Every request has its own, because that costs a fifth of a
// millisecond and nothing that a request sets can then reach another.
func (e *Engine) borrow(ctx context.Context) (*connection, error) {
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// log_comment is a setting that ClickHouse shows beside a running statement, so that the statement can be named to stop it.
	mark := e.secret + "-" + strconv.FormatUint(e.marks.Add(1), 10)
	c, err := e.lib.connect(append(e.arguments[:len(e.arguments):len(e.arguments)], "--log_comment="+mark))
	if err != nil {
		<-e.slots
		return nil, refuse(codeUnknown, err.Error())
	}
	c.mark = mark
	return c, nil
}

// giveBack closes a borrowed connection.
func (e *Engine) giveBack(c *connection) {
	c.close()
	<-e.slots
}

// killInterval is how long a statement is left alone between two requests to stop: the first may come before ClickHouse knows it.
const killInterval = 100 * time.Millisecond

// kill asks a connection's statement to stop until it has ended.
func (e *Engine) kill(mark string, ended <-chan struct{}) {
	for {
		e.rootMu.Lock()
		if e.root != nil {
			_ = e.root.exec("KILL QUERY WHERE Settings['log_comment'] = " + quote(mark) + " ASYNC") // what it says changes nothing: it is asked again
		}
		e.rootMu.Unlock()
		select {
		case <-ended:
			return
		case <-time.After(killInterval):
		}
	}
}
