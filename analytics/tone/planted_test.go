package tone_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"huisheng/analytics/tone"
)

// plantedSentence is one line of testdata/planted.txt.
type plantedSentence struct {
	part    string
	urgency []string
	temper  string
	words   string
}

func planted(t *testing.T) []plantedSentence {
	t.Helper()
	content, err := os.ReadFile("testdata/planted.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []plantedSentence
	for line := range strings.Lines(string(content)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if strings.HasPrefix(line, "#") || len(cells) != 4 {
			continue
		}
		s := plantedSentence{part: cells[0], words: cells[3]}
		if cells[1] != "-" {
			s.urgency = strings.Fields(cells[1])
		}
		if cells[2] != "-" {
			s.temper = cells[2]
		}
		all = append(all, s)
	}
	return all
}

// frames put a sentence into a text whose other words say nothing of it.
var frames = []struct{ before, after string }{{"", ""}, {"你好，去年买的产品，", ""}, {"", "。请核实后回电"}}

// outcome counts what was found of a kind.
type outcome struct{ right, found, planted int }

func (o *outcome) add(planted, found bool) {
	if planted {
		o.planted++
	}
	if found {
		o.found++
	}
	if planted && found {
		o.right++
	}
}

func (o *outcome) precision() float64 { return float64(o.right) / float64(max(o.found, 1)) }
func (o *outcome) recall() float64    { return float64(o.right) / float64(max(o.planted, 1)) }

// TestPlantedUrgencyAndTemper measures the rules on sentences of our own, by kind; a third of the sentences was written after the rules.
func TestPlantedUrgencyAndTemper(t *testing.T) {
	texts := 0
	by := map[string]map[string]*outcome{"seen": {}, "unseen": {}}
	of := func(part, kind string) *outcome {
		if by[part][kind] == nil {
			by[part][kind] = &outcome{}
		}
		return by[part][kind]
	}
	for _, s := range planted(t) {
		for _, f := range frames {
			texts++
			words := f.before + s.words + f.after
			got := read(t, words)
			for _, kind := range tone.Urgencies {
				want, found := slices.Contains(s.urgency, kind), slices.Contains(got.Urgency, kind)
				of(s.part, kind).add(want, found)
				of(s.part, "urgency").add(want, found)
				if want != found {
					t.Logf("%s: %s is %v, want %v: %s", s.part, kind, found, want, words)
				}
			}
			for _, kind := range tone.Tempers {
				of(s.part, kind).add(s.temper == kind, got.Temper == kind)
				of(s.part, "temper").add(s.temper == kind, got.Temper == kind)
			}
			if got.Temper != s.temper {
				t.Logf("%s: temper is %q, want %q: %s", s.part, got.Temper, s.temper, words)
			}
		}
	}
	t.Logf("%d texts", texts)
	hold := map[string]map[string][2]float64{
		"seen":   {"urgency": {0.97, 0.95}, "temper": {0.95, 0.9}},
		"unseen": {"urgency": {0.9, 0.8}, "temper": {0.95, 0.85}},
	}
	for _, part := range []string{"seen", "unseen"} {
		for _, kind := range slices.Concat(tone.Urgencies, tone.Tempers, []string{"urgency", "temper"}) {
			o := of(part, kind)
			t.Logf("%s %s: n %d, precision %.3f, recall %.3f", part, kind, o.planted, o.precision(), o.recall())
			if h, held := hold[part][kind]; held && (o.precision() < h[0] || o.recall() < h[1]) {
				t.Errorf("%s %s: precision %.3f (hold %.2f), recall %.3f (hold %.2f)", part, kind, o.precision(), h[0], o.recall(), h[1])
			}
		}
	}
}
