package warehouse

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

// axesOf makes n facts of a month whose axes take few values, so that some are rare.
func axesOf(t *testing.T, w *Warehouse, month analytics.Month, n int) {
	t.Helper()
	values := make([]string, len(analytics.Axes))
	for i := range values {
		values[i] = fmt.Sprintf("['', 'a', 'b', '退款'][1 + cityHash64(number, %d, %d) %% 4]", i, month)
	}
	must(t, w.conn.Exec(context.Background(), fmt.Sprintf("INSERT INTO facts (month, day, %s) SELECT %d, toDate('%s') + cityHash64(number, %d) %% %d, %s FROM numbers(%d)",
		strings.Join(analytics.Axes, ", "), month, Day(month.First()), month, month.Days(), strings.Join(values, ", "), n)))
}

// perAxis counts one axis of one pairing with a statement of its own.
func perAxis(t *rapid.T, w *Warehouse, axis string, p analytics.Pairing, least uint64) (list []analytics.ValueCount) {
	days := func(s analytics.Stretch) string {
		return fmt.Sprintf("day BETWEEN '%s' AND '%s'", Day(s.From), Day(s.To))
	}
	if axis == "source" {
		least = 1
	}
	rows, err := w.conn.Query(context.Background(), fmt.Sprintf(
		"SELECT toString(%s) AS value, countIf(%s) AS n, countIf(%s) AS base FROM facts WHERE has(?, toString(source)) GROUP BY value HAVING n + base >= %d ORDER BY value",
		axis, days(p.Now), days(p.Base), least), p.Sources)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c analytics.ValueCount
		if err := rows.Scan(&c.Value, &c.N, &c.Base); err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

// One statement over all axes counts as a statement for each axis and pairing does.
func TestAllAxesAtOnceAreCountedAsOneByOne(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	month, earlier := analytics.Month(202403), []analytics.Month{202402, 202303}
	axesOf(t, w, month, 60)
	axesOf(t, w, earlier[0], 40)
	axesOf(t, w, earlier[1], 10)
	axesOf(t, w, 202401, 100) // belongs to neither
	rapid.Check(t, func(rt *rapid.T) {
		var pairings [2]analytics.Pairing
		for i, base := range earlier {
			stretch := func(m analytics.Month) analytics.Stretch {
				from := rapid.IntRange(0, 27).Draw(rt, "from")
				to := rapid.IntRange(from, 27).Draw(rt, "to")
				return analytics.Stretch{From: m.First().AddDate(0, 0, from), To: m.First().AddDate(0, 0, to)}
			}
			sources := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"", "a", "b", "退款", "o'\\"}), 0, 4, rapid.ID[string]).Draw(rt, "sources")
			pairings[i] = analytics.Pairing{Now: stretch(month), Base: stretch(base), Sources: sources}
		}
		least := rapid.Uint64Range(1, 12).Draw(rt, "least")
		got, err := w.CountAxes(ctx, month, pairings, least)
		if err != nil {
			rt.Fatal(err)
		}
		for i, p := range pairings {
			for _, axis := range analytics.Axes {
				var want []analytics.ValueCount
				if len(p.Sources) > 0 {
					want = perAxis(rt, w, axis, p, least)
				}
				if diff := cmp.Diff(want, got[i][axis]); diff != "" {
					rt.Fatalf("pairing %d by %s:\n%s", i, axis, diff)
				}
			}
			if len(got[i]) > len(analytics.Axes) {
				rt.Fatalf("axes are %v", got[i])
			}
		}
	})
}

func TestWhatIsReceivedFollowsTheFacts(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	for i, day := range []string{"2024-03-05", "2024-03-02", "2024-04-09"} {
		must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(uint64(i), fmt.Sprint(i), day+" 08:00", "a")}))
	}
	on := func(day string) time.Time { return analytics.DayOf(at(day + " 00:00")) }
	march := analytics.SourceMonth{Source: "a", Month: 202403, N: 2, First: on("2024-03-02"), Last: on("2024-03-05")}
	april := analytics.SourceMonth{Source: "a", Month: 202404, N: 1, First: on("2024-04-09"), Last: on("2024-04-09")}
	var want []analytics.SourceMonth
	for i, next := range []analytics.SourceMonth{march, april} {
		assemble(t, w, next.Month, uint64(i+1), next.N)
		want = append(want, next)
		for range 2 { // the second answer is the kept one
			got, err := w.Received(ctx)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
	}
	covered, err := w.Coverages(ctx)
	must(t, err)
	if diff := cmp.Diff([]analytics.Coverage{{Source: "a", From: march.First, To: april.Last}}, covered); diff != "" {
		t.Error(diff)
	}
}

