package lifecycle_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
	. "huisheng/analytics/lifecycle"
)

// at reads a time of March 2024: "5 10:30" is the fifth, half past ten.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01 2 15:04", "2024-03 "+s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

var received = analytics.Complaint{Source: "crm", ID: "1", ReceivedAt: at("1 09:00"), Department: "客服", Handler: "王**", Grade: "B"}

var now = at("20 12:00")

// told writes events in the order of their arrival.
func told(steps ...analytics.Event) []Step {
	for i := range steps {
		steps[i].ID = fmt.Sprintf("e%d", i)
	}
	return Numbered(steps)
}

func step(kind, when string) analytics.Event { return analytics.Event{Kind: kind, At: at(when)} }

func with(e analytics.Event, change func(*analytics.Event)) analytics.Event {
	change(&e)
	return e
}

func TestALifeFromReceptionToTheReturnVisit(t *testing.T) {
	fen := int64(5000)
	l := Fold(&received, told(
		with(step("accepted", "1 09:10"), func(e *analytics.Event) { e.By, e.Department = "李**", "客服" }),
		with(step("assigned", "1 09:30"), func(e *analytics.Event) { e.ToDepartment = "售后" }),
		with(step("first_response", "1 11:00"), func(e *analytics.Event) { e.By, e.Department = "张**", "售后" }),
		with(step("handed_over", "1 13:00"), func(e *analytics.Event) { e.FromDepartment, e.ToDepartment = "售后", "配件" }),
		step("paused", "1 14:00"), step("resumed", "2 14:00"), step("escalated", "2 15:00"),
		with(step("compensated", "2 16:00"), func(e *analytics.Event) { e.AmountFen = &fen }),
		step("resolved", "3 10:00"), step("closed", "3 11:00"),
		with(step("followed_up", "4 10:00"), func(e *analytics.Event) { e.Outcome = "unreached" }),
		with(step("followed_up", "5 10:00"), func(e *analytics.Event) {
			e.Outcome, e.Satisfaction, e.SatisfactionBy = "answered", 4, analytics.SatisfactionBy{Attitude: 5, Outcome: 3}
		}),
	), now)
	if len(l.Problems) > 0 {
		t.Errorf("problems in an orderly life: %v", l.Problems)
	}
	l.Steps, l.Rounds[0].Steps = nil, nil
	want := Lifecycle{Received: received.ReceivedAt, Accepted: at("1 09:10"), Assigned: at("1 09:30"), FirstResponse: at("1 11:00"), Resolved: at("3 10:00"), Closed: at("3 11:00"),
		FollowedUp: at("5 10:00"), Stage: "closed", Department: "配件", Rounds: []Round{{From: received.ReceivedAt, Resolved: at("3 10:00"), Closed: at("3 11:00")}},
		Pauses: []Pause{{at("1 14:00"), at("2 14:00")}}, Satisfaction: 4, SatisfactionBy: analytics.SatisfactionBy{Attitude: 5, Outcome: 3}, Visit: VisitReached, HandedOver: 1, Unreached: 1, Escalated: 1, Compensated: 1, PaidFen: 5000}
	if diff := cmp.Diff(want, l); diff != "" {
		t.Error(diff)
	}
}

func TestAReopenedComplaintIsNeitherResolvedNorClosedAndHasTwoRounds(t *testing.T) {
	l := Fold(&received, told(step("resolved", "2 10:00"), step("closed", "2 11:00"), step("reopened", "4 09:00"), step("progressed", "4 10:00")), now)
	if !l.Resolved.IsZero() || !l.Closed.IsZero() || l.Stage != "progressed" || !l.Open() || l.Reopened != 1 {
		t.Errorf("%+v", l)
	}
	if len(l.Rounds) != 2 || !l.Rounds[0].To.Equal(at("4 09:00")) || !l.Rounds[0].Closed.Equal(at("2 11:00")) || !l.Round().From.Equal(at("4 09:00")) || len(l.Round().Steps) != 2 {
		t.Errorf("%+v", l.Rounds)
	}
}

func TestTheLastOfEndingAndReopeningDecides(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []Step
		want  string
	}{
		{"withdrawn", told(step("withdrawn", "2 10:00")), "withdrawn"},
		{"reopened after", told(step("withdrawn", "2 10:00"), step("reopened", "3 10:00")), ""},
		{"told in the other order", told(step("reopened", "3 10:00"), step("withdrawn", "2 10:00")), ""},
		{"withdrawn again", told(step("withdrawn", "2 10:00"), step("reopened", "3 10:00"), step("invalidated", "4 10:00")), "invalidated"},
		{"at the same time, reopening arrived last", told(step("withdrawn", "2 10:00"), step("reopened", "2 10:00")), ""},
		{"at the same time, ending arrived last", told(step("reopened", "2 10:00"), step("merged", "2 10:00")), "merged"},
		{"closed after does not make it count", told(step("withdrawn", "2 10:00"), step("closed", "3 10:00")), "withdrawn"},
	} {
		if l := Fold(&received, c.steps, now); l.Ended != c.want {
			t.Errorf("%s: ended %q, want %q", c.name, l.Ended, c.want)
		}
	}
}

