package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// A person opens a complaint of the list, says what it should be, takes an offered word, looks at what else would move, and saves.
func TestACorrectionIsWalkedThroughInABrowser(t *testing.T) {
	assets := charts(t)
	r := memory.Sample(6, false)
	f := &fakeCorrections{foresees: Foresight{Axis: analytics.AxisWhat, Months: []analytics.Month{202403, 202402}, Reach: 12, Moved: 7, Moves: []Move{{"", "noise", 7}},
		Held: []Held{{"人工更正过的投诉", 40, 30, 33}}}}
	var k analytics.Key
	for _, record := range r.Records {
		if record.Insight != nil && record.Insight.Topic == "cold" {
			k = analytics.Key{Source: record.Complaint.Source, ID: record.Complaint.ID}
		}
	}
	f.doubts = []analytics.Doubt{{Listed: analytics.Listed{Key: k, Topic: "cold", Head: strings.Repeat("空调外机嗡嗡响", 12)}, Other: "noise", Word: "外机", N: 43, Confidence: 0.41, Month: 202403, Months: []analytics.Month{202403, 202402}}}
	server := httptest.NewServer(testHandler(t, r, func(c *Config) { c.Assets, c.Corrections = assets, f }))
	defer server.Close()
	b := openBrowser(t)
	for _, width := range []int64{390, 1440} {
		b.do(t, chromedp.EmulateViewport(width, 900))
		for _, address := range []string{"/review", "/correct?" + form(k), "/correct/check?" + form(k, "label", "noise", "kind", "add", "word", "嗡嗡")} {
			b.do(t, chromedp.Navigate(server.URL+address), chromedp.WaitReady("html[data-ready]"))
			if over := eval[int](t, b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s is %d px wider than %d", address, over, width)
			}
		}
	}
	b.do(t, chromedp.Navigate(server.URL+"/complaints?month=2024-03&topic=cold"), chromedp.WaitReady("html[data-ready]"))
	b.do(t, chromedp.Click(`.dossier a[href^="/correct?"]`))
	until(t, b, `document.querySelector("form.correct") !== null`)
	b.do(t, chromedp.SendKeys(`input[name=label]`, "家电 / 故障 / 异响"), chromedp.SendKeys(`input[name=by]`, "张三"), chromedp.Click(`button[data-word=嗡嗡]`))
	if kind := eval[string](t, b, `document.querySelector("form.correct").elements.kind.value`); kind != "add" {
		t.Errorf("after an offered word was taken the way is %q", kind)
	}
	b.do(t, chromedp.Click(`form.correct button[type=submit]`))
	until(t, b, `document.body.textContent.includes("7 件会换分类")`)
	if len(f.said)+len(f.changes) != 0 {
		t.Error("looking ahead has saved something")
	}
	b.do(t, chromedp.Click(`form[action="/correct"] button.primary`))
	until(t, b, `location.pathname === "/complaints" && document.querySelector(".notice") !== null`)
	if len(f.changes) != 1 || f.changes[0].Words[0] != "嗡嗡" || f.changes[0].By != "张三" || f.changes[0].Effect != 7 || len(f.said) != 1 || f.said[0].To != "noise" {
		t.Errorf("%+v, %+v", f.changes, f.said)
	}
	b.do(t, chromedp.Navigate(server.URL+"/review"), chromedp.Click(`form[action="/changes/1/undo"] button`))
	until(t, b, `document.body.textContent.includes("改词 #1 已撤销")`)
	if f.changes[0].UndoneBy != "张三" {
		t.Errorf("taken back by %q", f.changes[0].UndoneBy)
	}
	b.quiet(t, server.URL)
}
