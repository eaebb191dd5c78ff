package engine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// The rows that the child writes before it is killed.
const killedRows = 50_000

func init() {
	children["write"] = childWrite
	children["count"] = childCount
	children["open"] = func(dir string) error {
		e, err := Open(Config{Dir: dir})
		if err != nil {
			return err
		}
		return e.Close()
	}
	children["close"] = childClose
	children["signals"] = childSignals
	children["wrong"] = childWrong
}

func childDial(e *Engine) (driver.Conn, error) {
	return clickhouse.Open(&clickhouse.Options{
		Protocol: clickhouse.HTTP, Addr: []string{"embedded:8123"},
		TransportFunc: func(*http.Transport) (http.RoundTripper, error) { return e.Transport(), nil },
	})
}

// childWrite inserts rows, says so, and waits to be killed.
func childWrite(dir string) error {
	e, err := Open(Config{Dir: dir})
	if err != nil {
		return err
	}
	conn, err := childDial(e)
	if err != nil {
		return err
	}
	ctx := context.Background()
	for _, statement := range []string{
		"CREATE TABLE IF NOT EXISTS kept (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS fsync_after_insert = 1",
		"CREATE DATABASE IF NOT EXISTS other", "CREATE TABLE IF NOT EXISTS other.kept (a UInt64) ENGINE = MergeTree ORDER BY a",
		"CREATE MATERIALIZED VIEW IF NOT EXISTS copy TO other.kept AS SELECT a FROM kept",
	} {
		if err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO kept")
	if err != nil {
		return err
	}
	for i := range uint64(killedRows) {
		if err := batch.Append(i); err != nil {
			return err
		}
	}
	if err := batch.Send(); err != nil {
		return err
	}
	fmt.Println("written")
	select {}
}

// childCount prints how many rows there are.
func childCount(dir string) error {
	e, err := Open(Config{Dir: dir})
	if err != nil {
		return err
	}
	defer e.Close()
	conn, err := childDial(e)
	if err != nil {
		return err
	}
	var kept, copied uint64
	if err := conn.QueryRow(context.Background(), "SELECT (SELECT count() FROM kept), (SELECT count() FROM other.kept)").Scan(&kept, &copied); err != nil {
		return err
	}
	fmt.Println(kept, copied)
	return nil
}

func TestInsertedRowsSurviveKill9(t *testing.T) {
	dir := t.TempDir()
	for round := 1; round <= 2; round++ {
		writer := startWriter(t, dir)
		if err := writer.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = writer.Wait() // it was killed
		want := fmt.Sprint(round*killedRows, round*killedRows)
		if got := runChild(t, "count", dir); got != want {
			t.Errorf("after round %d: %s rows, want %s", round, got, want)
		}
	}
}

// A process that is killed in its first start, after the default database was made and before any table was, leaves a definition without a folder.
func TestADirectoryOpensThatWasKilledBeforeItsFirstTable(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "metadata"), 0o700); err != nil {
		t.Fatal(err)
	}
	definition := "ATTACH DATABASE _ UUID '9a65458b-8ffc-4f7d-8e14-a3b3ac7853e8'\nENGINE = Atomic\n"
	if err := os.WriteFile(filepath.Join(dir, "metadata", "default.sql"), []byte(definition), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // and after it, still without a table, it opens again
		runChild(t, "open", dir)
	}
	writer := startWriter(t, dir)
	if err := writer.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = writer.Wait() // it was killed
	if got, want := runChild(t, "count", dir), fmt.Sprint(killedRows, killedRows); got != want {
		t.Errorf("%s rows, want %s", got, want)
	}
}

// startWriter starts a child that holds the directory, and waits until its rows are written.
func startWriter(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	writer := child(t, "write", dir)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	writer.Stderr = os.Stderr
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = writer.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "written\n" {
		t.Fatalf("the child said %q, %v", line, err)
	}
	return writer
}

func TestASecondProcessIsToldWhoHoldsTheDirectory(t *testing.T) {
	dir := t.TempDir()
	writer := startWriter(t, dir)
	out, err := child(t, "open", dir).CombinedOutput()
	if err == nil {
		t.Fatal("a second process opened the directory")
	}
	for _, want := range []string{dir, fmt.Sprint(writer.Process.Pid), "请先停止该进程"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s does not say %s", out, want)
		}
	}
	if err := writer.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = writer.Wait() // it was killed
	runChild(t, "open", dir)
}

