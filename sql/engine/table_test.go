package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// columnLine reads a column's type out of a migration: a name, a type, and nothing but a comma after it.
var columnLine = regexp.MustCompile(`(?m)^\s+[a-z_]+\s+([A-Z]\w*(?:\(.*\))?),?\s*$`)

// migratedTypes are the distinct types of all columns in ../migrations.
func migratedTypes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	seen := map[string]bool{}
	var types []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range columnLine.FindAllStringSubmatch(string(text), -1) {
			columnType, _, _ := strings.Cut(match[1], " CODEC(") // how it is compressed does not change what comes back
			if !seen[columnType] {
				seen[columnType] = true
				types = append(types, columnType)
			}
		}
	}
	return types
}

// sample gives two values of a column's type.
func sample(t *testing.T, columnType string) [2]any {
	t.Helper()
	when := time.Date(2024, 2, 29, 23, 59, 59, 123e6, time.FixedZone("CST", 8*3600))
	text := "退款 \x00 ' \\ \t\n 👍"
	switch columnType {
	case "String", "LowCardinality(String)":
		return [2]any{text, ""}
	case "UInt8", "UInt16", "UInt32", "UInt64", "Int8", "Int16", "Int32", "Int64", "Float32", "Float64":
		kind := map[string]any{
			"UInt8": uint8(0), "UInt16": uint16(0), "UInt32": uint32(0), "UInt64": uint64(0), "Int8": int8(0), "Int16": int16(0),
			"Int32": int32(0), "Int64": int64(0), "Float32": float32(0), "Float64": float64(0),
		}[columnType]
		return [2]any{reflect.ValueOf(97).Convert(reflect.TypeOf(kind)).Interface(), kind}
	case "Date":
		zone := when.Location() // the driver gives dates at midnight of the engine's zone
		return [2]any{time.Date(2024, 2, 29, 0, 0, 0, 0, zone), time.Date(1970, 1, 1, 0, 0, 0, 0, zone)}
	case "DateTime64(3, 'Asia/Shanghai')":
		return [2]any{when, time.Unix(0, 0)}
	case "Nullable(Int64)":
		v := int64(-1 << 62)
		return [2]any{&v, (*int64)(nil)}
	case "Nullable(UInt8)":
		v := uint8(5)
		return [2]any{&v, (*uint8)(nil)}
	case "Nullable(Float64)":
		v := 0.5
		return [2]any{&v, (*float64)(nil)}
	case "Nullable(Date)":
		day := time.Date(2024, 2, 29, 0, 0, 0, 0, when.Location())
		return [2]any{&day, (*time.Time)(nil)}
	case "Nullable(DateTime64(3, 'Asia/Shanghai'))":
		return [2]any{&when, (*time.Time)(nil)}
	case "Array(LowCardinality(String))", "Array(String)":
		return [2]any{[]string{text, "a", "a"}, []string{}}
	case "Array(UInt8)":
		return [2]any{[]uint8{1, 2}, []uint8{}}
	case "Array(UInt16)":
		return [2]any{[]uint16{1, 1 << 15}, []uint16{}}
	case "Array(UInt32)":
		return [2]any{[]uint32{1, 1 << 31}, []uint32{}}
	case "Array(UInt64)":
		return [2]any{[]uint64{1, 1 << 63}, []uint64{}}
	case "Array(Float32)":
		return [2]any{[]float32{0.25, -1}, []float32{}}
	case "Array(Float64)":
		return [2]any{[]float64{0.1, -1e300}, []float64{}}
	case "Array(Array(String))":
		return [2]any{[][]string{{text, "a"}, {}}, [][]string{}}
	case "Array(Array(Array(String)))":
		return [2]any{[][][]string{{{text, ""}, {}}, {}}, [][][]string{}}
	case "Array(Int32)":
		return [2]any{[]int32{-1 << 31, 7}, []int32{}}
	case "Array(DateTime64(3, 'Asia/Shanghai'))":
		return [2]any{[]time.Time{when, time.Unix(0, 0)}, []time.Time{}}
	case "Map(LowCardinality(String), String)", "Map(String, String)":
		return [2]any{map[string]string{"订单": text, "": "b"}, map[string]string{}}
	}
	t.Fatalf("the migrations use %s: give this test two values of it", columnType)
	return [2]any{}
}

