package similar_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"huisheng/analytics/similar"
	"huisheng/analytics/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// telling is a text with who told it and when.
type telling struct {
	words    string
	customer uint64
	at       int64 // days
	product  uint64
	topic    uint64
}

func items(list ...telling) []similar.Item {
	var signer similar.Signer
	out := make([]similar.Item, len(list))
	for i, t := range list {
		normal := text.Normalise(t.words)
		out[i] = similar.Item{ID: uint64(i) + 1, At: t.at * 24 * 3600 * 1000, Customer: t.customer, Product: t.product, Topic: t.topic,
			Reminds: similar.Reminds(&normal), Signature: signer.Sign(&normal)}
	}
	return out
}

func grouped(list []similar.Item) []similar.Item {
	similar.Sort(list)
	similar.Join(list, similar.Pairs(list))
	return list
}

const (
	leak  = "冰箱底部一直漏水，客厅地板泡得翘了起来，报修三次都没有人上门，请尽快安排师傅来修理并赔偿地板"
	noise = "洗衣机一脱水整个阳台都在震，楼下邻居来敲过两回门，师傅看了说是正常现象，我不接受这种说法"
)

func TestTellingsOfOneMatterAreFound(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second telling
		want          similar.Relation
	}{
		{"the same words", telling{words: leak}, telling{words: leak}, similar.Exact},
		{"other punctuation and width", telling{words: leak}, telling{words: strings.ReplaceAll(leak, "，", "!!")}, similar.Near},
		{"a sentence before and one behind", telling{words: leak, customer: 1}, telling{words: "你好，我是上周打过电话的那位。" + leak + "。再不来人我就去消协。", customer: 1}, similar.Near},
		{"slips", telling{words: leak}, telling{words: strings.Replace(strings.Replace(leak, "客厅", "客斤", 1), "没有人", "没人", 1)}, similar.Near},
		{"another complaint", telling{words: leak, customer: 1}, telling{words: noise, customer: 1}, similar.Alone},
		{"another customer with the same words", telling{words: leak, customer: 1}, telling{words: leak, customer: 2}, similar.Alone},
		{"nobody knows the customer and the product is another", telling{words: leak, product: 1}, telling{words: leak, product: 2}, similar.Alone},
		{"the same customer, product and topic in other words", telling{words: leak, customer: 1, product: 7, topic: 3},
			telling{words: "等了一个月还没有人来", customer: 1, product: 7, topic: 3, at: 30}, similar.Again},
		{"the same customer and product, reminding", telling{words: leak, customer: 1, product: 7, topic: 3},
			telling{words: "上次反映的事情至今没有人管", customer: 1, product: 7, at: 30}, similar.Again},
		{"the same but long after", telling{words: leak, customer: 1, product: 7, topic: 3},
			telling{words: "等了很久还没有人来", customer: 1, product: 7, topic: 3, at: 61}, similar.Alone},
		{"the same customer about another product", telling{words: leak, customer: 1, product: 7, topic: 3},
			telling{words: "上次反映的事情至今没有人管", customer: 1, product: 8, topic: 3, at: 3}, similar.Alone},
		{"a short text with one more word", telling{words: "没有处理"}, telling{words: "一直没有处理好"}, similar.Alone},
		{"no words", telling{}, telling{}, similar.Alone},
	} {
		list := grouped(items(c.first, c.second))
		if list[1].Relation != c.want {
			t.Errorf("%s: %q, want %q (%+v)", c.name, list[1].Relation, c.want, similar.Compare(&list[0].Signature, &list[1].Signature))
		}
		if same := list[0].Matter == list[1].Matter; same != (c.want != similar.Alone) {
			t.Errorf("%s: one matter %v", c.name, same)
		}
	}
}

func TestATextThatGoesRoundIsATemplateAndNoMatter(t *testing.T) {
	var list []telling
	for i := range similar.TemplatePeople {
		list = append(list, telling{words: fmt.Sprintf("本人于二〇二四年购买贵公司第%d批产品，宣传页面承诺终身免费保养，现门店以政策调整为由拒绝履行，已构成虚假宣传，要求退一赔三并公开道歉", i), customer: uint64(i) + 1})
	}
	if found := similar.Templates(grouped(items(list[1:]...))); len(found) != 0 {
		t.Error("fewer people than a template needs made one")
	}
	all := grouped(items(list...))
	found := similar.Templates(all)
	if len(found) != 1 || !found[all[0].Wording] {
		t.Fatalf("%v", found)
	}
	for i := range all {
		if all[i].Wording != all[0].Wording || all[i].Relation != similar.Alone {
			t.Errorf("%+v", all[i])
		}
	}
	for i := range list { // one person who sends it five times is one person
		list[i].customer = 1
	}
	if found := similar.Templates(grouped(items(list...))); len(found) != 0 {
		t.Error("one person made a template")
	}
}

// words draws a text from few clauses, so that copies, near copies and others come up all the time.
func words(t *rapid.T) string {
	clauses := []string{"冰箱底部一直漏水", "客厅地板泡得翘了起来", "报修三次都没有人上门", "请尽快安排师傅来修理", "洗衣机一脱水就震", "楼下邻居来敲过两回门", "上次反映过没有下文", "退一赔三并公开道歉"}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(clauses), 0, 6).Draw(t, "clauses"), "，")
}