func TestFindingsOfAMonthAreReplacedAndRemoved(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	write := func(month analytics.Month, run uint64, ids ...uint64) {
		list := make([]analytics.Finding, len(ids))
		for i, id := range ids {
			list[i] = analytics.Finding{ID: id, Kind: "month_on_month", Month: month, From: month.First(), To: month.Last(), Run: run, MadeAt: at("2024-05-01 08:00")}
		}
		must(t, w.ReplaceFindings(ctx, month, run, list))
	}
	count := func(month analytics.Month, want int) {
		t.Helper()
		list, err := w.Findings(ctx, month, month)
		must(t, err)
		if len(list) != want {
			t.Errorf("%s has %d findings, not %d", month, len(list), want)
		}
	}
	write(202403, 1, 1, 2, 3)
	write(202404, 2, 4)
	write(202403, 3, 1)
	count(202403, 1)
	write(202403, 4)
	write(202405, 5) // had none
	count(202403, 0)
	count(202404, 1)
}

func TestFindingsAndWhatExplainsThemAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	month := analytics.Month(202403)
	day := func(d int) time.Time { return month.First().AddDate(0, 0, d-1) }
	series := []analytics.AxisValue{{Axis: "topic", Value: "quality"}, {Axis: analytics.AttributeAxis + "coverage", Value: "保内"}}
	days := analytics.Finding{ID: analytics.FindingID(analytics.FindingDays, series, day(15)), Kind: analytics.FindingDays, Month: month, Series: series, From: day(15),
		To: day(16), Peak: day(15), Sources: []string{}, Running: true, Quick: true, Level: 3, Observed: 40, Expected: 3.5, Low: 0, High: 9, Chance: 1e-9,
		Score: 6, Common: 1.2, Risen: 0.25, Basis: "只有不到 8 周的历史", Run: 7, MadeAt: at("2024-05-01 08:00")}
	total := analytics.Finding{ID: 1, Kind: analytics.FindingMonth, Month: month, From: day(1), To: day(31), BaseFrom: month.Add(-1).First(), BaseTo: month.Add(-1).Last(),
		Sources: []string{"a", "b"}, Fall: true, Whole: true, Observed: 9, Expected: 12, Score: -1, Run: 7, MadeAt: at("2024-05-01 08:00")}
	must(t, w.ReplaceFindings(ctx, month, 7, []analytics.Finding{total, days}))
	found, err := w.Findings(ctx, month.Add(-1), month)
	must(t, err)
	if diff := cmp.Diff([]analytics.Finding{days, total}, found); diff != "" {
		t.Error(diff)
	}
	one, there, err := w.FindingOf(ctx, days.ID)
	must(t, err)
	if diff := cmp.Diff(days, one); diff != "" || !there {
		t.Error(there, diff)
	}
	if _, there, err = w.FindingOf(ctx, 4711); there || err != nil {
		t.Error("a finding that is not there:", there, err)
	}

	why := []analytics.Attribution{
		{Finding: 1, Month: month, Sentence: "比 2 月少 3 件。", Observed: 9, Expected: 12, Rest: analytics.Remainder{Observed: 9, Expected: 12, Drift: 0.75, Share: 1, Moves: true},
			Mix: "无", LeftOut: []string{"batch"}, FactsRun: 5, Run: 8},
		{Finding: days.ID, Month: month, PartOf: 1, Sentence: "因为。", LeftOut: []string{}, Causes: []analytics.FoundCause{
			{Key: analytics.CauseKey(series), Values: series, Observed: 40, Expected: 3, Excess: 37, Added: 36, Share: 0.9, Score: 50, Stability: 0.95,
				Equivalents: [][]analytics.AxisValue{{{Axis: "model", Value: "X"}}, {{Axis: "batch", Value: "1"}, {Axis: "city", Value: ""}}}},
			{Key: 3, Values: series[:1], Within: [][]analytics.AxisValue{series[1:]}},
		}},
	}
	must(t, w.ReplaceAttributions(ctx, month, 8, why))
	read, err := w.Attributions(ctx, month, month)
	must(t, err)
	if diff := cmp.Diff(why, read); diff != "" {
		t.Error(diff)
	}
	must(t, w.ReplaceAttributions(ctx, month, 9, nil))
	if read, err = w.Attributions(ctx, month, month); err != nil || len(read) != 0 {
		t.Error(read, err)
	}
}
