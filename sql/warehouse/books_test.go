package warehouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

func TestBooksOfAnImportTellFirstsFromRepeats(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	send := func(number uint32, rows ...analytics.Arrival[analytics.Complaint]) {
		for i := range rows {
			rows[i].Origin.Import = number
		}
		must(t, w.StoreComplaints(ctx, rows))
	}
	long := "这台洗衣机脱水时声音很大，维修三次都没有修好"
	send(1, arrival(0, "1", "2024-03-01 08:00", long), arrival(1, "2", "2024-03-01 08:00", "x"))
	send(2, arrival(2, "1", "2024-04-01 08:00", "手机屏幕有一条绿线，客服一直不给退款处理"), arrival(3, "2", "2024-03-01 08:00", "x"), arrival(4, "3", "2024-03-01 08:00", "x"), arrival(5, "3", "2024-03-01 08:00", "x"))
	must(t, w.StoreRejected(ctx, []analytics.Arrival[analytics.Rejected]{{Content: 1, Origin: analytics.Origin{Import: 2, Epoch: 1, ArrivedAt: at("2024-05-01 08:00")}, Record: analytics.Rejected{Topic: "complaints.v1", Line: 4, Reason: "缺少时间", Field: "received_at"}}}))
	for number, want := range map[uint32]analytics.Books{
		1: {Received: 2, Stored: 2}, 2: {Received: 5, Stored: 1, Updated: 1, Repeated: 2, Rejected: 1}, 3: {},
	} {
		got, err := w.ImportBooks(ctx, number)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("import %d: %s", number, diff)
		}
	}
	clashes, err := w.ImportClashes(ctx, 2, 10)
	must(t, err)
	if len(clashes) != 1 || clashes[0].ID != "1" || clashes[0].Before != " "+long {
		t.Errorf("clashes: %v", clashes)
	}
	// An id that one file gives to two matters is told as well.
	send(4, arrival(6, "9", "2024-05-01 08:00", long), arrival(7, "9", "2024-05-02 08:00", "快递员把包裹扔在楼道里，外箱全部压坏了没人管"))
	clashes, err = w.ImportClashes(ctx, 4, 10)
	must(t, err)
	if len(clashes) != 1 || clashes[0].ID != "9" || clashes[0].Before != " "+long {
		t.Errorf("clashes within one import: %v", clashes)
	}
	refused, err := w.ImportRejected(ctx, 2, 10)
	must(t, err)
	if len(refused) != 1 || refused[0].Line != 4 || refused[0].Field != "received_at" {
		t.Errorf("refused: %v", refused)
	}
}

// Whatever arrives, how often and in whatever batches, the books count what a set counts.
func TestBooksBalanceForRandomArrivals(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	rapid.Check(t, func(rt *rapid.T) {
		ctx := context.Background()
		must(t, w.conn.Exec(ctx, "TRUNCATE TABLE complaints"))
		ids, contents, places := map[string]bool{}, map[uint64]bool{}, map[uint64]bool{}
		for range rapid.IntRange(1, 3).Draw(rt, "batches") {
			var rows []analytics.Arrival[analytics.Complaint]
			for range rapid.IntRange(1, 12).Draw(rt, "rows") {
				offset := rapid.Uint64Range(0, 15).Draw(rt, "offset")
				// An offset always holds the same record, so that drawing it again is a redelivery.
				id, month := fmt.Sprint(offset%5), analytics.Month(202401).Add(int(offset%3))
				a := arrival(offset, id, month.First().Format("2006-01-02 15:04"), fmt.Sprint(offset%4))
				rows = append(rows, a)
				ids[id], contents[a.Content], places[offset] = true, true, true
			}
			must(t, w.StoreComplaints(ctx, rows))
		}
		got, err := w.Books(ctx)
		must(t, err)
		want := analytics.Books{Received: int64(len(places)), Stored: int64(len(ids)), Updated: int64(len(contents) - len(ids)), Repeated: int64(len(places) - len(contents))}
		if diff := cmp.Diff(want, got["a"]); diff != "" {
			rt.Fatal(diff)
		}
	})
}
