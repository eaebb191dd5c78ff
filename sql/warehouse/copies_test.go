package warehouse

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// Copies count, are listed and stand in facts as what they were copied from, whatever became of it; and a phrase is said by some of them.
func TestCopiesOfAMonthAreAsWhatTheyWereCopiedFrom(t *testing.T) {
	w, _ := planted(t, 7)
	ctx := context.Background()
	march := analytics.Selection{From: analytics.Month(202403).First(), To: analytics.Month(202403).Last()}
	searches := []analytics.Selection{march, march.With("topic", ""), march.With("topic", "noise"), searching(march, "异响"), searching(march, "空调")}
	tally := func(s analytics.Selection) analytics.Tally {
		t.Helper()
		n, err := w.TallyComplaints(ctx, s, pageMoment)
		must(t, err)
		return n
	}
	var want []analytics.Tally
	for _, s := range searches {
		n := tally(s)
		want = append(want, analytics.Tally{N: 4 * n.N, Unclassified: 4 * n.Unclassified, Pending: 4 * n.Pending, Duplicate: 4 * n.Duplicate, Copied: 4 * n.Copied})
	}
	figures, err := w.Figures(ctx, march, pageMoment)
	must(t, err)
	must(t, w.CopyMonth(ctx, 202403, 1, 2, []Phrase{{"门把手起皮", 2}}))
	must(t, w.CopyMonth(ctx, 202403, 3, 1, []Phrase{{"门把手起皮", 2}}))
	for i, s := range searches {
		if diff := cmp.Diff(want[i], tally(s)); diff != "" {
			t.Errorf("%+v: %s", s, diff)
		}
	}
	if said := tally(searching(march, "门把手起皮")).N; said < want[0].N/8 || said > want[0].N*5/8 {
		t.Errorf("%d of %d say the phrase", said, want[0].N)
	}
	copied, err := w.Figures(ctx, march, pageMoment)
	must(t, err)
	for _, n := range [][2]uint64{{figures.N, copied.N}, {figures.Repeated, copied.Repeated}, {figures.Handled, copied.Handled}, {figures.Rated, copied.Rated},
		{figures.Deduplicated, copied.Deduplicated}} {
		if n[0] == 0 || n[1] != 4*n[0] {
			t.Errorf("facts: %+v, of %+v", copied, figures)
		}
	}
}

func searching(s analytics.Selection, words string) analytics.Selection {
	s.Words = words
	return s
}
