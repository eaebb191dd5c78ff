package warehouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// everything is a watermark above all that the tests here store.
var everything = []analytics.Position{{Topic: "complaints.v1", Epoch: 1, Next: 1 << 40}, {Topic: "events.v1", Epoch: 1, Next: 1 << 40}}

func event(offset uint64, id, complaint, kind, when string) analytics.Arrival[analytics.Event] {
	return analytics.Arrival[analytics.Event]{
		Record:  analytics.Event{Source: "a", ID: id, ComplaintID: complaint, Kind: kind, At: at(when)},
		Content: hashOf(id, complaint, kind, when),
		Origin:  analytics.Origin{Epoch: 1, Offset: offset, ArrivedAt: at("2024-05-01 08:00")},
	}
}

// facts writes what a query about facts gives, one line per row.
func facts(t *testing.T, w *Warehouse, columns string) []string {
	t.Helper()
	rows, err := w.conn.Query(context.Background(), "SELECT toString(tuple("+columns+")) FROM facts ORDER BY source, complaint_id")
	must(t, err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		list = append(list, line)
	}
	must(t, rows.Err())
	return list
}

func assemble(t *testing.T, w *Warehouse, month analytics.Month, run, want uint64) {
	t.Helper()
	must(t, w.AssembleMonth(context.Background(), month, run, everything))
	if n := factsOf(t, w, month); n != want {
		t.Errorf("%s has %d facts, not %d", month, n, want)
	}
}

func factsOf(t *testing.T, w *Warehouse, month analytics.Month) uint64 {
	t.Helper()
	var n uint64
	must(t, w.conn.QueryRow(context.Background(), "SELECT count() FROM facts WHERE month = ?", uint32(month)).Scan(&n))
	return n
}

func TestTheLargestVersionWinsAndThenTheContentFirstSeenLast(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	a, b := arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "1", "2024-03-01 08:00", "b")
	again := a
	again.Origin.Offset = 2 // a was told before b, so telling it again changes nothing
	old, newer := arrival(3, "2", "2024-03-01 08:00", "newer"), arrival(4, "2", "2024-03-01 08:00", "older")
	old.Record.Version, newer.Record.Version = 2, 1
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{a, b, again, old, newer}))
	assemble(t, w, 202403, 1, 2)
	want := []string{fmt.Sprintf("('1',%d,1)", b.Content), fmt.Sprintf("('2',%d,1)", old.Content)}
	if diff := cmp.Diff(want, facts(t, w, "complaint_id, content, run")); diff != "" {
		t.Error(diff)
	}
}

func TestALifeIsFoldedIntoItsFact(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "2", "2024-03-01 08:00", "a")}))
	visit := event(9, "e9", "1", "followed_up", "2024-03-09 10:00")
	visit.Record.Satisfaction, visit.Record.Outcome = 4, "answered"
	unreached := event(10, "e10", "1", "followed_up", "2024-03-10 10:00")
	unreached.Record.Satisfaction, unreached.Record.Outcome = 1, "unreached"
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{
		event(0, "e0", "1", "accepted", "2024-03-01 09:00"), event(1, "e1", "1", "replied", "2024-03-02 09:00"),
		event(2, "e2", "1", "resolved", "2024-03-03 09:00"), event(3, "e3", "1", "reopened", "2024-03-04 09:00"),
		event(4, "e4", "1", "closed", "2024-04-05 09:00"), event(5, "e4", "1", "closed", "2024-04-06 09:00"), // e4 was corrected
		event(6, "e0", "1", "accepted", "2024-03-01 09:00"), event(7, "e7", "1", "escalated", "2024-03-05 09:00"), visit, unreached,
	}))
	assemble(t, w, 202403, 1, 2)
	got := facts(t, w, `complaint_id, toString(accepted_at), toString(first_response_at), isNull(resolved_at), toString(closed_at), satisfaction, reopened, escalated, events, stage`)
	want := []string{
		"('1','2024-03-01 09:00:00.000','2024-03-02 09:00:00.000',1,'2024-04-06 09:00:00.000',4,1,1,8,'closed')",
		"('2',NULL,NULL,1,NULL,NULL,0,0,0,'')",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsAboveTheWatermarkIsNotSeen(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	elsewhere := arrival(1, "3", "2024-03-01 08:00", "a")
	elsewhere.Origin.Partition = 5
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "2", "2024-03-01 08:00", "a"), elsewhere}))
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(4, "e", "1", "withdrawn", "2024-03-02 08:00")}))
	for _, c := range []struct {
		complaints, events uint64
		want               uint64
	}{{0, 9, 0}, {1, 4, 1}, {1, 5, 0}, {2, 5, 1}, {2, 0, 2}} {
		must(t, w.AssembleMonth(ctx, 202403, 1, []analytics.Position{{Topic: "complaints.v1", Epoch: 1, Next: c.complaints}, {Topic: "events.v1", Epoch: 1, Next: c.events}}))
		if n := factsOf(t, w, 202403); n != c.want {
			t.Errorf("below %d and %d there are %d facts, not %d", c.complaints, c.events, n, c.want)
		}
	}
}

func TestAMonthThatBecomesEmptyIsGone(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "2", "2024-04-01 08:00", "a")}))
	assemble(t, w, 202403, 1, 1)
	assemble(t, w, 202404, 2, 1)
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(0, "e", "1", "withdrawn", "2024-03-02 08:00")}))
	assemble(t, w, 202403, 3, 0)
	if diff := cmp.Diff([]string{"('2',2)"}, facts(t, w, "complaint_id, run")); diff != "" {
		t.Error(diff)
	}
	assemble(t, w, 202405, 4, 0)
}

func TestTheNewestReadingOfTheWinningContentIsUsed(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	a, b := arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "1", "2024-03-02 08:00", "b")
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{a, b}))
	read := func(content uint64, model, topic, when string) analytics.Insight {
		return analytics.Insight{Key: key("1"), Month: 202403, Content: content, Model: model, Topic: topic, OtherTopics: []string{"x"}, EnrichedAt: at(when), Wordless: true, Characters: 7}
	}
	must(t, w.InsertInsights(ctx, []analytics.Insight{read(b.Content, "m1", "old", "2024-05-01 08:00"), read(b.Content, "m2", "new", "2024-05-02 08:00"), read(a.Content, "m3", "other", "2024-05-03 08:00")}))
	assemble(t, w, 202403, 1, 1)
	if diff := cmp.Diff([]string{"('new','m2',['x'],1,7)"}, facts(t, w, "topic, insight_model, other_topics, wordless, characters")); diff != "" {
		t.Error(diff)
	}
}

func TestStagesOfDeadRunsAreDropped(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.script(ctx, "stage_facts_create", nil, stagingOf("facts", 9)))
	must(t, w.script(ctx, "stage_findings_create", nil, stagingOf("findings", 12)))
	must(t, w.DropStages(ctx))
	n := 0
	must(t, w.Each(ctx, "stage_list", nil, func(driver.Rows) error { n++; return nil }))
	if n != 0 {
		t.Errorf("%d staging tables are left", n)
	}
}
