package topic_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

// Whatever the words: an axis has one label or none, the label is a leaf of that axis, its confidence is a share, evidence lies inside of the
// text and speaks for labels that were given, and both readings of a text are the same.
func TestLabelsOfAnyTextAreLabelsOfTheirAxes(t *testing.T) {
	c := classifier(t)
	tax := c.Taxonomy()
	var pieces []string
	for _, axis := range topic.Axes {
		for _, e := range tax.Leaves(axis) {
			pieces = append(pieces, e.Examples...)
		}
	}
	pieces = append(pieces, "。", "，", "\n", "  ", "\x00", "😀", "ＡＢＣ", "尊敬的领导", "4S店", "信用卡", "快递", "")
	rapid.Check(t, func(r *rapid.T) {
		words := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.StringN(0, 6, 18)), 0, 6).Draw(r, "words"), "")
		category := rapid.SampledFrom([]string{"", "发动机/异响", "服务态度", "没有这个分类"}).Draw(r, "category")
		normal := text.Normalise(words)
		got := c.Classify(&normal, category)
		given := append([]string{got.Topic, got.Why.Code, got.Where.Code}, got.Others...)
		for i, axis := range topic.Axes {
			if code := given[i]; code != "" {
				if e, ok := tax.Entry(code); !ok || e.Axis != axis || !e.Leaf {
					r.Fatalf("%q: %s is no label of %s", words, code, axis)
				}
			}
		}
		for _, l := range []struct {
			code, from string
			confidence float32
		}{{got.Topic, got.From, got.Confidence}, {got.Why.Code, got.Why.From, got.Why.Confidence}, {got.Where.Code, got.Where.From, got.Where.Confidence}} {
			if (l.code == "") != (l.from == topic.FromNone) || (l.code == "") != (l.confidence == 0) || l.confidence < 0 || l.confidence > 1 {
				r.Fatalf("%q: label %+v", words, l)
			}
		}
		if slices.Contains(got.Others, got.Topic) {
			r.Fatalf("%q: %s is the topic and 另提及", words, got.Topic)
		}
		for _, e := range got.Evidence {
			if e.From >= e.To || int(e.To) > len([]rune(words)) || !slices.Contains(given, e.Topic) {
				r.Fatalf("%q: evidence %+v of %q", words, e, given)
			}
		}
		explained := c.Explain(words, category)
		if explained.Topic != got.Topic || explained.Why != got.Why || explained.Where != got.Where {
			r.Fatalf("%q: explained otherwise", words)
		}
		for i, axis := range topic.Axes {
			if list := explained.Candidates[axis]; len(list) > 0 && list[0].Code != given[i] && got.From == topic.FromRule {
				r.Fatalf("%q: the best candidate of %s is %s, the label %s", words, axis, list[0].Code, given[i])
			}
		}
	})
}

const own = `
pack: own
name: 自有
version: 2
axes: {what: 业务, where: 渠道}
context: [柜台]
topics:
  - {code: a, name: 存款, definition: 存取款, why: slow, where: counter}
  - {code: a.wait, name: 排队久, parent: a, rules: [{any: [排队], weight: 2}]}
  - {code: a.rude, name: 柜员态度, parent: a, why: rude, rules: [{any: [柜员骂人]}]}
  - {code: slow, name: 效率低, axis: why, rules: [{any: [太慢, 效率], weight: 2}]}
  - {code: rude, name: 态度, axis: why, rules: [{any: [骂人, 冷脸], weight: 4}]}
  - {code: counter, name: 柜面, axis: where, rules: [{any: [柜台]}]}
  - {code: online, name: 线上, axis: where, alias: [网上银行], rules: [{any: [手机上], weight: 4}]}
crosswalk:
  - {version: 2, kind: split, from: [old], to: [a.wait, a.rude], name: 服务差}
  - {version: 2, kind: merge, from: [x1, x2], to: [a.rude]}
  - {version: 2, kind: rename, from: [y], to: [x1]}
  - {version: 2, kind: move, from: [a.wait], to: [a.wait]}
`

func TestAxesAreReadTogether(t *testing.T) {
	c := compile(t, own)
	for _, k := range []struct{ name, words, category, topic, why, where, from string }{
		{"implied by the node above", "排队", "", "a.wait", "slow", "counter", "rule"},
		{"implied by the label itself", "柜员骂人", "", "a.rude", "rude", "counter", "rule"},
		{"words that say it are stronger", "排队，手机上也冷脸", "", "a.wait", "rude", "online", "rule"},
		{"an axis without the others", "效率", "", "", "slow", "", "rule"},
		{"by the source's category", "你好", "网上银行", "", "", "online", "category"},
		{"nothing", "你好", "", "", "", "", "none"},
	} {
		normal := text.Normalise(k.words)
		got := c.Classify(&normal, k.category)
		if got.Topic != k.topic || got.Why.Code != k.why || got.Where.Code != k.where || k.from == "category" && got.Where.From != "category" {
			t.Errorf("%s: %q is %+v", k.name, k.words, got)
		}
		if k.why == "slow" && k.topic != "" && !slices.ContainsFunc(got.Evidence, func(e analytics.Evidence) bool { return e.Topic == "slow" }) {
			t.Errorf("%s: what is implied has no evidence", k.name)
		}
	}
}

