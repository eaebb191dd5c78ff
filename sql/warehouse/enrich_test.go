package warehouse

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/jobs/enrich"
)

var _ enrich.Tables = (*Warehouse)(nil)

func key(id string) analytics.Key { return analytics.Key{Source: "a", ID: id} }

func TestStoredIsOneAboveTheLastOffsetOfEachPartition(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	other := arrival(3, "9", "2024-03-01 08:00", "x")
	other.Origin.Partition = 2
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(7, "1", "2024-03-01 08:00", "x"), arrival(5, "2", "2024-04-01 08:00", "x"), other}))
	got, err := w.Stored(ctx)
	must(t, err)
	want := []analytics.Position{{Topic: "complaints.v1", Epoch: 1, Next: 8}, {Topic: "complaints.v1", Epoch: 1, Partition: 2, Next: 4}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// What arrives later is seen although the answer is kept, also when it goes into a part that merges at once.
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(8, "1", "2024-03-01 08:00", "y")}))
	must(t, w.conn.Exec(ctx, "OPTIMIZE TABLE complaints FINAL"))
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(0, "e", "1", "closed", "2024-03-01 09:00")}))
	want[0].Next = 9
	want = append(want, analytics.Position{Topic: "events.v1", Epoch: 1, Next: 1})
	for range 2 {
		got, err = w.Stored(ctx)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWordingsStepOverGapsAndStopAtTheLimit(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var rows []analytics.Arrival[analytics.Complaint]
	for _, offset := range []uint64{0, 1, 2, 50, 51, 90} {
		rows = append(rows, arrival(offset, fmt.Sprint(100-offset), "2024-03-01 08:00", "x"))
	}
	must(t, w.StoreComplaints(ctx, rows))
	for _, c := range []struct {
		from, to uint64
		limit    int
		want     []uint64
	}{
		{0, 91, 100, []uint64{0, 1, 2, 50, 51, 90}}, {0, 91, 4, []uint64{0, 1, 2, 50}}, {3, 90, 2, []uint64{50, 51}}, {3, 50, 5, nil}, {91, 200, 5, nil}, {1, 2, 1, []uint64{1}},
	} {
		list, err := w.Wordings(ctx, analytics.Position{Topic: "complaints.v1", Epoch: 1, Next: c.from}, c.to, c.limit)
		must(t, err)
		var got []uint64
		for _, l := range list {
			got = append(got, l.Seq.Offset())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("from %d to %d, %d at most: %s", c.from, c.to, c.limit, diff)
		}
	}
}

func TestHeadsAreTheNewestRowsOfManyKeys(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var heads []analytics.Head
	var keys []analytics.Key
	for i := range 20_000 {
		k := key(fmt.Sprintf("投诉-%06d", i))
		keys = append(keys, k, analytics.Key{Source: "b", ID: k.ID})
		heads = append(heads, analytics.Head{Key: k, Month: 202403, Version: 1, Content: uint64(i), First: 5, Seq: 5})
	}
	must(t, w.InsertHeads(ctx, heads))
	newest := analytics.Head{Key: heads[7].Key, Month: 202404, Version: 2, Content: 1, First: 8, Seq: 9}
	must(t, w.InsertHeads(ctx, []analytics.Head{newest}))
	heads[7] = newest
	got, err := w.Heads(ctx, keys)
	must(t, err)
	sort.Slice(got, func(i, j int) bool { return got[i].ID < got[j].ID })
	if diff := cmp.Diff(heads, got); diff != "" {
		t.Error(diff[:min(len(diff), 2000)])
	}
	months, err := w.HeadMonths(ctx)
	must(t, err)
	if diff := cmp.Diff([]analytics.Month{202403, 202404}, months); diff != "" {
		t.Error(diff)
	}
}

func TestFirstSeenAnswersInTheOrderOfTheQuestions(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	one, two, again := arrival(5, "1", "2024-03-01 08:00", "x"), arrival(6, "1", "2024-04-01 08:00", "y"), arrival(9, "1", "2024-03-01 08:00", "x")
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{again, two, one}))
	ask := func(a analytics.Arrival[analytics.Complaint]) analytics.Wording {
		return analytics.Wording{Key: key(a.Record.ID), Content: a.Content, Month: analytics.MonthOf(a.Record.ReceivedAt)}
	}
	got, err := w.FirstSeen(ctx, []analytics.Wording{ask(two), {Key: key("none"), Month: 202403}, ask(one)})
	must(t, err)
	if diff := cmp.Diff([]analytics.Seq{analytics.SeqOf(1, 6), 0, analytics.SeqOf(1, 5)}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWinnersAreThoseThatCountInTheMonthPageByPage(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var rows []analytics.Arrival[analytics.Complaint]
	var heads []analytics.Head
	for i := range 5 {
		old, a := arrival(uint64(2*i), fmt.Sprint(i), "2024-03-01 08:00", "old"), arrival(uint64(2*i+1), fmt.Sprint(i), "2024-03-02 08:00", "new")
		rows = append(rows, old, a, a)
		heads = append(heads, analytics.Head{Key: key(a.Record.ID), Month: 202403, Content: a.Content, Seq: analytics.SeqOf(1, a.Origin.Offset)})
	}
	must(t, w.StoreComplaints(ctx, rows))
	must(t, w.InsertHeads(ctx, heads))
	must(t, w.InsertMoved(ctx, []analytics.Moved{{Key: key("2"), Month: 202403, Gone: true, Seq: 1}, {Key: key("3"), Month: 202403, Gone: true, Seq: 1}, {Key: key("3"), Month: 202403, Seq: 2}}))
	var got []string
	for after := (analytics.Key{}); ; {
		page, err := w.Winners(ctx, 202403, after, 2)
		must(t, err)
		for _, r := range page {
			got = append(got, r.ID+r.Text)
		}
		if len(page) < 2 {
			break
		}
		after = page[len(page)-1].Key
	}
	if want := "0new 1new 3new 4new"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestAnInsightsListsComeBack(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	in := analytics.Insight{Key: key("1"), Month: 202403, Content: 4, Model: "m", Topic: "退款", OtherTopics: []string{"物流", "态度"}, Keywords: nil,
		Evidence: []analytics.Evidence{{Topic: "退款", From: 3, To: 5}, {Topic: "物流", From: 0, To: 2}}, EnrichedAt: at("2024-03-01 08:00"), Wordless: true}
	must(t, w.InsertInsights(ctx, []analytics.Insight{in, {Key: key("2"), Month: 202403}}))
	var topics, spoke, words []string
	var from, to []uint32
	row := w.conn.QueryRow(ctx, "SELECT other_topics, evidence_topic, evidence_from, evidence_to, keywords FROM insights WHERE complaint_id = '1'")
	must(t, row.Scan(&topics, &spoke, &from, &to, &words))
	if fmt.Sprint(topics, spoke, from, to, words) != "[物流 态度] [退款 物流] [3 0] [5 2] []" {
		t.Error(topics, spoke, from, to, words)
	}
}
