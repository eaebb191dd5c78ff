package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/analytics/service"
)

// judged are all judgements, one line for each clock and each sum.
func (v *world) judged() []string {
	v.t.Helper()
	list := v.lines(`SELECT concat(complaint_id, ' ', clocks, ' ', toString(rounds), ' ', states, ' ', toString(intDiv(elapsed, 60)), ' until ', formatDateTime(due, '%d %H:%i'))
		FROM judged ARRAY JOIN clocks, rounds, states, elapsed, due
		UNION ALL SELECT concat(complaint_id, ' ', fine_rules, ' ', toString(fine_yuan), ' ', fine_whys) FROM judged ARRAY JOIN fine_rules, fine_yuan, fine_whys
		UNION ALL SELECT concat(complaint_id, ' tell ', tell) FROM judged ARRAY JOIN tell`)
	slices.Sort(list)
	return list
}

func TestEveryComplaintIsJudgedByTheRules(t *testing.T) {
	v := begin(t)
	v.tell("in time", 0, "2024-03-04 08:00", "漏水")
	v.step("a1", "in time", "replied", "2024-03-04 18:00")
	v.step("a2", "in time", "closed", "2024-03-06 08:00")
	v.tell("late", 0, "2024-03-04 08:00", "异响")
	v.step("b1", "late", "replied", "2024-03-05 09:00")
	v.step("b2", "late", "paused", "2024-03-05 10:00")
	v.step("b3", "late", "resumed", "2024-03-06 10:00")
	v.step("b4", "late", "closed", "2024-03-08 09:30")
	v.step("b5", "late", "reopened", "2024-06-15 07:00")
	v.tell("gone", 0, "2024-03-04 08:00", "漏水了")
	v.step("c1", "gone", "withdrawn", "2024-03-04 09:00")
	v.tell("before the rules", 0, "2023-03-04 08:00", "漏水啊")
	v.run()
	same(t, []string{
		"in time final 1 met 2880 until 07 08:00",
		"in time first 1 met 600 until 05 08:00",
		"late final 1 late 4410 until 08 08:00",
		"late final 2 open 60 until 18 07:00",
		"late first 1 late 1500 until 05 08:00",
		"late 未按时限 50 办结限 72 小时，超 1 小时 30 分，按 D 级计 50 元",
	}, v.judged())
	same(t, []string{"202303 before the rules "}, v.lines("SELECT concat(toString(month), ' ', complaint_id, ' ', rules_from) FROM judged WHERE month < 202401"))

	v.step("b6", "late", "closed", "2024-06-15 07:30")
	v.step("b4", "late", "closed", "2024-03-08 07:30") // told anew: it was in time
	v.run()
	same(t, []string{
		"in time final 1 met 2880 until 07 08:00",
		"in time first 1 met 600 until 05 08:00",
		"late final 1 met 4290 until 08 08:00",
		"late final 2 met 30 until 18 07:00",
		"late first 1 late 1500 until 05 08:00",
	}, v.judged())
}

// A source that never tells an answer does not say that there was none.
func TestAClockThatASourceNeverStopsDoesNotRun(t *testing.T) {
	v := begin(t)
	v.tell("1", 0, "2024-03-04 08:00", "漏水")
	v.run()
	same(t, []string{}, v.judged())
	v.tell("2", 0, "2024-03-04 08:00", "异响")
	v.step("a", "2", "replied", "2024-03-04 10:00") // it tells answers, and no ends
	v.run()
	same(t, []string{"1 first 1 open 148320 until 05 08:00", "2 first 1 met 120 until 05 08:00"}, v.judged())
}

