package topic_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

func compile(t *testing.T, packs ...string) *topic.Classifier {
	t.Helper()
	c, err := topic.Compile(parse(t, packs...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func parse(t *testing.T, packs ...string) []topic.Pack {
	t.Helper()
	var out []topic.Pack
	for _, p := range packs {
		pack, err := topic.Parse("test.yaml", []byte(p))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, pack)
	}
	return out
}

const rules = `
pack: p
name: 测试
context: [冰箱]
words: {loud: [异响, 很响]}
mask: [发动机盖]
topics:
  - {code: any, name: 漏水, group: 甲, alias: [水路/渗漏, 渗水], rules: [{any: [漏水, OTA, 天猫pro]}]}
  - {code: all, name: 退款慢, group: 甲, rules: [{all: [[退款], [没到, 迟迟]]}]}
  - {code: near, name: 发动机异响, group: 乙, rules: [{near: [[发动机], [$loud]], within: 4, weight: 2}]}
  - {code: not, name: 噪音, group: 乙, rules: [{any: [噪音], not: [工地]}]}
  - {code: context, name: 发热, group: 乙, rules: [{any: [发热], context: true}]}
`

const other = `
pack: q
name: 别的
context: [医院]
topics:
  - {code: q.fever, name: 发烧, group: 丙, rules: [{any: [体温]}]}
`

func TestRules(t *testing.T) {
	c := compile(t, rules, other)
	for _, k := range []struct{ name, words, category, want, from string }{
		{"any", "家里漏水了", "", "any", "rule"},
		{"rule words are normalised like texts", "升级ｏｔａ以后", "", "any", "rule"},
		{"a Latin word ends at its end", "total", "", "", "none"},
		{"a word that only begins with Han", "天猫PRO2", "", "", "none"},
		{"all, anywhere", "没到账。退款呢", "", "all", "rule"},
		{"all, one missing", "退款快", "", "", "none"},
		{"near", "发动机总是很响", "", "near", "rule"},
		{"near in the other order", "异响来自发动机", "", "near", "rule"},
		{"too far", "发动机修了很多很多次异响", "", "", "none"},
		{"near does not cross a sentence", "发动机。异响", "", "", "none"},
		{"a masked word does not count", "发动机盖异响", "", "", "none"},
		{"a word beside its mask counts", "发动机盖和发动机异响", "", "near", "rule"},
		{"not", "工地噪音", "", "", "none"},
		{"without what not wants", "噪音", "", "not", "rule"},
		{"context there", "冰箱发热", "", "context", "rule"},
		{"no context at all", "发热", "", "context", "rule"},
		{"the context of another field", "医院发热", "", "", "none"},
		{"another field, but a category of this one", "医院发热", "噪音", "context", "rule"},
		{"category by path", "没说什么", "水路 / 渗漏", "any", "category"},
		{"category by its last level", "", "别的/噪音", "not", "category"},
		{"category by an upper level", "", "渗水/其他", "any", "category"},
		{"category by two levels together", "", "部件/发动机/异响", "near", "category"},
		{"words come before the category", "漏水", "噪音", "any", "rule"},
		{"nothing", "你好", "不认识", "", "none"},
	} {
		t.Run(k.name, func(t *testing.T) {
			normal := text.Normalise(k.words)
			got := c.Classify(&normal, k.category)
			if got.Topic != k.want || got.From != k.from {
				t.Errorf("%s: %+v, want %s from %s", k.words, got, k.want, k.from)
			}
			if (got.Topic == "") != (got.Confidence == 0) || got.Confidence < 0 || got.Confidence > 1 {
				t.Errorf("confidence %v", got.Confidence)
			}
		})
	}
}

func TestEvidenceIsWhereTheWordsStandInTheOriginal(t *testing.T) {
	const words = "标题\r\n  我的\u3000\u3000发动机\x00总是 很响，还漏水"
	normal := text.Normalise(words)
	got := compile(t, rules).Classify(&normal, "")
	var stretches []string
	for _, e := range got.Evidence {
		stretches = append(stretches, e.Topic+":"+string([]rune(words)[e.From:e.To]))
	}
	if want := []string{"near:发动机", "near:很响", "any:漏水"}; !slices.Equal(stretches, want) {
		t.Errorf("evidence %q, want %q", stretches, want)
	}
	if !slices.Equal(got.Others, []string{"any"}) {
		t.Errorf("others %q", got.Others)
	}
}

func TestEqualScoresGoToTheFirstInTheText(t *testing.T) {
	c := compile(t, rules)
	for words, want := range map[string]string{"漏水，噪音": "any", "噪音，漏水": "not"} {
		normal := text.Normalise(words)
		if got := c.Classify(&normal, ""); got.Topic != want {
			t.Errorf("%s: %s, want %s", words, got.Topic, want)
		}
	}
}

// TestTheAutomatonFindsWhatASearchFinds compares topics of single words with strings.Contains on random texts.
func TestTheAutomatonFindsWhatASearchFinds(t *testing.T) {
	words := []string{"甲", "甲乙", "乙甲乙", "甲乙丙", "丙丙", "乙丙甲乙丁"}
	pack := "pack: p\nname: n\ntopics:\n"
	for i, w := range words {
		pack += "  - {code: c" + string(rune('0'+i)) + ", name: 名" + w + ", group: g, rules: [{any: [" + w + "]}]}\n"
	}
	c := compile(t, pack)
	rapid.Check(t, func(r *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"甲", "乙", "丙", "丁", "戊"}), 0, 20).Draw(r, "text"), "")
		normal := text.Normalise(in)
		got := c.Classify(&normal, "")
		found := map[string]bool{got.Topic: true}
		for _, o := range got.Others {
			found[o] = true
		}
		there := 0
		for i, w := range words {
			code := "c" + string(rune('0'+i))
			if strings.Contains(in, w) {
				there++
			} else if found[code] {
				r.Fatalf("%q: %s was found", in, w)
			}
		}
		if (there > 0) != (got.Topic != "") || there <= 5 && len(found) > there && there > 0 {
			r.Fatalf("%q: %d words there, found %v", in, there, found)
		}
	})
}

