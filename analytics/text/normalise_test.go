package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"huisheng/analytics/text"
)

func TestNormalise(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"Latin becomes lower case", "OTA升级APP", "ota升级app"},
		{"full width becomes half width", "ＯＴＡ１２，（测试）", "ota12,(测试)"},
		{"half-width kana becomes full", "ｶﾒﾗ", "カメラ"},
		{"white space is joined", "冰箱 \t\u3000 漏水", "冰箱 漏水"},
		{"a line break wins over spaces", "冰箱 \r\n  漏水", "冰箱\n漏水"},
		{"ends are trimmed", "\n  漏水 \n", "漏水"},
		{"NUL parts words and loses nothing", "前\x00后", "前 后"},
		{"invalid UTF-8 is dropped", "冰\xff\xfe箱", "冰 箱"},
		{"a byte order mark and zero-width characters have no picture", "\ufeff冰\u200b箱", "冰 箱"},
		{"emoji stay", "坏了😀", "坏了😀"},
		{"other capitals too", "ÄЖ", "äж"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := text.Normalise(c.in).Text; got != c.want {
				t.Errorf("Normalise(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestWordless(t *testing.T) {
	for in, want := range map[string]bool{"": true, " 。\n": true, "😀!!": true, "a": false, "漏": false, "7": false} {
		n := text.Normalise(in)
		if n.Wordless != want || (n.Hash() == 0) != want {
			t.Errorf("%q: wordless %t, hash %x", in, n.Wordless, n.Hash())
		}
	}
}

func TestTextsAlikeToTheLetterHaveOneHash(t *testing.T) {
	hash := func(s string) uint64 { n := text.Normalise(s); return n.Hash() }
	if hash("OTA 升级，失败") != hash("  ＯＴＡ\u3000升级,失败\n") {
		t.Error("the same words have two hashes")
	}
	if hash("漏水") == hash("漏油") {
		t.Error("other words have the same hash")
	}
	if got := hash("冰箱漏水"); got != 0xcaf48e45f9de2baa {
		t.Errorf("the hash of stored texts has changed: %#x", got)
	}
}

// mixed draws texts of all that the normalising has to deal with.
var mixed = rapid.Custom(func(t *rapid.T) string {
	pieces := []string{"冰箱", "漏", "Ａ", "B", "c", " ", "\t", "\u3000", "\n", "\r", "\x00", "\xff", "\xe5\x86", "😀", "𠮷", "\u200b", "。", "，", "ﾊﾟ", "é", "1"}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), "")
})

func TestEveryRuneKnowsWhereItCameFrom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := mixed.Draw(t, "text")
		original := []rune(in)
		n := text.Normalise(in)
		if !utf8.ValidString(n.Text) || n.Characters != len(original) {
			t.Fatalf("%q: valid %t, %d characters of %d", n.Text, utf8.ValidString(n.Text), n.Characters, len(original))
		}
		for i, r := range n.Text {
			if r == ' ' || r == '\n' {
				continue // stands for several
			}
			from, to := n.Original(i, i+utf8.RuneLen(r))
			if to != from+1 || int(to) > len(original) {
				t.Fatalf("%q: rune %d of %q comes from %d to %d", in, i, n.Text, from, to)
			}
			if back := text.Normalise(string(original[from])).Text; back != string(r) {
				t.Fatalf("%q: %q comes from %q", in, r, original[from])
			}
		}
	})
}

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := text.Normalise(mixed.Draw(t, "text"))
		if twice := text.Normalise(once.Text); twice.Text != once.Text || twice.Hash() != once.Hash() || twice.Wordless != once.Wordless {
			t.Fatalf("%q became %q", once.Text, twice.Text)
		}
	})
}

func TestEvidenceAcrossJoinedSpaceCoversTheOriginal(t *testing.T) {
	const in = "我的 \u3000冰箱 \n\n 漏 水 了"
	n := text.Normalise(in)
	at := strings.Index(n.Text, "漏 水")
	from, to := n.Original(at, at+len("漏 水"))
	if got := string([]rune(in)[from:to]); got != "漏 水" {
		t.Errorf("got %q", got)
	}
}

func FuzzNormalise(f *testing.F) {
	f.Add("冰箱\x00漏水\xff")
	f.Fuzz(func(t *testing.T, in string) {
		n := text.Normalise(in)
		if !utf8.ValidString(n.Text) || strings.ContainsRune(n.Text, 0) || n.Characters != utf8.RuneCountInString(in) {
			t.Errorf("%q became %q", in, n.Text)
		}
	})
}

// A mark is no word: what stands beside it keeps its place, and texts that differ in it are different texts.
func TestMarksAreNoWords(t *testing.T) {
	original := "客服 让打〔手机·3k7m2qx〕，冰箱漏水"
	n := text.Normalise(original)
	if n.Text != "客服 让打〔〕,冰箱漏水" || n.Characters != utf8.RuneCountInString(original) || n.Wordless {
		t.Fatalf("%+v", n)
	}
	if got := string(text.Letters(nil, n.Text)); got != "客服\n让打\n冰箱漏水" {
		t.Errorf("%q", got)
	}
	at := strings.Index(n.Text, "冰箱")
	from, to := n.Original(at, at+len("冰箱"))
	if got := string([]rune(original)[from:to]); got != "冰箱" {
		t.Errorf("冰箱 is at %q", got)
	}
	other, again := text.Normalise(strings.Replace(original, "3k7", "4k7", 1)), text.Normalise(original)
	if n.Hash() == other.Hash() || n.Hash() != again.Hash() {
		t.Error("the hash does not follow the mark")
	}
	if only := text.Normalise("〔姓名·3k7m2qx〕"); !only.Wordless || only.Hash() != 0 {
		t.Errorf("a mark alone is no words: %+v", only)
	}
	if none := text.Normalise("〔手机壳〕〔手机·abc〕"); none.Text != "〔手机壳〕〔手机·abc〕" {
		t.Errorf("%q", none.Text)
	}
}
