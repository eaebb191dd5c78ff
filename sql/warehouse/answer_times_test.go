package warehouse

import (
	"cmp"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
)

// waited is the quantile of type 7 of some times, computed as its definition says.
func waited(times []time.Duration, q float64) time.Duration {
	slices.Sort(times)
	at := q * float64(len(times)-1)
	low := int(at)
	high := min(low+1, len(times)-1)
	return times[low] + time.Duration(float64(times[high]-times[low])*(at-float64(low)))
}

func TestAnswerTimesOfTheGovernmentAgreeWithTheRawData(t *testing.T) {
	t.Parallel()
	data := os.Getenv("HUISHENG_TESTDATA")
	if data == "" {
		t.Skip("HUISHENG_TESTDATA is not set")
	}
	file, err := os.Open(filepath.Join(data, "gov", "gov_messages.csv"))
	must(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	must(t, err)
	column := func(name string) int {
		return slices.IndexFunc(rows[0], func(h string) bool { return strings.TrimPrefix(h, "\ufeff") == name })
	}
	var complaints []analytics.Arrival[analytics.Complaint]
	var replies []analytics.Arrival[analytics.Event]
	raw := map[analytics.Month][]time.Duration{}
	n := map[analytics.Month]uint64{}
	for _, r := range rows[1:] {
		if !strings.HasPrefix(r[column("time")], "2019-0") { // nine months are enough, and cheap
			continue
		}
		parse := func(s string) time.Time {
			at, err := time.ParseInLocation("2006-01-02T15:04:05", s, analytics.Zone)
			must(t, err)
			return at
		}
		id, at := r[column("id")], parse(r[column("time")])
		month := analytics.MonthOf(at)
		n[month]++
		origin := func(offset int) analytics.Origin {
			return analytics.Origin{Epoch: 1, Offset: uint64(offset), ArrivedAt: at}
		}
		complaints = append(complaints, analytics.Arrival[analytics.Complaint]{Record: analytics.Complaint{Source: "gov", ID: id, ReceivedAt: at, Text: id}, Content: hashOf(id), Origin: origin(len(complaints))})
		if told := r[column("reply_time")]; told != "" {
			replied := parse(told)
			raw[month] = append(raw[month], replied.Sub(at))
			replies = append(replies, analytics.Arrival[analytics.Event]{Record: analytics.Event{Source: "gov", ID: "r" + id, ComplaintID: id, Kind: "replied", At: replied}, Content: hashOf("r" + id), Origin: origin(len(replies))})
		}
	}
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, complaints))
	must(t, w.StoreEvents(ctx, replies))
	for month := range n {
		must(t, w.AssembleMonth(ctx, month, 1, everything))
	}
	check := func(name string, from, to analytics.Month, times []time.Duration, all uint64) {
		t.Helper()
		a, err := w.AnswerTimes(ctx, from, to)
		must(t, err)
		if a.N != all || a.Answered != uint64(len(times)) {
			t.Fatalf("%s: %d of %d answered, want %d of %d", name, a.Answered, a.N, len(times), all)
		}
		for q, got := range map[float64]time.Duration{0.25: a.Lower, 0.5: a.Median, 0.75: a.Upper, 0.9: a.P90} {
			if want := waited(times, q); got.Round(time.Millisecond) != want.Round(time.Millisecond) {
				t.Errorf("%s: quantile %v is %v, want %v", name, q, got, want)
			}
		}
		for i, days := range analytics.AnswerDays {
			want := uint64(0)
			for _, d := range times {
				if d <= time.Duration(days)*24*time.Hour {
					want++
				}
			}
			if a.Within[i] != want {
				t.Errorf("%s: %d within %d days, want %d", name, a.Within[i], days, want)
			}
		}
	}
	var months []analytics.Month
	var whole []time.Duration
	var all uint64
	for month := range n {
		months, whole, all = append(months, month), append(whole, raw[month]...), all+n[month]
		check(month.String(), month, month, raw[month], n[month])
	}
	check("2019", slices.MinFunc(months, cmp.Compare[analytics.Month]), slices.MaxFunc(months, cmp.Compare[analytics.Month]), whole, all)
}
