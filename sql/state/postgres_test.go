package state

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
)

// postgresVariable names the environment variable with the DSN of a PostgreSQL in which databases can be made. scripts/test.sh starts one.
const postgresVariable = "HUISHENG_TEST_POSTGRES"

var databases atomic.Int64

// postgres gives the DSN of a new, empty database. Without a server the test skips, or fails where everything is required.
func postgres(t *testing.T) string {
	t.Helper()
	dsn := os.Getenv(postgresVariable)
	if dsn == "" {
		if os.Getenv("HUISHENG_REQUIRE") == "all" {
			t.Fatal(postgresVariable + " is not set, and PostgreSQL is required")
		}
		t.Skip(postgresVariable + " is not set")
	}
	u, err := url.Parse(dsn)
	must(t, err)
	db, err := sql.Open("pgx", dsn)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	name := fmt.Sprintf("huisheng_test_%d_%d", os.Getpid(), databases.Add(1))
	_, err = db.Exec("CREATE DATABASE " + name)
	must(t, err)
	t.Cleanup(func() {
		_, err := db.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		must(t, err)
	})
	u.Path = "/" + name
	return u.String()
}