// childClose closes under a running statement and an unread answer, and opens again.
func childClose(dir string) error {
	e, err := Open(Config{Dir: dir})
	if err != nil {
		return err
	}
	conn, err := childDial(e)
	if err != nil {
		return err
	}
	ctx := context.Background()
	unread, err := conn.Query(ctx, "SELECT number FROM numbers(100000000)")
	if err != nil {
		return err
	}
	defer unread.Close()
	ended := make(chan error, 1)
	go func() {
		ended <- conn.Exec(ctx, "CREATE TABLE slow ENGINE = MergeTree ORDER BY a AS SELECT sleep(1) AS a")
	}()
	for {
		var n uint64
		if err := conn.QueryRow(ctx, "SELECT count() FROM system.processes WHERE query LIKE 'CREATE TABLE slow%'").Scan(&n); err != nil {
			return err
		}
		if n == 1 {
			break
		}
	}
	if err := e.Close(); err != nil {
		return err
	}
	if err := <-ended; err != nil {
		return fmt.Errorf("the statement did not end well: %w", err)
	}
	if err := conn.Exec(ctx, "SELECT 1"); err == nil {
		return errors.New("a closed engine answers")
	}
	if err := e.Close(); err != nil {
		return err
	}
	again, err := Open(Config{Dir: dir})
	if err != nil {
		return err
	}
	defer again.Close()
	if conn, err = childDial(again); err != nil {
		return err
	}
	var n uint64
	if err := conn.QueryRow(ctx, "SELECT count() FROM slow").Scan(&n); err != nil || n != 1 {
		return fmt.Errorf("%d rows after the second start: %w", n, err)
	}
	fmt.Println("done")
	return nil
}

func TestCloseWaitsForStatementsAndTheDirectoryOpensAgain(t *testing.T) {
	if out := runChild(t, "close", t.TempDir()); !strings.HasSuffix(out, "done") {
		t.Error(out)
	}
}

func TestAProcessHasOneEngine(t *testing.T) {
	needEngine(t)
	var refused *OpenError
	if _, err := Open(Config{Dir: t.TempDir()}); !errors.As(err, &refused) || !strings.Contains(err.Error(), "一个进程只能打开一个") {
		t.Errorf("%v", err)
	}
}

func TestAnEngineThatDoesNotStartLeavesTheProcessFree(t *testing.T) {
	if out := runChild(t, "wrong", t.TempDir()); !strings.HasSuffix(out, "done") {
		t.Error(out)
	}
}

// childWrong opens with what cannot be, and then with what can.
func childWrong(dir string) error {
	for name, config := range map[string]Config{
		"a setting's value": {Dir: dir, Settings: map[string]string{"max_threads": "many"}},
		"a setting's name":  {Dir: dir, Settings: map[string]string{"max threads": "1"}},
		"no directory":      {},
	} {
		var refused *OpenError
		if e, err := Open(config); !errors.As(err, &refused) {
			return fmt.Errorf("%s: %v %v", name, e, err)
		}
	}
	e, err := Open(Config{Dir: dir})
	if err != nil {
		return err
	}
	if err := e.Close(); err != nil {
		return err
	}
	if _, err := Open(Config{Dir: dir, Zone: "Europe/Paris"}); err == nil {
		return errors.New("the zone was changed in a running process")
	}
	fmt.Println("done")
	return nil
}

// childSignals meets the signals that the Go runtime lives by, after the library was loaded.
func childSignals(dir string) error {
	e, err := Open(Config{Dir: dir})
	if err != nil {
		return err
	}
	defer e.Close()
	caught := func() (caught bool) {
		defer func() { caught = recover() != nil }()
		var nothing *Config
		_ = nothing.Dir // SIGSEGV
		return false
	}()
	if !caught {
		return errors.New("a nil pointer was not a panic")
	}
	done := make(chan struct{})
	go func() { // SIGURG: a loop without calls is preempted, or nothing else ever runs on this processor
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
			}
		}
	}()
	time.Sleep(50 * time.Millisecond)
	close(done)
	fmt.Println("done")
	return nil
}

func TestTheRuntimeKeepsItsSignals(t *testing.T) {
	if out := runChild(t, "signals", t.TempDir()); !strings.HasSuffix(out, "done") {
		t.Error(out)
	}
}
