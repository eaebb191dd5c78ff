package bench

import (
	"slices"
	"testing"
)

func TestThreeCausesAreFoundAmongManyComplaints(t *testing.T) {
	s, err := ScaleCause(20_000, 1)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Found, s.Planted) || s.Cells < 30_000 || s.Peak == 0 || s.Ratio == 0 {
		t.Errorf("got %+v, want %v", s, s.Planted)
	}
}
