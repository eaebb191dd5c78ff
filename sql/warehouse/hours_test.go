package warehouse

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

// Whatever arrives in whatever order, the hours hold what a naive count of the history holds.
func TestHoursCountWhatANaiveModelCounts(t *testing.T) {
	w, ctx := fresh(t), context.Background()
	begin := at("2024-05-01 08:00")
	rapid.Check(t, func(rt *rapid.T) {
		must(t, w.conn.Exec(ctx, "TRUNCATE TABLE complaints"))
		type key struct {
			source string
			hour   time.Time
		}
		want := map[key]analytics.Divided{}
		ids, contents := map[string]bool{}, map[uint64]bool{}
		var rows []analytics.Arrival[analytics.Complaint]
		for offset := range uint64(rapid.IntRange(1, 40).Draw(rt, "records")) {
			id := fmt.Sprint(rapid.IntRange(1, 5).Draw(rt, "id"))
			received := analytics.Month(202401).Add(rapid.IntRange(0, 1).Draw(rt, "month")).First().Format("2006-01-02 15:04")
			a := arrival(offset, id, received, fmt.Sprint(rapid.IntRange(1, 3).Draw(rt, "text")))
			a.Origin.ArrivedAt = begin.Add(time.Duration(rapid.IntRange(-60, 240).Draw(rt, "minute")) * time.Minute) // clocks run back
			k := key{"a", analytics.HourOf(a.Origin.ArrivedAt)}
			d := want[k]
			d.Topic, d.Source, d.Hour = "complaints.v1", "a", k.hour
			d.Records++
			a.Origin.Import = uint32(rapid.IntRange(1, 3).Draw(rt, "import"))
			rows = append(rows, a)
			if a.Origin.Import == 2 {
				d.Withdrawn++
				want[k] = d
				continue
			}
			switch {
			case !ids[id]:
				d.Stored++
			case !contents[a.Content]:
				d.Updated++
			}
			ids[id], contents[a.Content] = true, true
			want[k] = d
		}
		must(t, w.StoreComplaints(ctx, rows))
		must(t, w.StoreComplaints(ctx, rows[:len(rows)/2])) // a redelivery
		got := map[key]analytics.Divided{}
		divided, err := w.Divided(ctx, begin, begin.Add(3*time.Hour), []uint32{2, 9})
		must(t, err)
		for _, d := range divided {
			got[key{d.Source, d.Hour}] = d
		}
		for k := range want {
			if k.hour.Before(begin) || !k.hour.Before(begin.Add(3*time.Hour)) {
				delete(want, k)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatal(diff)
		}
		arrived, err := w.Arrived(ctx, begin, begin.Add(3*time.Hour))
		must(t, err)
		sums := map[key]int64{}
		for _, a := range arrived {
			sums[key{a.Source, a.Hour}] += a.Records
			if a.Import == 0 || a.Import > 3 || a.Topic != "complaints.v1" || a.Meant != a.Topic || a.Refused {
				rt.Fatalf("%+v", a)
			}
		}
		for k, d := range want {
			if sums[k] != d.Records || len(sums) != len(want) {
				rt.Fatalf("%v hold %d, want %d", k, sums[k], d.Records)
			}
		}
	})
}

func TestMissingOffsetsAreFoundWithTheirPlace(t *testing.T) {
	w, ctx := fresh(t), context.Background()
	rows := []analytics.Arrival[analytics.Complaint]{}
	for _, offset := range []uint64{2, 3, 7, 8} {
		rows = append(rows, arrival(offset, fmt.Sprint(offset), "2024-03-01 08:00", "x"))
	}
	must(t, w.StoreComplaints(ctx, rows))
	refused := analytics.Arrival[analytics.Rejected]{Record: analytics.Rejected{Topic: "complaints.v1", Reason: "x"}, Content: 1,
		Origin: analytics.Origin{Epoch: 1, Offset: 4, ArrivedAt: at("2024-05-01 08:30")}}
	door := refused
	door.Record.File, door.Origin.Offset = "a.csv", 5 // came by rejected.v1, and so is not offset 5 of complaints.v1
	must(t, w.StoreRejected(ctx, []analytics.Arrival[analytics.Rejected]{refused, door}))
	place := analytics.Position{Topic: "complaints.v1", Epoch: 1, Next: 10}
	got, err := w.Missing(ctx, place, 1)
	must(t, err)
	missing := func(first, next uint64, after string) analytics.Missing {
		m := analytics.Missing{Topic: "complaints.v1", Epoch: 1, First: first, Next: next}
		if after != "" {
			m.After = at(after)
		}
		return m
	}
	want := []analytics.Missing{missing(1, 2, ""), missing(5, 7, "2024-05-01 08:30"), missing(9, 10, "2024-05-01 08:00")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	place.Next = 5
	if got, err = w.Missing(ctx, place, 2); err != nil || got != nil {
		t.Errorf("nothing is missing of 2 to 4: %v, %v", got, err)
	}
}
