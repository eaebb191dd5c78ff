package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestBenchInsightMeasuresTheSampleAgainstItsTruth(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	var scores []insightScore
	if err := json.Unmarshal([]byte(in.run("bench", "insight", "--rows", "600", "--only", "主题", "--json")), &scores); err != nil {
		t.Fatal(err)
	}
	if len(scores) == 0 || scores[0].Planted < 500 || scores[0].recall() < 0.3 {
		t.Errorf("%+v", scores)
	}
	for _, s := range scores {
		if s.Right > s.Found || s.Reached > s.Planted {
			t.Errorf("more is right than there is: %+v", s)
		}
	}
	if out, err := in.try("bench", "insight", "--only", "天气"); err == nil || !strings.Contains(out, insightKindNames()) {
		t.Errorf("%v %s", err, out)
	}
}

func TestAScoreIsHeldOnlyWhenBothRatesAre(t *testing.T) {
	s := insightScore{Planted: 100, Reached: 95, Found: 50, Right: 49, Hold: hold{0.98, 0.95}}
	if !s.held() {
		t.Errorf("precision %v and recall %v are not held", s.precision(), s.recall())
	}
	s.Reached--
	if s.held() {
		t.Error("a recall below what is asked is held")
	}
	if none := (insightScore{}); none.f1() != 0 || none.precision() != 0 {
		t.Error("nothing found has a rate")
	}
}
