package learn_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
)

// kinds are made-up labels with the words that tell them.
var kinds = map[string][]string{
	"物流": {"快递", "派送", "包裹", "驿站", "迟到"},
	"退款": {"退款", "到账", "扣费", "账单", "多扣"},
	"质量": {"坏了", "漏水", "异响", "断裂", "故障"},
}

// noise is in texts of every kind.
var noise = []string{"客服", "昨天", "一直", "没有", "我们", "今天", "电话", "回复", "要求", "处理"}

// made are n examples of every kind, cut by spaces; every tenth has another's label.
func made(n int, seed uint64) []learn.Example {
	random := rand.New(rand.NewPCG(seed, 1))
	names := []string{"物流", "退款", "质量"}
	var out []learn.Example
	for i := range n * len(names) {
		label := names[i%len(names)]
		var words []string
		for range 3 + random.IntN(8) {
			words = append(words, noise[random.IntN(len(noise))])
		}
		for range 1 + random.IntN(2) {
			words = append(words, kinds[label][random.IntN(len(kinds[label]))])
		}
		random.Shuffle(len(words), func(a, b int) { words[a], words[b] = words[b], words[a] })
		if random.IntN(10) == 0 {
			label = names[random.IntN(len(names))]
		}
		out = append(out, learn.Example{Text: learn.Text{Normal: strings.Join(words, " ")}, Label: label})
	}
	return out
}

var small = learn.Options{Grams: learn.Grams{Words: 2, From: 1, To: 3, Bits: 16}}

func trained(t *testing.T, examples []learn.Example, o learn.Options) *learn.Model {
	t.Helper()
	m, err := learn.Train(context.Background(), examples, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func written(t *testing.T, m *learn.Model) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestASmallSetIsLearnt(t *testing.T) {
	m := trained(t, made(150, 1), small)
	if a := m.Report.Accuracy; a.Value < 0.85 || a.Low > a.Value || a.High < a.Value || a.N != 450 {
		t.Errorf("accuracy = %+v, with a tenth of the labels drawn anew", a)
	}
	if m.Report.ECE > 0.08 {
		t.Errorf("expected calibration error %.3f over 450 rows", m.Report.ECE)
	}
	for label, words := range kinds {
		got := m.Classify(learn.Text{Normal: "昨天 客服 说 " + words[0] + " 一直 没有 回复"}, 0)
		if got.Label != label || got.Confidence < 0.5 {
			t.Errorf("%s: %+v", label, got)
		}
	}
}

func TestTheSameExamplesInAnyOrderGiveTheSameModelToTheByte(t *testing.T) {
	examples := append(made(40, 2), made(5, 2)...) // some stand twice
	one := written(t, trained(t, examples, small))
	random := rand.New(rand.NewPCG(7, 7))
	random.Shuffle(len(examples), func(a, b int) { examples[a], examples[b] = examples[b], examples[a] })
	o := small
	o.Workers = 1
	if !bytes.Equal(one, written(t, trained(t, examples, o))) {
		t.Error("the model depends on the order of the examples or on the workers")
	}
	examples[0].Label = "别的"
	if other := trained(t, examples, small); bytes.Contains(one, []byte(other.Fingerprint)) {
		t.Error("another label has the same fingerprint")
	}
}

func TestEvidenceIsTheWordsThatTellAndLiesInTheText(t *testing.T) {
	m := trained(t, made(150, 1), small)
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.SampledFrom([]string{"物流", "退款", "质量"}).Draw(t, "label")
		words := rapid.SliceOfN(rapid.SampledFrom(noise), 0, 12).Draw(t, "words")
		word := rapid.SampledFrom(kinds[label]).Draw(t, "word")
		at := rapid.IntRange(0, len(words)).Draw(t, "at")
		normal := strings.Join(slices.Insert(words, at, word, word), " ")
		got := m.Classify(learn.Text{Normal: normal}, 0)
		last := 0
		for _, e := range got.Evidence {
			if e.From < last || e.To <= e.From || e.To > len(normal) {
				t.Fatalf("evidence %+v of %d bytes", got.Evidence, len(normal))
			}
			last = e.To
		}
		if got.Label == label && !slices.ContainsFunc(got.Evidence, func(e learn.Span) bool { return strings.Contains(normal[e.From:e.To], word) }) {
			t.Fatalf("%s: %s not in %+v", normal, word, got.Evidence)
		}
	})
}

