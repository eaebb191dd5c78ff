package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// living is a complaint of grade B that came in 30 hours before fixedNow, with events some hours after that.
func living(events ...analytics.Event) *memory.Reader {
	c := analytics.Complaint{Source: "crm", ID: "LIFE-1", ReceivedAt: fixedNow.Add(-30 * time.Hour), Grade: "B", Text: "空调一开就有异响", Department: "客服"}
	return &memory.Reader{Records: []memory.Record{{Complaint: c, Events: events}}, Run: 1}
}

func happened(id, kind string, hours float64) analytics.Event {
	return analytics.Event{Source: "crm", ComplaintID: "LIFE-1", ID: id, Kind: kind, At: fixedNow.Add(time.Duration((hours - 30) * float64(time.Hour)))}
}

func TestAComplaintsPageTellsItsLife(t *testing.T) {
	handed := happened("h", "handed_over", 4)
	handed.FromDepartment, handed.ToDepartment = "客服", "售后"
	fen := int64(12000)
	paid := happened("p", "compensated", 9)
	paid.AmountFen = &fen
	for _, c := range []struct {
		name   string
		events []analytics.Event
		want   []string
		not    []string
	}{
		{"nothing happened", nil, []string{"没有处理记录", "已超时 6 小时", "现由 <b>客服</b> 处理"}, []string{`class="track"`, "有矛盾"}},
		{"in time, handed over", []analytics.Event{happened("a", "accepted", 1), happened("f", "first_response", 3), handed, paid, happened("r", "resolved", 10)},
			[]string{"用时 3 小时，及时", "用时 10 小时，及时", `<span class="gap">2 小时</span><b>首次响应</b>`, `<li class="skipped"><b>派单</b><small>无记录</small>`, "120 元", `<li class="next">`, "客服 → 售后"},
			[]string{"现由", "data-tick", "有矛盾"}},
		{"paused now", []analytics.Event{happened("a", "accepted", 1), happened("p", "paused", 12)}, []string{"暂停中，还剩 12 小时", "扣除暂停 18 小时", `class="still"`, "首次响应</b> <small>B 级 24 小时内</small> <span class=\"result up\">已超时 6 小时"}, nil},
		{"reopened", []analytics.Event{happened("c", "closed", 5), happened("o", "reopened", 25)}, []string{"第 2 轮处理完毕", "还剩 19 小时", "第 1 轮", "用时 5 小时，及时", `<li class="turn"><b>第 2 轮</b></li>`, `data-tick="`}, nil},
		{"withdrawn", []analytics.Event{happened("w", "withdrawn", 5)}, []string{"撤诉，不计入合计", "已撤诉，不再计时"}, []string{"现由", "data-tick"}},
		{"withdrawn and reopened", []analytics.Event{happened("w", "withdrawn", 5), happened("o", "reopened", 6)}, []string{"第 2 轮处理完毕"}, []string{"不计入合计"}},
		{"contradictory", []analytics.Event{happened("a", "accepted", 9), happened("c", "closed", 5)}, []string{"<b>记录有矛盾</b>", "办结早于受理：办结", `class=" doubt"`}, nil},
	} {
		body := page(t, testHandler(t, living(c.events...)), "/complaint?in=crm&open=LIFE-1")
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: %q is missing", c.name, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(body, not) {
				t.Errorf("%s: %q is there", c.name, not)
			}
		}
	}
}

func TestABarIsAsLongAsItsClock(t *testing.T) {
	body := page(t, testHandler(t, living(happened("a", "accepted", 1), happened("p", "paused", 6), happened("r", "resumed", 12), happened("x", "resolved", 36))), "/complaint?in=crm&open=LIFE-1")
	// 36 hours: 6 worked, 6 still, 18 worked until the time is over, 6 over.
	for _, want := range []string{`class="worked" x="0" width="166.6`, `class="still" x="166.6`, `class="worked" x="333.3`, `class="over" x="833.3`, `class="limit" x="833.3`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in %s", want, body[strings.Index(body, "处理完毕"):][:1500])
		}
	}
}

