package jobs_test

import (
	"context"
	"fmt"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

func begin(t *testing.T) *world {
	v, end := newWorld(t, t)
	t.Cleanup(end)
	return v
}

func same(t *testing.T, want, got []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACorrectionThatMovesAComplaintLeavesEveryTotalRight(t *testing.T) {
	v := begin(t)
	v.tell("1", 0, "2024-03-30 08:00", "漏水")
	v.tell("2", 0, "2024-03-30 08:00", "漏水")
	v.tell("3", 0, "2024-04-02 08:00", "异响")
	v.run()
	same(t, []string{"202403 1 v0 a ", "202403 2 v0 a ", "202404 3 v0 b "}, v.facts())
	v.tell("1", 0, "2024-04-01 08:00", "漏水")
	v.run()
	same(t, []string{"202403 2 v0 a ", "202404 1 v0 a ", "202404 3 v0 b "}, v.facts())
	v.tell("1", 2, "2024-03-01 08:00", "异响") // and back again, in a newer version
	v.run()
	same(t, []string{"202403 1 v2 b ", "202403 2 v0 a ", "202404 3 v0 b "}, v.facts())
	books, err := v.w.Books(context.Background())
	v.must(err)
	if want := (analytics.Books{Received: 5, Stored: 3, Updated: 2}); books["s"] != want {
		t.Errorf("the books are %+v", books["s"])
	}
}

func TestAMonthWhoseLastComplaintIsWithdrawnIsEmpty(t *testing.T) {
	v := begin(t)
	v.tell("1", 0, "2024-03-30 08:00", "漏水")
	v.tell("2", 0, "2024-04-02 08:00", "异响")
	v.step("e1", "1", "accepted", "2024-03-30 09:00")
	v.run()
	same(t, []string{"202403 1 v0 a accepted", "202404 2 v0 b "}, v.facts())
	v.step("e2", "1", "withdrawn", "2024-05-30 09:00")
	v.run()
	same(t, []string{"202404 2 v0 b "}, v.facts())
}

func TestAnOldFileImportedAfterItsCorrectionChangesNothing(t *testing.T) {
	v := begin(t)
	old := func() {
		v.tell("1", 0, "2024-03-30 08:00", "漏水")
		v.tell("2", 0, "2024-03-30 08:00", "漏水")
	}
	old()
	v.run()
	v.tell("1", 0, "2024-04-01 08:00", "异响")
	v.run()
	before, run := v.facts(), v.lastRun()
	old()
	v.run()
	same(t, before, v.facts())
	same(t, []string{}, v.assembled(run))
}

func TestALateArrivalMakesOnlyItsMonthDirty(t *testing.T) {
	v := begin(t)
	for i, month := range []string{"2024-01", "2024-02", "2024-03"} {
		v.tell(fmt.Sprint(i), 0, month+"-10 08:00", "漏水")
	}
	v.run()
	same(t, []string{"2024-03", "2024-02", "2024-01"}, v.assembled(0)) // newest first
	run := v.lastRun()
	v.tell("late", 0, "2024-02-20 08:00", "异响")
	v.run()
	same(t, []string{"2024-02"}, v.assembled(run))
	run = v.lastRun()
	v.run()
	if v.lastRun() != run {
		t.Error("something ran although nothing was new")
	}
}

func TestARerunGivesTheSameRows(t *testing.T) {
	v, ctx := begin(t), context.Background()
	for i := range 20 {
		v.tell(fmt.Sprint(i%15), uint32(i%3), fmt.Sprintf("2024-0%d-1%d 08:00", 1+i%2, i%10), []string{"漏水", "异响", ""}[i%3])
		v.step(fmt.Sprint("e", i), fmt.Sprint(i%15), []string{"accepted", "resolved", "reopened"}[i%3], "2024-03-01 08:00")
	}
	v.run()
	const all = "SELECT toString(tuple(* EXCEPT run)) FROM facts ORDER BY ALL"
	const found = "SELECT toString(tuple(* EXCEPT run)) FROM findings ORDER BY ALL"
	facts, findings := v.lines(all), v.lines(found)
	if len(facts) == 0 || len(findings) == 0 {
		t.Fatalf("%d facts and %d findings", len(facts), len(findings))
	}
	v.must(v.s.MarkDirty(ctx, []analytics.Month{202401, 202402}))
	v.run()
	same(t, facts, v.lines(all))
	same(t, findings, v.lines(found))
}

// truth computes the facts from everything that arrived, in the plainest way.
func (v *world) truth() []string {
	type content struct {
		id      string
		content uint64
	}
	winner, first := map[string]analytics.Arrival[analytics.Complaint]{}, map[content]bool{}
	for _, a := range v.told { // in the order of arrival
		key := content{a.Record.ID, a.Content}
		if first[key] {
			continue
		}
		first[key] = true
		if w, ok := winner[a.Record.ID]; !ok || a.Record.Version >= w.Record.Version {
			winner[a.Record.ID] = a
		}
	}
	events, seen := map[content]analytics.Event{}, map[string]bool{}
	for _, a := range v.steps {
		told := fmt.Sprint(a.Record.ComplaintID, a.Record.ID, a.Content)
		if !seen[told] {
			seen[told] = true
			events[content{a.Record.ComplaintID, hash(a.Record.ID)}] = a.Record
		}
	}
	newest, turn := map[string]analytics.Event{}, map[string]analytics.Event{} // turn: the last step that ended a complaint or opened it again
	later := func(last map[string]analytics.Event, e analytics.Event) {
		if n, ok := last[e.ComplaintID]; !ok || e.At.After(n.At) {
			last[e.ComplaintID] = e
		}
	}
	for _, e := range events {
		if analytics.Ending(e.Kind) || e.Kind == "reopened" {
			later(turn, e)
		}
		if !analytics.Ending(e.Kind) {
			later(newest, e)
		}
	}
	lines := []string{}
	for id, w := range winner {
		if !analytics.Ending(turn[id].Kind) {
			topic := map[string]string{"漏水": "a", "异响": "b"}[w.Record.Text]
			lines = append(lines, fmt.Sprintf("%d %s v%d %s %s", analytics.MonthOf(w.Record.ReceivedAt), id, w.Record.Version, topic, newest[id].Kind))
		}
	}
	sort.Strings(lines)
	return lines
}

// Whatever arrives, in whatever order, repeated as it may be, and whenever the jobs run: the facts are the truth and the books balance.
func TestAnyHistoryEndsInTheTruth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v, end := newWorld(t, rt)
		defer end()
		minute := 0
		for range rapid.IntRange(1, 12).Draw(rt, "moves") {
			id := fmt.Sprint(rapid.IntRange(1, 4).Draw(rt, "id"))
			switch rapid.IntRange(0, 9).Draw(rt, "move") {
			case 0, 1, 2, 3, 4:
				month := rapid.SampledFrom([]string{"2024-02", "2024-03", "2024-04"}).Draw(rt, "month")
				v.tell(id, rapid.Uint32Range(0, 2).Draw(rt, "version"), month+"-10 08:00", rapid.SampledFrom([]string{"漏水", "异响"}).Draw(rt, "words"))
			case 5, 6, 7:
				minute++ // no two steps at the same time, as the order of equal times is not part of this law
				kind := rapid.SampledFrom([]string{"accepted", "resolved", "reopened", "withdrawn"}).Draw(rt, "kind")
				v.step(fmt.Sprint("e", rapid.IntRange(1, 3).Draw(rt, "event")), id, kind, fmt.Sprintf("2024-05-01 09:%02d", minute))
			default:
				v.run()
			}
		}
		v.run()
		if diff := cmp.Diff(v.truth(), v.facts()); diff != "" {
			rt.Fatalf("facts differ from the truth (-truth +facts):\n%s", diff)
		}
		if diff := cmp.Diff(v.groupsOfTruth(), v.groups()); diff != "" {
			rt.Fatalf("who counts for what is not the truth (-truth +facts):\n%s", diff)
		}
		books, err := v.w.Books(context.Background())
		v.must(err)
		if b := books["s"]; b.Received != int64(len(v.told)) || !b.Balanced() {
			rt.Fatalf("%d arrived, the books are %+v", len(v.told), b)
		}
	})
}
