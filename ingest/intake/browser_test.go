package intake

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	clog "github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browser opens a tab and returns the troubles that its console tells; without Chromium the test skips, or fails where everything is
// required.
func browser(t *testing.T) (ctx context.Context, troubles func() []string) {
	t.Helper()
	found, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("HUISHENG_REQUIRE") != "" {
			t.Fatal(err)
		}
		t.Skip("no Chromium here")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // for a browser that hangs
	t.Cleanup(cancel)
	// Containers run tests as root, where Chromium's own sandbox refuses to start; the pages are our own.
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found), chromedp.NoSandbox)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	var mu sync.Mutex
	var list []string
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900)); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, func(ev any) {
		if e, is := ev.(*clog.EventEntryAdded); is && !strings.Contains(e.Entry.Text, "422") { // what a person forgot is no trouble
			mu.Lock()
			defer mu.Unlock()
			list = append(list, e.Entry.Text+" "+e.Entry.URL)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, clog.Enable, struct{}{}); err != nil {
		t.Fatal(err)
	}
	return ctx, func() []string { mu.Lock(); defer mu.Unlock(); return list }
}

// picture keeps what is seen, for people, where HUISHENG_PICTURES names a folder.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("HUISHENG_PICTURES")
	if dir == "" {
		return
	}
	whole := true
	shot, err := chromedp.Call(ctx, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{CaptureBeyondViewport: &whole})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), shot.Data, 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}

func TestACustomerWalksThroughTheForm(t *testing.T) {
	w := newWorld(t, withForm)
	ctx, troubles := browser(t)
	do := func(steps ...chromedp.Action[chromedp.Void]) { t.Helper(); w.must(chromedp.Do(ctx, steps...)) }
	says := func(expression string) string {
		t.Helper()
		v, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
		w.must(err)
		return v
	}
	fits := func(where string, width int64) {
		t.Helper()
		over, err := chromedp.Run(ctx, chromedp.Evaluate[int]("document.documentElement.scrollWidth - innerWidth"))
		if err != nil || over > 0 {
			t.Errorf("%s is %d px wider than %d: %v", where, over, width, err)
		}
		picture(t, ctx, fmt.Sprintf("%s-%d", where, width))
	}
	for _, width := range []int64{1440, 390} {
		do(chromedp.EmulateViewport(width, 844), chromedp.Navigate(w.address+"/form"), chromedp.WaitReady("#website"))
		fits("form", width)
		if says(`String(document.getElementById("website").getBoundingClientRect().right < 0)`) != "true" {
			t.Error("people see the field that only programs fill")
		}
		do(chromedp.SendKeys("#subject", "空调不制冷"), chromedp.SendKeys("#text", "修了三次，还是不制冷。"), chromedp.SendKeys("#name", "张小三"))
		w.clock.pass(formLeast)
		do(chromedp.Click("button"), chromedp.WaitReady(".trouble"))
		fits("faults", width)
		if faults := says(`[...document.querySelectorAll(".fault")].map(f => f.textContent).join(" ")`); faults != "请填写联系方式。 同意之后才能提交。" {
			t.Errorf("the faults are %q", faults)
		}
		if text := says(`document.getElementById("text").value`); text != "修了三次，还是不制冷。" {
			t.Errorf("what was written became %q", text)
		}
		do(chromedp.SendKeys("#contact", "13812345678"), chromedp.Click("input[type=checkbox]"), chromedp.Click("button"), chromedp.WaitReady(".number"))
		fits("sent", width)
		if id := says(`document.querySelector(".number").textContent`); !strings.HasPrefix(id, "W20261122-") || !strings.Contains(says(`document.querySelector("a").href`), id) {
			t.Errorf("the number is %q, the link %q", id, says(`document.querySelector("a").href`))
		}
	}
	for _, m := range w.stored(2) {
		if c := w.complaint(m); c.Customer.Phone != "138****5678" {
			t.Errorf("in Kafka is %+v", c)
		}
	}
	for _, trouble := range troubles() {
		t.Errorf("the console says %s", trouble)
	}
}
