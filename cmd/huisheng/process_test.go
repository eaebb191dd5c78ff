package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"huisheng/sql/engine"
)

// asProgram makes this test binary behave as the program, so that tests start, kill and restart the real thing in processes of its own.
const asProgram = "HUISHENG_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(runTests(m))
}

// runTests lets all tests begin at once that may, unless -parallel says otherwise. atWork bounds those that do something.
func runTests(m *testing.M) int {
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == fmt.Sprint(runtime.GOMAXPROCS(0)) {
		if err := f.Value.Set("100"); err != nil {
			panic(err)
		}
	}
	return m.Run()
}

// atWork is held by the tests that have an installation. They are more than there are cores, because most of what they do is waiting: for a
// process to start, for a moment to kill it, for what it says.
var (
	atWork  = make(chan struct{}, 2*runtime.GOMAXPROCS(0))
	working sync.Map // *testing.T of those
)

// takeTurn waits until a test may have installations, once however many it has.
func takeTurn(t *testing.T) {
	t.Helper()
	if _, has := working.LoadOrStore(t, true); !has {
		atWork <- struct{}{}
		t.Cleanup(func() { <-atWork })
	}
}

// repository is the root of the repository, where node_modules is.
func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for dir := root; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatalf("no go.mod above %s", root)
	return ""
}

// needEngine skips where the ClickHouse library is absent, and fails where every outside part is required.
func needEngine(t *testing.T) string {
	t.Helper()
	library, err := engine.Find(os.Getenv("HUISHENG_CLICKHOUSE_LIBRARY")) // node_modules above this folder holds it
	if err != nil {
		if os.Getenv("HUISHENG_REQUIRE") == "all" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return library
}

// realData is a file of the public data sets, or skips.
func realData(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("HUISHENG_TESTDATA")
	if dir == "" {
		dir = filepath.Join(repository(t), "..", "shared", "data")
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no %s here: %v", name, err)
	}
	return path
}

// installation is a data directory with the settings under which the program runs in it.
type installation struct {
	t    *testing.T
	data string
	env  []string
}

func newInstallation(t *testing.T, env ...string) *installation {
	t.Helper()
	library := needEngine(t)
	takeTurn(t)
	data := t.TempDir()
	env = append([]string{asProgram + "=1", "HUISHENG_DATA=" + data, "HUISHENG_CLICKHOUSE_LIBRARY=" + library,
		"HUISHENG_ASSETS=" + filepath.Join(repository(t), "node_modules/echarts/dist")}, env...)
	return &installation{t: t, data: data, env: env}
}

func (i *installation) command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), i.env...)
	cmd.Dir = i.data
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// run runs a command to its end and returns what it printed; a failure of it fails the test.
func (i *installation) run(args ...string) string {
	i.t.Helper()
	out, err := i.try(args...)
	if err != nil {
		i.t.Fatalf("huisheng %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// try is run for commands that may fail; what they printed on both streams comes back.
func (i *installation) try(args ...string) (string, error) {
	cmd := i.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if err != nil {
		return stdout.String() + stderr.String(), err
	}
	return stdout.String(), nil
}

// query reads one value through `huisheng sql`.
func (i *installation) query(statement string) string {
	i.t.Helper()
	return strings.TrimSpace(i.run("sql", statement, "--format", "TSV"))
}

// decode runs a command with --json and reads its report.
func (i *installation) decode(into any, args ...string) {
	i.t.Helper()
	out := i.run(append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		i.t.Fatalf("huisheng %s --json: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// child is a running command.
type child struct {
	cmd *exec.Cmd
	out *output
	end chan error
}

// output collects what a child prints and can be read meanwhile.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// start begins a command that is ended by kill, stop or the end of the test.
func (i *installation) start(args ...string) *child {
	i.t.Helper()
	c := &child{cmd: i.command(args...), out: &output{}, end: make(chan error, 1)}
	c.cmd.Stdout, c.cmd.Stderr = c.out, c.out
	if err := c.cmd.Start(); err != nil {
		i.t.Fatal(err)
	}
	go func() { c.end <- c.cmd.Wait() }()
	i.t.Cleanup(c.kill)
	return c
}

// kill ends the child at once, as kill -9 does.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	select {
	case err := <-c.end:
		c.end <- err
	case <-time.After(20 * time.Second):
	}
}

// says waits until the child has printed a text.
func (i *installation) says(c *child, text string) {
	i.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute) // for a program that hangs, not a measure
	defer cancel()
	for !strings.Contains(c.out.String(), text) {
		select {
		case err := <-c.end:
			c.end <- err
			if strings.Contains(c.out.String(), text) {
				return
			}
			i.t.Fatalf("it ended (%v) and never said %q:\n%s", err, text, c.out.String())
		case <-ctx.Done():
			i.t.Fatalf("it did not say %q:\n%s", text, c.out.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
