package text_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

func rarity(t *testing.T, lines string) *text.Rarity {
	t.Helper()
	r, err := text.ReadRarity(strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestKeywordsAreTheMostTelling(t *testing.T) {
	c := text.NewCounter(rarity(t, "冰箱 6\n漏水 7\n昨天 3\n压缩机 9\n我们 5\n"))
	got := c.Keywords(strings.Fields("我们 冰箱 漏水 冰箱 的 , 压缩机 2024 昨天 客服 13800000000"))
	if want := []string{"冰箱", "压缩机", "漏水"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKeywordsOfEqualWeightComeInTheOrderOfTheText(t *testing.T) {
	c := text.NewCounter(text.NewRarity())
	for range 3 { // the counter's memory must not show
		if got, want := c.Keywords(strings.Fields("丙丙 甲甲 乙乙")), []string{"丙丙", "甲甲", "乙乙"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestThereAreAtMostTwelveKeywords(t *testing.T) {
	var words []string
	for i := range 500 {
		words = append(words, fmt.Sprintf("词%c%c", 0x4E00+i, 0x5E00+i))
	}
	if got := text.NewCounter(text.NewRarity()).Keywords(words); len(got) != text.MaxKeywords {
		t.Errorf("%d keywords", len(got))
	}
	if got := text.NewCounter(text.NewRarity()).Keywords(nil); len(got) != 0 {
		t.Errorf("%q of nothing", got)
	}
}

func TestRarity(t *testing.T) {
	r := rarity(t, "公司 2.5\n压缩机 11.7\n冰箱 6\n坏行\n")
	for word, want := range map[string]float32{"公司": 2.5, "压缩机": 11.7, "没听过": 6, "投诉": 0, "好": 0, "12345": 0, "3.5元": 0, ",": 0, "ota": 6, "a": 0} {
		if got := r.Of(word); got < want-0.001 || got > want+0.001 {
			t.Errorf("%s: %v, want %v", word, got, want)
		}
	}
}

func TestABadRarityNamesItsLine(t *testing.T) {
	_, err := text.ReadRarity(strings.NewReader("冰箱 6\n压缩机 很多\n"))
	if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "第 2 行") {
		t.Errorf("error = %v", err)
	}
}

func TestSentences(t *testing.T) {
	for in, want := range map[string][]string{
		"":     nil,
		"冰箱坏了": {"冰箱坏了"},
		"冰箱坏了。修了3.5小时!!还没好?算了": {"冰箱坏了。", "修了3.5小时!!", "还没好?", "算了"},
		"标题\n正文……\n":           {"标题", "正文……"},
	} {
		got := text.Sentences(text.Normalise(in).Text)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestLeadIsTheFirstSentence(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{{"标题\n正文", 40, "标题"}, {"没有句号的一段话", 3, "没有句"}, {"短", 40, "短"}, {"", 40, ""}} {
		if got := c.in[:text.Lead(c.in, c.limit)]; got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
