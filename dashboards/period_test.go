package dashboards

import (
	"testing"
	"time"

	"huisheng/analytics"
)

// car is the span of data that begins on 29 January and ends on 29 April.
var car = Span{From: day("2024-01-29"), To: day("2024-04-29")}

func TestMonthsAtTheEdgeOfTheDataAreNotWhole(t *testing.T) {
	for m, want := range map[analytics.Month]bool{202312: false, 202401: false, 202402: true, 202403: true, 202404: false, 202405: false} {
		if car.Whole(m) != want {
			t.Errorf("%s: whole is %v", m, !want)
		}
	}
}

func TestWhatAMonthIsComparedWith(t *testing.T) {
	running := Span{From: day("2023-01-01"), To: day("2024-03-10"), Running: true}
	leap := Span{From: day("2023-01-01"), To: day("2024-03-30")}
	for _, c := range []struct {
		name       string
		month      analytics.Month
		span       Span
		ok, whole  bool
		days       int
		from, base string
		why        string
	}{
		{name: "the first whole month has no base", month: 202402, span: car, whole: true, why: "上月不完整（数据始于 1 月 29 日）"},
		{name: "whole against whole", month: 202403, span: car, ok: true, whole: true, days: 31, base: "2024-02-01"},
		{name: "a cut month on its own days", month: 202404, span: car, ok: true, days: 29, base: "2024-03-01"},
		{name: "a running month up to yesterday", month: 202403, span: running, ok: true, days: 9, base: "2024-02-01"},
		{name: "not more days than the base has", month: 202403, span: leap, ok: true, days: 29, base: "2024-02-01"},
		{name: "under a week", month: 202403, span: Span{From: day("2023-01-01"), To: day("2024-03-07"), Running: true}, why: "本月只有 6 天数据，不足 7 天不作比较"},
		{name: "nothing before", month: 202401, span: car, why: "上月没有数据"},
	} {
		p := PeriodOf(c.month, c.span)
		got := p.Previous
		if got.OK != c.ok || got.Why != c.why {
			t.Errorf("%s: ok %v, why %q", c.name, got.OK, got.Why)
			continue
		}
		if c.ok && (got.Days() != c.days || got.Whole != c.whole || DateText(got.BaseFrom) != c.base || got.BaseTo.Sub(got.BaseFrom) != got.To.Sub(got.From) && !c.whole) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestASpanFollowsTheSourcesThatAreChosenAndEndsToday(t *testing.T) {
	coverage := []analytics.Coverage{{Source: "a", From: day("2024-01-05"), To: day("2024-03-01")}, {Source: "b", From: day("2024-02-01"), To: day("2024-04-02")}}
	now := day("2024-04-02").Add(5 * time.Hour)
	if s := SpanOf(coverage, nil, now); !s.From.Equal(day("2024-01-05")) || !s.Running || !s.To.Equal(day("2024-04-02")) {
		t.Errorf("all: %+v", s)
	}
	if s := SpanOf(coverage, []string{"a"}, now); s.Running || !s.To.Equal(day("2024-03-01")) {
		t.Errorf("a: %+v", s)
	}
}
