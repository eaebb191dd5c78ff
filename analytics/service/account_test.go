package service_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
)

func TestDepartmentsStandByWhatTheirRateCosts(t *testing.T) {
	v := policy(t, "graded").Versions[0]
	list := v.Standings([]analytics.ValueCount{{Value: "售后", N: 90}, {Value: "销售", N: 103}, {Value: "", N: 7}, {Value: "配件", N: 40}}, map[string]float64{"售后": 10_000, "销售": 10_000, "客服": 5_000})
	var got []string
	for _, s := range list {
		got = append(got, s.Department)
	}
	if len(got) != 5 || got[0] != "销售" || got[1] != "售后" || got[2] != "客服" || got[3] != "配件" || got[4] != "" {
		t.Fatalf("%q", got)
	}
	if s := list[0]; s.Percent != 1.03 || s.Line.Yuan != 500 || s.Line.UpToYuan != 1500 || !s.Unsure {
		t.Errorf("%+v %+v", s, s.Line)
	}
	if s := list[1]; s.Percent != 0.9 || s.Line.Yuan != 150 {
		t.Errorf("%+v %+v", s, s.Line)
	}
	if s := list[2]; !s.Known() || s.Percent != 0 || s.Line != nil || s.Unsure {
		t.Errorf("%+v", s)
	}
	for _, s := range list[3:] {
		if s.Known() || s.Line != nil {
			t.Errorf("a rate without exposure: %+v", s)
		}
	}
}

// The exact ends for some counts, from the chi-square distribution (Garwood 1936).
func TestTheIntervalOfACountIsThatOfPoisson(t *testing.T) {
	for n, want := range map[uint64][2]float64{0: {0, 3.689}, 5: {1.623, 11.668}, 10: {4.795, 18.390}, 100: {81.364, 121.627}} {
		low, high := analytics.CountRange(n)
		if math.Abs(low-want[0]) > 0.02 || math.Abs(high-want[1]) > 0.15 {
			t.Errorf("%d: %.3f–%.3f, want %.3f–%.3f", n, low, high, want[0], want[1])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(0, 1_000_000).Draw(t, "n")
		if low, high := analytics.CountRange(n); low > float64(n) || high < float64(n) {
			t.Fatalf("%d lies outside of %v–%v", n, low, high)
		}
	})
}
