package warehouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards/web"
)

var _ web.Satisfaction = (*Warehouse)(nil)

// outcomesOf are the last steps of the i-th planted complaint: ends, reopenings, visits of every outcome with grades, hand-overs, compensations.
func outcomesOf(i int) []analytics.Event {
	paid := int64(i%4) * 2500
	visit := func(outcome string, overall uint8) analytics.Event {
		grade := func(k int) uint8 { return uint8((i + k) % 6) }
		return analytics.Event{Kind: "followed_up", Outcome: outcome, Satisfaction: overall, SatisfactionBy: analytics.SatisfactionBy{Channel: grade(0), Attitude: grade(1), Ability: grade(2), Speed: grade(3), Outcome: grade(4)}}
	}
	end := analytics.Event{Kind: []string{"resolved", "closed"}[i%2]}
	switch i % 11 {
	case 0:
		return []analytics.Event{{Kind: "handed_over"}, end, visit("refused", 0)}
	case 1:
		return []analytics.Event{end, visit("unreached", 0), visit("refused", 0), visit("unreached", 0)}
	case 2, 3, 4:
		return []analytics.Event{{Kind: "compensated", AmountFen: &paid}, end, visit("unreached", 0), visit("answered", uint8(1+i%5))}
	case 5:
		return []analytics.Event{end, {Kind: "reopened"}}
	case 6:
		return []analytics.Event{end, {Kind: "reopened"}, visit("answered", 2), {Kind: "compensated", AmountFen: &paid}, end}
	case 7:
		return []analytics.Event{end, visit("unreached", 0)}
	}
	return nil
}

func TestOutcomesAreCountedAsLoopsCountThem(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 17)
	ctx := context.Background()
	march := selections()[1]
	for i, s := range []analytics.Selection{{}, march, march.With("topic", "noise", "cold").Without("channel", "网络"), march.Having(analytics.OutcomeEnded), march.Having(analytics.OutcomeTook(5))} {
		for _, axis := range []string{"", analytics.OutcomeMonth, "department", "topic", "channel"} {
			want, _ := m.OutcomeCounts(ctx, s, axis)
			got, err := w.OutcomeCounts(ctx, s, axis)
			alike(t, fmt.Sprintf("outcomes of selection %d by %q", i, axis), want, got, err)
		}
		grades, _ := m.GradeCounts(ctx, s)
		gotGrades, err := w.GradeCounts(ctx, s)
		alike(t, fmt.Sprint("grades of selection ", i), grades, gotGrades, err)
		took, _ := m.TookCounts(ctx, s)
		gotTook, err := w.TookCounts(ctx, s)
		alike(t, fmt.Sprint("times of selection ", i), took, gotTook, err)
		cells, _ := m.DriverCells(ctx, s, nil, pageMoment, 1)
		gotCells, err := w.DriverCells(ctx, s, []string{"finish"}, pageMoment, 1)
		alike(t, fmt.Sprint("drivers of selection ", i), cells, gotCells, err)
		owed, _ := m.OwedCounts(ctx, s)
		gotOwed, err := w.OwedCounts(ctx, s)
		alike(t, fmt.Sprint("amounts of selection ", i), owed, gotOwed, err)
	}
	if _, err := w.OutcomeCounts(ctx, march, "no axis"); analytics.KindOf(err) != analytics.KindInvalid {
		t.Error(err)
	}
}

// Every number of 满意 is a door: lists pick by the same conditions, whether they read facts or what arrived.
func TestEveryOutcomeListsWhatIsCounted(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 18)
	ctx := context.Background()
	some := 0
	for _, s := range []analytics.Selection{{}, selections()[1].With("product", "A1", "").In(analytics.StateRated)} {
		for _, o := range analytics.Outcomes {
			want, _ := m.TallyComplaints(ctx, s.Having(o), pageMoment)
			got, err := w.TallyComplaints(ctx, s.Having(o), pageMoment)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", o, diff)
			}
			list, _ := m.ListComplaints(ctx, s.Having(o), pageMoment, analytics.Cursor{}, 20)
			gotList, err := w.ListComplaints(ctx, s.Having(o), pageMoment, analytics.Cursor{}, 20)
			must(t, err)
			if len(list) != len(gotList) {
				t.Errorf("%s: %d lines, not %d", o, len(gotList), len(list))
			}
			for i := range min(len(list), len(gotList)) {
				if list[i].Key != gotList[i].Key {
					t.Errorf("%s: line %d is %s, not %s", o, i, gotList[i].Key, list[i].Key)
				}
			}
			if want.N > 0 {
				some++
			}
		}
	}
	if some < 60 {
		t.Errorf("only %d of the picks have complaints", some)
	}
}
