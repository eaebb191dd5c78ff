package warehouse

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/ingest/sink"
	"huisheng/sql"
)

var _ sink.Store = (*Warehouse)(nil)

// The cluster size's tables and statements, on a cluster of one shard: the same rows go the same way through Distributed tables.
func TestTheClusterSizeRunsOnOneShard(t *testing.T) {
	t.Parallel()
	w, ctx := empty(t, sql.Cluster{Name: cluster}), context.Background()
	must(t, w.Migrate(ctx))
	must(t, w.Migrate(ctx))
	a, b := arrival(0, "1", "2024-03-30 08:00", "a"), arrival(1, "2", "2024-03-30 08:00", "b")
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{a, b, a}))
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(0, "e", "2", "closed", "2024-04-02 08:00")}))
	must(t, w.InsertInsights(ctx, []analytics.Insight{{Key: key("1"), Month: 202403, Content: a.Content, Topic: "退款", EnrichedAt: at("2024-05-01 08:00")}}))
	must(t, w.InsertHeads(ctx, []analytics.Head{{Key: key("1"), Month: 202403, Content: a.Content, Seq: 1 << 48}, {Key: key("2"), Month: 202403, Content: b.Content, Seq: 1<<48 + 1}}))
	must(t, w.InsertMoved(ctx, []analytics.Moved{{Key: key("9"), Month: 202403, Gone: true, Seq: 1}}))
	stored, err := w.Stored(ctx)
	must(t, err)
	if len(stored) != 2 || stored[0].Next+stored[1].Next != 3 {
		t.Errorf("stored are %v", stored)
	}
	winners, err := w.Winners(ctx, 202403, analytics.Key{}, 10)
	must(t, err)
	if len(winners) != 2 {
		t.Errorf("winners are %v", winners)
	}
	assemble(t, w, 202403, 1, 2)
	assemble(t, w, 202403, 2, 2)
	if diff := cmp.Diff([]string{"('1','退款','',2)", "('2','','closed',2)"}, facts(t, w, "complaint_id, topic, stage, run")); diff != "" {
		t.Error(diff)
	}
	must(t, w.ReplaceFindings(ctx, 202403, 3, []analytics.Finding{{ID: 7, Kind: "month_on_month", Month: 202403, From: at("2024-03-01 00:00"), To: at("2024-03-31 00:00"), MadeAt: at("2024-05-01 08:00")}}))
	found, err := w.Findings(ctx, 202403, 202403)
	must(t, err)
	if len(found) != 1 || found[0].ID != 7 {
		t.Errorf("findings are %v", found)
	}
	books, err := w.Books(ctx)
	must(t, err)
	if want := (analytics.Books{Received: 2, Stored: 2}); books["a"] != want {
		t.Errorf("the books are %+v", books["a"])
	}
	var local uint64
	must(t, w.conn.QueryRow(ctx, "SELECT count() FROM facts_local").Scan(&local))
	if local != 2 {
		t.Errorf("the shard holds %d facts", local)
	}
}
