package topic_test

import (
	"fmt"
	"strings"
	"testing"

	"huisheng/analytics/topic"
)

// Each fault is told with the line on which it stands.
func TestLintTellsEveryFaultByItsLine(t *testing.T) {
	const pack = `pack: p
name: n
version: 2
words: {unused: [甲甲]}
mask: [漏水点]
topics:
  - {code: a, name: 甲, definition: 甲的定义, examples: [漏水, 还是漏水], rules: [{any: [漏水, 漏水, 工地噪音], not: [工地], within: 3}]}
  - {code: b, name: 乙}
  - code: c
    name: 丙
    rules:
      - {any: [水点]}
      - {all: [[漏水点], [漏水]]}
  - code: d
    name: 丁
    counter: [停电了]
    rules:
      - {any: [停电], weight: 3}
  - {code: e, name: 戊, definition: 戊的定义, examples: [停电, 断网], rules: [{any: [停电]}]}
  - {code: f, name: 己, rules: [{any: [断电], weight: 3}]}
  - {code: g, name: 庚, rules: [{any: [断电], weight: 3}]}
crosswalk:
  - {version: 3, kind: rename, from: [old], to: [gone]}
  - {version: 2, kind: split, from: [x], to: [a, b]}
`
	parsed, err := topic.Parse("own/p.yaml", []byte(pack))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range topic.Lint([]topic.Pack{parsed}) {
		lines = append(lines, f.String())
	}
	got := strings.Join(lines, "\n")
	for _, want := range []struct {
		line int
		text string
	}{{4, "词表 unused 没有规则使用"}, {7, "“漏水”写了两次"}, {7, "“工地噪音”含有 not"}, {7, "有 within 却没有 near"}, {7, "“工地噪音”不起作用"}, {8, "b 既没有规则也没有别名"},
		{8, "b 没有定义"}, {9, "c 的例句（examples）不足"}, {16, "反例“停电了”也归到了它"}, {19, "例句“停电”归到了 丁"}, {19, "例句“断网”归到了 未分类"}, {19, "e 总是被 d 压住"},
		{21, "f 与 g 以同样的分量用了：断电"}, {23, "版本 3 应在 2 和本包的版本 2 之间"}, {23, "去处 gone 不在本包里"}, {24, "没有写旧名"}} {
		found := false
		for _, l := range lines {
			found = found || strings.HasPrefix(l, fmt.Sprintf("own/p.yaml:%d: ", want.line)) && strings.Contains(l, want.text)
		}
		if !found {
			t.Errorf("lint does not say %q on line %d:\n%s", want.text, want.line, got)
		}
	}
}

func TestWhatCannotBeReadIsToldByItsLine(t *testing.T) {
	for pack, want := range map[string]string{
		"pack: p\nname: n\ntopics:\n  - {code: a, name: 甲, nmae: 乙}":                                                                 "x.yaml:4: 错误：不认识的键 \"nmae\"",
		"pack: p\nname: n\ntopics: [":                                                                                                "x.yaml:3: 错误",
		"pack: p\nname: n\ntopics:\n  - {code: a, name: 甲}\n  - {code: bb, name: 乙}\n  - {code: bb, name: 丙}":                        "x.yaml:5: 错误：主题代号 bb 出现了两次",
		"pack: p\nname: n\ntopics:\n  - {code: a, name: 甲}\n  - {code: b, name: 乙, parent: zz}":                                      "x.yaml:5: 错误：分类包 p：b 的上级 zz",
		"pack: p\nname: n\nversion: 2\ntopics:\n  - {code: a, name: 甲}\ncrosswalk: [{version: 2, kind: rename, from: [a], to: [b]}]": "取消的代号不能再用",
	} {
		parsed, err := topic.Parse("x.yaml", []byte(pack))
		var got string
		if err != nil {
			got = topic.FaultOf("x.yaml", err).String()
		} else if faults := topic.Lint([]topic.Pack{parsed}); len(faults) > 0 {
			got = faults[0].String()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s\n told as %q, want %q", pack, got, want)
		}
	}
}
