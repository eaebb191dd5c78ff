package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// tab is a browser that walks the pages as a person does.
type tab struct {
	context.Context
	t *testing.T
}

func newTab(t *testing.T) *tab {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("HUISHENG_REQUIRE") == "all" {
			t.Fatal(err)
		}
		t.Skip("no Chromium here")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute) // for a hung browser, not a measure
	t.Cleanup(cancel)
	// Containers run tests as root, where Chromium's own sandbox refuses to start; the pages are our own.
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return &tab{ctx, t}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// reads waits until a part of the page says a text, also over the loading of another page.
func (b *tab) reads(selector, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.textContent.includes(%q))`, selector, text))
}

func (b *tab) until(condition string) {
	b.t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); ; b.do(chromedp.Sleep(50 * time.Millisecond)) {
		held, err := chromedp.Run(b, chromedp.Evaluate[bool](condition))
		if err == nil && held {
			return
		}
		if time.Now().After(deadline) {
			page, _ := chromedp.Run(b, chromedp.Evaluate[string](`location.href + document.querySelector("main").innerText`))
			b.t.Fatalf("%s never held: %v\n%s", condition, err, page)
		}
	}
}

// choose takes an option of the select that belongs to a column.
func (b *tab) choose(column, field string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`(() => { const s = document.querySelector('select[aria-label="%s的字段"]'); if (!s) return false; s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})); return s.value === %q; })()`,
		column, field, field))
}

// export is what a company's system writes: GB18030, a title above the header, a column whose name misleads, and rows that are wrong.
func export(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("2024 年一季度投诉登记表,,,,,\n投诉编号,投诉时间,产品,型号,所在城市,联系电话\n")
	for i := range 60 {
		at := fmt.Sprintf("2024年%d月%d日 %02d:10", i%3+1, i%28+1, i%24)
		if i == 20 || i == 40 {
			at = "月底"
		}
		fmt.Fprintf(&b, "T%03d,%s,空调,开机十分钟就停，第 %d 次报修没有人来,深圳,138001380%02d\n", i, at, i, i)
	}
	raw, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "投诉导出.csv")
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file is dropped, looked at, corrected, imported, undone and done again, in a browser and on the real program.
func TestAFileIsUploadedCorrectedImportedAndUndone(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	b := newTab(t)
	_, address := in.serving()
	b.do(chromedp.Navigate(address + "/imports"))
	b.reads(".empty", "还没有导入过")
	b.do(chromedp.Navigate(address+"/import/new"), chromedp.WaitReady("html[data-ready]"), chromedp.SetUploadFiles("input[type=file]", []string{export(t, in.data)}))

	b.reads(".facts", "GB18030")
	b.reads(".facts", "第 2 行，以上各行是标题")
	b.choose("型号", "text") // the words stand under a misleading name
	b.choose("产品", "product.line")
	b.reads("#columns", "型号")
	b.reads("#check", "58 条可以导入，2 条会被退回")
	b.reads("#check .lines td", "23") // the line in the file
	b.reads("#check .lines td", "月底")
	b.reads(".rows td", "开机十分钟就停")
	b.until(`!document.body.textContent.includes("13800138000")`)
	b.do(chromedp.Click(".last button[formaction$=confirm]"))

	b.until(`location.pathname === "/import/1"`)
	b.reads(".state", "已导入")
	b.reads(".equation", "收到 60 = 入库 58 + 退回 2")
	b.reads("#reasons", "投诉时间")
	if left, _ := filepath.Glob(filepath.Join(in.data, "uploads", "*", "file", "*")); len(left) > 0 {
		t.Errorf("the bytes stay after the import: %v", left)
	}
	b.do(chromedp.Navigate(address + "/complaints?import=1&count=1"))
	b.reads(".tally", "58 件")
	b.reads(".chip", "#1")

	b.do(chromedp.Navigate(address + "/import/1/undo"))
	b.reads(".confirm", "58 件投诉从所有数字里退出")
	b.reads(".confirm", "2024 年 1 月、2024 年 2 月、2024 年 3 月")
	b.do(chromedp.Click("form button.danger"))
	b.reads(".notice", "导入 #1 已撤销")
	b.reads(".state", "已撤销")
	b.reads(".equation", "收到 60 = 退回 2 + 撤销 58")
	eventually(t, "an empty list", func() bool {
		return strings.Contains(get(t, address+"/complaints?import=1"), "没有符合条件的投诉")
	})
	b.do(chromedp.Navigate(address + "/import/1/redo"))
	b.reads(".confirm", "58 件投诉重新计入")
	b.do(chromedp.Click("form button.primary"))
	b.reads(".state", "已导入")
	b.reads(".equation", "收到 60 = 入库 58 + 退回 2")
	// The same file again is said to be the same before it is confirmed.
	b.do(chromedp.Navigate(address+"/import/new"), chromedp.WaitReady("html[data-ready]"), chromedp.SetUploadFiles("input[type=file]", []string{export(t, in.data)}))
	b.reads(".warning", "再导入一次，内容相同的记录全部计为重复")
}
