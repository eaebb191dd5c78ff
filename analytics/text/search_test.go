package text

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseSearch(t *testing.T) {
	type term struct {
		text string
		not  bool
	}
	for in, want := range map[string][]term{
		"":             nil,
		" \u3000 ":     nil,
		"漏水":           {{"漏水", false}},
		"冰箱 漏水":        {{"冰箱", false}, {"漏水", false}},
		"冰箱\u3000漏水":   {{"冰箱", false}, {"漏水", false}},
		"冰箱 -漏水":       {{"冰箱", false}, {"漏水", true}},
		"冰箱 －漏水":       {{"冰箱", false}, {"漏水", true}},
		`"漏 水" 冰箱`:     {{"漏 水", false}, {"冰箱", false}},
		"“漏 水”冰箱":      {{"漏 水", false}, {"冰箱", false}},
		"「漏水」 -“态度 差”": {{"漏水", false}, {"态度 差", true}},
		`5" 屏`:         {{`5"`, false}, {"屏", false}},
		`"没关上`:         {{`"没关上`, false}},
		"冰箱 - 漏水 --":   {{"冰箱", false}, {"-", false}, {"漏水", false}, {"--", false}},
		"ＯＴＡ Ota":      {{"ota", false}},
		"變速箱":          {{"变速箱", false}},
		"model-3":      {{"model-3", false}},
		`""`:           {{`""`, false}},
	} {
		var got []term
		for _, t := range ParseSearch(in).Terms {
			got = append(got, term{t.Text, t.Not})
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
}

func TestSearchMatches(t *testing.T) {
	for _, c := range []struct {
		search, text string
		want         bool
	}{
		{"退款", "申请退宽没人理", true}, {`"退款"`, "申请退宽没人理", false}, {"退宽", "申请退款没人理", true}, {"冲电桩", "充电桩坏了", true}, {"充电桩", "冲電樁坏了", true},
		{"iphone15pro", "我的iPhone 15 Pro坏了", true}, {"iphone15pro", "iPhone-15-Pro", true}, {"iPhone 15 Pro", "iphone15pro坏了", true}, {"model3", "MODEL 3 刹车", true},
		{"態度", "客服态度差", true}, {"ＯＴＡ", "ota升级失败", true}, {"冰箱 漏水", "漏水的冰箱", true}, {"冰箱 漏水", "冰箱坏了", false}, {"冰箱 -漏水", "冰箱漏水", false},
		{`"漏水 冰箱"`, "漏水\n冰箱", true}, {"-退款", "不肯退宽", false}, {"〔手机·3k7m2qx〕", "打〔手机·3k7m2qx〕不通", true}, {"", "什么都行", true},
	} {
		if got := ParseSearch(c.search).Match(c.text); got != c.want {
			t.Errorf("%q in %q: %t", c.search, c.text, got)
		}
	}
}

// Whatever piece of a text is typed finds the text: as a phrase always, and bare unless its own minus excludes something.
func TestAnyPieceOfATextFindsIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := []rune(strings.ToValidUTF8(written.Draw(t, "text"), "?"))
		from := rapid.IntRange(0, len(in)).Draw(t, "from")
		piece := string(in[from:rapid.IntRange(from, len(in)).Draw(t, "to")])
		if Fold(piece) == "" {
			return
		}
		if quoted := ParseSearch("“" + strings.ReplaceAll(piece, "”", " ") + "”"); !quoted.Match(string(in)) {
			t.Fatalf("the phrase %q does not find %q: %+v", piece, string(in), quoted)
		}
		if strings.Contains(" "+piece, " -") || strings.Contains("\n"+piece, "\n-") || strings.Contains(piece, "\u3000-") || strings.Contains(piece, "\"-") {
			return
		}
		if bare := ParseSearch(piece); !bare.Match(string(in)) {
			t.Fatalf("%q does not find %q: %+v", piece, string(in), bare)
		}
	})
}

func TestWhatIsFoundLiesInTheTextAndReadsAsWhatWasTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := written.Draw(t, "text")
		s := ParseSearch(written.Draw(t, "search"))
		runes := []rune(in)
		n := 0
		for _, span := range s.Find(in) {
			if span.From < 0 || span.To > len(runes) || span.From >= span.To {
				t.Fatalf("%+v is not in %q", span, in)
			}
			found := Fold(string(runes[span.From:span.To]))
			if !slices.ContainsFunc(s.Terms, func(t Term) bool { return !t.Not && slices.Contains(t.Spellings(), found) }) {
				t.Fatalf("%q was found in %q by %+v", found, in, s)
			}
			n++
		}
		if positive := slices.ContainsFunc(s.Terms, func(t Term) bool { return !t.Not }); positive && s.Match(in) && n == 0 {
			t.Fatalf("%q matches %+v, but nothing is marked", in, s)
		}
	})
}

func FuzzParseSearch(f *testing.F) {
	f.Add(`冰箱 "漏 水" -退款 “`)
	f.Fuzz(func(t *testing.T, typed string) {
		for _, term := range ParseSearch(typed).Terms {
			if term.Text == "" || term.Text != Fold(term.Text) || len(term.Also) > mostSpellings || slices.Contains(term.Also, term.Text) {
				t.Errorf("%q: %+v", typed, term)
			}
		}
	})
}
