package warehouse

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/sql"
)

// at reads a time of day in the zone of the calendar.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// arrival is a complaint of source "a" that arrived at an offset of partition 0; the content follows from what is told.
func arrival(offset uint64, id, when, text string) analytics.Arrival[analytics.Complaint] {
	r := analytics.Arrival[analytics.Complaint]{
		Record: analytics.Complaint{Source: "a", ID: id, ReceivedAt: at(when), Text: text},
		Origin: analytics.Origin{Epoch: 1, Offset: offset, ArrivedAt: at("2024-05-01 08:00")},
	}
	r.Content = hashOf(id, when, text)
	return r
}

func hashOf(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, p := range parts {
		for _, b := range []byte(p + "\x00") {
			h = (h ^ uint64(b)) * 1099511628211
		}
	}
	return h
}

func TestMigratingTwiceDoesNothingTheSecondTime(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	if err := w.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	n := 0
	must(t, w.Each(context.Background(), "migrations_list", nil, func(driver.Rows) error { n++; return nil }))
	files, _ := sql.Migrations()
	if n != len(files) {
		t.Errorf("the ledger holds %d migrations of %d", n, len(files))
	}
}

func TestAChangedMigrationIsAnError(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	files, _ := sql.Migrations()
	files[0].Text += "\n-- changed"
	err := w.migrate(context.Background(), files)
	if analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("a changed file gave %v", err)
	}
}

func TestAComplaintComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	w, fen := fresh(t), int64(-12345)
	a := arrival(7, "一号\t'\\", "2024-03-31 23:59", "换行\n与'引号'")
	a.Record.AmountFen = &fen
	a.Record.Attributes = map[string]string{"甲": "1", "乙": "二"}
	a.Origin.Import = 3
	must(t, w.StoreComplaints(context.Background(), []analytics.Arrival[analytics.Complaint]{a}))
	var id, text string
	var month uint32
	var received time.Time
	var amount *int64
	var attrs map[string]string
	row := w.conn.QueryRow(context.Background(), "SELECT complaint_id, text, month, received_at, amount_fen, attributes FROM complaints")
	must(t, row.Scan(&id, &text, &month, &received, &amount, &attrs))
	if id != a.Record.ID || text != a.Record.Text || month != 202403 || !received.Equal(a.Record.ReceivedAt) || *amount != fen {
		t.Errorf("came back as %q %q %d %v %v", id, text, month, received, amount)
	}
	if diff := cmp.Diff(a.Record.Attributes, attrs); diff != "" {
		t.Error(diff)
	}
}

func TestEveryKindOfArrivalCanBeStored(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	origin := analytics.Origin{Epoch: 1, Offset: 1, ArrivedAt: at("2024-05-01 08:00")}
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{{Origin: origin, Record: analytics.Event{Source: "a", ID: "e", ComplaintID: "1", Kind: "closed", At: at("2024-05-01 08:00"), Satisfaction: 4}}}))
	must(t, w.StoreExposures(ctx, []analytics.Arrival[analytics.Exposure]{{Origin: origin, Record: analytics.Exposure{Source: "a", Month: 202405, Unit: "orders", Value: 12.5, Dimensions: map[string]string{"product": "手机"}}}}))
	must(t, w.StoreRejected(ctx, []analytics.Arrival[analytics.Rejected]{{Origin: origin, Record: analytics.Rejected{Topic: "complaints.v1", Reason: "没有时间", Line: 4, Sealed: true}}}))
	for table, want := range map[string]uint64{"events": 1, "exposures": 1, "rejected": 1} {
		var n uint64
		must(t, w.conn.QueryRow(ctx, "SELECT count() FROM "+table).Scan(&n))
		if n != want {
			t.Errorf("%s holds %d rows, not %d", table, n, want)
		}
	}
}

func TestRowsWithImpossibleTimesAreNamedAndNothingIsStored(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	rows := []analytics.Arrival[analytics.Complaint]{
		arrival(1, "1", "2024-03-01 08:00", "x"), arrival(2, "2", "1900-03-01 08:00", "x"), arrival(3, "3", "2024-03-01 08:00", "x"), arrival(4, "4", "2179-03-01 08:00", "x"),
	}
	err := w.StoreComplaints(context.Background(), rows)
	var named interface{ Rows() []int }
	if !errors.As(err, &named) || analytics.KindOf(err) != analytics.KindInvalid {
		t.Fatalf("the error is %v", err)
	}
	if diff := cmp.Diff([]int{1, 3}, named.Rows()); diff != "" {
		t.Error(diff)
	}
	var n uint64
	must(t, w.conn.QueryRow(context.Background(), "SELECT count() FROM complaints").Scan(&n))
	if n != 0 {
		t.Errorf("%d rows were stored all the same", n)
	}
}

func TestATenYearsFileGoesInAsOneInsert(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	var rows []analytics.Arrival[analytics.Complaint]
	for i := range 120 {
		rows = append(rows, arrival(uint64(i), fmt.Sprint(i), analytics.Month(201401).Add(i).First().Format("2006-01-02 15:04"), "x"))
	}
	must(t, w.StoreComplaints(context.Background(), rows))
}

func TestParametersArriveAsTheyAre(t *testing.T) {
	t.Parallel()
	w := empty(t, sql.Cluster{})
	values := []string{"", "'", "\\", "\\'", "a\tb\nc\rd", "\\N", "NULL", "中文", "a\x00b", "'; DROP TABLE x; --", "{p:String}", "\b\f", "]", "','"}
	for _, value := range values {
		ctx, err := w.with(context.Background(), P{"p": value, "l": values})
		must(t, err)
		var back string
		var all []string
		must(t, w.conn.QueryRow(ctx, "SELECT {p:String}, {l:Array(String)}").Scan(&back, &all))
		if back != value {
			t.Errorf("%q came back as %q", value, back)
		}
		if diff := cmp.Diff(values, all); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAServerThatIsNotThereIsDown(t *testing.T) {
	_, err := Open(context.Background(), Config{Address: "127.0.0.1:1"})
	if analytics.KindOf(err) != analytics.KindDown {
		t.Errorf("the error is %v", err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