func drawn(t *rapid.T) []telling {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) telling {
		return telling{words(t), rapid.Uint64Range(0, 3).Draw(t, "customer"), rapid.Int64Range(0, 90).Draw(t, "day"), rapid.Uint64Range(0, 2).Draw(t, "product"), rapid.Uint64Range(0, 2).Draw(t, "topic")}
	}), 0, 30).Draw(t, "tellings")
}

// Every text is in exactly one matter and one wording, which bear the name of one of their members; a matter has one customer.
func TestGroupsAreAPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := grouped(items(drawn(t)...))
		byID, founders := map[uint64]*similar.Item{}, map[uint64]int{}
		for i := range list {
			byID[list[i].ID] = &list[i]
			if list[i].Relation == similar.Alone {
				founders[list[i].Matter]++
			}
		}
		for i := range list {
			founder, wording := byID[list[i].Matter], byID[list[i].Wording]
			if founder == nil || wording == nil || founder.Matter != founder.ID || wording.Wording != wording.ID || founders[list[i].Matter] != 1 {
				t.Fatalf("%+v is in no group of its own", list[i])
			}
			if founder.Customer != list[i].Customer {
				t.Fatalf("a matter has customers %d and %d", founder.Customer, list[i].Customer)
			}
			if (list[i].Like == 0) != (list[i].Relation == similar.Alone) || list[i].Like != 0 && byID[list[i].Like].Matter != list[i].Matter {
				t.Fatalf("%+v is like nothing in its matter", list[i])
			}
		}
	})
}

// The order in which a batch is given changes nothing, and to group again what is grouped changes nothing.
func TestGroupsDoNotDependOnTheOrderGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(drawn(t)...)
		mixed := rapid.Permutation(slices.Clone(list)).Draw(t, "order")
		one, other := grouped(list), grouped(mixed)
		if diff := cmp.Diff(one, other, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		again := slices.Clone(one)
		similar.Join(again, similar.Pairs(again))
		if diff := cmp.Diff(one, again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// What comes later never moves what is in a group.
func TestLaterTextsMoveNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := items(drawn(t)...)
		cut := rapid.IntRange(0, len(list)).Draw(t, "cut")
		before := grouped(slices.Clone(list[:cut]))
		later := slices.Clone(list[cut:])
		similar.Sort(later)
		both := append(slices.Clone(before), later...)
		similar.Join(both, similar.Pairs(both))
		if diff := cmp.Diff(before, both[:cut:cut], cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Compare is symmetric, 1 for the same, and between 0 and 1.
func FuzzCompare(f *testing.F) {
	f.Add(leak, noise)
	f.Add("", "a")
	f.Add(strings.Repeat(leak+noise, 9), strings.Repeat(noise, 3)+"\x00")
	f.Fuzz(func(t *testing.T, x, y string) {
		var signer similar.Signer
		nx, ny := text.Normalise(x), text.Normalise(y)
		a, b := signer.Sign(&nx), signer.Sign(&ny)
		l := similar.Compare(&a, &b)
		if l != similar.Compare(&b, &a) {
			t.Fatalf("%+v one way, %+v the other", l, similar.Compare(&b, &a))
		}
		if l.Jaccard < 0 || l.Jaccard > l.Containment || l.Containment > 1 {
			t.Fatalf("%+v", l)
		}
		if self := similar.Compare(&a, &a); len(a.Shingles) > 0 && (self.Jaccard != 1 || !self.Near(true)) {
			t.Fatalf("a text is unlike itself: %+v", self)
		}
		if !slices.IsSorted(a.Shingles) || len(a.Shingles) > similar.MaxShingles {
			t.Fatalf("%d shingles", len(a.Shingles))
		}
	})
}

// The signature of a text is kept in tables: another one needs another Version.
func TestSignaturesStayAsTheyAre(t *testing.T) {
	var signer similar.Signer
	var out strings.Builder
	fmt.Fprintf(&out, "version %d\n", similar.Version)
	for _, s := range []string{"", "漏水", leak, noise, strings.Repeat(leak+"，"+noise+"；", 4), "iPhone 15 Pro 黑屏", "ＡＢＣ１２３漏水了"} {
		normal := text.Normalise(s)
		sign := signer.Sign(&normal)
		fmt.Fprintf(&out, "%.20s… hash %x, %d shingles %x, keys %x\n", s, sign.Hash, len(sign.Shingles), sign.Shingles[:min(3, len(sign.Shingles))], sign.Keys)
	}
	path := filepath.Join("testdata", "signatures.txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("%s\nAnother signature needs another Version; then run with -update.", diff)
	}
}

// A long text and a copy of it with a page more are known by samples of their shingles.
func TestLongTextsAreComparedBySamples(t *testing.T) {
	var page strings.Builder
	for i := range 400 {
		fmt.Fprintf(&page, "%c%c%c%c，", 0x4E00+i*7, 0x5E00+i*5, 0x6E00+i*3, 0x7E00+i)
	}
	long := page.String()
	list := items(telling{words: long}, telling{words: long[:len(long)*3/4]})
	l := similar.Compare(&list[0].Signature, &list[1].Signature)
	if l.Jaccard < 0.65 || l.Jaccard > 0.85 || l.Containment < 0.9 {
		t.Errorf("three quarters of a text are %+v", l)
	}
}
