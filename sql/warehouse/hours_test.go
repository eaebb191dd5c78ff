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

// came is one arrival of a random history.
type came struct {
	id, month, text, minute int
	number                  uint32
}

var histories = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) came {
	return came{rapid.IntRange(1, 5).Draw(t, "id"), rapid.IntRange(0, 1).Draw(t, "month"), rapid.IntRange(1, 3).Draw(t, "text"),
		rapid.IntRange(-60, 240).Draw(t, "minute"), uint32(rapid.IntRange(1, 3).Draw(t, "import"))} // clocks run back
}), 1, 40)

// Whatever arrives in whatever order, the hours hold what a naive count of the history holds. Every source is a history of its own, so that
// forty of them cost one insert.
func TestHoursCountWhatANaiveModelCounts(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	begin := at("2024-05-01 08:00")
	type key struct {
		source string
		hour   time.Time
	}
	within := func(k key) bool { return !k.hour.Before(begin) && k.hour.Before(begin.Add(3*time.Hour)) }
	want, records := map[key]analytics.Divided{}, map[key]int64{}
	var rows []analytics.Arrival[analytics.Complaint]
	for seed := range 40 {
		source := fmt.Sprint("seed ", seed)
		ids, contents := map[string]bool{}, map[uint64]bool{}
		for _, x := range histories.Example(seed) {
			id := fmt.Sprint(x.id)
			a := arrival(uint64(len(rows)), id, analytics.Month(202401).Add(x.month).First().Format("2006-01-02 15:04"), fmt.Sprint(x.text))
			a.Record.Source, a.Origin.Import = source, x.number
			a.Origin.ArrivedAt = begin.Add(time.Duration(x.minute) * time.Minute)
			rows = append(rows, a)
			k := key{source, analytics.HourOf(a.Origin.ArrivedAt)}
			if within(k) {
				records[k]++
			}
			if x.number == 2 {
				continue // undone
			}
			d := want[k]
			d.Topic, d.Source, d.Hour = "complaints.v1", source, k.hour
			switch {
			case !ids[id]:
				d.Stored++
			case !contents[a.Content]:
				d.Updated++
			}
			ids[id], contents[a.Content] = true, true
			if d.Stored+d.Updated > 0 && within(k) {
				want[k] = d
			}
		}
	}
	must(t, w.StoreComplaints(ctx, rows))
	must(t, w.StoreComplaints(ctx, rows[:len(rows)/2])) // a redelivery
	for _, n := range []int64{int64(len(rows)), manyArrived + 1} {
		got := map[key]analytics.Divided{}
		divided, err := w.Divided(ctx, begin, begin.Add(3*time.Hour), []uint32{2, 9}, n)
		must(t, err)
		for _, d := range divided {
			got[key{d.Source, d.Hour}] = d
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("as if %d had arrived: %s", n, diff)
		}
	}
	arrived, err := w.Arrived(ctx, begin, begin.Add(3*time.Hour))
	must(t, err)
	sums := map[key]int64{}
	for _, a := range arrived {
		sums[key{a.Source, a.Hour}] += a.Records
		if a.Import == 0 || a.Import > 3 || a.Topic != "complaints.v1" || a.Meant != a.Topic || a.Refused {
			t.Errorf("%+v", a)
		}
	}
	if diff := cmp.Diff(records, sums); diff != "" {
		t.Error(diff)
	}
}

func TestMissingOffsetsAreFoundWithTheirPlace(t *testing.T) {
	t.Parallel()
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
