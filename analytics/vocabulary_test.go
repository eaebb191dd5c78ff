package analytics_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
)

func TestMonthsFollowTheCalendarOfShanghai(t *testing.T) {
	// 16:30 UTC on the last of January is half past midnight on the first of February in Shanghai.
	if got := analytics.MonthOf(time.Date(2024, 1, 31, 16, 30, 0, 0, time.UTC)); got != 202402 {
		t.Errorf("got %s", got)
	}
	february := analytics.Month(202402)
	if february.Days() != 29 || february.Last().Day() != 29 || february.Add(-2) != 202312 || february.Add(11) != 202501 || february.String() != "2024-02" {
		t.Errorf("days %d, last %s, before %s, after %s, text %s", february.Days(), february.Last(), february.Add(-2), february.Add(11), february)
	}
	for _, wrong := range []string{"2024-13", "2024", "202402", "", "2024-2x"} {
		if m, err := analytics.ParseMonth(wrong); err == nil || analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("%q became %s, %v", wrong, m, err)
		}
	}
}

func TestAddingMonthsGoesThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := analytics.Month(rapid.IntRange(1990, 2090).Draw(t, "year")*100 + rapid.IntRange(1, 12).Draw(t, "month"))
		n := rapid.IntRange(-500, 500).Draw(t, "months")
		if back := m.Add(n).Add(-n); back != m {
			t.Fatalf("%s + %d − %d = %s", m, n, n, back)
		}
		if again, err := analytics.ParseMonth(m.String()); err != nil || again != m {
			t.Fatalf("%s reads back as %s, %v", m, again, err)
		}
	})
}

func TestWordsTellASubjectOnceOnly(t *testing.T) {
	for _, c := range []struct{ subject, text, want string }{
		{"", "坏了", "坏了"}, {"坏了", "", "坏了"}, {"空调", "不制冷", "空调\n不制冷"}, {"空调不制冷", "空调不制冷，报修三次", "空调不制冷，报修三次"}, {"", "", ""},
	} {
		if got := analytics.JoinWords(c.subject, c.text); got != c.want {
			t.Errorf("%q + %q = %q, want %q", c.subject, c.text, got, c.want)
		}
	}
}

func TestBooksBalanceExactlyWhenTheyAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) int64 { return rapid.Int64Range(0, 1e9).Draw(t, name) }
		b := analytics.Books{Stored: n("stored"), Updated: n("updated"), Repeated: n("repeated"), Rejected: n("rejected"), InFlight: n("in flight")}
		off := rapid.Int64Range(-3, 3).Draw(t, "off")
		b.Received = b.Stored + b.Updated + b.Repeated + b.Rejected + b.InFlight + off
		if b.Difference() != off || b.Balanced() != (off == 0) {
			t.Fatalf("%+v: difference %d, want %d", b, b.Difference(), off)
		}
	})
}

func TestArrivalsAreOrderedByEpochThenOffset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e1, e2 := rapid.Uint32Range(1, 60000).Draw(t, "epoch"), rapid.Uint32Range(1, 60000).Draw(t, "other epoch")
		o1, o2 := rapid.Uint64Range(0, 1<<48-1).Draw(t, "offset"), rapid.Uint64Range(0, 1<<48-1).Draw(t, "other offset")
		a, b := analytics.SeqOf(e1, o1), analytics.SeqOf(e2, o2)
		if a.Epoch() != e1 || a.Offset() != o1 {
			t.Fatalf("%d, %d came back as %d, %d", e1, o1, a.Epoch(), a.Offset())
		}
		if before := e1 < e2 || e1 == e2 && o1 < o2; (a < b) != before {
			t.Fatalf("(%d, %d) before (%d, %d) is %v", e1, o1, e2, o2, a < b)
		}
	})
}

func TestAnErrorKeepsItsKindThroughWrapping(t *testing.T) {
	inner := analytics.Invalid("text", "正文为空")
	if got := analytics.KindOf(fmt.Errorf("line 3: %w", inner)); got != analytics.KindInvalid {
		t.Errorf("got kind %d", got)
	}
	cause := errors.New("connection refused")
	if outer := analytics.Wrap(analytics.KindDown, cause, "Kafka 没有应答"); !errors.Is(outer, cause) || analytics.KindOf(outer) != analytics.KindDown {
		t.Errorf("the cause or the kind was lost: %v", outer)
	}
	if analytics.KindOf(cause) != analytics.Internal {
		t.Error("an error of others is internal")
	}
}

func TestSelectionsDoNotShareChoices(t *testing.T) {
	base := analytics.Selection{}.With("topic", "a")
	one, two := base.With("product", "x"), base.Without("product", "y")
	if len(base.Choices) != 1 || one.Choices[1].Values[0] != "x" || two.Choices[1].Values[0] != "y" || !two.Choices[1].Not {
		t.Errorf("base %v, one %v, two %v", base.Choices, one.Choices, two.Choices)
	}
}
