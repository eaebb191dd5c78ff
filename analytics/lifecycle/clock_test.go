package lifecycle_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
	. "huisheng/analytics/lifecycle"
)

var finish = Clock{Name: "办结", Ends: []string{"closed"}, Within: 24 * time.Hour, Pauses: true, EachRound: true}

func TestAClockStandsStillInPauses(t *testing.T) {
	pause := []analytics.Event{step("paused", "1 19:00"), step("resumed", "2 07:00")} // ten hours had gone, twelve hours of pause
	for _, c := range []struct {
		name    string
		steps   []analytics.Event
		now     string
		want    ClockState
		due     string
		elapsed time.Duration
	}{
		{"running", nil, "1 12:00", Running, "2 09:00", 3 * time.Hour},
		{"overdue", nil, "2 10:00", Overdue, "2 09:00", 25 * time.Hour},
		{"paused", pause[:1], "2 05:00", Paused, "2 19:00", 10 * time.Hour},
		{"running after the pause", pause, "2 10:00", Running, "2 21:00", 13 * time.Hour},
		{"met because of the pause", append(pause, step("closed", "2 21:00")), "3 10:00", Met, "2 21:00", 24 * time.Hour},
		{"late in spite of the pause", append(pause, step("closed", "2 21:01")), "3 10:00", Late, "2 21:00", 24*time.Hour + time.Minute},
		{"withdrawn", []analytics.Event{step("withdrawn", "1 15:00")}, "9 10:00", Void, "2 09:00", 6 * time.Hour},
		{"a pause that began too late helps nobody", []analytics.Event{step("paused", "2 10:00")}, "2 20:00", Overdue, "2 09:00", 25 * time.Hour},
	} {
		l := Fold(&received, told(c.steps...), at(c.now))
		r := l.Read(finish, at(c.now))[0]
		if r.State != c.want || !r.Due.Equal(at(c.due)) || r.Elapsed != c.elapsed {
			t.Errorf("%s: %s, due %s, elapsed %s", c.name, r.State, r.Due, r.Elapsed)
		}
		free := finish
		free.Pauses = false
		if r := l.Read(free, at(c.now))[0]; !r.Due.Equal(at("2 09:00")) || len(r.Still) > 0 {
			t.Errorf("%s: a clock that heeds no pauses was moved to %s", c.name, r.Due)
		}
	}
}

func TestAClockBeginsAnewWithEachRoundWhenItShould(t *testing.T) {
	l := Fold(&received, told(step("first_response", "1 10:00"), step("closed", "2 08:00"), step("reopened", "5 09:00"), step("replied", "5 10:00")), at("6 08:00"))
	rounds := l.Read(finish, at("6 08:00"))
	if len(rounds) != 2 || rounds[0].State != Met || rounds[1].State != Running || !rounds[1].Due.Equal(at("6 09:00")) || rounds[1].Remaining() != time.Hour || rounds[1].Round != 2 {
		t.Errorf("%+v", rounds)
	}
	first := l.Read(GradeClocks("B")[0], at("6 08:00"))
	if len(first) != 1 || first[0].State != Met || first[0].Elapsed != time.Hour {
		t.Errorf("%+v", first)
	}
	if GradeClocks("X") != nil || GradeClocks("A")[1].Within != 8*time.Hour {
		t.Error("clocks of grades")
	}
}

func TestAClockIsLateExactlyWhenItStopsBehindItsDue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := anyLife(t)
		moment := received.ReceivedAt.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "now")) * time.Hour)
		l := Fold(&received, steps, moment)
		c := Clock{Ends: []string{"resolved", "closed"}, Within: time.Duration(rapid.IntRange(1, 20).Draw(t, "within")) * time.Hour, Pauses: rapid.Bool().Draw(t, "pauses"), EachRound: rapid.Bool().Draw(t, "each round")}
		for _, r := range l.Read(c, moment) {
			if r.Elapsed < 0 || r.Due.Before(r.Started.Add(r.Within)) {
				t.Fatalf("%+v", r)
			}
			switch r.State {
			case Met, Late:
				if late := r.Stopped.After(r.Due); late != (r.State == Late) || late != (r.Remaining() < 0) {
					t.Fatalf("stopped %s, due %s: %s", r.Stopped, r.Due, r.State)
				}
			case Running, Paused:
				if r.Remaining() < 0 || !r.Stopped.IsZero() {
					t.Fatalf("%+v", r)
				}
				if !moment.Before(r.Started) && !r.Due.Equal(moment.Add(r.Remaining())) {
					t.Fatalf("%s left at %s, due %s", r.Remaining(), moment, r.Due)
				}
			case Overdue:
				if !moment.After(r.Due) {
					t.Fatalf("overdue at %s, due %s", moment, r.Due)
				}
			case Void:
			default:
				t.Fatalf("state %q", r.State)
			}
		}
	})
}
