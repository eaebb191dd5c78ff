package bench

import (
	"testing"
	"time"
)

func TestASpreadIsTheMiddleAndTheSlowEnd(t *testing.T) {
	var took []time.Duration
	for i := range 20 {
		took = append(took, time.Duration(20-i)*time.Millisecond)
	}
	if got := spreadOf(took); got != (Spread{P50: 10, P95: 19}) {
		t.Errorf("of 1 to 20: %+v", got)
	}
	if got := spreadOf([]time.Duration{20 * time.Millisecond}); got != (Spread{P50: 20, P95: 20}) {
		t.Errorf("of one: %+v", got)
	}
	if got := spreadOf(nil); got != (Spread{}) {
		t.Errorf("of none: %+v", got)
	}
}

func TestASearchIsHeldWhenEveryPageCameInTime(t *testing.T) {
	quick, slow := SearchTimes{Rows: Spread{P95: 299}, Count: Spread{P95: 5000}}, SearchTimes{Rows: Spread{P95: 301}}
	for _, c := range []struct {
		times []SearchTimes
		want  bool
	}{{nil, false}, {[]SearchTimes{quick}, true}, {[]SearchTimes{quick, slow}, false}} {
		if got := (SearchReport{Hold: searchHold, Times: c.times}).Held(); got != c.want {
			t.Errorf("%+v: %t", c.times, got)
		}
	}
}
