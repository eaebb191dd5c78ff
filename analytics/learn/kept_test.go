package learn_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"huisheng/analytics/learn"
)

// muddled are examples whose labels have to do with their words in three of five cases only; every text is another.
func muddled(n int) []learn.Example {
	examples := made(n, 11)
	labels := []string{"物流", "退款", "质量"}
	for i := range examples {
		examples[i].Normal += fmt.Sprintf(" 单号%c%c", rune('一'+i%97), rune('一'+i%89))
		if i%5 < 2 {
			examples[i].Label = labels[(i*7+i/3)%3]
		}
	}
	return examples
}

func TestATextThatWasLearntIsAnsweredAsByAModelThatDidNotSeeIt(t *testing.T) {
	examples := muddled(200)
	m := trained(t, examples, small)
	var right, sure float64
	for _, e := range examples {
		got := m.Classify(e.Text, 0)
		sure += float64(got.Confidence) / float64(len(examples))
		if got.Label == e.Label {
			right += 1 / float64(len(examples))
		}
	}
	if math.Abs(right-sure) > 0.05 || math.Abs(right-m.Report.Accuracy.Value) > 0.01 {
		t.Errorf("the model's own texts: %.3f right, confidence %.3f; out of fold %.3f were right", right, sure, m.Report.Accuracy.Value)
	}
}

func TestAnAnswerThatSomebodyVouchesForIsRepeated(t *testing.T) {
	examples := made(100, 3)
	against := learn.Text{Normal: "快递 包裹 驿站 蓝色 大门 旁边"}
	examples = append(examples, learn.Example{Text: against, Label: "退款", Weight: 1})
	if got := trained(t, examples, small).Classify(against, 0); got.Label != "物流" {
		t.Errorf("one row against all others: %+v", got)
	}
	examples[len(examples)-1].Weight = 50
	if got := trained(t, examples, small).Classify(against, 0); got.Label != "退款" {
		t.Errorf("an answer that was vouched for: %+v", got)
	}
}

func TestALevelIsFoundAmongAnswersOutOfFoldToo(t *testing.T) {
	examples := made(120, 3)
	for i := range examples {
		if examples[i].Label == "质量" {
			examples[i].Label = []string{"质量/甲", "质量/乙"}[i/3%2]
		}
	}
	m := trained(t, examples, small)
	levels := 0
	for _, e := range examples {
		if got := m.Classify(e.Text, 0.85); got.Label == "质量" {
			levels++
		}
	}
	if levels < 20 {
		t.Errorf("%d of 120 texts are answered with the level above two that nothing tells apart", levels)
	}
}

func TestAModelOfTheFirstFormatIsStillRead(t *testing.T) {
	m := trained(t, made(60, 5), small)
	old, err := learn.Read(bytes.NewReader(learn.FirstFormat(t, m)), "old")
	if err != nil {
		t.Fatal(err)
	}
	unseen := learn.Text{Normal: "昨天 客服 漏水 异响 没有"}
	if a, b := m.Classify(unseen, 0), old.Classify(unseen, 0); fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%+v became %+v", a, b)
	}
	if m.Version() == old.Version() {
		t.Error("two models that answer differently have one version")
	}
}
