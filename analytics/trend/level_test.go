package trend

import (
	"testing"

	"pgregory.net/rapid"
)

// The example of Benjamini and Hochberg (1995), section 3.2: fifteen hypotheses of which four are rejected at 0.05.
func TestDiscoveriesOfThePaper(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000}
	if got := Discoveries(p, 0.05); got != 0.0095 {
		t.Errorf("the largest discovery is %v, not 0.0095", got)
	}
	if got := Discoveries([]float64{0.4, 0.9}, 0.05); got != -1 {
		t.Errorf("%v is discovered where nothing is", got)
	}
	if got := Discoveries(nil, 0.05); got != -1 {
		t.Errorf("%v is discovered in nothing", got)
	}
}

// A smaller share of false discoveries never discovers more.
func TestDiscoveriesGrowWithTheShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "chances")
		few, many := rapid.Float64Range(0, 0.5).Draw(t, "few"), rapid.Float64Range(0.5, 1).Draw(t, "many")
		if Discoveries(p, few) > Discoveries(p, many) {
			t.Fatal("more at the smaller share")
		}
	})
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		name      string
		judgement Judgement
		discovery bool
		risen     float64
		want      Level
	}{
		{"nothing unusual", Judgement{WindowN: 100, WindowMean: 10}, true, 1, LevelNone},
		{"unusual for itself only", Judgement{Rise: true, Quick: true, Window: 1, WindowN: 100, WindowMean: 10}, false, 1, LevelNotice},
		{"slow and small", Judgement{Rise: true, Window: 7, WindowN: 130, WindowMean: 100}, true, 0, LevelNotice},
		{"sudden, and a handful", Judgement{Rise: true, Quick: true, Window: 1, WindowN: 6, WindowMean: 0.5}, true, 0, LevelNotice},
		{"half as many again at once", Judgement{Rise: true, Quick: true, Window: 1, WindowN: 170, WindowMean: 100}, true, 0, LevelWarning},
		{"half as many again at once, in many parts", Judgement{Rise: true, Quick: true, Window: 1, WindowN: 170, WindowMean: 100}, true, 0.12, LevelAlarm},
		{"sudden and large", Judgement{Rise: true, Quick: true, Window: 1, WindowN: 100, WindowMean: 10}, true, 0, LevelAlarm},
		{"large and slow", Judgement{Rise: true, Window: 7, WindowN: 100, WindowMean: 10}, true, 0, LevelWarning},
		{"a dead channel among others", Judgement{Fall: true, Window: 2, WindowN: 0, WindowMean: 60}, true, 0.4, LevelAlarm},
	} {
		if got := c.judgement.Grade(c.discovery, c.risen); got != c.want {
			t.Errorf("%s: %s, not %s", c.name, got, c.want)
		}
	}
}
