package theme

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// months is a past in which each of some words was told as often as stated.
func months(texts int, counts map[string]float64) Past {
	return Past{Texts: texts, Count: func(term string, _ []string) float64 { return counts[term] }}
}

// filler are n texts that share hardly anything.
func filler(n int) []string {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("琐事%d 日常%d", i, i))
	}
	return texts
}

func TestWhatSeveralPeopleTellInNewWordsEmerges(t *testing.T) {
	texts := append(filler(200), "会员 自动续费 扣款", "自动续费 试用 到期 扣款", "会员 试用 扣款", "取消 自动续费 会员", "试用 取消 会员")
	found := NewSpace(corpus(texts...), 3).Emerging(months(1200, nil), Grouping{Alike: 0.12, Together: 0.1, Neighbours: 20, Least: Few}, Scope{})
	if len(found) != 1 || len(found[0].Texts) != 5 {
		t.Fatalf("found %d", len(found))
	}
	if !strings.Contains(strings.ReplaceAll(texts[found[0].NameFrom], " ", ""), found[0].Name) {
		t.Errorf("its name is %q", found[0].Name)
	}
}

func TestOnePersonWhoTellsItFiveTimesIsNoMatter(t *testing.T) {
	texts := append(filler(200), "会员 自动续费 扣款", "自动续费 试用 到期 扣款", "会员 试用 扣款", "取消 自动续费 会员", "试用 取消 会员")
	one := Scope{Author: func(text int) uint64 { return uint64(min(text, 200)) }}
	if found := NewSpace(corpus(texts...), 3).Emerging(months(1200, nil), Grouping{Alike: 0.12, Together: 0.1, Neighbours: 20, Least: Few}, one); len(found) > 0 {
		t.Errorf("found %d, the first %q", len(found), found[0].Name)
	}
}

func TestMoreOfWhatIsAlwaysToldIsNotNew(t *testing.T) {
	texts := filler(200)
	for i := range 30 { // three times what it was
		texts = append(texts, fmt.Sprintf("空调 漏水 墙面 泡坏 甲%d", i))
	}
	past := months(1200, map[string]float64{"空调": 60, "漏水": 60, "墙面": 60, "泡坏": 60, "空调漏水": 60, "空调漏水墙面泡坏": 60})
	if found := NewSpace(corpus(texts...), 3).Emerging(past, Grouping{Alike: 0.12, Together: 0.1, Neighbours: 20, Least: Few}, Scope{}); len(found) > 0 {
		t.Errorf("found %d, the first %q", len(found), found[0].Name)
	}
}

func TestDatesAreNotNewWords(t *testing.T) {
	for name, want := range map[string]bool{"11月": true, "2024年买": true, "3号发货": true, "58车贷": false, "3号线": true, "双十一": false, "一号": false} {
		if isDate(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func TestALetterLeavesOutWhatOnlySharesItsWords(t *testing.T) {
	texts := filler(200)
	for i := range 5 {
		texts = append(texts, fmt.Sprintf("根据 消费者 权益 保护法 要求 商家 退货 退款 承担 运费 甲%d", i))
	}
	texts = append(texts, "退货 退款 太慢 三周 动静", "退款 客服 推脱 电话 不接", "运费 承担 争议 门店 推诿",
		"电话 不接 客服 太慢", "门店 推诿 争议 三周", "推脱 动静")
	s := NewSpace(corpus(texts...), 3)
	if got := s.letter([]int{200, 201, 202, 203, 204, 205, 206, 207}); len(got) != 5 || got[4] != 204 {
		t.Errorf("the letter is %v", got)
	}
	if got := s.letter([]int{0, 1, 2, 205}); len(got) != 4 {
		t.Errorf("%v: there is no letter", got)
	}
}

// The cover lays each text to one term at most, so that it never expects more than the terms together, and the more people there are, the surer it is.
func TestEvidenceCountsNoTextTwice(t *testing.T) {
	words := strings.Fields("会员 自动续费 扣款 试用 取消 签约 免密 支付")
	rapid.Check(t, func(rt *rapid.T) {
		texts := filler(100)
		n := rapid.IntRange(3, 20).Draw(rt, "texts")
		for range n {
			texts = append(texts, strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 2, 5).Draw(rt, "words"), " "))
		}
		s := NewSpace(corpus(texts...), 3)
		scope := Scope{}.whole()
		f := s.fresh(months(600, nil), scope, 1.0/6)
		var group []int
		most := 0.0
		for i := 100; i < 100+n; i++ {
			if len(f.space.vectors[i]) > 0 {
				group = append(group, i)
			}
		}
		for _, e := range f.expected {
			most += e
		}
		e := f.evidence(group, scope)
		if e.people != len(group) || e.terms > len(f.expected) || e.expected > most+0.01 || e.terms > len(group) {
			rt.Fatalf("%+v of %d texts, at most %v", e, len(group), most)
		}
	})
}

func TestWhatStandsAgainstChance(t *testing.T) {
	for _, c := range []struct {
		name   string
		e      evidence
		tested int
		want   bool
	}{
		{"two people are too few", evidence{people: 2, expected: 0.01, surprise: 30, terms: 2}, 100, false},
		{"five in several new words stand", evidence{people: 5, expected: 0.2, surprise: 11, terms: 2, cohesion: 0.5}, 3000, true},
		{"five with one phrase among thousands are chance", evidence{people: 5, expected: 0.2, surprise: 11, terms: 1, cohesion: 1}, 3000, false},
		{"four with one phrase among twenty are not", evidence{people: 4, expected: 0.08, surprise: 11.6, terms: 1, cohesion: 1}, 20, true},
		{"a season is no matter", evidence{people: 25, expected: 5, surprise: 20.6, terms: 3, cohesion: 0.5}, 3000, false},
		{"what is large may have some past", evidence{people: 99, expected: 12, surprise: 130, terms: 9, cohesion: 0.4}, 3000, true},
	} {
		if got := c.e.stands(c.tested); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