func TestClocksRunInTheBrowser(t *testing.T) {
	assets := charts(t)
	long := strings.Repeat("很长的备注", 30)
	odd := happened("odd", "closed", 0.5)
	odd.Note, odd.Department = long, long
	events := []analytics.Event{odd, happened("a", "accepted", 1), happened("f", "first_response", 2), happened("o", "reopened", 29)}
	server := httptest.NewServer(testHandler(t, living(events...), func(c *Config) { c.Assets = assets }))
	defer server.Close()
	b := openBrowser(t)
	for _, width := range []int64{1440, 390} {
		b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+"/complaints?month=2024-03&in=crm&open=LIFE-1"), chromedp.WaitReady("html[data-ready]"))
		if over := eval[int](t, b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("%d px wider than %d", over, width)
		}
	}
	// Half an hour later, as the page's own clock tells it.
	before := eval[float64](t, b, `Number([...document.querySelectorAll("[data-tick] rect.worked")].pop().getAttribute("width"))`)
	eval[bool](t, b, `(() => { const real = performance.now.bind(performance); document.querySelectorAll("[data-tick]").forEach(c => { c.seen = real() - 30 * 60000; }); document.dispatchEvent(new Event("tick")); return true; })()`)
	if text := eval[string](t, b, `document.querySelector("[data-tick] .result").textContent`); text != "还剩 22 小时 30 分" {
		t.Errorf("half an hour later the clock says %q", text)
	}
	if after := eval[float64](t, b, `Number([...document.querySelectorAll("[data-tick] rect.worked")].pop().getAttribute("width"))`); after <= before {
		t.Errorf("the bar stays at %f", after)
	}
	eval[bool](t, b, `(() => { document.querySelectorAll("[data-tick]").forEach(c => { c.seen = performance.now() - 24 * 3600000; }); document.dispatchEvent(new Event("tick")); return true; })()`)
	if text := eval[string](t, b, `document.querySelector("[data-tick] .result.up").textContent`); text != "已超时 1 小时" {
		t.Errorf("a day later the clock says %q", text)
	}
	b.quiet(t, server.URL)
}

func TestTheLinkForACustomerStandsOnThePage(t *testing.T) {
	link := ""
	h := testHandler(t, living(), func(c *Config) {
		c.Status = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("progress of " + r.URL.Path)) })
		c.StatusLink = func(_ context.Context, k analytics.Key) (string, error) { return link + "/s/token-of-" + k.ID, nil }
	})
	for base, want := range map[string]string{"": "http://example.com/s/token-of-LIFE-1", "https://service.example.cn": "https://service.example.cn/s/token-of-LIFE-1"} {
		link = base
		for _, address := range []string{"/complaint?in=crm&open=LIFE-1", "/complaints?in=crm&open=LIFE-1&month=2024-03"} {
			body := page(t, h, address)
			if !strings.Contains(body, `value="`+want+`"`) || !strings.Contains(body, `data-copy="`+want+`"`) || strings.Contains(body, "只有本机能打开") != (base == "") {
				t.Errorf("%s under %q: the link is missing or says the wrong thing", address, base)
			}
		}
	}
	if body := page(t, h, "/s/abc"); body != "progress of /s/abc" {
		t.Errorf("below /s/ stands %q", body)
	}
	if body := page(t, testHandler(t, living()), "/complaint?in=crm&open=LIFE-1"); strings.Contains(body, "进度链接") {
		t.Error("there are no links, and yet one is shown")
	}
}

func TestAListCanBePickedByWhatBecameOfItsComplaints(t *testing.T) {
	h := testHandler(t, living(happened("a", "accepted", 9), happened("c", "closed", 5)))
	form := page(t, h, "/filters?for=complaints&month=2024-03&state=contradicting")
	if !strings.Contains(form, `<option value="contradicting" selected>记录有矛盾</option>`) || strings.Contains(form, `type="hidden" name="state"`) {
		t.Error(form)
	}
	if form := page(t, h, "/filters?month=2024-03"); strings.Contains(form, `name="state"`) {
		t.Error("the overview offers what only a list is picked by")
	}
	if body := page(t, h, "/?month=2024-03"); !strings.Contains(body, "state=contradicting") || !strings.Contains(body, "记录有矛盾 1") {
		t.Error("the overview does not count the contradictory record")
	}
	if n := tallyOf(t, page(t, h, "/complaints?month=2024-03&state=contradicting")); n != 1 {
		t.Errorf("%d listed", n)
	}
}
