package engine

import (
	"context"
	"net/http"
	"os"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// shared is the engine of most tests: a process has one.
var shared *Engine

// children are what this test binary does instead of testing when it is started as another process.
var children = map[string]func(){}

// childEnv names the child to run.
const childEnv = "HUISHENG_ENGINE_TEST_CHILD"

func TestMain(m *testing.M) {
	if child := children[os.Getenv(childEnv)]; child != nil {
		child()
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
	if shared, err = Open(Config{Dir: dir}); err != nil {
		panic(err)
	}
	defer shared.Close()
	return m.Run()
}

// dial gives a driver connection to the shared engine, or skips.
func dial(t testing.TB, compression clickhouse.CompressionMethod) driver.Conn {
	t.Helper()
	if shared == nil {
		t.Skip("libchdb is not installed")
	}
	conn, err := clickhouse.Open(&clickhouse.Options{
		Protocol: clickhouse.HTTP, Addr: []string{"embedded:8123"}, Compression: &clickhouse.Compression{Method: compression},
		TransportFunc: func(*http.Transport) (http.RoundTripper, error) { return shared.Transport(), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func TestInsertedRowsComeBackUnderEveryCompression(t *testing.T) {
	methods := map[string]clickhouse.CompressionMethod{
		"none": clickhouse.CompressionNone, "lz4": clickhouse.CompressionLZ4, "zstd": clickhouse.CompressionZSTD, "gzip": clickhouse.CompressionGZIP,
	}
	for name, method := range methods {
		t.Run(name, func(t *testing.T) {
			ctx, conn := context.Background(), dial(t, method)
			run(t, conn, "CREATE OR REPLACE TABLE compressed (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
			batch, err := conn.PrepareBatch(ctx, "INSERT INTO compressed")
			if err != nil {
				t.Fatal(err)
			}
			for i := range uint64(100_000) {
				if err := batch.Append(i, "退款"); err != nil {
					t.Fatal(err)
				}
			}
			if err := batch.Send(); err != nil {
				t.Fatal(err)
			}
			var n, sum uint64
			if err := conn.QueryRow(ctx, "SELECT count(), sum(a) FROM compressed WHERE b = {b:String}", clickhouse.Named("b", "退款")).Scan(&n, &sum); err != nil {
				t.Fatal(err)
			}
			if n != 100_000 || sum != 100_000*99_999/2 {
				t.Errorf("count and sum are %d and %d", n, sum)
			}
		})
	}
}

func run(t testing.TB, conn driver.Conn, statement string) {
	t.Helper()
	if err := conn.Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
