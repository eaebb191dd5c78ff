package warehouse

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/sql"
)

// refusing answers inserts with an exception of ClickHouse, and everything else as the engine does.
type refusing struct {
	http.RoundTripper
	says string
}

func (r *refusing) RoundTrip(q *http.Request) (*http.Response, error) {
	if r.says == "" || !strings.Contains(q.URL.RawQuery, "INSERT") {
		return r.RoundTripper.RoundTrip(q)
	}
	_, _ = io.Copy(io.Discard, q.Body)
	body := []byte(r.says)
	return &http.Response{StatusCode: 500, Header: http.Header{"X-Clickhouse-Exception-Code": {strings.Fields(strings.TrimSuffix(r.says, "."))[1]}},
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: q}, nil
}

// What ClickHouse answers decides what an operator is told, and nothing of it may be taken for a fault of the rows.
func TestARefusalHasTheKindOfItsCause(t *testing.T) {
	t.Parallel()
	if shared == nil {
		t.Skip("libchdb is not installed")
	}
	fresh := empty(t, sql.Cluster{})
	must(t, fresh.Migrate(context.Background()))
	var database string
	must(t, fresh.conn.QueryRow(context.Background(), "SELECT currentDatabase()").Scan(&database))
	gate := &refusing{RoundTripper: shared}
	w, err := Open(context.Background(), Config{Transport: gate, Database: database})
	must(t, err)
	defer w.Close()
	row := []analytics.Arrival[analytics.Complaint]{arrival(1, "x", "2024-03-01 08:00", "a")}
	for says, want := range map[string]analytics.Kind{
		"Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space. (NOT_ENOUGH_SPACE)":                                    analytics.KindFull,
		"Code: 75. DB::ErrnoException: Cannot write to file: errno: 28, No space left on device. (CANNOT_WRITE_TO_FILE_DESCRIPTOR)":  analytics.KindFull,
		"Code: 75. DB::ErrnoException: Cannot write to file: errno: 5, Input/output error. (CANNOT_WRITE_TO_FILE_DESCRIPTOR)":        analytics.Internal,
		"Code: 252. DB::Exception: Too many parts (3001). Merges are processing significantly slower than inserts. (TOO_MANY_PARTS)": analytics.KindBusy,
		"Code: 241. DB::Exception: Memory limit (total) exceeded. (MEMORY_LIMIT_EXCEEDED)":                                           analytics.KindBusy,
		"Code: 60. DB::Exception: Table default.complaints does not exist. (UNKNOWN_TABLE)":                                          analytics.Internal,
	} {
		gate.says = says
		if err := w.StoreComplaints(context.Background(), row); analytics.KindOf(err) != want {
			t.Errorf("%s: kind %d, want %d: %v", says, analytics.KindOf(err), want, err)
		}
	}
	gate.says = ""
	must(t, w.StoreComplaints(context.Background(), row))
}

func TestStorageTellsWhatTheTablesTake(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	put(t, w, 1, 0, 7)
	stocks, disks, err := w.Storage(ctx)
	must(t, err)
	found := false
	for _, s := range stocks {
		found = found || s.Table == "complaints" && s.Rows == 1 && s.Bytes > 0 && s.Parts == 1
	}
	if !found || len(disks) == 0 || disks[0].Free == 0 || disks[0].Total < disks[0].Free {
		t.Errorf("%+v %+v", stocks, disks)
	}
}
