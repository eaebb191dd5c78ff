package warehouse

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"huisheng/sql"
	"huisheng/sql/engine"
)

// shared is the engine of all tests here, as a process has one. Each test has a database of its own.
var (
	shared    http.RoundTripper
	databases atomic.Int64
)

// cluster is the name under which the shared engine is a cluster of one shard.
const cluster = "one"

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == "100" {
		f.Value.Set("25") // a check here is several inserts that are synced
	}
	if _, err := engine.Find(""); err != nil {
		if os.Getenv("HUISHENG_REQUIRE") != "" {
			panic(err)
		}
		return m.Run() // the tests that need the engine skip
	}
	dir, err := os.MkdirTemp("", "warehouse-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	e, err := engine.Open(engine.Config{Dir: dir, Cluster: cluster})
	if err != nil {
		panic(err)
	}
	defer e.Close()
	shared = e.Transport()
	return m.Run()
}

// fresh is a migrated warehouse in a database of its own.
func fresh(t testing.TB) *Warehouse {
	t.Helper()
	w := empty(t, sql.Cluster{})
	if err := w.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return w
}

// empty is a warehouse without tables in a database of its own.
func empty(t testing.TB, c sql.Cluster) *Warehouse {
	t.Helper()
	if shared == nil {
		t.Skip("libchdb is not installed")
	}
	ctx := context.Background()
	root, err := Open(ctx, Config{Transport: shared})
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if err := root.conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	w, err := Open(ctx, Config{Transport: shared, Database: name, Cluster: c, Now: func() time.Time { return at("2024-06-01 00:00") }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}
