package detect

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/jobs"
)

// daily adds complaints to every day of a stretch: about n of them, as many on the same day in every run.
func (m *memory) daily(source, topic, from, to string, n int) {
	for day := on(from); !day.After(on(to)); day = day.AddDate(0, 0, 1) {
		m.add(source, topic, day.Format(time.DateOnly), n+analytics.DayNumber(day)*7%5-2)
	}
}

// days are the findings of days of a month in short, those that warn.
func (m *memory) days(month analytics.Month) []string {
	list := []string{}
	for _, f := range m.findings[month] {
		if f.Kind != analytics.FindingDays || f.Level < uint8(trend.LevelWarning) {
			continue
		}
		way := "rise"
		if f.Fall {
			way = "fall"
		}
		name := ""
		for _, v := range f.Series {
			name += v.Axis + "=" + v.Value
		}
		list = append(list, fmt.Sprintf("%s %s %s to %s", way, name, f.From.Format(time.DateOnly), f.To.Format(time.DateOnly)))
	}
	slices.Sort(list)
	return list
}

func expectDays(t *testing.T, m *memory, month analytics.Month, want ...string) {
	t.Helper()
	if got := m.days(month); !slices.Equal(got, want) {
		t.Errorf("%s has %q, not %q", month, got, want)
	}
}

// half a year of two topics, all by one source.
func ordinaryHalf() *memory {
	m := newMemory()
	m.daily("a", "x", "2024-01-01", "2024-06-30", 20)
	m.daily("a", "y", "2024-01-01", "2024-06-30", 15)
	return m
}

func TestADayThatStandsOutIsAFindingOfItsTopicAndOfAll(t *testing.T) {
	m := ordinaryHalf()
	m.add("a", "x", "2024-05-15", 90)
	m.dirty[202405] = 1
	m.run(t, "2024-08-01")
	expectDays(t, m, 202405, "rise  2024-05-15 to 2024-05-15", "rise topic=x 2024-05-15 to 2024-05-15")
	before := slices.Clone(m.findings[202405])
	for _, f := range before {
		if f.Kind == analytics.FindingDays && f.ID != analytics.FindingID(f.Kind, f.Series, f.From) {
			t.Errorf("the id of %v is another", f.Series)
		}
		if f.Kind == analytics.FindingDays && len(f.Series) == 1 && (f.Expected < 15 || f.Expected > 25 || f.Observed < 105) {
			t.Errorf("%v complaints where %v were expected", f.Observed, f.Expected)
		}
	}
	m.dirty[202405] = 2
	m.run(t, "2024-08-01")
	if !slices.EqualFunc(before, m.findings[202405], func(a, b analytics.Finding) bool {
		return a.ID == b.ID && a.Observed == b.Observed && a.Expected == b.Expected && a.Level == b.Level
	}) {
		t.Error("a second run finds something else")
	}
}

func TestWhatLastsOverTheEndOfAMonthIsOneFindingOfItsFirst(t *testing.T) {
	m := ordinaryHalf()
	m.add("a", "x", "2024-04-30", 90)
	m.add("a", "x", "2024-05-01", 95)
	m.dirty[202404], m.dirty[202405] = 1, 1
	m.run(t, "2024-08-01")
	expectDays(t, m, 202404, "rise  2024-04-30 to 2024-05-01", "rise topic=x 2024-04-30 to 2024-05-01")
	expectDays(t, m, 202405)
}

func TestWhatGoesOnInANewMonthIsLookedAtOnceMoreInTheOld(t *testing.T) {
	m := ordinaryHalf()
	m.facts = slices.DeleteFunc(m.facts, func(f fact) bool { return f.day.After(on("2024-04-30")) })
	m.add("a", "x", "2024-04-30", 90)
	m.dirty[202404] = 1
	m.run(t, "2024-08-01")
	expectDays(t, m, 202404, "rise  2024-04-30 to 2024-04-30", "rise topic=x 2024-04-30 to 2024-04-30")
	m.daily("a", "x", "2024-05-01", "2024-05-03", 110)
	m.daily("a", "y", "2024-05-01", "2024-05-03", 15)
	m.dirty[202405] = 1
	m.run(t, "2024-08-01")
	expectDays(t, m, 202404, "rise  2024-04-30 to 2024-05-03", "rise topic=x 2024-04-30 to 2024-05-03")
	expectDays(t, m, 202405)
}

