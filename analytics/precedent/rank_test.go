package precedent

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
)

var morning = time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)

func past(id, words string) analytics.Past {
	return analytics.Past{Key: analytics.Key{Source: "a", ID: id}, ReceivedAt: morning, Tokens: strings.Fields(words)}
}

// plain gives every word the same rarity but 的, which says nothing.
func plain(word string) float32 {
	if word == "的" {
		return 0
	}
	return 2
}

func ids(cases []Case) string {
	var list []string
	for _, c := range cases {
		list = append(list, c.ID)
	}
	return strings.Join(list, " ")
}

// TestScoresAreThoseOfTheFormula takes the formula of Robertson and Zaragoza (The Probabilistic Relevance Framework: BM25 and Beyond, 2009,
// (3.15)) with the factor k1+1, k1 = 1.2 and b = 0.75, computed by hand:
//
// A query of 电池 (idf 2) and 漏液 (idf 3), a document of 6 words that has 电池 twice and 漏液 once, documents of 4 words on average.
// K = 1.2 · (0.25 + 0.75 · 6/4) = 1.65; 2 · 2·2.2/(2+1.65) = 2.410959; 3 · 1·2.2/(1+1.65) = 2.490566; together 4.901525.
func TestScoresAreThoseOfTheFormula(t *testing.T) {
	rarity := func(w string) float32 { return map[string]float32{"电池": 2, "漏液": 3}[w] }
	got := score(counted([]string{"电池", "漏液"}), counted(strings.Fields("电池 漏液 电池 买 了 又")), 6, 4, rarity)
	if math.Abs(got-4.901525) > 1e-6 {
		t.Errorf("%.6f", got)
	}
	if got := score(counted([]string{"电池"}), counted([]string{"屏幕"}), 1, 4, rarity); got != 0 {
		t.Errorf("nothing in common scores %f", got)
	}
}

func TestTheSameWordsAreWhollyLikeAndOthersNotAtAll(t *testing.T) {
	cases := Rank(strings.Fields("电池 漏液 的"), []analytics.Past{past("same", "漏液 的 电池"), past("other", "屏幕 的 碎")}, plain)
	if ids(cases) != "same" || cases[0].Likeness != 1 || strings.Join(cases[0].Shared, " ") != "漏液 电池" && strings.Join(cases[0].Shared, " ") != "电池 漏液" {
		t.Errorf("%+v", cases)
	}
	if got := Rank(strings.Fields("的 的"), []analytics.Past{past("1", "的 的")}, plain); got != nil {
		t.Errorf("words that say nothing found %+v", got)
	}
	if got := Rank(nil, nil, plain); got != nil {
		t.Errorf("no words found %+v", got)
	}
}

func TestTheNearerComesFirstAndOfEqualsWhatWentBetter(t *testing.T) {
	with := func(id, words string, satisfaction uint8, hours int) analytics.Past {
		p := past(id, words)
		p.Satisfaction, p.EndedAt = satisfaction, p.ReceivedAt.Add(time.Duration(hours)*time.Hour)
		return p
	}
	got := ids(Rank(strings.Fields("电池 漏液 退款"), []analytics.Past{
		with("pleased but farther", "电池 屏幕 退款", 5, 1),
		with("unhappy", "电池 漏液 退款 一", 1, 1),
		with("silent", "电池 漏液 退款 二", 0, 1),
		with("pleased slow", "电池 漏液 退款 三", 4, 9),
		with("pleased quick", "电池 漏液 退款 四", 5, 2),
	}, plain))
	if want := "pleased quick pleased slow silent unhappy pleased but farther"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestEqualTextsAreOneCaseWhoeverWasPleased(t *testing.T) {
	list := []analytics.Past{past("old pleased", "电池 漏液"), past("new unhappy", "漏液 电池"), past("newest silent", "电池 漏液"), past("other", "电池 漏液 了")}
	list[0].Satisfaction, list[1].Satisfaction = 5, 1
	for i := range list {
		list[i].ReceivedAt = morning.AddDate(0, 0, i)
	}
	a := Sum(Rank(strings.Fields("电池 漏液"), list, plain))
	if a.N != 2 || a.Behind != 2 || a.Rated != 1 || a.Satisfied != 0 || a.Cases[0].ID != "new unhappy" || a.Cases[0].Same != 2 {
		t.Errorf("%+v", a)
	}
}

// drawn are past complaints of few words, with every way to go.
func drawn(t *rapid.T, prefix string, words []string, n int) []analytics.Past {
	list := make([]analytics.Past, rapid.IntRange(0, n).Draw(t, prefix+"n"))
	for i := range list {
		list[i] = past(fmt.Sprint(prefix, i), "")
		list[i].Tokens = rapid.SliceOfN(rapid.SampledFrom(words), 1, 6).Draw(t, "tokens")
		list[i].Satisfaction = rapid.Uint8Range(0, 5).Draw(t, "satisfaction")
		list[i].ReceivedAt = morning.AddDate(0, 0, rapid.IntRange(0, 2).Draw(t, "day"))
		list[i].EndedAt = list[i].ReceivedAt.Add(time.Duration(rapid.IntRange(-1, 3).Draw(t, "hours")) * time.Hour)
	}
	return list
}

var few = []string{"电池", "漏液", "退款", "的", "屏幕"}

func TestTheOrderOfTheInputDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(few), 1, 5).Draw(t, "words")
		list := drawn(t, "p", few, 12)
		shuffled := rapid.Permutation(list).Draw(t, "shuffled")
		got, want := Rank(words, shuffled, plain), Rank(words, slices.Clone(list), plain)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%s\nand not %s", ids(got), ids(want))
		}
	})
}

func TestUnrelatedTextsDoNotPutAFartherOneAhead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := []string{"电池", "漏液", "退款", "屏幕"}
		k := rapid.IntRange(2, 4).Draw(t, "k")
		fill := func(n int, by string) []string { // other words, so that both are equally long
			return append(slices.Clone(words[:n]), slices.Repeat([]string{by}, 6-n)...)
		}
		near, far := past("near", ""), past("far", "")
		near.Tokens, far.Tokens = fill(k, "买"), fill(rapid.IntRange(1, k-1).Draw(t, "j"), "卖")
		list := append(drawn(t, "x", []string{"物业", "停电", "的"}, 30), near, far)
		cases := Rank(words, list, plain)
		at := func(id string) int { return slices.IndexFunc(cases, func(c Case) bool { return c.ID == id }) }
		if n, f := at("near"), at("far"); f >= 0 && (n < 0 || n > f) {
			t.Fatalf("%s among %d", ids(cases), len(list))
		}
		for _, c := range cases {
			if c.Likeness < Near || c.Likeness > 1 || strings.HasPrefix(c.ID, "x") {
				t.Fatalf("%s is like by %f", c.ID, c.Likeness)
			}
		}
	})
}
