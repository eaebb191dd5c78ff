package dashboards

import (
	"testing"

	"huisheng/analytics"
)

// car is one source from 29 January to 29 April, long ago.
var car = Coverages{Sources: []analytics.Coverage{{Source: "car", From: day("2024-01-29"), To: day("2024-04-29")}}, Today: day("2024-06-01")}

func TestMonthsAtTheEdgeOfTheDataAreNotWhole(t *testing.T) {
	for m, want := range map[analytics.Month]string{202312: "没有数据", 202401: "数据始于 1 月 29 日", 202402: "", 202403: "", 202404: "数据止于 4 月 29 日", 202405: "没有数据", 202406: "本月未完"} {
		if got := car.Cut(m); got != want {
			t.Errorf("%s: %q, want %q", m, got, want)
		}
	}
}