func TestWhatTheMonthBeforeSaysIsNotSaidAgain(t *testing.T) {
	m := ordinaryHalf()
	m.add("a", "x", "2024-05-02", 90)
	series := []analytics.AxisValue{{Axis: "topic", Value: "x"}}
	m.findings[202404] = []analytics.Finding{{Kind: analytics.FindingDays, Month: 202404, Series: series, From: on("2024-04-29"), To: on("2024-05-02")}}
	m.dirty[202405] = 1
	m.runAt(t, on("2024-08-01"))
	expectDays(t, m, 202405, "rise  2024-05-02 to 2024-05-02")
}

func TestANewSourceRaisesNothingOfAll(t *testing.T) {
	m := ordinaryHalf()
	m.daily("b", "x", "2024-05-10", "2024-06-30", 300)
	m.dirty[202405], m.dirty[202406] = 1, 1
	m.run(t, "2024-08-01")
	for _, month := range []analytics.Month{202405, 202406} {
		for _, line := range m.days(month) {
			if line[:12] == "rise topic=x" || line[:6] == "rise  " {
				t.Errorf("%s: %s", month, line)
			}
		}
	}
}

// A source that falls silent while it tells as things come is news on the next day, whether anything comes or not.
func TestSilenceOfALivingSourceIsFoundWithoutAnythingNew(t *testing.T) {
	m := ordinaryHalf()
	m.live = []string{"a"}
	m.facts = slices.DeleteFunc(m.facts, func(f fact) bool { return f.day.After(on("2024-06-25")) })
	m.dirty[202406] = 1
	m.run(t, "2024-06-26")
	expectDays(t, m, 202406)
	if did := m.run(t, "2024-06-28"); len(did) != 1 {
		t.Fatalf("computed were %v", did)
	}
	expectDays(t, m, 202406, "fall  2024-06-26 to 2024-06-27", "fall topic=x 2024-06-26 to 2024-06-27", "fall topic=y 2024-06-26 to 2024-06-27")
	if did := m.run(t, "2024-06-28"); len(did) != 0 {
		t.Errorf("computed again on the same day were %v", did)
	}
}

func TestAFileThatEndsIsNoSilence(t *testing.T) {
	m := ordinaryHalf()
	m.daily("b", "x", "2024-01-01", "2024-06-20", 20)
	m.dirty[202406] = 1
	m.run(t, "2024-07-02")
	expectDays(t, m, 202406)
}

func TestOfTodayOnlyWhatIsOverIsJudged(t *testing.T) {
	m := ordinaryHalf()
	m.live = []string{"a"}
	m.facts = slices.DeleteFunc(m.facts, func(f fact) bool { return !f.day.Before(on("2024-06-20")) })
	m.add("a", "x", "2024-06-20", 4)
	m.add("a", "y", "2024-06-20", 3)
	m.dirty[202406] = 1
	m.runAt(t, on("2024-06-20").Add(5*time.Hour))
	expectDays(t, m, 202406)
	m.add("a", "x", "2024-06-20", 40)
	m.dirty[202406] = 2
	m.runAt(t, on("2024-06-20").Add(6*time.Hour))
	expectDays(t, m, 202406, "rise  2024-06-20 to 2024-06-20", "rise topic=x 2024-06-20 to 2024-06-20")
	for _, f := range m.findings[202406] {
		if f.Kind == analytics.FindingDays && (!f.Running || !f.Quick) {
			t.Errorf("running %v, quick %v", f.Running, f.Quick)
		}
	}
}

