package web

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// fakeThemes holds themes in memory.
type fakeThemes struct {
	list     []analytics.Theme
	examples []analytics.ThemeMember
}

func (f fakeThemes) Themes(_ context.Context, from, to analytics.Month) ([]analytics.Theme, error) {
	var list []analytics.Theme
	for _, t := range f.list {
		if from <= t.Month && t.Month <= to {
			list = append(list, t)
		}
	}
	return list, nil
}

func (f fakeThemes) ThemeExamples(_ context.Context, kind string, from, to analytics.Month, _ []uint64) ([]analytics.ThemeMember, error) {
	var list []analytics.ThemeMember
	for _, m := range f.examples {
		if m.Kind == kind && from <= m.Month && m.Month <= to {
			list = append(list, m)
		}
	}
	return list, nil
}

func sampleThemes() fakeThemes {
	first := analytics.Month(202402).First()
	key := analytics.Key{Source: "门店", ID: "7"}
	one := func(id uint64, kind, name, life string, month analytics.Month, n, before uint32) analytics.Theme {
		return analytics.Theme{ID: id, Kind: kind, Month: month, Name: name, Life: life, N: n, People: n - 1, Before: before, Regions: 3, Products: 2, Top: []string{"空调", "冰箱"},
			Since: 202402, First: key, FirstAt: first, Sentiment: -0.6}
	}
	fresh := one(2, analytics.ThemeEmerging, "<b>恶意</b>的名字", analytics.ThemeBorn, 202403, 4, 0)
	fresh.Since = 202403
	lost := one(3, analytics.ThemeEmerging, "旧话题", analytics.ThemeMerged, 202403, 2, 9)
	lost.Into = 1
	return fakeThemes{
		list: []analytics.Theme{
			one(1, analytics.ThemeEmerging, "会员自动续费扣款", analytics.ThemeBorn, 202402, 7, 0),
			one(9, analytics.ThemeIdea, "扣费前发条短信", analytics.ThemeBorn, 202402, 2, 0),
			one(1, analytics.ThemeEmerging, "会员自动续费扣款", analytics.ThemeGrown, 202403, 19, 7), lost,
			fresh,
			one(9, analytics.ThemeIdea, "扣费前发条短信", analytics.ThemeGrown, 202403, 3, 2),
			one(10, analytics.ThemeIdea, "只提过一次的建议", analytics.ThemeBorn, 202403, 1, 0),
		},
		examples: []analytics.ThemeMember{
			{Theme: 1, Kind: analytics.ThemeEmerging, Month: 202403, Key: key, At: first, Rank: 1, Text: "每月悄悄自动续费", From: []uint32{4}, To: []uint32{8}},
			{Theme: 9, Kind: analytics.ThemeIdea, Month: 202403, Key: key, At: first, Rank: 1, Text: "建议扣费前发条短信", From: []uint32{0}, To: []uint32{9}},
		},
	}
}

func themesHandler(t *testing.T) http.Handler {
	return testHandler(t, memory.Sample(1, false), func(c *Config) { c.Themes = sampleThemes() })
}

func TestPagesOfThemesLookAsTheyDid(t *testing.T) {
	h := themesHandler(t)
	for name, address := range map[string]string{"emerging": "/emerging?month=2024-03", "ideas": "/ideas?month=2024-03"} {
		got := assetVersionPattern.ReplaceAllString(page(t, h, address), "?v=x")
		file := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as in %s; run with -update and look at the difference", address, file)
		}
	}
}

func TestANewTopicHasItsNumberItsEvidenceAndItsDoor(t *testing.T) {
	html := page(t, themesHandler(t), "/emerging?month=2024-03")
	for _, want := range []string{"会员自动续费扣款", "增长", "上月 7 件", `href="/complaints?month=2024-03&amp;theme=0000000000000001">19 件`, "每月悄悄<mark>自动续费</mark>",
		"18 位客户、3 个省份、2 种产品（空调、冰箱）", "以往没有", "并入“会员自动续费扣款”", "新出现 1 个，从前几个月延续 1 个"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(html, "<b>恶意</b>") {
		t.Error("a name is read as markup")
	}
}

func TestACardSumsItsMonthsAndLeavesOutWhatWasSaidOnce(t *testing.T) {
	html := page(t, themesHandler(t), "/ideas?month=2024-03")
	for _, want := range []string{"扣费前发条短信", ">5 件</a>", "本月 3 件", "<mark>建议扣费前发条短信</mark>", "近 12 个月 6 件投诉里有建议，归成 1 张卡；只提过一次的 1 条"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if strings.Contains(html, "只提过一次的建议") {
		t.Error("a suggestion that was made once has a card")
	}
}

func TestWhatSplitOffSaysFromWhere(t *testing.T) {
	themes := sampleThemes()
	child := themes.list[0]
	child.ID, child.Name, child.Life, child.Parent, child.Month, child.Since = 77, "云存储锁回放", analytics.ThemeSplit, 1, 202403, 202403
	themes.list = append(themes.list, child)
	html := page(t, testHandler(t, memory.Sample(1, false), func(c *Config) { c.Themes = themes }), "/emerging?month=2024-03")
	for _, want := range []string{"云存储锁回放", "分裂", "本月分出", "从“会员自动续费扣款”分出"} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}

func TestTheOverviewNamesWhatIsNew(t *testing.T) {
	h := themesHandler(t)
	if html := page(t, h, "/?month=2024-02"); !strings.Contains(html, `<a class="door" href="/complaints?month=2024-02&amp;theme=0000000000000001">会员自动续费扣款</a> 7 件`) {
		t.Error("the overview does not name the new topic")
	}
	if html := page(t, h, "/?month=2024-01"); strings.Contains(html, `class="fresh"`) {
		t.Error("a month without a new topic has the line")
	}
}

func TestAThemeThatCannotBeIsRefused(t *testing.T) {
	if w := get(t, themesHandler(t), "/complaints?theme=xyz"); w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
}

func TestWithoutThemesThereAreNoPages(t *testing.T) {
	if w := get(t, testHandler(t, memory.Sample(1, false)), "/emerging"); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}
