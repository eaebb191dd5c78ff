package sample

import (
	"slices"
	"testing"
	"time"

	"huisheng/analytics"
)

// finished returns the hours from arrival to the first resolution, and whether there was one.
func finished(r *Record) (float64, bool) {
	for i := range r.Events {
		if r.Events[i].Kind == "resolved" {
			return r.Events[i].At.Sub(r.Complaint.ReceivedAt).Hours(), true
		}
	}
	return 0, false
}

func has(r *Record, kind string) bool {
	return slices.ContainsFunc(r.Events, func(e analytics.Event) bool { return e.Kind == kind })
}

func late(r *Record) bool {
	h, ok := finished(r)
	return ok && h > float64(limitHours[r.Complaint.Grade])
}

// Every complaint is accepted first; what ended is not closed; what is closed was resolved; only answered calls have scores.
func TestLivesMakeSense(t *testing.T) {
	g, list := whole()
	seen := map[string]int{}
	for i := range list {
		r := &list[i]
		ids := map[string]bool{}
		for k, e := range r.Events {
			seen[e.Kind]++
			if ids[e.ID] || e.ComplaintID != r.Complaint.ID || !slices.Contains(analytics.EventKinds, e.Kind) {
				t.Fatalf("event %+v", e)
			}
			ids[e.ID] = true
			if (k == 0) != (e.Kind == "accepted") {
				t.Fatalf("%s begins with %s", r.Complaint.ID, r.Events[0].Kind)
			}
			if (e.Satisfaction > 0) != (e.Outcome == "answered") || e.Satisfaction > 5 {
				t.Fatalf("event %+v", e)
			}
			if e.Kind == "merged" && (e.Into == "" || e.Into != r.Label.Duplicate) {
				t.Fatalf("%s is merged into %q, the matter is %q", r.Complaint.ID, e.Into, r.Label.Duplicate)
			}
			if analytics.Ending(e.Kind) && k != len(r.Events)-1 {
				t.Fatalf("%s goes on after %s", r.Complaint.ID, e.Kind)
			}
		}
		if has(r, "closed") && !has(r, "resolved") || has(r, "followed_up") && !has(r, "closed") {
			t.Fatalf("%s: %+v", r.Complaint.ID, r.Events)
		}
		if old := g.end.Sub(r.Complaint.ReceivedAt) > 60*24*time.Hour; old && len(r.Events) == 0 {
			t.Fatalf("%s has no events", r.Complaint.ID)
		}
	}
	for _, kind := range analytics.EventKinds {
		if kind != "corrected" && seen[kind] < 50 {
			t.Errorf("%d events are %s", seen[kind], kind)
		}
	}
}

// Most cases of every grade keep their limit; the slow department misses more, and the stuck one most while it is stuck.
func TestTimeliness(t *testing.T) {
	g, list := whole()
	rate := func(is func(*Record) bool) float64 {
		n, bad := 0, 0
		for i := range list {
			r := &list[i]
			if _, ok := finished(r); ok && is(r) {
				n++
				if late(r) {
					bad++
				}
			}
		}
		if n < 80 {
			t.Fatalf("%d cases are too few to judge", n)
		}
		return float64(bad) / float64(n)
	}
	var stuck Cause
	for _, c := range g.Truth().Causes {
		if c.Kind == "department" {
			stuck = c
		}
	}
	department := stuck.Attributes["department"]
	usual := rate(func(r *Record) bool {
		return r.Complaint.Department != slowAlways && r.Complaint.Department != department
	})
	slow := rate(func(r *Record) bool { return r.Complaint.Department == slowAlways })
	halted := rate(func(r *Record) bool { return r.Complaint.Department == department && within(r, &stuck, 0) })
	if usual > 0.2 || slow < usual*1.6 || halted < 0.5 {
		t.Errorf("late: usual %.2f, slow department %.2f, stuck department %.2f", usual, slow, halted)
	}
	for grade := range limitHours {
		if r := rate(func(r *Record) bool { return r.Complaint.Grade == grade }); r > 0.3 {
			t.Errorf("grade %s: %.2f late", grade, r)
		}
	}
}

// Satisfaction is asked of most, answered by some, and moved by what the truth says moves it.
func TestSatisfactionFollowsItsDrivers(t *testing.T) {
	_, list := whole()
	outcomes := map[string]int{}
	mean := func(is func(*Record) bool) float64 {
		sum, n := 0, 0
		for i := range list {
			r := &list[i]
			if e := r.Events; len(e) > 0 && e[len(e)-1].Satisfaction > 0 && is(r) {
				sum += int(e[len(e)-1].Satisfaction)
				n++
			}
		}
		return float64(sum) / float64(max(n, 1))
	}
	for i := range list {
		if e := list[i].Events; len(e) > 0 && e[len(e)-1].Kind == "followed_up" {
			outcomes[e[len(e)-1].Outcome]++
		}
	}
	asked := outcomes["answered"] + outcomes["refused"] + outcomes["unreached"]
	if asked*10 < len(list)*6 || outcomes["answered"]*10 < asked*5 || outcomes["refused"]*100 < asked*4 || outcomes["unreached"]*10 < asked*2 {
		t.Errorf("%d complaints, calls %v", len(list), outcomes)
	}
	for _, c := range []struct {
		what  string
		is    func(*Record) bool
		worse float64
	}{
		{"late", late, 0.5},
		{"reopened", func(r *Record) bool { return has(r, "reopened") }, 0.4},
		{"repeated", func(r *Record) bool { return r.Label.Duplicate != "" && r.Label.Likeness != "first" }, 0.3},
		{"handed over", func(r *Record) bool { return has(r, "handed_over") }, 0.2},
		{"not compensated", func(r *Record) bool { return !has(r, "compensated") }, 0.2},
	} {
		if with, without := mean(c.is), mean(func(r *Record) bool { return !c.is(r) }); with > without-c.worse {
			t.Errorf("%s: %.2f, others %.2f", c.what, with, without)
		}
	}
}
