package warehouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// rejections stores twelve records that were refused at the door on two days, and one that the reader refused.
func rejections(t *testing.T) *Warehouse {
	t.Helper()
	w := fresh(t)
	var rows []analytics.Arrival[analytics.Rejected]
	for i := range 12 {
		r := analytics.Rejected{Topic: "complaints.v1", Source: "甲", ID: fmt.Sprint("k", i), Field: "received_at", File: "a.csv", Line: uint32(i + 2),
			Reason: fmt.Sprintf("列“时间”的值“昨天%d”不是认识的时间写法", i), Payload: fmt.Sprintf(`{"内容":"冰箱第%d次坏了"}`, i)}
		if i >= 8 {
			r.Topic, r.Source, r.Field, r.File, r.Reason = "events.v1", "乙", "", "b.csv", fmt.Sprintf("这一行有 %d 列，表头有 5 列", i)
		}
		day := at("2024-05-01 08:00").AddDate(0, 0, i%2)
		rows = append(rows, analytics.Arrival[analytics.Rejected]{Record: r, Content: uint64(i), Origin: analytics.Origin{Epoch: 1, Offset: uint64(i), Import: uint32(i/8 + 1), ArrivedAt: day}})
	}
	late := analytics.Rejected{Topic: "complaints.v1", Source: "丙", ID: "x", Reason: "时间不在 1970 年到 2099 年之间", Payload: `{"text":"x"}`}
	rows = append(rows, analytics.Arrival[analytics.Rejected]{Record: late, Content: 99, Origin: analytics.Origin{Epoch: 1, Offset: 3, ArrivedAt: at("2024-05-03 08:00")}})
	must(t, w.StoreRejected(context.Background(), rows))
	must(t, w.StoreRejected(context.Background(), rows[:3])) // a redelivery
	return w
}

func TestRefusedRecordsArePagedNewestFirstAndOnce(t *testing.T) {
	w, ctx := rejections(t), context.Background()
	var after analytics.RefusedCursor
	var got []string
	for {
		page, err := w.Refused(ctx, analytics.RefusedFilter{}, after, 5)
		must(t, err)
		for _, r := range page {
			got = append(got, r.Place.String())
			after = analytics.RefusedCursor{ArrivedAt: r.ArrivedAt, Place: r.Place}
		}
		if len(page) < 5 {
			break
		}
	}
	want := []string{"complaints.v1-1-0-3"}
	for _, parity := range []int{11, 10} {
		for i := parity; i >= 0; i -= 2 {
			want = append(want, fmt.Sprintf("rejected.v1-1-0-%d", i))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, id := range got {
		place, err := analytics.ParsePlace(id)
		must(t, err)
		if one, err := w.RefusedAt(ctx, place); err != nil || one.Place != place || one.Reason == "" {
			t.Errorf("%s: %+v, %v", id, one, err)
		}
	}
	if _, err := w.RefusedAt(ctx, analytics.Place{Topic: "rejected.v1", Epoch: 1, Offset: 77}); analytics.KindOf(err) != analytics.KindMissing {
		t.Errorf("a place without a record: %v", err)
	}
	if n, err := w.RefusedTotal(ctx); err != nil || n != 13 {
		t.Errorf("%d in all, %v", n, err)
	}
}

func TestRefusedRecordsAreFoundByEverythingThatIsKnown(t *testing.T) {
	w, ctx := rejections(t), context.Background()
	for name, c := range map[string]struct {
		filter analytics.RefusedFilter
		want   int64
	}{
		"all":                {analytics.RefusedFilter{}, 13},
		"words of a payload": {analytics.RefusedFilter{Words: "冰箱第3次"}, 1},
		"words of a reason":  {analytics.RefusedFilter{Words: "认识的时间"}, 8},
		"an id":              {analytics.RefusedFilter{Words: "K7"}, 1},
		"a group of reasons": {analytics.RefusedFilter{Reason: "列“…”的值“…”不是认识的时间写法"}, 8},
		"a field":            {analytics.RefusedFilter{Field: "received_at", HasField: true}, 8},
		"no field":           {analytics.RefusedFilter{HasField: true}, 5},
		"a file":             {analytics.RefusedFilter{File: "b.csv"}, 4},
		"a source and day":   {analytics.RefusedFilter{Source: "甲", From: at("2024-05-02 00:00"), To: at("2024-05-02 00:00")}, 4},
		"a topic":            {analytics.RefusedFilter{Topic: "events.v1"}, 4},
		"an import":          {analytics.RefusedFilter{Import: 1}, 8},
		"nothing":            {analytics.RefusedFilter{Words: "' OR 1=1"}, 0},
	} {
		counts, err := w.RefusedCounts(ctx, c.filter)
		must(t, err)
		list, err := w.Refused(ctx, c.filter, analytics.RefusedCursor{}, 100)
		must(t, err)
		if counts.All != c.want || int64(len(list)) != c.want {
			t.Errorf("%s: counted %d, listed %d, want %d", name, counts.All, len(list), c.want)
		}
	}
	counts, err := w.RefusedCounts(ctx, analytics.RefusedFilter{})
	must(t, err)
	want := analytics.RefusedCounts{All: 13,
		Reasons: []analytics.RefusedCount{{Name: "列“…”的值“…”不是认识的时间写法", N: 8}, {Name: "这一行有 … 列，表头有 … 列", N: 4}, {Name: "时间不在 … 年到 … 年之间", N: 1}},
		Fields:  []analytics.RefusedCount{{Name: "received_at", N: 8}, {N: 5}},
		Files:   []analytics.RefusedCount{{Name: "a.csv", N: 8}, {Name: "b.csv", N: 4}, {N: 1}},
		Sources: []analytics.RefusedCount{{Name: "甲", N: 8}, {Name: "乙", N: 4}, {Name: "丙", N: 1}}}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
}