func TestWhoHasItFollowsTheHandOvers(t *testing.T) {
	assign := with(step("assigned", "1 10:00"), func(e *analytics.Event) { e.By, e.Department, e.ToDepartment = "李**", "客服", "售后" })
	act := with(step("progressed", "1 11:00"), func(e *analytics.Event) { e.By, e.Department = "赵**", "售后" })
	over := with(step("handed_over", "1 12:00"), func(e *analytics.Event) {
		e.By, e.Department, e.FromDepartment, e.ToDepartment = "赵**", "售后", "售后", "物流"
	})
	for _, c := range []struct {
		steps          []Step
		department, by string
	}{{nil, "客服", "王**"}, {told(assign), "售后", ""}, {told(assign, act), "售后", "赵**"}, {told(assign, act, over), "物流", ""}} {
		if l := Fold(&received, c.steps, now); l.Department != c.department || l.By != c.by {
			t.Errorf("after %d steps %s %s has it, want %s %s", len(c.steps), l.Department, l.By, c.department, c.by)
		}
	}
}

func TestOfOneEventTheContentFirstSeenLastCounts(t *testing.T) {
	tell := func(seq analytics.Seq, content uint64, when string) Step {
		return Step{Event: with(step("closed", when), func(e *analytics.Event) { e.ID = "e" }), Content: content, Seq: seq}
	}
	// The first telling comes again after its correction, which changes nothing.
	l := Fold(&received, []Step{tell(1, 10, "3 10:00"), tell(2, 11, "4 10:00"), tell(3, 10, "3 10:00")}, now)
	if !l.Closed.Equal(at("4 10:00")) || len(l.Steps) != 1 || l.Steps[0].Seq != 2 {
		t.Errorf("%+v", l.Steps)
	}
}

// anyLife draws tellings of a few events at few moments, so that ids, contents and times meet.
func anyLife(t *rapid.T) []Step {
	n := rapid.IntRange(0, 14).Draw(t, "steps")
	steps := make([]Step, 0, n)
	for i := range n {
		e := analytics.Event{ID: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id")), Kind: rapid.SampledFrom(analytics.EventKinds).Draw(t, "kind"),
			At: received.ReceivedAt.Add(time.Duration(rapid.IntRange(-2, 30).Draw(t, "hour")) * time.Hour), Outcome: rapid.SampledFrom([]string{"", "answered", "refused", "unreached"}).Draw(t, "outcome"),
			Satisfaction: uint8(rapid.IntRange(0, 5).Draw(t, "satisfaction")), ToDepartment: rapid.SampledFrom([]string{"", "甲", "乙"}).Draw(t, "to"), By: rapid.SampledFrom([]string{"", "丙"}).Draw(t, "by")}
		steps = append(steps, Step{Event: e, Content: uint64(i) + 1, Seq: analytics.SeqOf(1, uint64(10*i))})
	}
	return steps
}

func TestOrderAndRepetitionOfArrivalsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := anyLife(t)
		want := Fold(&received, steps, now)
		again := append([]Step(nil), steps...)
		for i := range rapid.IntRange(0, 5).Draw(t, "repeated") {
			if len(steps) > 0 {
				s := steps[rapid.IntRange(0, len(steps)-1).Draw(t, "which")]
				s.Seq = analytics.SeqOf(2, uint64(i)) // a redelivery comes later, into a topic made anew
				again = append(again, s)
			}
		}
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 0)).Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
		if diff := cmp.Diff(want, Fold(&received, again, now)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRoundsAndPausesDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Fold(&received, anyLife(t), now)
		if len(l.Rounds) != l.Reopened+1 {
			t.Fatalf("%d rounds for %d reopenings", len(l.Rounds), l.Reopened)
		}
		n := 0
		for i, r := range l.Rounds {
			n += len(r.Steps)
			if last := i == len(l.Rounds)-1; r.To.IsZero() != last || !last && !r.To.Equal(l.Rounds[i+1].From) {
				t.Fatalf("round %d of %d: %+v", i, len(l.Rounds), r)
			}
		}
		if n != len(l.Steps) {
			t.Fatalf("%d steps in rounds, %d in all", n, len(l.Steps))
		}
		for i, p := range l.Pauses {
			if !p.To.IsZero() && p.To.Before(p.From) || p.To.IsZero() && i < len(l.Pauses)-1 || i > 0 && p.From.Before(l.Pauses[i-1].To) {
				t.Fatalf("pauses %v", l.Pauses)
			}
		}
	})
}
