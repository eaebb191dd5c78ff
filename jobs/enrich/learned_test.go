package enrich_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
	"huisheng/jobs/enrich"
)

// spaces cuts at spaces and commas: words enough for a test.
type spaces struct{}

func (spaces) Segment(texts []string) [][]string {
	out := make([][]string, len(texts))
	for i, t := range texts {
		out[i] = strings.Fields(t)
	}
	return out
}

func (spaces) Version() string { return "spaces" }

// taught is a model that knows 甲 words for topic t.a and 乙 words for t.b, and no rule.
func taught(t *testing.T) *learn.Model {
	t.Helper()
	var examples []learn.Example
	for i := range 200 {
		words, label := "天窗 雨水 顶棚", "t.a"
		if i%2 == 1 {
			words, label = "退款 账单 扣费", "t.b"
		}
		three := strings.Fields(words)
		examples = append(examples, learn.Example{Text: learn.Text{Normal: three[i/2%3] + " " + three[i/6%3] + " " + fmt.Sprint("第", i%7)}, Label: label})
	}
	for i := range examples {
		examples[i].Words = strings.Fields(examples[i].Normal)
	}
	m, err := learn.Train(context.Background(), examples, learn.Options{Grams: learn.Grams{Words: 1, From: 1, To: 2, Bits: 14}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const twoTopics = `
pack: t
name: 测试
version: 1
topics:
  - {code: t.a, name: 甲, group: 组, rules: [{any: [漏水], weight: 8}]}
  - {code: t.b, name: 乙, group: 组, alias: [收费], rules: [{any: [电话], weight: 0.3}]}
`

func analysisWith(t *testing.T, m *learn.Model) *enrich.Analysis {
	t.Helper()
	pack, err := topic.Parse("t.yaml", []byte(twoTopics))
	if err != nil {
		t.Fatal(err)
	}
	classifier, err := topic.Compile([]topic.Pack{pack})
	if err != nil {
		t.Fatal(err)
	}
	return enrich.NewAnalysis(enrich.Parts{Segmenter: spaces{}, Classifier: classifier, Rarity: text.NewRarity(), Learned: m}, 1)
}

func read(t *testing.T, a *enrich.Analysis, words, category string) analytics.Insight {
	t.Helper()
	got, err := a.Read(context.Background(), []analytics.Wording{{Text: words, Category: category}}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return got[0]
}

func TestRuleModelAndCategoryAreCombinedInTheStatedOrder(t *testing.T) {
	a := analysisWith(t, taught(t))
	for name, c := range map[string]struct {
		words, category string
		topic, from     string
		others          []string
	}{
		"a sure rule is not put to the model":        {"漏水 退款 账单 扣费", "", "t.a", topic.FromRule, nil},
		"the model before a rule that is not sure":   {"天窗 雨水 顶棚 电话", "", "t.a", enrich.FromModel, []string{"t.b"}},
		"the model before the category":              {"天窗 雨水 顶棚", "收费", "t.a", enrich.FromModel, nil},
		"the model where no rule speaks":             {"退款 账单 扣费", "", "t.b", enrich.FromModel, nil},
		"a rule where the model is not sure":         {"电话 别的", "", "t.b", topic.FromRule, nil},
		"the category where neither is sure":         {"别的 什么", "收费", "t.b", topic.FromCategory, nil},
		"nothing where nobody knows":                 {"别的 什么", "", "", topic.FromNone, nil},
		"no words: the category, whatever the model": {"", "收费", "t.b", topic.FromCategory, nil},
	} {
		got := read(t, a, c.words, c.category)
		if got.Topic != c.topic || got.TopicFrom != c.from || !slices.Equal(got.OtherTopics, c.others) {
			t.Errorf("%s: %s from %s, others %q, confidence %.2f", name, got.Topic, got.TopicFrom, got.OtherTopics, got.Confidence)
		}
	}
}

func TestALabelOfTheModelHasItsEvidenceInTheOriginal(t *testing.T) {
	got := read(t, analysisWith(t, taught(t)), "Ａ１　 天窗  雨水 漏进来", "")
	if got.TopicFrom != enrich.FromModel || len(got.Evidence) == 0 {
		t.Fatalf("%+v", got)
	}
	original := []rune("Ａ１　 天窗  雨水 漏进来")
	for _, e := range got.Evidence {
		if word := string(original[e.From:e.To]); e.Topic != "t.a" || !strings.Contains("天窗  雨水", word) {
			t.Errorf("%q speaks for %s", word, e.Topic)
		}
	}
}

func TestAnotherModelIsAnotherReading(t *testing.T) {
	with := analysisWith(t, taught(t))
	without := with.WithModel(nil)
	if with.Model() == without.Model() || without.Model() != analysisWith(t, nil).Model() {
		t.Errorf("%s and %s", with.Model(), without.Model())
	}
	if got := read(t, without, "退款 账单 扣费", ""); got.Topic != "" {
		t.Errorf("without a model: %+v", got)
	}
}

func TestAWordThatAPersonExcludedStopsModelAndCategoryToo(t *testing.T) {
	pack, err := topic.Parse("t.yaml", []byte(twoTopics))
	if err != nil {
		t.Fatal(err)
	}
	change := func(number uint64, kind, code string) analytics.TaxonomyChange {
		return analytics.TaxonomyChange{Number: number, Topic: code, Kind: kind, Words: []string{"Ｇ７样机"}}
	}
	with := func(changes ...analytics.TaxonomyChange) *enrich.Analysis {
		c, err := topic.Overlay([]topic.Pack{pack}, changes, 1)
		if err != nil {
			t.Fatal(err)
		}
		return enrich.NewAnalysis(enrich.Parts{Segmenter: spaces{}, Classifier: c, Rarity: text.NewRarity(), Learned: taught(t)}, 1)
	}
	excluded := with(change(1, analytics.ChangeNot, "t.b"))
	for words, want := range map[string]string{"退款 账单 扣费": enrich.FromModel, "退款 账单 扣费 g7样机": topic.FromNone} {
		if got := read(t, excluded, words, ""); got.TopicFrom != want {
			t.Errorf("%q: %q from %s, not from %s", words, got.Topic, got.TopicFrom, want)
		}
	}
	if got := read(t, excluded, "别的 g7样机", "收费"); got.Topic != "" {
		t.Errorf("the category gives %q, which a person excluded", got.Topic)
	}
	if got := read(t, excluded, "天窗 雨水 顶棚 g7样机", ""); got.Topic != "t.a" {
		t.Errorf("another label is %q: the word excludes only its own", got.Topic)
	}
	if got := read(t, with(change(1, analytics.ChangeNot, "t.b"), change(2, analytics.ChangeAdd, "t.b")), "退款 账单 扣费 g7样机", ""); got.Topic != "t.b" {
		t.Errorf("%q: the word was added again and still excludes", got.Topic)
	}
}
