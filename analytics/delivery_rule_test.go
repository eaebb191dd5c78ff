package analytics

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func moment(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestARuleTellsAtOnceInADigestAndNotAtNight(t *testing.T) {
	night := DeliveryRule{QuietFrom: 22 * 60, QuietTo: 8 * 60}
	loud := night
	loud.BreakQuiet = true
	noon := DeliveryRule{QuietFrom: 12 * 60, QuietTo: 14 * 60}
	daily := DeliveryRule{Digest: DigestDaily, At: 9 * 60}
	weekly := DeliveryRule{Digest: DigestWeekly, At: 9 * 60, Weekday: time.Monday}
	early := DeliveryRule{Digest: DigestDaily, At: 7 * 60, QuietFrom: 22 * 60, QuietTo: 8 * 60}
	for _, c := range []struct {
		name     string
		rule     DeliveryRule
		level    uint8
		at, want string // 2024-03-15 is a Friday
	}{
		{"at once", DeliveryRule{}, 1, "2024-03-15 23:30", "2024-03-15 23:30"},
		{"before midnight", night, 2, "2024-03-15 22:00", "2024-03-16 08:00"},
		{"after midnight", night, 2, "2024-03-16 07:59", "2024-03-16 08:00"},
		{"when the night ends", night, 2, "2024-03-16 08:00", "2024-03-16 08:00"},
		{"an alarm is quiet too", night, 3, "2024-03-15 23:00", "2024-03-16 08:00"},
		{"unless it may not be", loud, 3, "2024-03-15 23:00", "2024-03-15 23:00"},
		{"which holds for alarms only", loud, 2, "2024-03-15 23:00", "2024-03-16 08:00"},
		{"within a day", noon, 1, "2024-03-15 13:00", "2024-03-15 14:00"},
		{"the digest of today", daily, 1, "2024-03-15 08:59", "2024-03-15 09:00"},
		{"the digest that began is over", daily, 1, "2024-03-15 09:00", "2024-03-16 09:00"},
		{"the next Monday", weekly, 1, "2024-03-15 12:00", "2024-03-18 09:00"},
		{"Monday itself", weekly, 1, "2024-03-18 08:00", "2024-03-18 09:00"},
		{"the Monday after", weekly, 1, "2024-03-18 09:00", "2024-03-25 09:00"},
		{"a digest in quiet hours waits for their end", early, 1, "2024-03-15 06:00", "2024-03-15 08:00"},
	} {
		if got := c.rule.Due(c.level, moment(t, c.at)); !got.Equal(moment(t, c.want)) {
			t.Errorf("%s: due %s, want %s", c.name, got.Format("2006-01-02 15:04"), c.want)
		}
	}
}

func TestWhatIsDueIsNeverEarlierAndNeverInQuietHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minute := rapid.Custom(func(t *rapid.T) MinuteOfDay { return MinuteOfDay(rapid.IntRange(0, 24*60-1).Draw(t, "minute")) })
		rule := DeliveryRule{Digest: rapid.SampledFrom([]string{DigestNone, DigestDaily, DigestWeekly}).Draw(t, "digest"), At: minute.Draw(t, "at"),
			Weekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")), QuietFrom: minute.Draw(t, "from"), QuietTo: minute.Draw(t, "to"), BreakQuiet: rapid.Bool().Draw(t, "break")}
		level := uint8(rapid.IntRange(1, 3).Draw(t, "level"))
		at := time.Date(2024, 3, 1, 0, 0, 0, 0, Zone).Add(time.Duration(rapid.IntRange(0, 60*24*3600).Draw(t, "second")) * time.Second)
		due := rule.Due(level, at)
		if due.Before(at) || due.Sub(at) > 9*24*time.Hour {
			t.Fatalf("due %s for %s", due, at)
		}
		if _, quiet := rule.Quiet(due); quiet && !(rule.BreakQuiet && level == LevelAlarm) {
			t.Fatalf("due %s is quiet", due)
		}
	})
}

func TestARuleTellsWhatItAsksFor(t *testing.T) {
	finding := Finding{Kind: FindingDays, Level: 2, Series: []AxisValue{{"department", "客服部"}, {"topic", "refund"}}}
	fall := finding
	fall.Fall = true
	for _, c := range []struct {
		name string
		rule DeliveryRule
		f    Finding
		want bool
	}{
		{"everything", DeliveryRule{Level: 1}, finding, true},
		{"its level", DeliveryRule{Level: 2}, finding, true},
		{"not below its level", DeliveryRule{Level: 3}, finding, false},
		{"its kind", DeliveryRule{Level: 1, Kinds: []string{FindingWeek, FindingDays}}, finding, true},
		{"no other kind", DeliveryRule{Level: 1, Kinds: []string{FindingMonth}}, finding, false},
		{"a part of its series", DeliveryRule{Level: 1, Series: []AxisValue{{"department", "客服部"}}}, finding, true},
		{"no other department", DeliveryRule{Level: 1, Series: []AxisValue{{"department", "物流部"}}}, finding, false},
		{"not the total, when a department is asked for", DeliveryRule{Level: 1, Series: []AxisValue{{"department", "客服部"}}}, Finding{Kind: FindingDays, Level: 3}, false},
		{"no falls", DeliveryRule{Level: 1}, fall, false},
		{"falls when they are asked for", DeliveryRule{Level: 1, Falls: true}, fall, true},
		{"nothing without a level", DeliveryRule{}, Finding{Kind: FindingMonth}, false},
		{"nothing while it is off", DeliveryRule{Level: 1, Off: true}, finding, false},
	} {
		if got := c.rule.Tells(&c.f); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestATimeOfDayIsReadAsItIsWritten(t *testing.T) {
	for _, good := range []string{"00:00", "09:05", "23:59"} {
		if m, err := ParseMinute(good); err != nil || m.String() != good {
			t.Errorf("%q: %v, %v", good, m, err)
		}
	}
	for _, bad := range []string{"", "24:00", "9", "09:60", "-1:00", "09:05:00"} {
		if m, err := ParseMinute(bad); err == nil {
			t.Errorf("%q is %v", bad, m)
		}
	}
}
