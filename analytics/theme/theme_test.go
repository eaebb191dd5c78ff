package theme

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// rarity of these tests: single characters and a few words of every text tell nothing.
func rarity(word string) float32 {
	if len(word) <= 3 || slices.Contains([]string{"我们", "希望", "没有", "已经", "问题", "the"}, word) {
		return 0
	}
	return 9
}

// corpus cuts texts at spaces; a slash ends the heading.
func corpus(texts ...string) *Corpus {
	c := NewCorpus(rarity)
	for _, t := range texts {
		heading, rest, found := strings.Cut(t, "/")
		words := strings.Fields(heading)
		n := 0
		if found {
			n = len(words)
			words = append(append(words, "。"), strings.Fields(rest)...)
		}
		c.Add(words, n)
	}
	return c
}

var usual = Grouping{Alike: 0.25, Together: 0.15, Neighbours: 20, Least: 3}

// town is a small town's letters: three matters and some letters of their own.
var town = []string{
	"丽 发 新城 附近 搅拌站 噪音 扰民 / 半夜 施工 , 丽 发 新城 居民 睡不着",
	"丽 发 新城 小区 搅拌站 粉尘 / 搅拌站 离 丽 发 新城 一百米 , 噪音 很大",
	"投诉 丽 发 新城 搅拌站 / 噪音 和 粉尘 , 孩子 咳嗽",
	"路灯 坏了 / 永安路 路灯 三个月 不亮",
	"月湖 公园 步道 积水 / 下雨 步道 没法 走",
	"月湖 公园 积水 严重 / 步道 排水 不通",
	"又是 月湖 公园 步道 积水 / 排水 什么时候 修",
	"图书馆 开放 时间 / 周末 能 延长 吗",
	"公交 站牌 错字 / 第三中学 写成 第二中学",
	"58 车 贷 案件 进展 / 受害人 等 通报",
	"58 车 贷 立案 半年 / 受害人 没有 得到 通报",
	"请 通报 58 车 贷 案情 / 受害人 上千",
}

