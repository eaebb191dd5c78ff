package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// axesOf makes n facts of a month whose axes take few values, so that some are rare.
func axesOf(t *testing.T, w *Warehouse, month analytics.Month, run, n int) {
	t.Helper()
	values := make([]string, len(analytics.Axes))
	for i := range values {
		values[i] = fmt.Sprintf("['', 'a', 'b', '退款'][1 + cityHash64(number, %d, %d) %% 4]", i, month)
	}
	must(t, w.conn.Exec(context.Background(), fmt.Sprintf(
		"INSERT INTO facts (month, day, run, attributes, %s) SELECT %d, toDate('%s') + cityHash64(number, %d) %% %d, %d, map('coverage', ['保内', '保外'][1 + number %% 2], 'plate', toString(number)), %s FROM numbers(%d)",
		strings.Join(analytics.Axes, ", "), month, Day(month.First()), month, month.Days(), run, strings.Join(values, ", "), n)))
}

// tallied reads tallies as lines: series, source and number of complaints.
func tallied(t *testing.T, w *Warehouse, from, to analytics.Month, recent ...analytics.Month) map[string]uint32 {
	t.Helper()
	lines := map[string]uint32{}
	must(t, w.Tallies(context.Background(), from, to, recent, func(d analytics.DayTally) error {
		var name []string
		for _, v := range d.Series {
			name = append(name, v.Axis+"="+v.Value)
		}
		for _, n := range d.Counts {
			lines[strings.Join(append(name, d.Source), " ")] += n
		}
		return nil
	}))
	return lines
}

// All axes and pairs at once are counted as one by one.
func TestTalliesAreTheFactsByDay(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	axesOf(t, w, 202403, 7, 300)
	must(t, w.CountTallies(ctx, 1, []analytics.Month{202403}))
	want := map[string]uint32{}
	count := func(list []string, having string) {
		t.Helper()
		names := make([]string, len(list))
		for i, axis := range list {
			names[i] = fmt.Sprintf("'%s=' || toString(%s)", strings.ReplaceAll(axis, "attributes['coverage']", "attributes.coverage"), axis)
		}
		rows, err := w.conn.Query(ctx, fmt.Sprintf("SELECT arrayStringConcat([%s, toString(source)], ' ') AS line, count() FROM facts GROUP BY line, source, %s HAVING %s",
			strings.Join(names, ", "), strings.Join(list, ", "), having))
		must(t, err)
		defer rows.Close()
		for rows.Next() {
			var line string
			var n uint64
			must(t, rows.Scan(&line, &n))
			want[line] = uint32(n)
		}
	}
	for _, axis := range analytics.Axes {
		having := "1"
		if axis != "topic" && axis != "source" {
			having = axis + " != ''"
		}
		count([]string{axis}, having)
	}
	for _, pair := range analytics.TallyPairs {
		count(pair[:], pair[0]+" != '' AND "+pair[1]+" != ''")
	}
	count([]string{"attributes['coverage']"}, "1") // plate has a value of its own for each complaint
	got := tallied(t, w, 202403, 202403, 202403)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTalliesTellWhichFactsTheyCount(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	axesOf(t, w, 202403, 7, 10)
	axesOf(t, w, 202404, 8, 10)
	must(t, w.CountTallies(ctx, 1, []analytics.Month{202403}))
	must(t, w.conn.Exec(ctx, "ALTER TABLE facts DROP PARTITION 202403"))
	got, err := w.TallyMonths(ctx, 202401, 202412)
	must(t, err)
	if diff := cmp.Diff([]analytics.TallyMonth{{Month: 202403, Counted: 700 + tallyForm}, {Month: 202404, Now: 800 + tallyForm}}, got); diff != "" {
		t.Error(diff)
	}
	must(t, w.DropTallies(ctx, 202403))
	must(t, w.CountTallies(ctx, 2, []analytics.Month{202404}))
	got, err = w.TallyMonths(ctx, 202401, 202412)
	must(t, err)
	if diff := cmp.Diff([]analytics.TallyMonth{{Month: 202404, Now: 800 + tallyForm, Counted: 800 + tallyForm}}, got); diff != "" {
		t.Error(diff)
	}
}

// Sources come first, as who reads has to know them before anything else.
func TestTalliesComeInTheOrderThatIsPromised(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	axesOf(t, w, 202403, 7, 300)
	must(t, w.CountTallies(ctx, 1, []analytics.Month{202403}))
	var order []int
	must(t, w.Tallies(ctx, 202403, 202403, []analytics.Month{202403}, func(d analytics.DayTally) error {
		place := len(d.Series)
		if d.Series[0].Axis == "source" {
			place = 0
		}
		order = append(order, place)
		return nil
	}))
	if !slices.IsSorted(order) || order[0] != 0 || order[len(order)-1] != 2 {
		t.Errorf("the order is %v", slices.Compact(order))
	}
}
