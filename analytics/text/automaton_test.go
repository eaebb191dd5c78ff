package text_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// occurrences finds what an automaton should find, by looking for each word alone.
func occurrences(in string, words []string) []text.Hit {
	var out []text.Hit
	latin := func(at int) bool { return at >= 0 && at < len(in) && strings.IndexByte("abxy12", in[at]) >= 0 }
	for number, w := range words {
		for from := range in {
			to := from + len(w)
			if !strings.HasPrefix(in[from:], w) || latin(from-1) && latin(from) || latin(to-1) && latin(to) {
				continue
			}
			first := utf8.RuneCountInString(in[:from])
			out = append(out, text.Hit{Word: int32(number), From: int32(from), To: int32(to), Rune: int32(first),
				End: int32(first + utf8.RuneCountInString(w)), Sentence: int32(strings.Count(in[:from], "。") + strings.Count(in[:from], "!"))})
		}
	}
	slices.SortStableFunc(out, func(a, b text.Hit) int { return cmp.Or(int(a.To-b.To), int(a.From-b.From)) })
	return out
}

func TestAutomatonFindsWhatLookingForEachWordAloneFinds(t *testing.T) {
	alphabet := []rune("退款不a1，。!😀好")
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfNDistinct(rapid.StringOfN(rapid.SampledFrom([]rune("退款不a1，好")), 1, 4, -1), 1, 8, rapid.ID[string]).Draw(t, "words")
		in := rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 40, -1).Draw(t, "text")
		a, err := text.NewAutomaton(words)
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(occurrences(in, words), a.Scan(in, nil)); diff != "" {
			t.Fatalf("%q in %q (-wanted +found):\n%s", words, in, diff)
		}
	})
}

func TestAutomatonRefusesWordsThatNoTextHoldsWhole(t *testing.T) {
	for _, w := range []string{"", "好。坏", "要不要?", "😀"} {
		if _, err := text.NewAutomaton([]string{"好", w}); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("%q: %v", w, err)
		}
	}
}
