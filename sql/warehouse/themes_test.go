package warehouse

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// A month of messages to an office has tens of thousands of phrases that grew; one question may not name them all.
func TestPhrasesAreCountedHoweverManyAreAskedAbout(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	counts := []analytics.PhraseCount{{Phrase: "", Texts: 900}}
	var asks []string
	for i := range 30_000 {
		phrase := fmt.Sprintf("第%d户'漏水\\", i)
		asks = append(asks, phrase)
		if i%1000 == 0 {
			counts = append(counts, analytics.PhraseCount{Phrase: phrase, Texts: uint32(i + 1)})
		}
	}
	asks = append(asks, strings.Repeat("长", 2000), "没有这个")
	must(t, w.ReplacePhrases(ctx, 202403, 1, counts))
	must(t, w.ReplacePhrases(ctx, 202402, 1, []analytics.PhraseCount{{Phrase: "", Texts: 7}}))
	got, err := w.PhraseCounts(ctx, []analytics.Month{202401, 202402, 202403}, asks)
	must(t, err)
	want := map[analytics.Month]map[string]uint32{202402: {"": 7}, 202403: {}}
	for _, c := range counts {
		want[202403][c.Phrase] = c.Texts
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestThemesOfAMonthTakeThePlaceOfTheOldOnes(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	at := time.Date(2024, 3, 9, 8, 0, 0, 0, analytics.Zone)
	theme := func(id uint64, month analytics.Month, name string) analytics.Theme {
		return analytics.Theme{ID: id, Kind: analytics.ThemeEmerging, Month: month, Name: name, Life: analytics.ThemeBorn, N: 3, People: 2, Burst: 4.5, Severity: 1.5, Score: 9,
			Top: []string{"X1"}, Since: month, First: key("1"), FirstAt: at, Words: []string{"行李架"}, Weights: []float32{0.5}, Run: 1, MadeAt: at}
	}
	member := func(id uint64, month analytics.Month, complaint string, rank uint8) analytics.ThemeMember {
		return analytics.ThemeMember{Theme: id, Kind: analytics.ThemeEmerging, Month: month, Key: key(complaint), At: at, Rank: rank, Text: "行李架异响", From: []uint32{0}, To: []uint32{3}}
	}
	february := theme(7, 202402, "充电枪")
	must(t, w.ReplaceThemes(ctx, 202402, 1, []analytics.Theme{february}, []analytics.ThemeMember{member(7, 202402, "9", 1)}))
	must(t, w.ReplaceThemes(ctx, 202403, 1, []analytics.Theme{theme(8, 202403, "旧")}, []analytics.ThemeMember{member(8, 202403, "1", 1), member(8, 202403, "2", 0)}))
	march := theme(8, 202403, "行李架异响")
	kept := member(8, 202403, "1", 2)
	must(t, w.ReplaceThemes(ctx, 202403, 2, []analytics.Theme{march}, []analytics.ThemeMember{kept}))
	themes, err := w.Themes(ctx, 202402, 202403)
	must(t, err)
	if diff := cmp.Diff([]analytics.Theme{february, march}, themes); diff != "" {
		t.Error(diff)
	}
	members, err := w.ThemeMembers(ctx, 202403)
	must(t, err)
	if diff := cmp.Diff([]analytics.ThemeMember{kept}, members); diff != "" {
		t.Error(diff)
	}
	examples, err := w.ThemeExamples(ctx, analytics.ThemeEmerging, 202402, 202403, []uint64{7, 8})
	must(t, err)
	if len(examples) != 2 || examples[0].Theme != 7 || examples[1].Key != key("1") {
		t.Errorf("examples: %+v", examples)
	}
	// A month without themes has none left.
	must(t, w.ReplaceThemes(ctx, 202403, 3, nil, nil))
	if themes, err = w.Themes(ctx, 202403, 202403); err != nil || len(themes) != 0 {
		t.Errorf("%d themes, %v", len(themes), err)
	}
}
