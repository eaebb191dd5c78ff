package runtime

import (
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/analytics/service"
)

// Days worked in exchange for days off count, days off within a week do not: the calendar of the State Council and the limits of a policy
// together. In 2024 the Spring Festival was off from 10 to 17 February, and 4 and 18 February, both Sundays, were worked; National Day was off from 1 to
// 7 October, and 29 September and 12 October were worked.
func TestLimitsInWorkingDaysFollowTheAnnouncedDays(t *testing.T) {
	moment := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", s, analytics.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	own, err := service.Parse("own.yaml", []byte(`policy: own
name: 自有办法
versions:
  - from: 2019-01-01
    hours: 09:00-18:00
    clocks:
      - {code: days, name: 工作日, ends: [closed], within: [{limit: 3 个工作日}]}
      - {code: hours, name: 工作小时, ends: [closed], within: [{limit: 8 工作小时}]}
      - {code: natural, name: 自然日, ends: [closed], within: [{limit: 3 天}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	book := service.NewBook(own, workdays{})
	read := func(received, now string) map[string]lifecycle.Reading {
		c := analytics.Complaint{ReceivedAt: moment(received)}
		life := lifecycle.Fold(&c, nil, moment(now))
		readings := map[string]lifecycle.Reading{}
		for _, k := range book.On(c.ReceivedAt).Read(&service.Case{}, &life, moment(now)) {
			readings[k.Clock.Code] = k.Readings[0]
		}
		return readings
	}
	for _, c := range []struct{ received, days, hours, natural string }{
		{"2024-02-03 12:00", "2024-02-07 00:00", "2024-02-04 17:00", "2024-02-07 00:00"}, // Saturday: the Sunday behind it is worked
		{"2024-02-08 10:00", "2024-02-20 00:00", "2024-02-08 18:00", "2024-02-12 00:00"}, // 9, 18 and 19 February
		{"2024-02-09 17:00", "2024-02-21 00:00", "2024-02-18 16:00", "2024-02-13 00:00"}, // an hour before the festival, seven on the Sunday behind it
		{"2024-02-28 17:00", "2024-03-05 00:00", "2024-02-29 16:00", "2024-03-03 00:00"}, // over the end of a leap month
		{"2024-09-30 10:00", "2024-10-11 00:00", "2024-09-30 18:00", "2024-10-04 00:00"}, // 8, 9 and 10 October
		{"2024-09-30 17:30", "2024-10-11 00:00", "2024-10-08 16:30", "2024-10-04 00:00"},
		{"2024-10-10 15:00", "2024-10-15 00:00", "2024-10-11 14:00", "2024-10-14 00:00"}, // Friday, the Saturday that is worked, Monday
		{"2024-12-30 17:00", "2025-01-04 00:00", "2024-12-31 16:00", "2025-01-03 00:00"}, // over New Year's Day
		{"2026-02-13 17:00", "2026-02-26 00:00", "2026-02-14 16:00", "2026-02-17 00:00"}, // a Saturday that is worked, then nine days off
	} {
		readings := read(c.received, c.received)
		for code, want := range map[string]string{"days": c.days, "hours": c.hours, "natural": c.natural} {
			due := moment(want)
			if got := readings[code].Due; !got.Equal(due) {
				t.Errorf("%s from %s: until %s, want %s", code, c.received, got.In(analytics.Zone).Format("2006-01-02 15:04"), want)
			}
			before, after := due.Add(-time.Minute).Format("2006-01-02 15:04"), due.Add(30*time.Hour).Format("2006-01-02 15:04")
			if got := read(c.received, before)[code].State; got != lifecycle.Running {
				t.Errorf("%s from %s: %v a minute before its end", code, c.received, got)
			}
			if got := read(c.received, after)[code]; code == "natural" && got.State != lifecycle.Overdue {
				t.Errorf("%s from %s: %v a day behind its end", code, c.received, got.State)
			}
		}
	}
	for _, now := range []string{"2024-02-10 00:00", "2024-02-13 15:00", "2024-02-18 00:00"} { // nothing runs out while nobody works
		readings := read("2024-02-09 17:00", now)
		if d, h := readings["days"].Remaining(), readings["hours"].Remaining(); d != 72*time.Hour || h != 7*time.Hour {
			t.Errorf("at %s: %s and %s left, want 72 h and 7 h", now, d, h)
		}
	}
	if got := read("2024-02-09 17:00", "2024-02-20 12:00"); got["days"].State != lifecycle.Running || got["days"].Remaining() != 12*time.Hour || got["hours"].State != lifecycle.Overdue {
		t.Errorf("on the last day: %s with %s left, %s", got["days"].State, got["days"].Remaining(), got["hours"].State)
	}
}
