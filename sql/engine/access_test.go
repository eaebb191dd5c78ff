package engine

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// secretFile is a file outside the engine with a text to look for.
func secretFile(t testing.TB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(file, []byte("hidden\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// outward are statements that reach out of the engine. $ stands for the secret file.
var outward = []string{
	"SELECT * FROM file('$', 'CSV', 'a String')",
	"SELECT * FROM FiLe /* ( */ ('$', 'CSV', 'a String')",
	"SELECT * FROM `file`('$', 'CSV', 'a String')",
	"SELECT * FROM \"file\" -- comment\n('$', 'CSV', 'a String')",
	"SELECT * FROM `fi\\x6ce`('$', 'CSV', 'a String')",
	"SELECT file('$')",
	"SELECT arrayMap(x -> file(x), ['$'])",
	"SELECT * APPLY(file) FROM (SELECT '$' AS a)",
	"SELECT * APPLY file FROM (SELECT '$' AS a)",
	"SELECT COLUMNS('a') APPLY (x -> file(x)) FROM (SELECT '$' AS a)",
	"SELECT $$ ' $$, file('$')",
	"SELECT $tag$ ' $tag$, file('$'), $tag$ ' $tag$",
	"SELECT $ x $ ' $ x $, file('$') --'",
	"SELECT 1$$ ' $$, file('$') --'",
	"SELECT a$$, file('$'), b$$ FROM (SELECT 1 AS a$$, 2 AS b$$)",
	"SELECT 'it''s', file('$'), ''",
	"SELECT '\\'', file('$'), '\\''",
	"SELECT 1 /* ' */, file('$') /* ' */",
	"SELECT 1 -- '\n, file('$') -- '",
	"SELECT 1 # '\n, file('$') # '",
	"SELECT 1 #! '\n, file('$') #! '",
	"SELECT ‘', file('$'), '’",
	"SELECT “', file('$'), '”",
	"SELECT 1 −− '\n, file('$')",
	"SELECT * FROM '$'",
	"SELECT * FROM `$`",
	"SELECT * FROM default.`$`",
	"SELECT * FROM url('http://127.0.0.1:1/', CSV, 'a String')",
	"SELECT * FROM remote('127.0.0.1:1', system.one)",
	"SELECT * FROM remoteSecure('127.0.0.1:1', system.one)",
	"SELECT * FROM cluster('one', view(SELECT * FROM file('$')))",
	"SELECT * FROM s3('http://127.0.0.1:1/x', 'CSV')",
	"SELECT * FROM executable('cat $', 'CSV', 'a String')",
	"SELECT * FROM sqlite('$', 'a')",
	"SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
	"SELECT * FROM fileCluster('one', '$')",
	"SELECT * FROM filesystem('$')",
	"SELECT * FROM deltaLakeLocal('$')",
	"SELECT 1 INTO OUTFILE '$.out'",
	"SELECT 1 into /**/ outfile '$.out' TRUNCATE",
	"SELECT a FROM (SELECT * FROM file('$', 'CSV', 'a String'))",
	"WITH (SELECT * FROM file('$', 'CSV', 'a String')) AS x SELECT x",
	"EXPLAIN SELECT * FROM file('$', 'CSV', 'a String')",
	"DESCRIBE TABLE file('$', 'CSV')",
	"SELECT 1 SETTINGS dialect = 'prql'",
	"SET dialect = 'kusto'",
	"SELECT aiGenerate('x')",
}

// outwardWrites are the same for clients who may write.
var outwardWrites = []string{
	"INSERT INTO FUNCTION file('$', 'CSV', 'a String') SELECT 'x'",
	"INSERT INTO FUNCTION file('$', 'CSV', 'a String') VALUES ('x')",
	"INSERT INTO FUNCTION url('http://127.0.0.1:1/') SELECT 'x'",
	"INSERT INTO texts VALUES (file('$'))",
	"INSERT INTO texts VALUES ('a'), (concat('', file('$')))",
	"INSERT INTO texts FROM INFILE '$' FORMAT CSV",
	"INSERT INTO texts SELECT * FROM file('$', 'CSV', 'a String')",
	"CREATE TABLE outward (a String) ENGINE = File(CSV, '$')",
	"CREATE TABLE outward (a String) ENGINE File(CSV, '$')",
	"CREATE TABLE outward (a String) ENGINE = `File`(CSV, '$')",
	"CREATE TABLE outward (a String) ENGINE = URL('http://127.0.0.1:1/', CSV)",
	"CREATE TABLE outward (a String) ENGINE = Executable('x.sh', CSV)",
	"CREATE TABLE outward (a String) ENGINE = SQLite('$', 'a')",
	"CREATE TABLE outward (a String) ENGINE = Kafka",
	"CREATE TABLE outward (a String DEFAULT file('$')) ENGINE = Memory",
	"CREATE TABLE outward AS file('$', 'CSV', 'a String')",
	"CREATE TABLE outward (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = local, path = '/tmp/x/')",
	"CREATE VIEW outward AS SELECT * FROM file('$', 'CSV', 'a String')",
	"CREATE DATABASE outward ENGINE = Filesystem('/')",
	"CREATE DATABASE outward ENGINE = SQLite('$')",
	"CREATE DICTIONARY outward (a String) PRIMARY KEY a SOURCE(FILE(path '$' format 'CSV')) LAYOUT(FLAT()) LIFETIME(0)",
	"CREATE OR REPLACE DICTIONARY outward (a String) PRIMARY KEY a SOURCE(HTTP(url 'http://127.0.0.1:1/' format 'CSV')) LAYOUT(FLAT()) LIFETIME(0)",
	"CREATE FUNCTION outward AS x -> file(x)",
	"CREATE NAMED COLLECTION outward AS a = 1",
	"CREATE USER outward",
	"ATTACH TABLE outward FROM '$' (a String) ENGINE = MergeTree ORDER BY a",
	"BACKUP DATABASE default TO File('outward')",
	"RESTORE DATABASE default FROM File('outward')",
	"SYSTEM SHUTDOWN",
	"SYSTEM FLUSH LOGS",
	"GRANT ALL ON *.* TO default",
}

func TestNobodyWithoutFullAccessReachesOutOfTheEngine(t *testing.T) {
	run(t, dial(t), "CREATE OR REPLACE TABLE texts (a String) ENGINE = MergeTree ORDER BY a")
	secret := secretFile(t)
	for name, access := range map[string]Access{"read": {ReadOnly: true}, "write": {}, "read although full": {ReadOnly: true, Full: true}} {
		conn := dialEngine(t, needEngine(t).TransportWith(access))
		statements := outward
		if !access.ReadOnly {
			statements = append(statements[:len(statements):len(statements)], outwardWrites...)
		}
		for _, statement := range statements {
			statement = strings.NewReplacer("'$'", "'"+secret+"'", "`$`", "`"+secret+"`", "'$.out'", "'"+secret+".out'", "cat $", "cat "+secret).Replace(statement)
			err := conn.Exec(context.Background(), statement)
			var e *clickhouse.Exception
			if !errors.As(err, &e) {
				t.Errorf("%s: %s was not refused: %v", name, statement, err)
			}
			if err != nil && strings.Contains(err.Error(), "hidden") {
				t.Errorf("%s: %s shows the file: %v", name, statement, err)
			}
		}
		if _, err := os.Stat(secret + ".out"); err == nil {
			t.Fatalf("%s: a file was written", name)
		}
	}
}

func TestTheSameReachesOutWithFullAccess(t *testing.T) {
	conn, secret := dial(t), secretFile(t)
	if got := one[string](t, conn, "SELECT file('"+secret+"')"); got != "hidden\n" {
		t.Errorf("%q: the refusals above would then prove nothing", got)
	}
}

func TestLongValuesMayOnlyBeLiterals(t *testing.T) {
	conn := dialEngine(t, needEngine(t).TransportWith(Access{}))
	run(t, conn, "CREATE OR REPLACE TABLE texts (a String) ENGINE = MergeTree ORDER BY a")
	long := "INSERT INTO texts VALUES " + strings.Repeat("('abc'), ", maxCheckedValues/8)
	run(t, conn, long+"('last')")
	if n := one[uint64](t, conn, "SELECT count() FROM texts"); n != maxCheckedValues/8+1 {
		t.Errorf("%d rows", n)
	}
	if err := conn.Exec(context.Background(), long+"(file('"+secretFile(t)+"'))"); err == nil {
		t.Error("an expression behind long values was run")
	}
}

func TestAReaderReadsAndChangesNothing(t *testing.T) {
	run(t, dial(t), "CREATE OR REPLACE TABLE texts (a String) ENGINE = MergeTree ORDER BY a")
	conn := dialEngine(t, needEngine(t).TransportWith(Access{ReadOnly: true}))
	for _, statement := range []string{
		"SELECT * FROM texts", "WITH 1 AS x SELECT x", "(SELECT 1) UNION ALL (SELECT 2)", "SHOW TABLES", "DESCRIBE TABLE texts", "EXPLAIN SELECT 1",
		"EXISTS TABLE texts", "SELECT 'INSERT INTO texts; file(''x'')'", "SELECT `a` FROM texts -- file('x')", "USE system", "SELECT count() FROM numbers(10)",
		"SELECT 1;", "SELECT formatDateTime(now(), '%F') AS format", "SHOW CREATE TABLE texts", "SELECT name FROM system.tables WHERE engine = 'MergeTree'",
	} {
		if err := conn.Exec(context.Background(), statement); err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	for _, statement := range []string{
		"INSERT INTO texts VALUES ('x')", "INSERT INTO texts SELECT 'x'", "CREATE TABLE more (a UInt8) ENGINE = Memory", "DROP TABLE texts", "TRUNCATE TABLE texts",
		"ALTER TABLE texts DELETE WHERE 1", "OPTIMIZE TABLE texts", "RENAME TABLE texts TO t2", "SYSTEM FLUSH LOGS", "KILL QUERY WHERE 1", "SET readonly = 0",
		"SET max_threads = 1000", "SELECT 1 SETTINGS readonly = 0", "SELECT 1 SETTINGS max_threads = 1000", "CREATE TEMPORARY TABLE t3 (a UInt8)",
		"EXPLAIN SELECT 1; DROP TABLE texts", "DETACH TABLE texts", "DELETE FROM texts WHERE 1", "SELECT 1 PARALLEL WITH DROP TABLE texts",
	} {
		if err := conn.Exec(context.Background(), statement); err == nil {
			t.Errorf("%s was not refused", statement)
		}
	}
	if n := one[uint64](t, conn, "SELECT count() FROM system.tables WHERE name = 'texts'"); n != 1 {
		t.Error("the table is gone")
	}
}

func TestAReadersSettingsAreChecked(t *testing.T) {
	conn := dialEngine(t, needEngine(t).TransportWith(Access{ReadOnly: true}))
	for name, allowed := range map[string]bool{
		"max_threads": true, "max_execution_time": true, "output_format_json_quote_64bit_integers": true, "readonly": true,
		"max_insert_threads": false, "format_schema": false, "dialect": false, "output_format_schema": false, "allow_ddl": false, "no_such_setting": false,
	} {
		ctx := clickhouse.Context(context.Background(), clickhouse.WithSettings(clickhouse.Settings{name: 0}))
		var readonly string
		err := conn.QueryRow(ctx, "SELECT toString(getSetting('readonly'))").Scan(&readonly)
		if allowed != (err == nil) || allowed && readonly != "1" {
			t.Errorf("%s: readonly is %q, %v", name, readonly, err)
		}
	}
}

func TestAWriterMayDoWhatTheProductDoes(t *testing.T) {
	conn := dialEngine(t, needEngine(t).TransportWith(Access{}))
	for _, statement := range []string{
		"CREATE DATABASE IF NOT EXISTS product",
		"DROP TABLE IF EXISTS product.facts", "DROP TABLE IF EXISTS product.stage",
		`CREATE TABLE product.facts (month UInt32, day Date, source LowCardinality(String), n UInt64, INDEX by_n n TYPE minmax GRANULARITY 1,
			PROJECTION by_day (SELECT day, source, count(), sum(n) GROUP BY day, source))
			ENGINE = ReplacingMergeTree(n) PARTITION BY month ORDER BY (source, day) SETTINGS fsync_after_insert = 1, deduplicate_merge_projection_mode = 'rebuild'`,
		"CREATE TABLE product.stage AS product.facts",
		"INSERT INTO product.stage SELECT 202401, toDate('2024-01-01'), 'file', number FROM numbers(10)",
		"ALTER TABLE product.facts REPLACE PARTITION 202401 FROM product.stage",
		"ALTER TABLE product.facts DROP PARTITION 202401",
		"ALTER TABLE product.facts ADD COLUMN IF NOT EXISTS later String DEFAULT ''",
		"EXCHANGE TABLES product.facts AND product.stage",
		"OPTIMIZE TABLE product.facts FINAL",
		"CREATE OR REPLACE VIEW product.v AS SELECT source, count() AS n FROM product.facts GROUP BY source",
		"ALTER TABLE product.facts DELETE WHERE n = 1 SETTINGS mutations_sync = 1",
		"INSERT INTO product.facts (month, day, source, n) VALUES (202402, toDate('2024-02-01'), 'x', 1)",
		"TRUNCATE TABLE product.stage", "DROP DATABASE product SYNC",
	} {
		run(t, conn, statement)
	}
}

// A client with every right may ask to be held to reading, as huisheng sql does of any server.
func TestReadonlyInTheAddressGivesUpTheRightToWrite(t *testing.T) {
	e := needEngine(t)
	server := httptest.NewServer(e.Handler(Access{Password: "secret"}))
	defer server.Close()
	for statement, want := range map[string]int{"SELECT 1": http.StatusOK, "CREATE TABLE given_up (a Int8) ENGINE = Memory": http.StatusForbidden} {
		r, err := http.NewRequest(http.MethodPost, server.URL+"/?readonly=1", strings.NewReader(statement))
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth("default", "secret")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("%s: %s, want %d", statement, answer.Status, want)
		}
	}
}
