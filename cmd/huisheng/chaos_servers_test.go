package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// ownKafka is an Apache Kafka that a test may kill.
type ownKafka struct {
	t       *testing.T
	dir     string
	address string
	pid     int
}

// startKafka starts a Kafka of the test's own where one can be had.
func startKafka(t *testing.T) *ownKafka {
	t.Helper()
	outside(t, "HUISHENG_TEST_KAFKA") // says that Java and the jars are here
	k := &ownKafka{t: t, dir: t.TempDir(), address: freeAddress(t)}
	k.start()
	t.Cleanup(k.kill)
	return k
}

// start begins anew on the data that is there. A Kafka that was killed reads its logs first.
func (k *ownKafka) start() {
	k.t.Helper()
	_, port, _ := strings.Cut(k.address, ":")
	cmd := exec.Command("bash", filepath.Join(repository(k.t), "scripts/kafka/start.sh"), k.dir, port)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		k.t.Fatalf("Kafka: %v\n%s", err, stderr.String())
	}
	if k.pid, err = strconv.Atoi(strings.TrimSpace(string(out))); err != nil {
		k.t.Fatal(err)
	}
}

// kill ends it at once. It returns when nobody listens any more: the threads of a killed process take a moment to end.
func (k *ownKafka) kill() {
	if k.pid == 0 {
		return
	}
	_ = syscall.Kill(k.pid, syscall.SIGKILL)
	_ = os.Remove(filepath.Join(k.dir, "pid")) // it may be a zombie for long, which looks alive to the script
	k.pid = 0
	for {
		c, err := net.Dial("tcp", k.address)
		if err != nil {
			return
		}
		_ = c.Close()
		time.Sleep(20 * time.Millisecond)
	}
}

// How a gate answers inserts. Everything else always passes.
const (
	pass     = ""
	refuse   = "refuse" // the connection is cut
	slow     = "slow"
	diskFull = "Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space. (NOT_ENOUGH_SPACE)"
	parts    = "Code: 252. DB::Exception: Too many parts (3001 with average size of 1.00 KiB). Merges are processing significantly slower than inserts. (TOO_MANY_PARTS)"
)

// gate stands before ClickHouse and does to inserts what a bad day does.
type gate struct {
	address string
	mode    atomic.Pointer[string]
	delay   time.Duration
	refused atomic.Int64
}

func startGate(t *testing.T, clickhouse string) *gate {
	t.Helper()
	g := &gate{delay: time.Second}
	g.set(pass)
	to := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: clickhouse})
	to.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) } // a server that is away gives no answer
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.serve(w, r, to)
	}))
	t.Cleanup(server.Close)
	g.address = strings.TrimPrefix(server.URL, "http://")
	return g
}

func (g *gate) set(mode string) { g.mode.Store(&mode) }

func (g *gate) serve(w http.ResponseWriter, r *http.Request, to http.Handler) {
	mode := *g.mode.Load()
	if mode == pass || !strings.Contains(strings.ToUpper(r.URL.Query().Get("query")), "INSERT") {
		to.ServeHTTP(w, r)
		return
	}
	g.refused.Add(1)
	switch mode {
	case slow:
		time.Sleep(g.delay)
		to.ServeHTTP(w, r)
	case refuse:
		panic(http.ErrAbortHandler)
	default:
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("X-ClickHouse-Exception-Code", strings.TrimSuffix(strings.Fields(mode)[1], "."))
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, mode)
	}
}

// supervised is a command that is started again whenever it ends, as an operator's supervisor does.
type supervised struct {
	in   *installation
	args []string

	mu     sync.Mutex
	now    *child
	closed bool
	ended  chan struct{}
	starts int
}

func (i *installation) supervise(args ...string) *supervised {
	s := &supervised{in: i, args: args, ended: make(chan struct{})}
	go s.keep()
	i.t.Cleanup(s.close)
	return s
}

func (s *supervised) keep() {
	defer close(s.ended)
	for {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			return
		}
		c := &child{cmd: s.in.command(s.args...), out: &output{}, end: make(chan error, 1)}
		c.cmd.Stdout, c.cmd.Stderr = c.out, c.out
		if err := c.cmd.Start(); err != nil {
			s.mu.Unlock()
			time.Sleep(100 * time.Millisecond)
			continue
		}
		s.now = c
		s.starts++
		s.mu.Unlock()
		c.end <- c.cmd.Wait()
		time.Sleep(50 * time.Millisecond)
	}
}

// signal sends the running process a signal; there may be none just now.
func (s *supervised) signal(how syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil {
		_ = s.now.cmd.Process.Signal(how)
	}
}

// output is what the process that runs has printed.
func (s *supervised) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		return ""
	}
	return s.now.out.String()
}

// pid is the process that runs, 0 when none does.
func (s *supervised) pid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil {
		return 0
	}
	return s.now.cmd.Process.Pid
}

func (s *supervised) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(25 * time.Second):
		s.signal(syscall.SIGKILL)
		<-s.ended
	}
}
