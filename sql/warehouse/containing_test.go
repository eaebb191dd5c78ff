package warehouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func TestContainingFindsWhatCountsByAnyWordInAnyWidth(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var heads []analytics.Head
	tell := func(offset uint64, id, words string, counts bool) {
		a := arrival(offset, id, "2024-03-01 08:00", words)
		must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{a}))
		if counts {
			heads = append(heads, analytics.Head{Key: key(id), Month: 202403, Version: a.Record.Version, Content: a.Content, Seq: analytics.SeqOf(1, offset)})
		}
	}
	tell(0, "1", "充电枪拔不下来", true)
	tell(1, "2", "还是充电枪", false) // another telling counts
	tell(2, "2", "不是了", true)
	tell(3, "3", "ＡＰＰ打不开", true)
	tell(4, "4", "App 闪退", true)
	tell(5, "5", "别的", true)
	tell(6, "6", "充电枪", true)
	tell(7, "6", "充电枪", false) // the same again
	heads = append(heads, analytics.Head{Key: key("7"), Month: 202403, Gone: true})
	must(t, w.InsertHeads(ctx, heads))
	for _, c := range []struct {
		words []string
		want  []string
	}{{[]string{"充电枪"}, []string{"1", "6"}}, {[]string{"app"}, []string{"3", "4"}}, {[]string{"app", "充电枪"}, []string{"1", "3", "4", "6"}}, {[]string{"没有"}, nil}, {nil, nil}} {
		for limit := 1; limit <= 5; limit++ {
			var got []string
			var after analytics.Key
			for {
				page, err := w.Containing(ctx, 202403, c.words, after, limit)
				must(t, err)
				for _, r := range page {
					got = append(got, r.ID)
				}
				if len(page) < limit {
					break
				}
				after = page[len(page)-1].Key
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%v, %d at a time: %s", c.words, limit, diff)
			}
		}
	}
	if other, err := w.Containing(ctx, 202404, []string{"充电枪"}, analytics.Key{}, 5); err != nil || len(other) != 0 {
		t.Errorf("another month: %v, %v", other, err)
	}
}

func TestTellingsAreEveryContentOnce(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "x"), arrival(1, "1", "2024-04-01 08:00", "y"),
		arrival(2, "1", "2024-04-01 08:00", "y"), arrival(3, "2", "2024-04-01 08:00", "z")}))
	list, err := w.Tellings(ctx, []analytics.Key{key("1"), key("3")})
	must(t, err)
	got := map[string]bool{}
	for _, r := range list {
		got[fmt.Sprint(r.ID, r.Month, r.Text)] = true
	}
	if len(list) != 2 || !got["12024-03x"] || !got["12024-04y"] {
		t.Errorf("%v", got)
	}
}
