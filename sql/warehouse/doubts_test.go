package warehouse

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// reading is an insight of a complaint for the work-list.
func reading(id string, month analytics.Month, label string, confidence float32, words ...string) analytics.Insight {
	return analytics.Insight{Key: key(id), Month: month, Content: uint64(len(id)), Model: "m1", Topic: label, TopicFrom: "rule", Confidence: confidence, Keywords: words,
		EnrichedAt: time.Date(2024, 4, 1, 0, 0, 0, 0, analytics.Zone)}
}

func TestDoubtsAreRankedByHowUnsureHowManyAndHowNew(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var rows []analytics.Insight
	var heads []analytics.Head
	add := func(i analytics.Insight) { rows = append(rows, i) }
	for i := range 3 {
		add(reading(fmt.Sprint("unsure", i), 202403, "a", 0.3, "异响", "车门"))
		add(reading(fmt.Sprint("older", i), 202402, "b", 0.3, "漏水"))
		add(reading(fmt.Sprint("sure", i), 202403, "c", 0.9, "异响"))
	}
	for i := range 5 {
		add(reading(fmt.Sprint("blank", i), 202403, "", 0, "充电枪"))
	}
	add(reading("ancient", 202312, "a", 0.1, "异响"))
	wordless := reading("wordless", 202403, "", 0)
	wordless.Wordless = true
	add(wordless)
	again := reading("sure0", 202403, "d", 0.55, "异响") // the newest reading counts
	again.Model, again.EnrichedAt = "m1+1", again.EnrichedAt.Add(time.Second)
	add(again)
	for _, month := range []analytics.Month{202312, 202401, 202402, 202403} {
		heads = append(heads, analytics.Head{Key: key(month.String()), Month: month})
	}
	must(t, w.InsertInsights(ctx, rows))
	must(t, w.InsertHeads(ctx, heads))
	show := func() []string {
		t.Helper()
		list, err := w.Doubts(ctx, analytics.AxisWhat, 10)
		must(t, err)
		var got []string
		for _, d := range list {
			got = append(got, fmt.Sprintf("%s %s %d %.2f %.2f %s", d.Topic, d.Word, d.N, d.Confidence, d.Worth, d.Month))
		}
		return got
	}
	want := []string{" 充电枪 5 0.00 3.50 2024-03", "a 异响 3 0.30 2.10 2024-03", "b 漏水 3 0.30 1.05 2024-02", "d 异响 1 0.55 0.45 2024-03"}
	if diff := cmp.Diff(want, show()); diff != "" {
		t.Error(diff)
	}
	// Somebody agreed with one of a group: the others are worth half.
	agreed := reading("unsure0", 202403, "a", 1, "异响")
	agreed.TopicFrom, agreed.EnrichedAt = analytics.FromPerson, agreed.EnrichedAt.Add(time.Second)
	must(t, w.InsertInsights(ctx, []analytics.Insight{agreed}))
	want[1], want[2] = want[2], "a 异响 2 0.30 0.70 2024-03"
	if diff := cmp.Diff(want, show()); diff != "" {
		t.Error(diff)
	}
	shares, err := w.KeywordShares(ctx, []analytics.Month{202403}, []string{"异响", "没有"}, "a")
	must(t, err)
	if diff := cmp.Diff(map[string]analytics.Share{"异响": {N: 3, Of: 6}}, shares); diff != "" {
		t.Error(diff)
	}
	// 原因 and 环节 have lists of their own, in which texts that tell none weigh little.
	cause := reading("cause", 202403, "a", 0.9, "异响")
	cause.Why, cause.Model = analytics.Label{Code: "why.part", From: "rule", Confidence: 0.4}, "m2"
	must(t, w.InsertInsights(ctx, []analytics.Insight{cause}))
	aside, err := w.Doubts(ctx, analytics.AxisWhy, 1)
	must(t, err)
	if len(aside) != 1 || aside[0].Topic != "" {
		t.Errorf("of causes %+v comes first: five texts without one are still more than one that is unsure", aside)
	}
	aside, err = w.Doubts(ctx, analytics.AxisWhy, 10)
	must(t, err)
	if i := slices.IndexFunc(aside, func(d analytics.Doubt) bool { return d.Topic == "why.part" }); i < 0 || aside[i].Confidence < 0.39 || aside[i].Confidence > 0.41 || aside[i].ID != "cause" {
		t.Errorf("the unsure cause is missing in %+v", aside)
	}
	if _, err := w.Doubts(ctx, "nothing", 10); err == nil {
		t.Error("an axis that is none is accepted")
	}
}
