package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestTraditionalCharactersAndSlipsAreMatchedAsWhatIsMeant(t *testing.T) {
	for in, want := range map[string]string{
		"客服態度惡劣，要求賠償": "客服态度恶劣,要求赔偿", "變速箱異響，發動機漏油": "变速箱异响,发动机漏油", "這裡的麵條與頭髮": "这里的面条与头发",
		"薰衣草": "薰衣草", "著名": "著名", "坐椅按装错了": "座椅安装错了", "用優惠卷冲電": "用优惠券充电", "冲 电": "冲 电", "服务推委，太度差": "服务推诿,态度差",
		"存在次品": "存在次品", "无法动弹": "无法动弹", "气死了😡": "气死了☹", "很好👍🙂": "很好☺🙂",
	} {
		n := Normalise(in)
		if n.Text != want {
			t.Errorf("%q became %q, want %q", in, n.Text, want)
		}
		if from, to := n.Original(0, len(n.Text)); int(from) != 0 || int(to) != utf8.RuneCountInString(in) {
			t.Errorf("%q: the whole is %d to %d", in, from, to)
		}
	}
}

func TestTablesAreSound(t *testing.T) {
	for r := rune(firstHan); r <= lastHan; r++ {
		if s := plain(r); s != r && plain(s) != s {
			t.Errorf("%c is matched as %c, which is matched as another", r, s)
		}
	}
	ends, firsts := map[rune]bool{}, map[rune]bool{}
	for wrong := range slips {
		ends[wrong[1]], firsts[wrong[0]] = true, true
	}
	for wrong, right := range slips {
		if wrong == right || plain(wrong[0]) != wrong[0] || plain(wrong[1]) != wrong[1] {
			t.Errorf("the slip %q is none, or not simplified", string(wrong[:]))
		}
		if _, again := slips[right]; again {
			t.Errorf("what is meant by %q is a slip itself", string(wrong[:]))
		}
		// Corrected once is corrected: what was put in place joins no neighbour to another slip.
		if wrong[0] != right[0] && ends[right[0]] || wrong[1] != right[1] && firsts[right[1]] {
			t.Errorf("%q, once corrected, may make another slip with its neighbour", string(wrong[:]))
		}
	}
	if len(slips) < 60 {
		t.Errorf("%d slips", len(slips))
	}
}

// written draws texts of traditional characters, slips, their parts, marks and white space.
var written = rapid.Custom(func(t *rapid.T) string {
	pieces := []string{"冲", "电", "電", "退", "宽", "款", "優", "惠", "卷", "按", "裝", "装", "〔手机·3k7m2qx〕", "〔", "〕", " ", "\n", "\u3000", "Ａ", "b", "-", "\"", "😡", "❤", "\xff", "，", "1"}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 24).Draw(t, "pieces"), "")
})

func TestNormalAndFoldedFormsAreTheirOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := written.Draw(t, "text")
		n := Normalise(in)
		if again := Normalise(n.Text); again.Text != n.Text {
			t.Fatalf("%q became %q and then %q", in, n.Text, again.Text)
		}
		if folded := n.Fold(in); folded != Fold(in) || Fold(folded) != folded {
			t.Fatalf("%q is folded to %q and %q, and that to %q", in, folded, Fold(in), Fold(folded))
		}
		if utf8.RuneCountInString(n.Text) > utf8.RuneCountInString(in) {
			t.Fatalf("%q grew to %q", in, n.Text)
		}
	})
}

func TestTheFoldedFormOfAPieceIsAPieceOfTheFoldedForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := []rune(strings.ToValidUTF8(written.Draw(t, "text"), "?"))
		from := rapid.IntRange(0, len(in)).Draw(t, "from")
		to := rapid.IntRange(from, len(in)).Draw(t, "to")
		if whole, piece := Fold(string(in)), Fold(string(in[from:to])); !strings.Contains(whole, piece) {
			t.Fatalf("%q is not in %q", piece, whole)
		}
	})
}

func TestNamesOfModelsAreOneWordHoweverWritten(t *testing.T) {
	for in, want := range map[string]string{
		"我的iPhone 15 Pro坏了": "我的iphone15pro坏了", "iphone15pro": "iphone15pro", "iPhone15 Pro Max 发热": "iphone15promax\n发热", "Model 3刹车": "model3刹车",
		"MODEL-Y异响": "model\ny异响", "mate 60 手机": "mate60\n手机", "用APP 3次": "用app\n次", "plus 12个月": "plus\n个月", "OTA 2.1升级": "ota\n升级",
		"app ios都试了": "app\nios都试了", "热线 12345": "热线\n", "vip 13800138000": "vip\n", "p7i 550 max": "p7i550max",
	} {
		n := Normalise(in)
		if got := string(Letters(nil, n.Text)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
