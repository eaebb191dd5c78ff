package state

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// postgresBin is where Debian puts the programs of its PostgreSQL.
const postgresBin = "/usr/lib/postgresql/15/bin"

var server struct {
	once sync.Once
	dsn  string // of a database in which others can be made; empty without a server
	err  error
	stop func()
	next int
}

// postgres gives the DSN of a new, empty database. It asks HUISHENG_TEST_POSTGRES for a server and starts Debian's otherwise; without
// either the test skips, unless one is required.
func postgres(t *testing.T) string {
	t.Helper()
	server.once.Do(func() { server.dsn, server.err = os.Getenv("HUISHENG_TEST_POSTGRES"), nil; start() })
	if server.err != nil {
		if os.Getenv("HUISHENG_TEST_POSTGRES") != "" || os.Getenv("HUISHENG_REQUIRE") != "" {
			t.Fatal(server.err)
		}
		t.Skip(server.err)
	}
	db, err := sql.Open("pgx", server.dsn)
	must(t, err)
	defer db.Close()
	server.next++
	name := fmt.Sprintf("huisheng_test_%d_%d", os.Getpid(), server.next)
	_, err = db.Exec("CREATE DATABASE " + name)
	must(t, err)
	t.Cleanup(func() {
		if db, err := sql.Open("pgx", server.dsn); err == nil {
			db.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
			db.Close()
		}
	})
	u, err := url.Parse(server.dsn)
	must(t, err)
	u.Path = "/" + name
	return u.String()
}

// start runs a server of our own in a temporary folder. PostgreSQL refuses to run as root; the user postgres does it then.
func start() {
	if server.dsn != "" {
		return
	}
	if _, err := os.Stat(filepath.Join(postgresBin, "initdb")); err != nil {
		server.err = fmt.Errorf("no PostgreSQL in %s", postgresBin)
		return
	}
	dir, err := os.MkdirTemp("", "pg-test-")
	if err == nil {
		server.err = launch(dir)
	} else {
		server.err = err
	}
}

func launch(dir string) error {
	attr := &syscall.SysProcAttr{}
	if os.Getuid() == 0 {
		account, err := user.Lookup("postgres")
		if err != nil {
			return fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres: %w", err)
		}
		uid, _ := strconv.Atoi(account.Uid)
		gid, _ := strconv.Atoi(account.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return err
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(postgresBin, "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "-N")
	initdb.SysProcAttr, initdb.Dir = attr, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	daemon := exec.Command(filepath.Join(postgresBin, "postgres"), "-D", data, "-h", "127.0.0.1", "-p", strconv.Itoa(port), "-k", dir, "-c", "fsync=off")
	daemon.SysProcAttr, daemon.Dir = attr, dir
	if err := daemon.Start(); err != nil {
		return err
	}
	server.stop = func() {
		daemon.Process.Signal(syscall.SIGINT)
		daemon.Wait()
		os.RemoveAll(dir)
	}
	server.dsn = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)
	return answers(server.dsn)
}

func answers(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		if err = db.PingContext(ctx); err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func stopPostgres() {
	if server.stop != nil {
		server.stop()
	}
}