func TestTextsOnOneMatterComeTogetherAndOthersStayAlone(t *testing.T) {
	matters := NewSpace(corpus(town...), 3).Matters(usual)
	var got []string
	for _, m := range matters {
		got = append(got, fmt.Sprint(m.Texts))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"[0 1 2]", "[4 5 6]", "[9 10 11]"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestANameIsWordsInARowOfATextAboutTheMatter(t *testing.T) {
	for _, m := range NewSpace(corpus(town...), 3).Matters(usual) {
		text := strings.ReplaceAll(strings.ReplaceAll(town[m.NameFrom], " ", ""), "/", "。")
		if !strings.Contains(text, m.Name) || !slices.Contains(m.Texts, m.NameFrom) {
			t.Errorf("%q is not in text %d: %s", m.Name, m.NameFrom, text)
		}
		if runes := runesOf(m.Name); runes < shortName || runes > longName {
			t.Errorf("the name %q has %d characters", m.Name, runes)
		}
	}
}

func TestANameThatNoDictionaryKnowsIsFound(t *testing.T) {
	var found []string
	for _, p := range corpus(town...).Phrases(3) {
		found = append(found, p.Text)
	}
	for _, want := range []string{"丽发新城", "58车贷", "月湖公园"} {
		if !slices.Contains(found, want) {
			t.Errorf("%s is not among %v", want, found)
		}
	}
	for _, part := range []string{"丽发", "发新城", "车贷"} {
		if slices.Contains(found, part) {
			t.Errorf("%s is only a part of a name", part)
		}
	}
}

func TestLettersAndDigitsThatWereCutApartAreOneWord(t *testing.T) {
	c := corpus("1 1 0 k v 高压线 , 1 1 0")
	if got := c.words[c.tokens[0]]; got != "110kv" {
		t.Errorf("the first word is %q", got)
	}
	if c.tokens[2] != 0 || c.words[c.tokens[3]] != "110" {
		t.Errorf("tokens are %v", c.tokens)
	}
}

func TestTheSameNuisanceOfTwoPlacesIsTwoMatters(t *testing.T) {
	texts := []string{
		"东湖 花园 油烟 扰民", "东湖 花园 饭店 油烟 扰民", "东湖 花园 油烟 直排 扰民",
		"西山 名邸 油烟 扰民", "西山 名邸 饭店 油烟 扰民", "西山 名邸 油烟 直排 扰民",
	}
	for range 6 {
		texts = append(texts, fmt.Sprintf("完全 无关 %d 其他 事情", len(texts)))
	}
	g := usual
	g.Apart = func(a, b int) bool { return (a < 3) != (b < 3) }
	for _, m := range NewSpace(corpus(texts...), 3).Matters(g) {
		if len(m.Texts) != 3 && m.Texts[0] < 6 {
			t.Errorf("%s holds %v", m.Name, m.Texts)
		}
	}
}

// Whatever the texts are: every text is in one matter at most, none is smaller than asked, and a second run finds the same.
func TestEveryTextIsCountedOnce(t *testing.T) {
	words := strings.Fields("搅拌站 噪音 油烟 积水 路灯 公园 学校 丽 发 新城 车位 捆绑 销售 , 我们")
	rapid.Check(t, func(rt *rapid.T) {
		var texts []string
		for range rapid.IntRange(0, 25).Draw(rt, "texts") {
			texts = append(texts, strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(rt, "words"), " "))
		}
		matters := NewSpace(corpus(texts...), 3).Matters(usual)
		seen := map[int]bool{}
		for _, m := range matters {
			if len(m.Texts) < 3 || !slices.IsSorted(m.Texts) {
				rt.Fatalf("a matter of %v", m.Texts)
			}
			for _, i := range m.Texts {
				if seen[i] || i < 0 || i >= len(texts) {
					rt.Fatalf("text %d is in two matters or in none of the texts", i)
				}
				seen[i] = true
			}
		}
		if again := NewSpace(corpus(texts...), 3).Matters(usual); !reflect.DeepEqual(matters, again) {
			rt.Fatalf("%v and then %v", matters, again)
		}
	})
}

func TestBurst(t *testing.T) {
	for _, c := range []struct {
		name          string
		recent        int
		before, share float64
		low, high     float64
	}{
		{"as many as before is no burst", 10, 120, 1.0 / 12, -1, 1},
		{"three after as many texts without any are not sure", 3, 0, 1, 1.9, 2.2},
		{"three after a year of silence are", 3, 0, 1.0 / 12, Surprising, 5},
		{"five after a year of silence are", 5, 0, 1.0 / 12, Surprising, 6},
		{"twice of many is", 80, 480, 1.0 / 12, Surprising, 7},
		{"silence after many is a fall", 0, 480, 1.0 / 12, -20, -5},
	} {
		if got := Burst(c.recent, c.before, c.share); got < c.low || got > c.high {
			t.Errorf("%s: %.2f is not within %.1f and %.1f", c.name, got, c.low, c.high)
		}
	}
}

func TestAPersonWhoTellsItTwiceCountsOnce(t *testing.T) {
	h := HeatOf(1, 1, []Voice{{Author: 1}, {Author: 1, Reactions: 9}, {Author: 2}})
	if h.Voices != 3 || h.People != 2 || h.Index != 5 {
		t.Errorf("%+v", h)
	}
}

// Requests of one school are about several things, however alike their bodies are.
func TestWhatOnlyTheBodiesShareIsNoMatter(t *testing.T) {
	body := " / 第七中学 退休教师 市属 中学 下放 教育局 统一 管理"
	var texts []string
	for i, heading := range []string{"补发 文明奖", "学校 归还 市里", "津贴 太低", "操场 开放", "校门 拥堵"} {
		texts = append(texts, heading+body, fmt.Sprintf("无关%d / 其他%d 事情%d", i, i, i))
	}
	for _, m := range NewSpace(corpus(texts...), 3).Matters(usual) {
		t.Errorf("%q holds %v", m.Name, m.Texts)
	}
}

// The place of a matter stands in the headings. A planned line in the bodies ends as roads do and is none.
func TestThePlaceIsTheOneThatHeadingsName(t *testing.T) {
	texts := []string{
		"绿地海外滩 小区 高铁 太近 / 高铁规划线路 噪音", "绿地海外滩 二期 高铁 影响 / 高铁规划线路 居民", "咨询 绿地海外滩 高铁 噪音 / 高铁规划线路 搬迁",
	}
	for i := range 6 {
		texts = append(texts, fmt.Sprintf("无关%d / 其他%d 事情%d", i, i, i))
	}
	matters := NewSpace(corpus(texts...), 3).Matters(usual)
	if len(matters) != 1 || matters[0].Where != "绿地海外滩" {
		t.Fatalf("matters are %+v", matters)
	}
}

// A long letter says little of the same by the cosine; its heading names the place and the matter.
func TestALongLetterJoinsTheMatterThatItsHeadingNames(t *testing.T) {
	texts := []string{
		"月亮岛路 架设 高压线 / 高压线 埋设 辐射", "月亮岛路 高压线 扰民 / 架设 埋设 辐射", "反对 月亮岛路 架设 高压线 / 埋设 辐射",
	}
	long := "月亮岛路 高压线 建议 / 辐射"
	for i := range 20 {
		long += fmt.Sprintf(" 总规%d 论证%d", i, i)
	}
	texts = append(texts, long, "月亮岛路 公交 太少 / 等车 很久")
	for i := range 30 {
		texts = append(texts, fmt.Sprintf("论证%d 无关 / 总规%d 事情%d", i, i, i))
	}
	matters := NewSpace(corpus(texts...), 3).Matters(usual)
	if len(matters) == 0 || !reflect.DeepEqual(matters[0].Texts, []int{0, 1, 2, 3}) {
		t.Fatalf("matters are %+v", matters)
	}
}

// A name that says only where is followed by what most headings tell.
func TestANameThatIsAPlaceGetsItsMatter(t *testing.T) {
	s := NewSpace(corpus(append([]string{
		"万境名苑 房屋 质量 堪忧 / 开裂 渗水", "万境名苑 开裂 / 房屋 质量 渗水", "万境名苑 质量 投诉 / 房屋 空鼓", "万境名苑 车位 尺寸 / 房屋 质量",
	}, town...)...), 3)
	m := Matter{Texts: []int{0, 1, 2, 3}, Name: "万境名苑", Where: "万境名苑"}
	if about := s.about(m); !strings.Contains(about, "质量") {
		t.Errorf("it is about %q", about)
	}
	if m.Name = "万境名苑房屋质量"; s.about(m) != "" {
		t.Errorf("%q says what already", m.Name)
	}
}

func TestATextWithoutAHeadingHasNone(t *testing.T) {
	c := NewCorpus(rarity)
	c.Add([]string{"月湖", "公园"}, 0)
	c.Add([]string{"月湖", "公园"}, 1)
	c.Add([]string{"月湖", "公园"}, 2)
	if want := []int{0, 1, 2}; !reflect.DeepEqual(c.headings, want) {
		t.Errorf("headings are %v and not %v", c.headings, want)
	}
}

// What a matter gains must be new as well: ordinary complaints in its words, as many as ever, stay out.
func TestWhatAMatterGainsMustHaveGrownToo(t *testing.T) {
	texts := []string{"会员 续费 扣款 客服", "续费 扣款 试用", "会员 扣款 取消 试用", "续费 会员 取消"}
	seed := []int{0, 1, 2, 3}
	for i := range 14 {
		texts = append(texts, fmt.Sprintf("会员 续费 扣款 甲%d", i))
	}
	for i := range 400 {
		texts = append(texts, fmt.Sprintf("乙%d 丙%d", i, i%90))
	}
	s := NewSpace(corpus(texts...), 3)
	size := func(before float64) int {
		past := Past{Texts: len(texts), Count: func(string, []string) float64 { return before }}
		wide, _ := s.Widen(slices.Clone(seed), past, func(int) bool { return true })
		return len(wide)
	}
	if n := size(20); n != 4 {
		t.Errorf("%d texts, with ordinary ones", n)
	}
	if n := size(0); n != 18 {
		t.Errorf("%d texts: what grew is left out", n)
	}
}
