package warehouse

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

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
