package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

var compressions = map[string]clickhouse.CompressionMethod{
	"none": clickhouse.CompressionNone, "lz4": clickhouse.CompressionLZ4, "zstd": clickhouse.CompressionZSTD, "gzip": clickhouse.CompressionGZIP,
	"deflate": clickhouse.CompressionDeflate,
}

func TestInsertedRowsComeBackUnderEveryCompression(t *testing.T) {
	for name, method := range compressions {
		t.Run(name, func(t *testing.T) {
			ctx, conn := context.Background(), dial(t, compressed(method))
			run(t, conn, "CREATE OR REPLACE TABLE compressed (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
			batch, err := conn.PrepareBatch(ctx, "INSERT INTO compressed")
			if err != nil {
				t.Fatal(err)
			}
			for i := range uint64(300_000) {
				if err := batch.Append(i, "退款"); err != nil {
					t.Fatal(err)
				}
			}
			if err := batch.Send(); err != nil {
				t.Fatal(err)
			}
			rows, err := conn.Query(ctx, "SELECT a, b FROM compressed") // more than keepSize: it is streamed
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			var n, sum, a uint64
			var b string
			for rows.Next() {
				if err := rows.Scan(&a, &b); err != nil {
					t.Fatal(err)
				}
				if b != "退款" {
					t.Fatalf("row %d holds %q", a, b)
				}
				n, sum = n+1, sum+a
			}
			if err := rows.Err(); err != nil || n != 300_000 || sum != 300_000*299_999/2 {
				t.Errorf("%d rows with sum %d, %v", n, sum, err)
			}
		})
	}
}

func TestEveryKindOfInsertArrives(t *testing.T) {
	ctx, conn := context.Background(), dial(t)
	run(t, conn, "CREATE OR REPLACE TABLE kinds (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
	for statement, want := range map[string]uint64{
		"INSERT INTO kinds VALUES (1, 'a;b''c'),\n(2, concat('x', '\\n'))":                    2,
		"INSERT INTO kinds (a, b) SELECT number, 'FORMAT CSV' FROM numbers(3)":                3,
		"INSERT INTO kinds FORMAT JSONEachRow\n{\"a\":1,\"b\":\"退\\n款\"}\n{\"a\":2}\n":        2,
		"INSERT INTO kinds FORMAT CSV\n1,\"a\nb\"\n2,c\n3,d":                                  3,
		"INSERT INTO TABLE `kinds` (b, a) SETTINGS max_insert_threads = 1 FORMAT TSV x\t1\n":  1,
		"/* a comment with FORMAT CSV */ INSERT INTO default.kinds -- VALUES\n VALUES (1,'')": 1,
		"INSERT INTO kinds WITH 5 AS v SELECT v, 'VALUES (1)'":                                1,
		"INSERT INTO kinds FORMAT CSV\n":                                                      0,
	} {
		run(t, conn, "TRUNCATE TABLE kinds")
		if err := conn.Exec(ctx, statement); err != nil {
			t.Errorf("%q: %v", statement, err)
			continue
		}
		if n := one[uint64](t, conn, "SELECT count() FROM kinds"); n != want {
			t.Errorf("%q stored %d rows, want %d", statement, n, want)
		}
	}
	table := clickhouse.Named("table", "kinds")
	if err := conn.Exec(ctx, "INSERT INTO {table:Identifier} SELECT {v:UInt64}, ''", table, clickhouse.Named("v", 77)); err != nil {
		t.Error(err)
	}
	if n := one[uint64](t, conn, "SELECT max(a) FROM kinds"); n != 77 {
		t.Errorf("a table named by a parameter holds %d", n)
	}
}

func TestErrorsCarryClickHousesCodes(t *testing.T) {
	ctx := context.Background()
	for name, method := range compressions {
		conn := dial(t, compressed(method))
		for statement, want := range map[string]int32{
			"SELECT * FROM nosuch": 60, "SELECT nosuch": 47, "SELECT FROM WHERE": 62, "SELECT {p:String}": 456, "SELECT 1; SELECT 2": 62,
			"INSERT INTO nosuch VALUES (1)": 60, "USE nosuch": 81, "SELECT throwIf(1)": 395, "DROP TABLE nosuch": 60, "SELECT toUInt8('x')": 6,
		} {
			err := conn.Exec(ctx, statement)
			if strings.HasPrefix(statement, "SELECT") {
				err = conn.QueryRow(ctx, statement).Err()
			}
			var e *clickhouse.Exception
			if !errors.As(err, &e) || e.Code != want {
				t.Errorf("%s, %s: %v, want code %d", name, statement, err, want)
			}
		}
	}
}

func TestAnErrorAfterTheAnswerBeganIsStillAnException(t *testing.T) {
	for name, method := range compressions {
		rows, err := dial(t, compressed(method)).Query(context.Background(), "SELECT throwIf(number = 6000000), number FROM numbers(7000000) SETTINGS max_threads = 1")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for rows.Next() {
			n++
		}
		var e *clickhouse.Exception
		if err := rows.Err(); !errors.As(err, &e) || e.Code != 395 || n == 0 {
			t.Errorf("%s: after %d rows %v", name, n, err)
		}
		rows.Close()
	}
}

func TestSixteenGoroutinesKeepTheirParametersApart(t *testing.T) {
	ctx, conn := context.Background(), dial(t, func(o *clickhouse.Options) { o.MaxOpenConns = 16 })
	var group sync.WaitGroup
	for g := range 16 {
		group.Go(func() {
			for i := range 100 {
				want := fmt.Sprintf("值 %d-%d\t'\\", g, i)
				var got string
				var threads uint64
				ctx := clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"max_threads": g + 1}))
				row := conn.QueryRow(ctx, "SELECT {v:String}, toUInt64(getSetting('max_threads'))", clickhouse.Named("v", want))
				if err := row.Scan(&got, &threads); err != nil || got != want || threads != uint64(g+1) {
					t.Errorf("%q and %d instead of %q and %d: %v", got, threads, want, g+1, err)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestNothingOutlivesItsRequest(t *testing.T) {
	ctx, conn := context.Background(), dial(t, func(o *clickhouse.Options) { o.MaxOpenConns = 1 })
	var threads, block uint64
	loud := clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"max_threads": 7, "max_partitions_per_insert_block": 3}))
	if err := conn.QueryRow(loud, "SELECT toUInt64(getSetting('max_threads')), toUInt64(getSetting('max_partitions_per_insert_block'))").Scan(&threads, &block); err != nil {
		t.Fatal(err)
	}
	if threads != 7 || block != 3 {
		t.Errorf("the settings of the request are %d and %d", threads, block)
	}
	run(t, conn, "SET max_threads = 9")
	run(t, conn, "USE system")
	run(t, conn, "SET param_left = 'over'")
	run(t, conn, "CREATE TEMPORARY TABLE left (a UInt8)")
	if err := conn.QueryRow(ctx, "SELECT toUInt64(getSetting('max_threads')), toUInt64(getSetting('max_partitions_per_insert_block'))").Scan(&threads, &block); err != nil {
		t.Fatal(err)
	}
	if threads == 7 || threads == 9 || block != 0 {
		t.Errorf("settings leaked: %d and %d", threads, block)
	}
	if database := one[string](t, conn, "SELECT currentDatabase()"); database != "default" {
		t.Errorf("the database leaked: %s", database)
	}
	for _, statement := range []string{"SELECT {left:String}", "SELECT * FROM left"} {
		if conn.QueryRow(ctx, statement).Err() == nil {
			t.Errorf("%s found what an earlier request left", statement)
		}
	}
}

func TestTheConnectionsDatabaseHolds(t *testing.T) {
	run(t, dial(t), "CREATE DATABASE IF NOT EXISTS `an odd``name`")
	conn := dial(t, func(o *clickhouse.Options) { o.Auth.Database = "an odd`name" })
	if got := one[string](t, conn, "SELECT currentDatabase()"); got != "an odd`name" {
		t.Errorf("the database is %s", got)
	}
}

func TestTheDriverLearnsTheEnginesVersionAndZone(t *testing.T) {
	server, err := dial(t).ServerVersion()
	if err != nil {
		t.Fatal(err)
	}
	if server.Version.String() == "0.0.0" || !strings.HasPrefix(needEngine(t).Version(), server.Version.String()[:4]) || server.Timezone.String() != "Asia/Shanghai" {
		t.Errorf("the driver knows %s in %s, the engine is %s", server.Version, server.Timezone, shared.Version())
	}
}

func TestACancelledRequestReturnsAndItsStatementEnds(t *testing.T) {
	conn := dial(t)
	for name, statement := range map[string]string{
		"answer in pieces": "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1 -- endless",
		"answer at once":   "SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1 FORMAT JSON -- endless",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			ended := make(chan error, 1)
			go func() { ended <- conn.Exec(ctx, statement) }()
			running := func() uint64 {
				return one[uint64](t, conn, "SELECT count() FROM system.processes WHERE query LIKE '%-- ' || 'endless'")
			}
			waitFor(t, "the statement to start", func() bool { return running() == 1 })
			cancel()
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("the request ended with %v", err)
			}
			waitFor(t, "the statement to end", func() bool { return running() == 0 })
			waitFor(t, "the connection to come back", func() bool { return len(shared.slots) == 0 })
		})
	}
}