func TestABurstOfManyCustomersIsAFindingAtOnce(t *testing.T) {
	m := ordinaryHalf()
	m.live = []string{"a"}
	m.facts = slices.DeleteFunc(m.facts, func(f fact) bool { return !f.day.Before(on("2024-06-20")) })
	m.add("a", "x", "2024-06-20", 3)
	series := []analytics.AxisValue{{Axis: "topic", Value: "x"}, {Axis: "batch", Value: "B7"}}
	m.bursts = []analytics.Burst{{Series: series, N: 12, People: 11}}
	m.dirty[202406] = 1
	m.runAt(t, on("2024-06-20").Add(9*time.Hour))
	expectDays(t, m, 202406, "rise topic=xbatch=B7 2024-06-20 to 2024-06-20")
	m.bursts[0].N = 40
	m.dirty[202406] = 2
	m.runAt(t, on("2024-06-20").Add(9*time.Hour))
	i := slices.IndexFunc(m.findings[202406], func(f analytics.Finding) bool { return len(f.Series) == 2 })
	if f := m.findings[202406][i]; f.Level != uint8(trend.LevelAlarm) || !f.Running || !f.Quick || f.ID != analytics.FindingID(f.Kind, series, on("2024-06-20")) {
		t.Errorf("%+v", f)
	}
}

// What people decide is heard: days that they expected raise nothing, also when the decision names the days of an id that nobody knows.
func TestDaysThatWereExpectedRaiseNothing(t *testing.T) {
	m := ordinaryHalf()
	m.add("a", "x", "2024-05-15", 90)
	decided := analytics.FindingDecision{Number: 1, Finding: 9, Verdict: analytics.VerdictExpected, Kind: analytics.FindingDays, Series: []analytics.AxisValue{{Axis: "topic", Value: "x"}},
		From: on("2024-05-15"), To: on("2024-05-15")}
	m.decisions = []analytics.FindingDecision{decided}
	m.dirty[202405] = 1
	m.run(t, "2024-08-01")
	ofTopic := func() int {
		return slices.IndexFunc(m.findings[202405], func(f analytics.Finding) bool {
			return f.Kind == analytics.FindingDays && len(f.Series) == 1 && f.From.Equal(on("2024-05-15"))
		})
	}
	if ofTopic() >= 0 {
		t.Errorf("found is %q", m.days(202405))
	}
	m.decisions[0].UndoneAt = on("2024-08-01")
	m.dirty[202405] = 2
	m.run(t, "2024-08-01")
	if ofTopic() < 0 {
		t.Errorf("after it was taken back, found is %q", m.days(202405))
	}
}

func TestOldMonthsAreReplayedOnlyWhenTheyHaveFindingsOfDays(t *testing.T) {
	m := newMemory()
	m.daily("a", "x", "2019-01-01", "2023-12-31", 9)
	m.add("a", "x", "2020-05-15", 90)
	m.dirty[202005] = 1
	m.run(t, "2024-06-01")
	expectDays(t, m, 202005)
	m.findings[202005] = []analytics.Finding{{Kind: analytics.FindingDays}}
	m.dirty[202005] = 2
	m.run(t, "2024-06-01")
	expectDays(t, m, 202005, "rise  2020-05-15 to 2020-05-15")
}

func TestADayIsOverByTheHoursAtWhichComplaintsCome(t *testing.T) {
	var office [24]uint64
	for hour := 9; hour < 17; hour++ {
		office[hour] = 1000
	}
	for _, c := range []struct {
		hour     int
		from, to float64
	}{{0, 0, 0.001}, {9, 0, 0.01}, {13, 0.49, 0.51}, {18, 0.99, 1}} {
		if got := shareOf(office, on("2024-06-20").Add(time.Duration(c.hour)*time.Hour)); got < c.from || got > c.to {
			t.Errorf("at %d h %v of the day are over", c.hour, got)
		}
	}
	if got := shareOf([24]uint64{}, on("2024-06-20").Add(6*time.Hour)); got != 0.25 {
		t.Errorf("where only days are told, %v of the day are over at 6 h", got)
	}
}

// runAt computes what is dirty at a moment.
func (m *memory) runAt(t *testing.T, now time.Time) {
	t.Helper()
	job := New(m, m, func() time.Time { return now })
	pending, err := job.Pending(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range pending {
		if err := job.Run(context.Background(), jobs.Task{Window: w, Run: 1}); err != nil {
			t.Fatal(err)
		}
	}
}
