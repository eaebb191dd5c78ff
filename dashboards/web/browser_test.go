package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	clog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"huisheng/dashboards/memory"
)

// browserDeadline bounds everything that the browser does; it is for a hung browser, not a measure.
const browserDeadline = 3 * time.Minute

// charts finds the installed library: the pages are looked at with the real one.
func charts(t *testing.T) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("HUISHENG_ASSETS"), "../../node_modules/echarts/dist"} {
		if _, err := os.Stat(filepath.Join(dir, chartFile)); dir != "" && err == nil {
			return dir
		}
	}
	missing(t, "echarts is not installed: npm install")
	return ""
}

// missing skips on a laptop and fails where everything must be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("HUISHENG_REQUIRE") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// browser opens a tab and gathers what goes wrong in it.
type browser struct {
	context.Context
	mu       sync.Mutex
	troubles []string
	requests []string
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	found := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			found = path
			break
		}
	}
	if found == "" {
		missing(t, "no Chromium here")
	}
	ctx, cancel := context.WithTimeout(context.Background(), browserDeadline)
	t.Cleanup(cancel)
	// Containers run tests as root, where Chromium's own sandbox refuses to start; the pages are our own.
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found), chromedp.NoSandbox)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{Context: ctx}
	b.do(t, chromedp.EmulateViewport(1440, 900))
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatal(err)
	}
	for _, enable := range []func() error{
		func() error { _, err := chromedp.Call(ctx, clog.Enable, struct{}{}); return err },
		func() error { _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); return err },
	} {
		if err := enable(); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func (b *browser) note(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		b.troubles = append(b.troubles, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.troubles = append(b.troubles, fmt.Sprintf("console.%s", e.Type))
	case *cdppage.EventJavascriptDialogOpening:
		b.troubles = append(b.troubles, "a label ran: "+e.Message)
	case *clog.EventEntryAdded:
		b.troubles = append(b.troubles, e.Entry.Text+" "+e.Entry.URL)
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	}
}

func (b *browser) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b, steps...); err != nil {
		t.Fatal(err)
	}
}

func eval[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	v, err := chromedp.Run(b, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for a condition in the page, also over the loading of another page.
func until(t *testing.T, b *browser, condition string) {
	t.Helper()
	for {
		held, err := chromedp.Run(b, chromedp.Evaluate[bool](condition))
		if err == nil && held {
			return
		}
		if b.Err() != nil {
			t.Fatalf("%s never held: %v", condition, err)
		}
		b.do(t, chromedp.Sleep(20*time.Millisecond))
	}
}

// press presses a key the way a keyboard does: a character is typed only if the page lets it.
func (b *browser) press(t *testing.T, name, text string) {
	t.Helper()
	for _, p := range []input.DispatchKeyEventParams{{Type: "keyDown", Key: name, Text: text}, {Type: "keyUp", Key: name}} {
		if _, err := chromedp.Call(b, input.DispatchKeyEvent, p); err != nil {
			t.Fatal(err)
		}
	}
}

// quiet reports everything that went wrong, and every request that left this machine.
func (b *browser) quiet(t *testing.T, server string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, trouble := range b.troubles {
		t.Errorf("the console says %q", trouble)
	}
	for _, r := range b.requests {
		u, err := url.Parse(r)
		if err != nil || u.Scheme != "data" && u.Scheme != "blob" && !strings.HasPrefix(r, server+"/") {
			t.Errorf("a request went to %s", r)
		}
	}
	if len(b.requests) == 0 {
		t.Error("no request was seen at all")
	}
}

func TestBothPagesInABrowserAtBothWidths(t *testing.T) {
	assets := charts(t)
	server := httptest.NewServer(testHandler(t, memory.Sample(6, true), func(c *Config) { c.Assets, c.Names = assets, nil }))
	defer server.Close()
	b := openBrowser(t)
	for _, width := range []int64{1440, 390} {
		for _, address := range []string{"/?month=2024-02", "/", "/complaints?month=2024-03", "/complaints?month=2024-03&q=%E8%AF%B4", "/docs/counting"} {
			b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+address), chromedp.WaitReady("html[data-ready]"))
			if over := eval[int](t, b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s is %d px wider than %d", address, over, width)
			}
			if strings.HasPrefix(address, "/?") && eval[int](t, b, `document.querySelectorAll(".chart:not(.unseen) svg path").length`) < 20 {
				t.Errorf("%s draws no charts", address)
			}
		}
	}
	b.quiet(t, server.URL)
}

