package tone_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"huisheng/analytics/text"
	"huisheng/analytics/tone"
)

var reader = sync.OnceValues(tone.New)

func read(tb testing.TB, words string) tone.Result {
	tb.Helper()
	r, err := reader()
	if err != nil {
		tb.Fatal(err)
	}
	n := text.Normalise(words)
	return r.Read(&n, nil)
}

func TestUrgencyIsFoundAndDenied(t *testing.T) {
	for words, want := range map[string]string{
		"发动机在高速上突然熄火，太危险了":   "safety",
		"孩子被烫伤，现在还在住院":       "injury",
		"没有受伤，只是吓了一跳":        "",
		"所幸无人受伤":             "",
		"不会去投诉到12315，只想要个说法": "",
		"再不处理我就打12315":       "regulator",
		"没有解决只能找12315":       "regulator",
		"根据市场监管总局的规定，应当三包":   "",
		"把视频发到抖音上，让记者来采访":    "media",
		"在抖音上买的手机":           "",
		"多媒体黑屏":              "",
		"已经咨询律师，准备起诉":        "lawyer",
		"很多车主都遇到了，一起去维权":     "group",
		"消费者是弱势群体":           "",
		"影响行车安全":             "safety",
		"系安全带的时候有异响":         "",
		"万一伤到人谁负责":           "safety",
		"我们业主集体投诉，再不处理就找媒体曝光，走法律途径起诉": "media lawyer group",
	} {
		if got := strings.Join(read(t, words).Urgency, " "); got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}

func TestSentimentOfSentences(t *testing.T) {
	for words, sign := range map[string]float32{
		"客服很热情，非常满意":     1,
		"不满意":            -1,
		"不是很好":           -1,
		"没问题，挺好用":        1,
		"东西不错，但是物流太差了":   -1,
		"物流慢了点，不过东西非常喜欢": 1,
		"这也叫服务好？":        -1,
		"希望能热情一点":        -1,
		"买了一台洗衣机":        0,
	} {
		if got := read(t, words).Sentiment; got*sign < 0 || sign == 0 && got != 0 || sign != 0 && got == 0 {
			t.Errorf("%s: %v", words, got)
		}
	}
}

func TestTemperOfSentences(t *testing.T) {
	for words, want := range map[string]string{
		"叫你们经理来，别跟我讲流程":      tone.Withheld,
		"垃圾公司，骗子！气死人了":       tone.Angry,
		"再不退款我就去12315，咱们法院见": tone.Threatening,
		"请帮我看看洗衣机为什么漏水":      "",
	} {
		if got := read(t, words).Temper; got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
	long := "我这个人一般不投诉。" + strings.Repeat("后来我邻居说他家也是这样，我觉得还有别的事，", 8)
	if got := read(t, long).Temper; got != tone.Talkative {
		t.Errorf("%s: %q", long, got)
	}
}

func TestEvidenceIsInTheWords(t *testing.T) {
	words := "ＡＢ　太危险了！！律师说可以起诉，垃圾\x00公司"
	got := read(t, words)
	if len(got.Evidence) == 0 {
		t.Fatal("no evidence")
	}
	runes := []rune(words)
	var found []string
	for _, e := range got.Evidence {
		found = append(found, e.Topic+" "+string(runes[e.From:e.To]))
	}
	for _, want := range []string{"urgency:safety 太危险", "urgency:lawyer 律师", "tone:bad 垃圾"} {
		if !slices.Contains(found, want) {
			t.Errorf("%q lacks %s", found, want)
		}
	}
}