// Every number of 服务时效 is a door: the list behind it has as many complaints.
func TestClocksAreCountedAsTheirListsAre(t *testing.T) {
	v := begin(t)
	for i, steps := range [][]string{{"replied 2024-06-14 10:00", "closed 2024-06-14 12:00"}, {"replied 2024-06-14 10:00"}, {}, {"replied 2024-06-15 07:30"}, {"withdrawn 2024-06-14 10:00"},
		{"closed 2024-06-14 10:00", "reopened 2024-06-14 11:00"}, {"paused 2024-06-14 10:00"}} {
		id := fmt.Sprint(i)
		v.tell(id, 0, "2024-06-14 0"+id+":00", "漏水"+id)
		for n, s := range steps {
			kind, when, _ := strings.Cut(s, " ")
			v.step(fmt.Sprint(id, "-", n), id, kind, when)
		}
	}
	v.run()
	ctx := context.Background()
	june := analytics.Selection{From: analytics.Month(202406).First(), To: analytics.Month(202406).Last()}
	counts, err := v.w.ClockCounts(ctx, june, "department", v.now)
	v.must(err)
	if len(counts) != 4 || !counts[0].All || !counts[1].All || counts[2].All {
		t.Fatalf("%+v", counts)
	}
	for _, c := range counts[:2] {
		if sum := c.Counted() + c.Running + c.Paused + c.Void; sum != 6 {
			t.Errorf("%s counts %d of 6 complaints: %+v", c.Clock, sum, c)
		}
		for state, n := range map[string]uint64{analytics.ClockCounted: c.Counted(), analytics.ClockMet: c.Met, analytics.ClockLate: c.Late + c.Overdue, analytics.ClockOverdue: c.Overdue, analytics.ClockRunning: c.Running} {
			sel := june
			sel.Clock = analytics.ClockPick{Clock: c.Clock, State: state, At: v.now}
			tally, err := v.w.TallyComplaints(ctx, sel, v.now)
			v.must(err)
			if tally.N != n {
				t.Errorf("%s %s: the page has %d, the list %d", c.Clock, state, n, tally.N)
			}
		}
	}
	if first := counts[1]; first.Clock != "first" || first.Met != 2 || first.Late != 1 || first.Overdue != 3 {
		t.Errorf("%+v", first)
	}
	due, err := v.w.DueClocks(ctx, v.now, v.now.Add(72*time.Hour), 10)
	v.must(err)
	if len(due) != 4 || due[0].ID != "1" || !slices.IsSortedFunc(due, func(a, b analytics.DueClock) int { return a.Due.Compare(b.Due) }) {
		t.Errorf("%+v", due)
	}
	if _, err := v.w.ClockCounts(ctx, june, "customer", v.now); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("customers are counted: %v", err)
	}
}

// What the tables give a judge is the life as lifecycle folds it from all that arrived.
func TestAnyHistoryIsJudgedAsItWasTold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		v, end := newWorld(t, r)
		defer end()
		v.tell("1", 0, "2024-03-04 08:00", "漏水")
		kinds := rapid.SampledFrom([]string{"accepted", "replied", "paused", "resumed", "closed", "reopened", "resolved"})
		for range rapid.IntRange(0, 12).Draw(r, "steps") {
			event := fmt.Sprint("e", rapid.IntRange(0, 8).Draw(r, "event")) // some are told anew, with another time or kind
			v.step(event, "1", kinds.Draw(r, "kind"), fmt.Sprintf("2024-03-%02d %02d:00", rapid.IntRange(4, 9).Draw(r, "day"), rapid.IntRange(0, 23).Draw(r, "hour")))
		}
		v.run()
		var steps []lifecycle.Step
		for _, s := range v.steps {
			steps = append(steps, lifecycle.Step{Event: s.Record, Content: s.Content, Seq: analytics.SeqOf(s.Origin.Epoch, s.Origin.Offset)})
		}
		told := v.told[0].Record
		life := lifecycle.Fold(&told, steps, v.now)
		var want []string
		c := service.CaseOf(&analytics.Life{Complaint: told}, &life)
		for _, k := range rules(r).On(told.ReceivedAt).Read(&c, &life, v.now) {
			if !slices.ContainsFunc(v.steps, func(s analytics.Arrival[analytics.Event]) bool { return slices.Contains(k.Clock.Ends, s.Record.Kind) }) {
				continue // its source never stops it
			}
			for _, reading := range k.Readings {
				state := string(reading.State)
				if state == "running" || state == "overdue" {
					state = "open"
				}
				want = append(want, fmt.Sprintf("1 %s %d %s %d until %s", k.Clock.Code, reading.Round, state, int(reading.Elapsed.Minutes()), reading.Due.In(analytics.Zone).Format("02 15:04")))
			}
		}
		got := v.lines(`SELECT concat(complaint_id, ' ', clocks, ' ', toString(rounds), ' ', states, ' ', toString(intDiv(elapsed, 60)), ' until ', formatDateTime(due, '%d %H:%i'))
			FROM judged ARRAY JOIN clocks, rounds, states, elapsed, due`)
		slices.Sort(want)
		slices.Sort(got)
		if fmt.Sprint(want) != fmt.Sprint(got) {
			r.Fatalf("judged %v, want %v", got, want)
		}
	})
}
