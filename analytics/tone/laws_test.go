package tone_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/tone"
)

// pieces make texts in which words of every list meet those that shift them.
var pieces = []string{"不", "没有", "非常", "满意", "垃圾", "但是", "希望", "起诉", "12315", "律师", "受伤", "差点", "就", "解决", "曝光", "，", "。", "！", "？？", " ",
	"\n", "\x00", "车主", "很多", "安全", "影响", "ＡＢ", "👍", "去年买的", "看着办", "\xff", "叫你们经理"}

func TestEvidenceLiesInsideOfTheText(t *testing.T) {
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		words := ""
		for _, p := range rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces") {
			words += p
		}
		n := text.Normalise(words)
		got := r.Read(&n, nil)
		for _, e := range got.Evidence {
			if e.From >= e.To || int(e.To) > len([]rune(words)) {
				t.Fatalf("%q: %+v", words, e)
			}
		}
		if got.Sentiment < -1 || got.Sentiment > 1 || got.Rating > 5 {
			t.Fatalf("%q: %+v", words, got)
		}
		for _, u := range got.Urgency {
			if !slices.ContainsFunc(got.Evidence, func(e analytics.Evidence) bool { return e.Topic == analytics.EvidenceUrgency+u }) {
				t.Fatalf("%q: %s without evidence", words, u)
			}
		}
	})
}

func TestTextThatSaysNothingChangesNothing(t *testing.T) {
	neutral := []string{"去年三月在门店买的这台洗衣机。", "型号写在标签上。", "下单时间是三月五日。"}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"客服非常热情", "根本不满意", "刹车失灵了", "我要找律师起诉", "没有人受伤", "垃圾，骗子"}).Draw(t, "words")
		before, after := rapid.SampledFrom(neutral).Draw(t, "before"), rapid.SampledFrom(neutral).Draw(t, "after")
		r, _ := reader()
		plain, framed := text.Normalise(words), text.Normalise(before+words+"。"+after)
		a, b := r.Read(&plain, nil), r.Read(&framed, nil)
		if a.Sentiment != b.Sentiment || a.Rating != b.Rating || a.Temper != b.Temper || !slices.Equal(a.Urgency, b.Urgency) {
			t.Fatalf("%q alone %+v, framed %+v", words, a, b)
		}
	})
}

func TestADenialTurnsPraiseRound(t *testing.T) {
	for _, praise := range []string{"满意", "热情", "好用", "舒服", "干净", "专业", "负责", "喜欢"} {
		for _, denial := range []string{"不", "一点都不", "根本不", "并不"} {
			if good, bad := read(t, "客服很"+praise), read(t, "客服"+denial+praise); good.Sentiment <= 0 || bad.Sentiment >= 0 {
				t.Errorf("%s %v, %s%s %v", praise, good.Sentiment, denial, praise, bad.Sentiment)
			}
		}
	}
	for _, urgent := range []string{"起诉", "找媒体曝光", "去12315投诉", "请律师"} {
		if yes, no := read(t, "我会"+urgent), read(t, "我不会"+urgent); len(yes.Urgency) == 0 || len(no.Urgency) != 0 {
			t.Errorf("%s: %v, denied %v", urgent, yes.Urgency, no.Urgency)
		}
	}
}

func TestATextWithoutListedWordsCostsNoMemory(t *testing.T) {
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	n := text.Normalise("三月五日下单一台W10，送到门口")
	if allocations := testing.AllocsPerRun(100, func() { _ = r.Read(&n, nil) }); allocations > 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "不不不不满意", "很多车主，没有受伤，但是要起诉！！！", "\x00\xff？？", "影响 安全"} {
		f.Add(s)
	}
	r, err := tone.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, words string) {
		n := text.Normalise(words)
		for _, e := range r.Read(&n, nil).Evidence {
			if e.From >= e.To || int(e.To) > len([]rune(words)) {
				t.Fatalf("%q: %+v", words, e)
			}
		}
	})
}
