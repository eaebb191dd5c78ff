package dashboards

import (
	"testing"
	"time"

	"huisheng/analytics"
)

func TestARateBreaksWhereStragglersBegin(t *testing.T) {
	for _, c := range []struct {
		name string
		days []uint64
		want int
	}{
		{"full days, then stragglers", []uint64{8, 19, 20, 5, 7, 27, 17, 9, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, 8},
		{"steady", []uint64{8, 9, 7, 8, 9, 10, 8, 9, 7, 8}, 0},
		{"half as many are a finding and no end of the data", []uint64{20, 21, 19, 20, 22, 10, 9, 11, 10, 10}, 0},
		{"a weekend", []uint64{9, 9, 9, 9, 9, 0, 0}, 0},
		{"so few that chance may do it", []uint64{1, 1, 2, 1, 0, 0, 0}, 0},
		{"one straggler behind a long silence", []uint64{50, 50, 50, 0, 0, 0, 0, 1}, 3},
		{"nothing", nil, 0},
	} {
		if got := breakOf(c.days); got != c.want {
			t.Errorf("%s: broke after %d days, want %d", c.name, got, c.want)
		}
	}
}

func TestAFadedMonthIsCutAtItsLastFullDay(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2020, 1, d, 0, 0, 0, 0, analytics.Zone) }
	c := Coverages{Sources: []analytics.Coverage{{Source: "gov", From: day(1).AddDate(0, -1, 0), To: day(26)}}, Today: day(1).AddDate(1, 0, 0), Daily: map[string]uint64{"2020-01-26": 1}}
	for d := 1; d <= 9; d++ {
		c.Daily[DateText(day(d))] = 14
	}
	c.Faded = c.Fading()
	if p := PeriodOf(202001, c); !p.To.Equal(day(9)) || p.Cut != "1 月 9 日之后几乎没有记录" {
		t.Errorf("to %s, %q", p.To, p.Cut)
	}
	if cut := c.Cut(201912); cut == "1 月 9 日之后几乎没有记录" {
		t.Error("the month before is cut as well")
	}
	if s := c.Measured(); !s[0].To.Equal(day(9)) || !c.Sources[0].To.Equal(day(26)) {
		t.Errorf("measured to %s, sent to %s", s[0].To, c.Sources[0].To)
	}
}
