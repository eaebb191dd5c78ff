package web

import (
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// A page that stays open counts down what counts: not the nights and days off of a limit in working time.
func TestAClockTicksOnlyWhileItsTimePasses(t *testing.T) {
	working := func(day time.Time) bool { return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday }
	hours := lifecycle.NewScale(working, 9*time.Hour, 18*time.Hour, false)
	days := lifecycle.NewScale(working, 0, 24*time.Hour, true)
	received := time.Date(2024, 3, 7, 10, 0, 0, 0, analytics.Zone) // a Thursday
	for _, c := range []struct {
		name  string
		scale *lifecycle.Scale
		now   time.Time
		want  bool
	}{
		{"every hour", nil, received.Add(14 * time.Hour), true},
		{"at work", hours, received.Add(4 * time.Hour), true},
		{"in the evening", hours, received.Add(9 * time.Hour), false},
		{"on a working day", days, received.Add(24 * time.Hour), true},
		{"on Saturday", days, received.Add(48 * time.Hour), false},
	} {
		complaint := analytics.Complaint{ReceivedAt: received}
		rules := []clockRule{{lifecycle.Clock{Name: "处理完毕", Ends: []string{"closed"}, Within: 72 * time.Hour, Scale: c.scale}, "72"}}
		views := clocksOf(rules, lifecycle.Fold(&complaint, nil, c.now), c.now)
		if len(views) != 1 || views[0].Ticks != c.want {
			t.Errorf("%s: %+v, want ticks %v", c.name, views, c.want)
		}
	}
}
