package bench

import (
	"testing"
	"time"
)

func TestCompareTakesMediansOfRoundsThatBelongTogether(t *testing.T) {
	reference := []Rate{{1000, time.Second}, {1000, 2 * time.Second}, {1000, time.Second}}
	ours := []Rate{{800, time.Second}, {800, 2 * time.Second}, {900, time.Second}}
	r := compare("x", "rows", 0.7, reference, ours)
	if r.Ratio != 0.8 || r.Low != 0.8 || r.High != 0.9 || r.Reference != 1000 || r.Ours != 800 {
		t.Fatalf("got %+v", r)
	}
	if !r.Held() {
		t.Error("0.8 holds 0.7")
	}
}

func TestARateWithoutTimeIsZeroAndNotInfinite(t *testing.T) {
	if got := (Rate{Items: 5}).PerSecond(); got != 0 {
		t.Fatalf("got %v", got)
	}
}