func TestAChartsPictureAndDoorWork(t *testing.T) {
	assets := charts(t)
	server := httptest.NewServer(testHandler(t, memory.Sample(6, false), func(c *Config) { c.Assets = assets }))
	defer server.Close()
	b := openBrowser(t)
	b.do(t, chromedp.Navigate(server.URL+"/?month=2024-02"), chromedp.WaitReady("html[data-ready]"))
	for _, name := range []string{"trend", "days", "topics", "categories", "matrix", "regions", "channels"} {
		link := eval[string](t, b, `(() => { let seen = ""; const real = HTMLAnchorElement.prototype.click; HTMLAnchorElement.prototype.click = function () { seen = this.download + " " + this.href.slice(0, 22) + " " + this.href.length; };
			document.querySelector('[data-picture="`+name+`"]').click(); HTMLAnchorElement.prototype.click = real; return seen; })()`)
		var file, kind string
		var size int
		if _, err := fmt.Sscan(link, &file, &kind, &size); err != nil || file != "huisheng-"+name+".png" || kind != "data:image/png;base64," || size < 8000 {
			t.Errorf("%s: %q %v", name, link, err)
		}
	}
	b.do(t, chromedp.Click(`#trend summary.tool`))
	until(t, b, `document.querySelector("#trend .numbers").open`)
	b.do(t, chromedp.Click(`details.filters summary`))
	until(t, b, `document.querySelector("details.filters select[name=topic]") !== null`)
	// The second bar of the trend is February's: a click on the third leads to March.
	box := eval[[]float64](t, b, `(() => { const r = document.getElementById("chart-trend").getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; })()`)
	b.press(t, "Escape", "")
	b.do(t, chromedp.MouseClickXY(box[0]+48+(box[2]-60)*5/6, box[1]+box[3]-60))
	until(t, b, `location.search === "?month=2024-03"`)
	b.quiet(t, server.URL)
}

func TestTheListIsDrivenByKeys(t *testing.T) {
	assets := charts(t)
	server := httptest.NewServer(testHandler(t, memory.Sample(6, false), func(c *Config) { c.Assets = assets }))
	defer server.Close()
	b := openBrowser(t)
	b.do(t, chromedp.Navigate(server.URL+"/complaints?month=2024-02"), chromedp.WaitReady("html[data-ready]"))
	chosen := `[...document.querySelectorAll(".row")].findIndex(r => r.classList.contains("chosen"))`
	b.press(t, "ArrowDown", "")
	until(t, b, chosen+" === 1")
	until(t, b, `location.search.includes("open=")`)
	b.press(t, "ArrowUp", "")
	until(t, b, chosen+" === 0")
	b.press(t, "/", "/")
	until(t, b, `document.activeElement.id === "q"`)
	if v := eval[string](t, b, `document.getElementById("q").value`); v != "" {
		t.Errorf("the key that begins a search is in it: %q", v)
	}
	b.do(t, chromedp.EmulateViewport(390, 844), chromedp.Navigate(server.URL+"/complaints?month=2024-02"), chromedp.WaitReady("html[data-ready]"))
	if eval[bool](t, b, `document.getElementById("pane").offsetParent !== null`) {
		t.Error("a narrow screen shows a complaint that nobody opened")
	}
	b.press(t, "Enter", "")
	until(t, b, `document.getElementById("pane").offsetWidth > 340 && document.getElementById("listing").offsetParent === null`)
	b.quiet(t, server.URL)
}
