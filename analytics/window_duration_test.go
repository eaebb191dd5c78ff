package analytics_test

import (
	"testing"
	"time"

	. "huisheng/analytics"
)

func TestALengthOfTimeHasItsTwoLargestUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{7*time.Hour + 20*time.Minute: "7 小时 20 分", 51 * time.Hour: "2 天 3 小时", 5 * time.Minute: "5 分", 48 * time.Hour: "2 天",
		3 * time.Hour: "3 小时", 29 * time.Second: "0 分"} {
		if got := DurationText(d); got != want {
			t.Errorf("%s is written %q, want %q", d, got, want)
		}
	}
}