func TestEveryColumnTypeOfTheMigrationsComesBackAsItWent(t *testing.T) {
	types := migratedTypes(t)
	if len(types) < 12 {
		t.Fatalf("only %d types were read out of the migrations: %v", len(types), types)
	}
	for name, method := range compressions {
		ctx, conn := context.Background(), dial(t, compressed(method))
		columns := make([]string, len(types))
		values := [2][]any{{uint8(0)}, {uint8(1)}}
		for i, columnType := range types {
			columns[i] = fmt.Sprintf("c%d %s", i, columnType)
			two := sample(t, columnType)
			values[0], values[1] = append(values[0], two[0]), append(values[1], two[1])
		}
		run(t, conn, "CREATE OR REPLACE TABLE everything (row UInt8, "+strings.Join(columns, ", ")+") ENGINE = MergeTree ORDER BY row")
		batch, err := conn.PrepareBatch(ctx, "INSERT INTO everything")
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range values {
			if err := batch.Append(row...); err != nil {
				t.Fatal(err)
			}
		}
		if err := batch.Send(); err != nil {
			t.Fatal(err)
		}
		for number, row := range values {
			into := make([]any, len(row))
			for i := range row {
				into[i] = reflect.New(reflect.TypeOf(row[i])).Interface()
			}
			if err := conn.QueryRow(ctx, fmt.Sprintf("SELECT * FROM everything WHERE row = %d", number)).Scan(into...); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for i := 1; i < len(row); i++ {
				if got := reflect.ValueOf(into[i]).Elem().Interface(); !equal(got, row[i]) {
					t.Errorf("%s: %s went as %v and came as %v", name, types[i-1], row[i], got)
				}
			}
		}
	}
}

// equal compares values, and times by their moment.
func equal(a, b any) bool {
	switch x := a.(type) {
	case time.Time:
		return x.Equal(b.(time.Time))
	case *time.Time:
		y := b.(*time.Time)
		return x == nil && y == nil || x != nil && y != nil && x.Equal(*y)
	}
	if x, many := a.([]time.Time); many {
		return slices.EqualFunc(x, b.([]time.Time), time.Time.Equal)
	}
	return reflect.DeepEqual(a, b)
}

func TestADistributedTableWorksOverAClusterOfThisProcess(t *testing.T) {
	conn := dial(t)
	run(t, conn, "CREATE OR REPLACE TABLE shard (a UInt64, b String) ENGINE = MergeTree ORDER BY a")
	run(t, conn, "CREATE OR REPLACE TABLE spread AS shard ENGINE = Distributed('one', default, shard, a)")
	batch, err := conn.PrepareBatch(context.Background(), "INSERT INTO spread")
	if err != nil {
		t.Fatal(err)
	}
	for i := range uint64(1000) {
		if err := batch.Append(i, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	if n, sum := one[uint64](t, conn, "SELECT count() FROM shard"), one[uint64](t, conn, "SELECT sum(a) FROM spread"); n != 1000 || sum != 499_500 {
		t.Errorf("%d rows in the shard, sum %d over the cluster", n, sum)
	}
	if macro := one[string](t, conn, "SELECT getMacro('cluster')"); macro != "one" {
		t.Errorf("the macro cluster is %s", macro)
	}
}

func TestBackupAndRestoreUseTheConfiguredFolder(t *testing.T) {
	conn := dial(t)
	run(t, conn, "CREATE DATABASE IF NOT EXISTS precious")
	run(t, conn, "CREATE OR REPLACE TABLE precious.t ENGINE = MergeTree ORDER BY a AS SELECT number AS a FROM numbers(10)")
	run(t, conn, "BACKUP DATABASE precious TO File('one')")
	run(t, conn, "DROP DATABASE precious SYNC")
	run(t, conn, "RESTORE DATABASE precious FROM File('one')")
	if n := one[uint64](t, conn, "SELECT count() FROM precious.t"); n != 10 {
		t.Errorf("%d rows were restored", n)
	}
	if err := conn.Exec(context.Background(), "BACKUP DATABASE precious TO File('../outside')"); err == nil {
		t.Error("a backup left its folder")
	}
}

func TestTheConfigurationReachesTheEngine(t *testing.T) {
	conn := dial(t)
	if limit := one[string](t, conn, "SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage'"); limit != "3221225472" {
		t.Errorf("the memory limit is %s", limit)
	}
	if setting := one[string](t, conn, "SELECT value FROM system.settings WHERE name = 'max_insert_threads'"); setting != "1" {
		t.Errorf("max_insert_threads is %s", setting)
	}
	if zone := one[string](t, conn, "SELECT timezone()"); zone != "Asia/Shanghai" {
		t.Errorf("the zone is %s", zone)
	}
	if database := one[string](t, conn, "SELECT engine FROM system.databases WHERE name = 'default'"); database != "Atomic" {
		t.Errorf("the default database is %s: it must not be the one that reads files", database)
	}
	run(t, conn, "CREATE OR REPLACE TABLE parts (a UInt64) ENGINE = MergeTree PARTITION BY a ORDER BY a")
	run(t, conn, "INSERT INTO parts SELECT number FROM numbers(150)") // more than 100 partitions
}