func TestTreesNameTheirNodes(t *testing.T) {
	tax := compile(t, own).Taxonomy()
	if got := strings.Join(tax.Path("a.wait"), "/"); got != "存款/排队久" || tax.Group("a.wait") != "存款" {
		t.Errorf("path %s, group %s", got, tax.Group("a.wait"))
	}
	if !slices.Equal(tax.Under("a"), []string{"a.wait", "a.rude"}) || len(tax.All()) != 2 || len(tax.Leaves(topic.Where)) != 2 || len(tax.Tree("own", topic.What)) != 3 {
		t.Errorf("under %q, tree %+v", tax.Under("a"), tax.Tree("own", topic.What))
	}
	if s := tax.Schemes()[0]; s.Axes != [3]string{"业务", "原因", "渠道"} || s.Version != 2 {
		t.Errorf("%+v", s)
	}
}

// The laws of crosswalks: live codes are themselves, codes given up are read as live ones however often one reads, and nothing is invented.
func TestOldLabelsAreReadInTheNewVersion(t *testing.T) {
	tax := compile(t, own).Taxonomy()
	for code, want := range map[string]struct{ now, name, group string }{
		"old": {"a.wait,a.rude", "服务差（已拆分）", "存款"}, "x1": {"a.rude", "柜员态度", "存款"}, "x2": {"a.rude", "柜员态度", "存款"}, "y": {"a.rude", "柜员态度", "存款"},
		"a.wait": {"a.wait", "排队久", "存款"}, "never": {"", "never", topic.Unclassified}, "": {"", topic.Unclassified, topic.Unclassified},
	} {
		now := tax.Current(code)
		if strings.Join(now, ",") != want.now || tax.Name(code) != want.name || tax.Group(code) != want.group {
			t.Errorf("%s: %q %s %s", code, now, tax.Name(code), tax.Group(code))
		}
		for _, again := range now {
			if !slices.Equal(tax.Current(again), []string{again}) {
				t.Errorf("%s is not current", again)
			}
		}
	}
	if got := tax.Earlier("a.rude"); !slices.Equal(got, []string{"x1", "x2", "y"}) {
		t.Errorf("earlier %q", got)
	}
}

// Any chain of renames, splits and merges ends at codes that the packs have.
func TestCrosswalksOfAnyShapeEndAtLiveCodes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		codes := []string{"l1", "l2", "l3", "o1", "o2", "o3", "o4"}
		pack := topic.Pack{Code: "p", Name: "n", Version: 9}
		for _, code := range codes[:3] {
			pack.Topics = append(pack.Topics, topic.Topic{Code: code, Name: "名" + code, Rules: []topic.Rule{{Any: []string{"词" + code}}}})
		}
		for i, from := range codes[3:] {
			to := rapid.SliceOfNDistinct(rapid.SampledFrom(slices.Concat(codes[:3+i], codes[4+i:])), 1, 3, func(s string) string { return s }).Draw(r, from)
			x := topic.Crossing{Version: 2 + i, Kind: topic.Rename, From: []string{from}, To: to}
			if len(to) > 1 {
				x.Kind = topic.Split
			}
			pack.Crosswalk = append(pack.Crosswalk, x)
		}
		c, err := topic.Compile([]topic.Pack{pack})
		if err != nil {
			r.Fatal(err)
		}
		for _, code := range codes {
			for _, now := range c.Taxonomy().Current(code) {
				if !slices.Contains(codes[:3], now) {
					r.Fatalf("%s is read as %s", code, now)
				}
			}
		}
	})
}

func TestACautiousPackYieldsToTheFieldOfTheText(t *testing.T) {
	const bank = "pack: bank\nname: 银行\ncautious: true\ncontext: [银行, 贷款]\ntopics: [{code: loan, name: 贷款, rules: [{any: [利息], weight: 5}]}]\n"
	const town = "pack: town\nname: 市政\ncontext: [市长, 居民]\ntopics: [{code: town.fee, name: 收费, rules: [{any: [利息]}]}]\n"
	c := compile(t, bank, town)
	for words, want := range map[string]string{"银行贷款利息": "loan", "市长、居民，贷款利息": "town.fee", "利息": "town.fee", "居民贷款利息": "loan"} {
		normal := text.Normalise(words)
		if got := c.Classify(&normal, "").Topic; got != want {
			t.Errorf("%s: %s, want %s", words, got, want)
		}
	}
}