func TestAnAnswerThatIsNotReadToTheEndGivesItsConnectionBack(t *testing.T) {
	e := needEngine(t)
	request, err := http.NewRequest(http.MethodPost, "http://embedded/?default_format=Native", strings.NewReader("SELECT number FROM numbers(1000000000)"))
	if err != nil {
		t.Fatal(err)
	}
	response, err := e.Transport().RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := response.Body.Read(make([]byte, 100)); err != nil {
		t.Fatal(err)
	}
	if len(e.slots) != 1 || response.ContentLength != -1 {
		t.Errorf("%d connections are open, the length is %d", len(e.slots), response.ContentLength)
	}
	response.Body.Close()
	response.Body.Close()
	if len(e.slots) != 0 {
		t.Error("the connection did not come back")
	}
	if _, err := response.Body.Read(make([]byte, 8<<20)); err == nil {
		if _, err = response.Body.Read(make([]byte, 8<<20)); err == nil {
			t.Error("a closed answer goes on")
		}
	}
}

func TestAnInsertWhoseDataBreaksOffStoresNothing(t *testing.T) {
	conn := dial(t)
	run(t, conn, "CREATE OR REPLACE TABLE broken (a UInt64) ENGINE = MergeTree ORDER BY a")
	request, err := http.NewRequest(http.MethodPost, "http://embedded/?query=INSERT+INTO+broken+FORMAT+CSV", &breaking{left: 1000})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := shared.Transport().RoundTrip(request); err == nil {
		t.Error("no error came back")
	}
	if n := one[uint64](t, conn, "SELECT count() FROM broken"); n != 0 {
		t.Errorf("%d rows of half an insert were stored", n)
	}
}

// breaking gives rows and then fails.
type breaking struct{ left int }

func (b *breaking) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errors.New("the disk is gone")
	}
	b.left--
	return copy(p, "1\n"), nil
}

// waitFor waits for a condition, and fails after a time that only a hang takes.
func waitFor(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !condition(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