func TestOneClassifierServesManyGoroutinesAlike(t *testing.T) {
	c := classifier(t)
	texts := []string{"发动机异响，厂家不回复", "小区停水三天", "退款没到账", "", "村支书贪污低保"}
	want := make([]topic.Result, len(texts))
	for i, words := range texts {
		normal := text.Normalise(words)
		want[i] = c.Classify(&normal, "")
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for n := range 200 {
				i := n % len(texts)
				normal := text.Normalise(texts[i])
				if diff := cmp.Diff(want[i], c.Classify(&normal, "")); diff != "" {
					t.Error(diff)
					return
				}
			}
		})
	}
	group.Wait()
}

func TestBadPacksAreRefusedWithTheirFault(t *testing.T) {
	head := "pack: p\nname: n\ntopics:\n"
	for pack, want := range map[string]string{
		head + "  - {code: a, name: 甲, group: g, rules: [{any: [x1]}]}\n  - {code: a, name: 乙, group: g, rules: [{any: [x2]}]}": "出现了两次",
		head + "  - {code: a, name: 甲, group: g, rules: [{any: [$none]}]}":                                                      "没有名为 $none",
		head + "  - {code: a, name: 甲, group: g, rules: [{not: [x1]}]}":                                                         "没有 any",
		head + "  - {code: a, name: 甲, group: g, rules: [{near: [[x1]]}]}":                                                      "至少要两组",
		head + "  - {code: a, name: 甲, group: g, rules: [{any: ['。']}]}":                                                        "不能用的字符",
		head + "  - {code: a, name: 甲, group: g, rules: [{any: [x1], weight: 11}]}":                                             "weight",
		head + "  - {code: a, rules: [{any: [x1]}]}":                                                                            "缺少",
		head + "  - {code: a, name: 甲, parent: z, rules: [{any: [x1]}]}":                                                        "上级 z 不在",
		head + "  - {code: a, name: 甲, parent: b}\n  - {code: b, name: 乙, parent: a}":                                           "绕成圈",
		head + "  - {code: a, name: 甲, axis: when}":                                                                             "axis 应为",
		head + "  - {code: a, name: 甲, rules: [{any: [x1]}]}\n  - {code: b, name: 乙, parent: a}":                                "有下级",
		head + "  - {code: a, name: 甲, why: b}\n  - {code: b, name: 乙}":                                                         "最末级",
		head + "  - {code: 'a:b', name: 甲}":                                                                                     "不能有空格",
		head + "  - {code: a, name: 甲, group: g, alias: [丙]}\n  - {code: b, name: 乙, group: g, alias: [丙]}":                     "都叫",
	} {
		if _, err := topic.Compile(parse(t, pack)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want one with %q", err, want)
		}
	}
	if _, err := topic.Parse("x.yaml", []byte(head+"  - {code: a, nmae: 甲}")); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("a misspelt key: %v", err)
	}
}

func TestTaxonomy(t *testing.T) {
	c := compile(t, rules)
	tax := c.Taxonomy()
	if tax.Name("near") != "发动机异响" || tax.Group("near") != "乙" || len(tax.All()) != 5 {
		t.Errorf("%+v", tax.All())
	}
	if tax.Name("") != topic.Unclassified || tax.Group("") != topic.Unclassified || tax.Name("gone") != "gone" {
		t.Error("codes without topic")
	}
}

func TestVersionFollowsThePacks(t *testing.T) {
	a, b, c := compile(t, rules), compile(t, rules), compile(t, strings.Replace(rules, "within: 4", "within: 5", 1))
	if a.Version() != b.Version() || a.Version() == c.Version() {
		t.Errorf("%s %s %s", a.Version(), b.Version(), c.Version())
	}
}

func TestSelectKeepsTheWantedPacks(t *testing.T) {
	packs, err := topic.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	some, err := topic.Select(packs, []string{"car"})
	if err != nil || len(some) != 2 || some[0].Code != "car" || some[1].Code != "general" {
		t.Errorf("a pack comes with those that it extends: %d packs, %v", len(some), err)
	}
	if all, err := topic.Select(packs, nil); err != nil || len(all) != len(packs) {
		t.Errorf("none given keeps %d of %d, %v", len(all), len(packs), err)
	}
	if _, err := topic.Select(packs, []string{"bank"}); err == nil || !strings.Contains(err.Error(), "government") {
		t.Errorf("error = %v", err)
	}
}