func TestAnyTextIsAnsweredAndEvidenceStaysWithinRunes(t *testing.T) {
	m := trained(t, made(30, 1), small)
	rapid.Check(t, func(t *rapid.T) {
		prepared := learn.Prepare(nil, []string{rapid.String().Draw(t, "text")})[0]
		got := m.Classify(prepared.Text, 0)
		if got.Label == "" || got.Confidence <= 0 || got.Confidence > 1 {
			t.Fatalf("%+v", got)
		}
		for _, e := range got.Evidence {
			if e.From < 0 || e.From >= e.To || e.To > len(prepared.Normal) {
				t.Fatalf("evidence %+v in %q", got.Evidence, prepared.Normal)
			}
		}
	})
}

func TestBelowTheThresholdThereIsNoLabel(t *testing.T) {
	m := trained(t, made(60, 1), small)
	got := m.Classify(learn.Text{Normal: "我们 昨天 电话"}, 0.99)
	if got.Label != "" || got.Confidence <= 0 {
		t.Errorf("%+v", got)
	}
}

func TestPathsFallBackToALevelThatIsSure(t *testing.T) {
	var examples []learn.Example
	for i, e := range made(120, 3) {
		if e.Label == "质量" { // its two lower levels cannot be told apart
			e.Label = []string{"质量/甲", "质量/乙"}[i/3%2]
		}
		examples = append(examples, e)
	}
	m := trained(t, examples, small)
	got := m.Classify(learn.Text{Normal: "昨天 漏水 异响 坏了"}, 0.75)
	if got.Label != "质量" || got.Confidence < 0.75 || len(got.Others) == 0 {
		t.Errorf("%+v", got)
	}
}

func TestAnUnlearnableSetIsRefusedInASentence(t *testing.T) {
	for name, c := range map[string]struct {
		examples []learn.Example
		options  learn.Options
		says     string
	}{
		"one label":     {[]learn.Example{{Label: "a"}, {Label: "a"}}, small, "至少要有两种标签"},
		"few rows":      {[]learn.Example{{Label: "a"}, {Label: "b"}}, small, "分不成 5 份"},
		"too few folds": {made(10, 1), learn.Options{Folds: 1}, "份数应在"},
	} {
		_, err := learn.Train(context.Background(), c.examples, c.options)
		if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAModelAnswersTheSameAfterItWasWritten(t *testing.T) {
	examples := made(60, 5)
	m := trained(t, examples, small)
	content := written(t, m)
	back, err := learn.Read(bytes.NewReader(content), "m")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples[:50] {
		a, b := m.Classify(e.Text, 0.3), back.Classify(e.Text, 0.3)
		if fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%+v became %+v", a, b)
		}
	}
	if !bytes.Equal(content, written(t, back)) {
		t.Error("written again it differs")
	}
}

func TestADamagedModelIsRefused(t *testing.T) {
	content := written(t, trained(t, made(20, 5), small))
	for _, at := range []int{0, 15, 18, 40, len(content) / 2, len(content) - 2} {
		broken := bytes.Clone(content)
		broken[at] ^= 0x55
		if _, err := learn.Read(bytes.NewReader(broken), "坏.model"); analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "坏.model") {
			t.Errorf("byte %d: %v", at, err)
		}
	}
	for _, size := range []int{0, 10, 20, len(content) - 1} {
		if _, err := learn.Read(bytes.NewReader(content[:size]), "m"); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("cut at %d: %v", size, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	m, err := learn.Train(context.Background(), made(8, 1), learn.Options{Grams: learn.Grams{Words: 1, Bits: 8}, Folds: 2, Lexicon: []text.Lexeme{{Word: "坏了", Kinds: []string{"a"}}, {Word: "漏水", Kinds: []string{"a", "b"}}}})
	if err != nil {
		f.Fatal(err)
	}
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Fuzz(func(t *testing.T, content []byte) {
		m, err := learn.Read(bytes.NewReader(learn.Sealed(content)), "m")
		if err == nil {
			m.Classify(learn.Text{Normal: "快递 坏了"}, 0.5)
		}
	})
}
