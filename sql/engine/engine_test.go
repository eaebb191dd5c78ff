package engine

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// shared is the engine of most tests: a process has one.
var shared *Engine

// children are what this test binary does instead of testing when it is started as another process. Each takes a directory.
var children = map[string]func(dir string) error{}

// The environment of a child: what it is, and its directory.
const (
	childEnv = "HUISHENG_ENGINE_TEST_CHILD"
	dirEnv   = "HUISHENG_ENGINE_TEST_DIR"
)

func TestMain(m *testing.M) {
	if child := children[os.Getenv(childEnv)]; child != nil {
		if err := child(os.Getenv(dirEnv)); err != nil {
			_, _ = os.Stdout.WriteString("error: " + err.Error() + "\n")
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	if _, err := Find(""); err != nil {
		return m.Run() // the tests that need the engine skip
	}
	dir, err := os.MkdirTemp("", "engine-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	shared, err = Open(Config{
		Dir: dir, Cluster: "one", Memory: 3 << 30, Backups: filepath.Join(dir, "backups"), Settings: map[string]string{"max_insert_threads": "1"},
	})
	if err != nil {
		panic(err)
	}
	defer shared.Close()
	return m.Run()
}

// needEngine skips where the library is not installed.
func needEngine(t testing.TB) *Engine {
	t.Helper()
	if shared == nil {
		t.Skip("libchdb is not installed")
	}
	return shared
}

// child prepares this binary to run as another process.
func child(t testing.TB, name, dir string) *exec.Cmd {
	t.Helper()
	needEngine(t)
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childEnv+"="+name, dirEnv+"="+dir)
	return c
}

// runChild runs a child to its end and gives what it printed.
func runChild(t testing.TB, name, dir string) string {
	t.Helper()
	out, err := child(t, name, dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return strings.TrimSpace(string(out))
}

// dial gives a driver connection to the shared engine.
func dial(t testing.TB, change ...func(*clickhouse.Options)) driver.Conn {
	t.Helper()
	return dialEngine(t, needEngine(t).Transport(), change...)
}

func dialEngine(t testing.TB, transport http.RoundTripper, change ...func(*clickhouse.Options)) driver.Conn {
	t.Helper()
	options := &clickhouse.Options{
		Protocol: clickhouse.HTTP, Addr: []string{"embedded:8123"},
		TransportFunc: func(*http.Transport) (http.RoundTripper, error) { return transport, nil },
	}
	for _, c := range change {
		c(options)
	}
	conn, err := clickhouse.Open(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// packed asks the driver for a compression.
func compressed(method clickhouse.CompressionMethod) func(*clickhouse.Options) {
	return func(o *clickhouse.Options) { o.Compression = &clickhouse.Compression{Method: method, Level: 1} }
}

func run(t testing.TB, conn driver.Conn, statement string) {
	t.Helper()
	if err := conn.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// one reads one value.
func one[T any](t testing.TB, conn driver.Conn, statement string, args ...any) T {
	t.Helper()
	var v T
	if err := conn.QueryRow(context.Background(), statement, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return v
}

func TestOnlyTheEnginesOwnStumbleIsTriedAgain(t *testing.T) {
	for text, want := range map[string]bool{
		"Code: 49. DB::Exception: Cannot find UUID mapping for 0b5c, it's a bug. (LOGICAL_ERROR)": true,
		"Code: 243. DB::Exception: Cannot reserve 1 MiB. (NOT_ENOUGH_SPACE)":                      false,
		"引擎没有启动": false,
	} {
		if got := stumbled(&OpenError{Dir: "d", Reason: "引擎没有应答", Err: errors.New(text)}); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if stumbled(nil) {
		t.Error("no error is no stumble")
	}
}
