package topic_test

import (
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/topic"
)

// told makes n complaints of a category whose words are those given and words that all have.
func told(category string, n int, words ...string) []topic.Told {
	var list []topic.Told
	for i := range n {
		all := []string{"你好", "希望", words[i%len(words)], words[0]}
		list = append(list, topic.Told{Category: category, Text: strings.Join(all, "，") + "，请处理", Words: all})
	}
	return list
}

func TestADraftFindsTheWordsThatTellCategoriesApart(t *testing.T) {
	var data []topic.Told
	data = append(data, told("发动机/异响", 60, "哒哒响", "发动机")...)
	data = append(data, told("发动机/漏油", 50, "渗油", "发动机")...)
	data = append(data, told("发动机", 40, "发动机", "坏了")...)
	data = append(data, told("空调/异响", 30, "嗡嗡声", "空调")...)
	data = append(data, told("太少", 5, "别的事")...)
	data = append(data, told("", 50, "没有分类")...)
	pack, err := topic.Draft("own", "自有", data, 20)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := pack.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := topic.Parse("own.yaml", raw)
	if err != nil {
		t.Fatalf("%v\n%s", err, raw)
	}
	for _, f := range topic.Lint([]topic.Pack{again}) {
		if !f.Hint {
			t.Errorf("%s\n%s", f, raw)
		}
	}
	c, err := topic.Compile([]topic.Pack{again})
	if err != nil {
		t.Fatal(err)
	}
	for words, path := range map[string]string{"一直哒哒响": "发动机/异响", "底下渗油": "发动机/漏油", "嗡嗡声很大": "空调/空调异响"} {
		got := c.Explain(words, "")
		if name := strings.Join(c.Taxonomy().Path(got.Topic), "/"); name != path {
			t.Errorf("%s is %s, want %s\n%s", words, name, path, raw)
		}
	}
	text := string(raw)
	if strings.Contains(text, "希望，") == false && strings.Contains(text, "- 希望\n") || strings.Contains(text, "太少") || strings.Contains(text, "没有分类") {
		t.Errorf("what tells nothing apart is in the draft:\n%s", text)
	}
	if empty, err := topic.Draft("own", "自有", data[:3], 20); err != nil || len(empty.Topics) != 0 {
		t.Errorf("%v %+v", err, empty)
	}
}

func TestVersionsAreComparedByWhatPeopleWouldSee(t *testing.T) {
	before := parse(t, rules)
	after := parse(t, strings.NewReplacer("name: 漏水,", "name: 渗水,", "code: all,", "code: all2,", "within: 4", "within: 5", "group: 乙, rules: [{any: [噪音]", "group: 甲, rules: [{any: [噪音, 太吵]").Replace(rules)+
		"crosswalk: [{version: 2, kind: rename, from: [all], to: [all2]}]\n")
	list, err := topic.Compare(before, after)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.Kind+" "+d.Code+" "+d.Text)
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{"renamed any “漏水”改名为“渗水”", "added all2 新增“甲 › 退款慢”", "rules near “发动机异响”的规则有变：条件、分量或别名", "moved not “噪音”从“乙”移到“甲”",
		"rules not “噪音”的规则有变：加词 太吵", "replaced all “退款慢”由“退款慢”接替"} {
		if !strings.Contains(all, want) {
			t.Errorf("it does not say %q:\n%s", want, all)
		}
	}
	if same, err := topic.Compare(before, parse(t, rules)); err != nil || len(same) != 0 {
		t.Errorf("the same packs differ: %v %+v", err, same)
	}
	shifts := topic.Shifts(compile(t, rules), mustCompile(t, after), []analytics.Wording{{Text: "太吵"}, {Text: "晚上太吵"}, {Text: "退款迟迟"}, {Text: "漏水"}})
	if len(shifts) != 1 || shifts[0].To != "not" || shifts[0].N != 2 || len(shifts[0].Examples) != 2 {
		t.Errorf("a label read by a crosswalk moved, or one that moves did not: %+v", shifts)
	}
}

func mustCompile(t *testing.T, packs []topic.Pack) *topic.Classifier {
	t.Helper()
	c, err := topic.Compile(packs)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
