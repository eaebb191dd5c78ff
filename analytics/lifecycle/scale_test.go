package lifecycle_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
	. "huisheng/analytics/lifecycle"
)

func workday(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// In March 2024 the fourth is a Monday.
func TestAScaleCountsWorkingHours(t *testing.T) {
	s := NewScale(workday, 9*time.Hour, 18*time.Hour, false)
	for _, c := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"4 10:00", 8 * time.Hour, "4 18:00"},
		{"4 17:00", 2 * time.Hour, "5 10:00"},
		{"4 20:00", time.Hour, "5 10:00"},
		{"8 17:30", time.Hour, "11 09:30"}, // over a weekend
		{"9 12:00", 9 * time.Hour, "11 18:00"},
	} {
		if got := s.After(at(c.from), c.d); !got.Equal(at(c.want)) {
			t.Errorf("%s of work after %s is %s, want %s", c.d, c.from, got, c.want)
		}
	}
}

func TestDaysBeginAtTheNextMidnight(t *testing.T) {
	working, natural := NewScale(workday, 0, 24*time.Hour, true), NewScale(func(time.Time) bool { return true }, 0, 24*time.Hour, true)
	for _, c := range []struct {
		scale      *Scale
		start, due string
	}{
		{working, "4 12:00", "8 00:00"}, // Tuesday, Wednesday and Thursday
		{working, "7 12:00", "13 00:00"},
		{working, "9 12:00", "14 00:00"},
		{natural, "4 12:00", "8 00:00"},
	} {
		l := Fold(&analytics.Complaint{ReceivedAt: at(c.start)}, nil, at(c.start))
		r := l.Read(Clock{Within: 72 * time.Hour, Scale: c.scale}, at(c.start).Add(time.Hour))[0]
		if !r.Due.Equal(at(c.due)) || r.State != Running || r.Remaining() != 72*time.Hour {
			t.Errorf("from %s: due %s, want %s; %s, %s left", c.start, r.Due, c.due, r.State, r.Remaining())
		}
	}
}

func TestAPauseOnAScaleMovesTheDueTimeByItsWorkingHours(t *testing.T) {
	c := Clock{Ends: []string{"closed"}, Within: 9 * time.Hour, Scale: NewScale(workday, 9*time.Hour, 18*time.Hour, false), Pauses: true}
	complaint := analytics.Complaint{ReceivedAt: at("4 12:00")}
	l := Fold(&complaint, told(step("paused", "4 16:00"), step("resumed", "5 11:00")), at("5 12:00")) // four hours of work are paused
	if r := l.Read(c, at("5 12:00"))[0]; !r.Due.Equal(at("5 16:00")) || r.Elapsed != 5*time.Hour {
		t.Errorf("due %s, elapsed %s", r.Due, r.Elapsed)
	}
}

// Counting minute by minute is the reference.
func TestAScaleAgreesWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		week := rapid.Uint8().Draw(t, "week") | 1
		from := rapid.IntRange(0, 1430).Draw(t, "from")
		to := rapid.IntRange(from+1, 1440).Draw(t, "to")
		works := func(day time.Time) bool { return week>>day.Weekday()&1 == 1 }
		s := NewScale(works, time.Duration(from)*time.Minute, time.Duration(to)*time.Minute, false)
		start := at("1 00:00").Add(time.Duration(rapid.IntRange(0, 20000).Draw(t, "start")) * time.Minute)
		want := time.Duration(rapid.IntRange(1, 3000).Draw(t, "minutes")) * time.Minute
		var passed time.Duration
		now := start
		for passed < want {
			local := now.In(analytics.Zone)
			if m := local.Hour()*60 + local.Minute(); works(local) && m >= from && m < to {
				passed += time.Minute
			}
			now = now.Add(time.Minute)
		}
		if got := s.After(start, want); !got.Equal(now) {
			t.Fatalf("%s after %s: %s, counted %s", want, start, got, now)
		}
		if got := s.Between(start, now); got != want {
			t.Fatalf("from %s to %s: %s, counted %s", start, now, got, want)
		}
	})
}
