package warehouse

import (
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
)

// Whatever the months, the stretches are all of them, each once, from the newest to the oldest, and few.
func TestStretchesAreAllMonthsNewestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		to := analytics.Month(200001).Add(rapid.IntRange(0, 600).Draw(t, "to"))
		months := rapid.IntRange(1, 1500).Draw(t, "months")
		from, next, seen := to.Add(1-months), to, 0
		list := stretches(from, to)
		for _, s := range list {
			if s.to != next || s.from > s.to {
				t.Fatalf("%v follow %s", list, next)
			}
			for m := s.from; m <= s.to; m = m.Add(1) {
				seen++
			}
			next = s.from.Add(-1)
		}
		if seen != months || len(list) > 11 || list[0].from != to {
			t.Fatalf("%d months in %v", seen, list)
		}
	})
	if got := stretches(202402, 202401); got != nil {
		t.Errorf("of no month: %v", got)
	}
}
