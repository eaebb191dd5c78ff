package cause_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics/cause"
)

// rates makes a builder of one attribute: for each part the hits and the exposure before, then those of now.
func rates(t interface{ Fatal(...any) }, parts [][4]float64) *cause.RateBuilder {
	b, err := cause.NewRateBuilder("department")
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range parts {
		value := []string{string(rune('A' + i))}
		b.Add(value, p[0], p[1], false)
		b.Add(value, p[2], p[3], true)
	}
	return b
}

// The admissions of Berkeley in autumn 1973, six departments: men admitted and applying, then women (Bickel, Hammel and O'Connell, "Sex
// bias in graduate admissions", Science 187, 1975).
var berkeley = [][4]float64{{512, 825, 89, 108}, {353, 560, 17, 25}, {120, 325, 202, 593}, {138, 417, 131, 375}, {53, 191, 94, 393}, {22, 373, 24, 341}}

func TestBerkeleyGoesAgainstItsDepartments(t *testing.T) {
	m := rates(t, berkeley).Mix()
	if m.Verdict != cause.Against || m.Rates <= 0 || m.Shares >= 0 || math.Abs(m.Before-0.445) > 0.001 || math.Abs(m.Now-0.304) > 0.001 {
		t.Errorf("got %+v, want fewer women admitted in all and more within the departments", m)
	}
}

func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		parts [][4]float64
		want  cause.Verdict
	}{
		"both parts rise":                        {[][4]float64{{100, 1000, 150, 1000}, {300, 1000, 400, 1000}}, cause.Plain},
		"the bad part grows":                     {[][4]float64{{100, 1000, 20, 200}, {300, 1000, 540, 1800}}, cause.SharesOnly},
		"both fall and the bad part grows":       {[][4]float64{{600, 5000, 100, 1000}, {1650, 5000, 2700, 9000}}, cause.Against},
		"both rise and the bad part shrinks":     {[][4]float64{{100, 1000, 234, 1800}, {300, 1000, 166, 200}}, cause.Hidden},
		"nothing but chance":                     {[][4]float64{{10, 100, 11, 100}, {30, 100, 28, 110}}, cause.Plain},
		"a part that was not there before grows": {[][4]float64{{100, 1000, 80, 800}, {0, 0, 400, 1000}}, cause.SharesOnly},
	} {
		if m := rates(t, c.parts).Mix(); m.Verdict != c.want {
			t.Errorf("%s: %+v, want %s", name, m, c.want)
		}
	}
}

func TestBothEffectsAreTheChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts [][4]float64
		for range rapid.IntRange(2, 8).Draw(t, "parts") {
			before, now := rapid.IntRange(0, 500).Draw(t, "before"), rapid.IntRange(0, 500).Draw(t, "now")
			parts = append(parts, [4]float64{float64(rapid.IntRange(0, before).Draw(t, "hits before")), float64(before),
				float64(rapid.IntRange(0, now).Draw(t, "hits now")), float64(now)})
		}
		m := rates(t, parts).Mix()
		if m == nil {
			return // a side without exposure
		}
		if sum := m.Shares + m.Rates; math.Abs(sum-(m.Now-m.Before)) > 1e-9 {
			t.Fatalf("shares %v and rates %v are not the change %v", m.Shares, m.Rates, m.Now-m.Before)
		}
		sum := 0.0
		for _, p := range m.Parts {
			sum += p.Shares + p.Rates
		}
		if math.Abs(sum-(m.Now-m.Before)) > 1e-9 {
			t.Fatalf("the parts are %v, the change is %v", sum, m.Now-m.Before)
		}
	})
}

func TestSentencesOfASplit(t *testing.T) {
	for want, parts := range map[string][][4]float64{
		"录取率从 44.5% 变为 30.4%，但同一 department 内平均反而上升 3.6 个百分点：下降来自构成变化，A 的占比从 30.7% 变为 5.9%，B 的占比从 20.8% 变为 1.4%": berkeley,
		"录取率从 20% 变为 28%，主要来自构成变化（8 个百分点），同一 department 内变化不大：A 的占比从 50% 变为 10%，B 的占比从 50% 变为 90%":               {{100, 1000, 20, 200}, {300, 1000, 540, 1800}},
		"录取率基本持平（20% 与 20%），但同一 department 内平均上升 18 个百分点，被构成变化抵消：B 的占比从 50% 变为 10%，A 的占比从 50% 变为 90%":            {{100, 1000, 234, 1800}, {300, 1000, 166, 200}},
		"": {{100, 1000, 150, 1000}, {300, 1000, 400, 1000}},
	} {
		if got := rates(t, parts).Mix().Sentence("录取率"); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// One of three attributes moves its shares, and all rates fall within it, while the total rises.
func TestTheAttributeWhosePartsGoAgainstTheTotalIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	b, err := cause.NewRateBuilder("town", "channel", "product")
	if err != nil {
		t.Fatal(err)
	}
	for _, now := range []bool{false, true} {
		for range 8000 {
			old, rate := 0.2, 0.3
			if now {
				old, rate = 0.7, 0.24
			}
			channel := "new"
			if rng.Float64() < old {
				channel = "old"
			} else {
				rate /= 3
			}
			hit := 0.0
			if rng.Float64() < rate {
				hit = 1
			}
			b.Add([]string{fmt.Sprint(rng.IntN(20)), channel, fmt.Sprint(rng.IntN(8))}, hit, 1, now)
		}
	}
	e := b.Explain(cause.Options{})
	if len(e.Causes) != 0 || !e.Rest.Moves || e.Rest.Drift > 0.9 {
		t.Errorf("found %+v, want nothing: rates fell alike everywhere", e)
	}
	if m := e.Mix; m.Attribute != "channel" || m.Verdict != cause.Against || m.Now <= m.Before {
		t.Errorf("got %+v, want a total that rises against its channels", m)
	}
}
