package text

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAWordIsWrittenInTheseWays(t *testing.T) {
	for word, want := range map[string][]string{
		"退款":   {"退款", "退宽", "腿款", "退歀"},
		"款项":   {"款项", "退宽项", "退歀项"},
		"拖欠账":  {"拖欠账", "托欠账", "拖欠帐", "托欠帐"},
		"轉賬":   {"转账", "转帐"},
		"售候":   {"售候", "售后", "售厚"},
		"iP15": {"ip15", "ip 15", "ip-15"},
		"门把手":  {"门把手"},
		"":     {""},
	} {
		got := Written(word)
		for _, way := range want {
			if !slices.ContainsFunc(got, func(g string) bool { return strings.Contains(way, g) }) {
				t.Errorf("%s is written %q, not %q", word, got, way)
			}
		}
		if got[0] != Fold(word) {
			t.Errorf("%s: %q does not begin with it", word, got)
		}
	}
}

// Whatever text of slips, traditional characters and plain words holds a word once it is normalised holds one of its ways as it is folded.
func TestATextThatHoldsAWordHoldsOneOfItsWays(t *testing.T) {
	pieces := []string{"，", "项", "客服", "退", "款", "賬", "帳", "投", "訴", "Ｑ", " "}
	words := []string{"款项", "退款", "投诉", "转账", "拖欠账", "售后服务", "账"}
	for slip, right := range slips {
		pieces, words = append(pieces, string(slip[:]), string(right[:])), append(words, string(right[:]), string(right[1])+"项")
	}
	slices.Sort(pieces) // maps have no order
	slices.Sort(words)
	rapid.Check(t, func(t *rapid.T) {
		original := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "pieces"), "")
		word := rapid.SampledFrom(words).Draw(t, "word")
		if !strings.Contains(Normalise(original).Text, word) {
			return
		}
		folded := Fold(original)
		if !slices.ContainsFunc(Written(word), func(way string) bool { return strings.Contains(folded, way) }) {
			t.Fatalf("%q, folded %q, holds %q by none of %q", original, folded, word, Written(word))
		}
	})
}
