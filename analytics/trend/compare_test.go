package trend

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

func day(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func source(name, from, to string, n, base uint64) Source {
	return Source{Coverage: analytics.Coverage{Source: name, From: day(from), To: day(to)}, N: n, BaseN: base}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name        string
		month, base analytics.Month
		sources     []Source
		want        Comparison
	}{
		{"two whole months of different length are compared whole", 202403, 202402, []Source{source("a", "2024-01-01", "2024-03-31", 9, 9)},
			Comparison{From: 1, To: 31, BaseFrom: 1, BaseTo: 29, Whole: true, Sources: []string{"a"}}},
		{"a running month is compared on the days that it has", 202403, 202402, []Source{source("a", "2024-01-01", "2024-03-20", 9, 9)},
			Comparison{From: 1, To: 20, BaseFrom: 1, BaseTo: 20, Sources: []string{"a"}, Reason: "数据不满整月，只比较两个月的 1 日至 20 日"}},
		{"the car data begins on 29 January and February makes no headline", 202402, 202401, []Source{source("a", "2024-01-29", "2024-06-30", 900, 90)},
			Comparison{Reason: "2024-02 与 2024-01 没有至少 7 天同时有数据，不作比较"}},
		{"six shared days are too few, seven are enough", 202402, 202401, []Source{source("a", "2024-01-23", "2024-06-30", 9, 9)},
			Comparison{From: 23, To: 29, BaseFrom: 23, BaseTo: 29, Sources: []string{"a"}, Reason: "数据不满整月，只比较两个月的 23 日至 29 日"}},
		{"a source that begins in the month is no rise", 202403, 202402, []Source{source("a", "2024-01-01", "2024-03-31", 90, 90), source("b", "2024-03-01", "2024-03-31", 900, 0)},
			Comparison{From: 1, To: 31, BaseFrom: 1, BaseTo: 29, Sources: []string{"a"}, Reason: "来源 b 没有覆盖这些天，未计入"}},
		{"a source that ended is no fall", 202403, 202402, []Source{source("a", "2024-01-01", "2024-03-31", 90, 90), source("b", "2024-01-01", "2024-02-29", 0, 900)},
			Comparison{From: 1, To: 31, BaseFrom: 1, BaseTo: 29, Sources: []string{"a"}, Reason: "来源 b 没有覆盖这些天，未计入"}},
		{"the large source decides the days", 202403, 202402, []Source{source("a", "2024-01-01", "2024-03-31", 3, 3), source("b", "2024-01-01", "2024-03-15", 900, 900)},
			Comparison{From: 1, To: 15, BaseFrom: 1, BaseTo: 15, Sources: []string{"a", "b"}, Reason: "数据不满整月，只比较两个月的 1 日至 15 日"}},
		{"a small short source does not shorten the others", 202403, 202402, []Source{source("a", "2024-01-01", "2024-03-31", 900, 900), source("b", "2024-01-01", "2024-03-15", 3, 3)},
			Comparison{From: 1, To: 31, BaseFrom: 1, BaseTo: 29, Sources: []string{"a"}, Reason: "来源 b 没有覆盖这些天，未计入"}},
		{"a source that is silent in both months does not matter", 202403, 202402, []Source{source("a", "2024-01-01", "2024-03-31", 9, 9), source("b", "2023-01-01", "2023-02-28", 0, 0)},
			Comparison{From: 1, To: 31, BaseFrom: 1, BaseTo: 29, Whole: true, Sources: []string{"a"}}},
		{"a source that covers both and is silent in one counts", 202403, 202402, []Source{source("a", "2024-01-01", "2024-04-30", 9, 0)},
			Comparison{From: 1, To: 31, BaseFrom: 1, BaseTo: 29, Whole: true, Sources: []string{"a"}}},
		{"nothing at all", 202403, 202402, nil, Comparison{Reason: "2024-03 与 2024-02 都没有投诉"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Compare(c.month, c.base, c.sources)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever the coverages are, no source is compared on a day that it does not cover, and the order of sources does not matter.
func TestOnlyCoveredDaysAreCompared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sources []Source
		for _, name := range []string{"a", "b", "c"}[:rapid.IntRange(1, 3).Draw(t, "n")] {
			from := day("2024-01-01").AddDate(0, 0, rapid.IntRange(0, 100).Draw(t, "from"))
			to := from.AddDate(0, 0, rapid.IntRange(0, 120).Draw(t, "length"))
			sources = append(sources, Source{Coverage: analytics.Coverage{Source: name, From: from, To: to},
				N: rapid.Uint64Range(0, 50).Draw(t, "n"), BaseN: rapid.Uint64Range(0, 50).Draw(t, "base")})
		}
		month, base := analytics.Month(202403), analytics.Month(202402)
		c := Compare(month, base, sources)
		turned := append([]Source(nil), sources...)
		for i, j := 0, len(turned)-1; i < j; i, j = i+1, j-1 {
			turned[i], turned[j] = turned[j], turned[i]
		}
		if diff := cmp.Diff(c, Compare(month, base, turned)); diff != "" {
			t.Fatal(diff)
		}
		if !c.Comparable() {
			return
		}
		if c.BaseDays() < LeastDays {
			t.Fatalf("%d days are compared", c.BaseDays())
		}
		for _, s := range sources {
			for _, name := range c.Sources {
				if s.Source != name {
					continue
				}
				for _, edge := range []time.Time{month.First().AddDate(0, 0, c.From-1), month.First().AddDate(0, 0, c.To-1), base.First().AddDate(0, 0, c.BaseFrom-1), base.First().AddDate(0, 0, c.BaseTo-1)} {
					if edge.Before(s.From) || edge.After(s.To) {
						t.Fatalf("%s is compared on %s, which it does not cover", name, edge)
					}
				}
			}
		}
	})
}

func TestCoveragesPreferWhatWasDeclaredAndLeaveTodayOut(t *testing.T) {
	cover := func(name, from, to string, declared bool) analytics.Coverage {
		return analytics.Coverage{Source: name, From: day(from), To: day(to), Declared: declared}
	}
	got := Coverages(
		[]analytics.Coverage{cover("a", "2024-01-03", "2024-03-10", false), cover("b", "2024-01-03", "2024-02-10", false), cover("c", "2024-03-10", "2024-03-10", false)},
		[]analytics.Coverage{cover("b", "2024-01-01", "2024-02-29", true), cover("unknown", "2024-01-01", "2024-02-29", true)},
		day("2024-03-10").Add(13*time.Hour))
	want := []analytics.Coverage{cover("a", "2024-01-03", "2024-03-09", false), cover("b", "2024-01-01", "2024-02-29", true)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
