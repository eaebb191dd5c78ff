package enrich_test

import (
	"context"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
	"huisheng/jobs/enrich"
)

func TestWhatIsForeseenIsWhatComesAndNothingIsWritten(t *testing.T) {
	m, now := newMemory(), ticking()
	m.arrivals = []arrival{say("old", 0, 0, 202401, "充电枪"), say("blank", 1, 0, 202403, "充电枪坏了"), say("leak", 2, 0, 202404, "漏水，充电枪也坏"),
		say("agreed", 3, 0, 202404, "漏水，还有充电枪"), say("other", 4, 0, 202404, "异响")}
	m.arrivals[2].Category, m.arrivals[1].Category = "异响", "漏水" // what the source says they are
	m.correct(said(m.arrivals[3], "a"))
	settle(t, overlaid(t, m, now))
	writes, insights := len(m.order), len(m.insights)

	c := analytics.TaxonomyChange{Topic: "b", Kind: analytics.ChangeAdd, Words: []string{"充电枪"}, Number: 1}
	classifier, err := topic.Overlay([]topic.Pack{testPack(t)}, []analytics.TaxonomyChange{c}, 1)
	if err != nil {
		t.Fatal(err)
	}
	next := enrich.NewAnalysis(enrich.Parts{Segmenter: runes{"1"}, Classifier: classifier, Rarity: text.NewRarity()}, 1)
	j := overlaid(t, m, now)
	got, err := j.Foresee(context.Background(), next, analytics.AxisWhat, c.Reach())
	if err != nil {
		t.Fatal(err)
	}
	want := enrich.Foresight{Months: []analytics.Month{202404, 202403}, Reach: 3, Moves: []enrich.Move{{From: "a", To: "b", N: 2}},
		Examples: []enrich.Example{{Wording: m.arrivals[2].Wording, From: "a", To: "b"}, {Wording: m.arrivals[1].Wording, From: "a", To: "b"}},
		Held:     []enrich.Held{{Kind: enrich.HeldCorrections, N: 1, Before: 1, After: 0}, {Kind: enrich.HeldCategories, N: 2, Before: 0, After: 1}}}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(m.order) != writes || len(m.insights) != insights {
		t.Error("looking ahead wrote something")
	}
	one, err := j.ForeseeOne(context.Background(), next, analytics.AxisWhat, m.arrivals[1].Key, m.arrivals[1].Content)
	if err != nil || one.Code != "b" {
		t.Errorf("%+v, %v", one, err)
	}

	before := map[string]string{}
	for _, a := range m.arrivals {
		before[a.ID] = newest(m, a).Topic
	}
	m.change(c)
	settle(t, overlaid(t, m, now))
	moved := 0
	for _, a := range m.arrivals[1:] {
		if newest(m, a).Topic != before[a.ID] {
			moved++
		}
	}
	if moved != got.Moved() {
		t.Errorf("%d moved, %d were foreseen", moved, got.Moved())
	}
}
