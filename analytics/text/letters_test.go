package text_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics/text"
)

func TestLetters(t *testing.T) {
	for in, want := range map[string]string{
		"":            "",
		"冰箱,漏水!!  坏了": "冰箱\n漏水\n坏了",
		"订单号 20240301123 型号t75m,5g信号": "订单号\n型号t75m\n5g信号",
		",。":       "",
		"修了3次,好😀了": "修了\n次\n好\n了",
		"ä㐀𠮷カメラ":   "ä㐀𠮷カメラ",
	} {
		if got := string(text.Letters(nil, in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestLettersLosesNoWordThatCouldBeAKeyword(t *testing.T) {
	rarity := text.NewRarity()
	rapid.Check(t, func(t *rapid.T) {
		n := text.Normalise(mixed.Draw(t, "text"))
		split := func(s string) []string {
			return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \n,。😀1", r) })
		}
		tell := func(words []string) []string {
			return slices.DeleteFunc(words, func(w string) bool { return rarity.Of(w) == 0 })
		}
		want, got := tell(split(n.Text)), tell(split(string(text.Letters([]byte("x"), n.Text))[1:]))
		if !slices.Equal(want, got) {
			t.Fatalf("%q: %q, want %q", n.Text, got, want)
		}
	})
}
