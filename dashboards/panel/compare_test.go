package panel

import (
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// car is one source from 29 January to 29 April, long ago.
var car = dashboards.Coverages{Sources: []analytics.Coverage{{Source: "car", From: day("2024-01-29"), To: day("2024-04-29")}}, Today: day("2024-06-01")}

func TestWhatAMonthIsComparedWith(t *testing.T) {
	until := func(to, today string) dashboards.Coverages {
		return coveragesOf([]analytics.Coverage{{Source: "car", From: day("2023-01-01"), To: day(to)}}, dashboards.Query{Now: day(today).Add(9 * time.Hour)})
	}
	for _, c := range []struct {
		name       string
		month      analytics.Month
		known      dashboards.Coverages
		ok, whole  bool
		days, base int
		why        string
	}{
		{name: "the first whole month has no base", month: 202402, known: car, why: "上月不完整（数据始于 1 月 29 日）"},
		{name: "whole against whole", month: 202403, known: car, ok: true, whole: true, days: 31, base: 29},
		{name: "a cut month on its own days", month: 202404, known: car, ok: true, days: 29, base: 29},
		{name: "a running month up to yesterday", month: 202403, known: until("2024-03-10", "2024-03-10"), ok: true, days: 9, base: 9},
		{name: "not more days than the base has", month: 202403, known: until("2024-03-30", "2024-06-01"), ok: true, days: 29, base: 29},
		{name: "under a week", month: 202403, known: until("2024-03-07", "2024-03-07"), why: "本月与上月同时有数据的不足 7 天"},
		{name: "nothing before", month: 202401, known: car, why: "上月没有数据"},
	} {
		got := compare(c.month, c.month.Add(-1), c.known, []analytics.ValueCount{{Value: "car", N: 9, Base: 9}})
		if got.OK != c.ok || got.Why != c.why || got.Whole != c.whole {
			t.Errorf("%s: %+v", c.name, got)
			continue
		}
		if c.ok && (got.Days() != c.days || got.BaseDays() != c.base) {
			t.Errorf("%s: %d days against %d", c.name, got.Days(), got.BaseDays())
		}
	}
}

func TestOnlyTheSourcesThatTheFiltersLeaveDecide(t *testing.T) {
	received := []analytics.Coverage{{Source: "a", From: day("2024-01-05"), To: day("2024-03-31")}, {Source: "b", From: day("2024-02-10"), To: day("2024-04-02")}}
	q := dashboards.Query{Now: day("2024-06-02")}
	if all := coveragesOf(received, q); all.Whole(202402) || !all.First().Equal(day("2024-01-05")) || !all.Last().Equal(day("2024-04-02")) {
		t.Errorf("all: %+v", all)
	}
	q.Filters = q.Filters.With("source", "a")
	if a := coveragesOf(received, q); !a.Whole(202402) || len(a.Sources) != 1 {
		t.Errorf("a: %+v", a)
	}
	q.Filters = analytics.Selection{}.Without("source", "a")
	if b := coveragesOf(received, q); len(b.Sources) != 1 || b.Sources[0].Source != "b" {
		t.Errorf("not a: %+v", b)
	}
}
