package web

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

func moment(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// someImports are imports in every state that a list can show.
func someImports() *fakeImports {
	began := moment("2024-03-31 09:00:00")
	return &fakeImports{list: []Import{
		{Number: 6, Kind: "upload", File: "三月.xlsx", Source: "crm", State: ImportRunning, StartedAt: began, Read: 1200, Bytes: 30, Total: 120},
		{Number: 5, Kind: "http", File: "key 官网", Source: "web", State: ImportDone, StartedAt: began, FinishedAt: began.Add(time.Second), Read: 3, Sent: 3, Books: &analytics.Books{Received: 3, Stored: 3}},
		{Number: 4, Kind: "file", File: "二月.csv", Source: "crm", State: ImportDone, StartedAt: began, FinishedAt: began.Add(90 * time.Second), UndoneAt: began.Add(time.Hour), Read: 900, Sent: 900, Books: &analytics.Books{Received: 900, Withdrawn: 900}},
		{Number: 3, Kind: "file", File: "一月.csv", Source: "crm", State: ImportBroken, StartedAt: began, Read: 10, Sent: 10, Books: &analytics.Books{Received: 10, Repeated: 10}},
		{Number: 2, Kind: "upload", File: "处理记录.csv", Source: "crm", State: ImportDone, StartedAt: began, FinishedAt: began.Add(time.Second), Read: 40, Sent: 40, Others: 40, Books: &analytics.Books{}},
		{Number: 1, Kind: "upload", File: "<b>坏</b>.csv", Source: "crm", State: ImportDone, StartedAt: began, FinishedAt: began.Add(time.Second), Read: 12, Sent: 12, Rejected: 12, Books: &analytics.Books{Received: 12, Rejected: 12},
			Reasons: []Reason{{Column: "投诉时间", Field: "received_at", Reason: "列“投诉时间”没有时间", N: 12}}, Clashes: []Clash{{"crm", "A1", "空调不制冷", "快递丢了"}}},
	}, effect: Effect{Complaints: 388, Fallbacks: 12, Events: 7, Months: []analytics.Month{202401, 202402}}}
}

func importSite(t *testing.T, imports *fakeImports, uploads *fakeUploads) http.Handler {
	return testHandler(t, memory.Sample(1, false), func(c *Config) {
		c.Imports = imports
		if uploads != nil {
			c.Uploads = uploads
		}
	})
}

func TestImportPagesLookAsTheyDid(t *testing.T) {
	h := importSite(t, someImports(), someUpload())
	empty := importSite(t, &fakeImports{}, &fakeUploads{limit: 1 << 30})
	for name, at := range map[string]struct {
		h       http.Handler
		address string
	}{"imports": {h, "/imports"}, "imports_empty": {empty, "/imports"}, "import": {h, "/import/1"}, "import_running": {h, "/import/6"}, "import_undo": {h, "/import/5/undo"},
		"upload": {empty, "/import/new"}, "draft": {h, "/import/u1"}} {
		got := assetVersionPattern.ReplaceAllString(page(t, at.h, at.address), "?v=x")
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
			t.Errorf("%s is not as in %s; run with -update and look at the difference", at.address, file)
		}
	}
}

func TestAnImportIsShownByWhatBecameOfIt(t *testing.T) {
	h := importSite(t, someImports(), nil)
	for address, wants := range map[string][]string{
		"/imports":  {"正在导入 25%", `<a class="door" href="/complaints?import=5">入库 3</a>`, "撤销 900", "中断", "处理记录与基数 40 条", "&lt;b&gt;坏&lt;/b&gt;", `href="/import/4/redo">恢复`, "接口"},
		"/import/6": {`data-poll="/import/6/progress"`, `value="25"`, "可以离开这一页"},
		"/import/5": {"收到 3 = <a", "查看这些投诉", "撤销这次导入"},
		"/import/4": {"恢复这次导入", "不计入任何数字", "用时 2 分"},
		"/import/3": {"重新导入同一个文件即可补齐"},
		"/import/2": {"只有处理记录或基数"},
		"/import/1": {"全部退回", "列“投诉时间”没有时间", "编号可能重了", "快递丢了"},
	} {
		body := page(t, h, address)
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: %q is missing", address, want)
			}
		}
	}
	if strings.Contains(page(t, h, "/import/4"), "查看这些投诉") {
		t.Error("an undone import leads to complaints that do not count")
	}
	if w := get(t, h, "/import/99"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
	if w := get(t, h, "/imports?before=x"); w.Code != http.StatusBadRequest {
		t.Error(w.Code)
	}
}

func TestUndoingIsAskedBeforeItIsDone(t *testing.T) {
	imports := someImports()
	h := importSite(t, imports, nil)
	body := page(t, h, "/import/5/undo")
	for _, want := range []string{"<b>388</b> 件投诉从所有数字里退出", "<b>12</b> 件投诉仍在", "处理记录 <b>7</b> 条不再计入", "重新计算 2 个月：2024 年 1 月、2024 年 2 月", "记录不会删除"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if len(imports.asked) > 0 {
		t.Fatal("looking at it did it")
	}
	w := post(t, h, "/import/5/undo", "")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/import/5?done=undone&n=5" || strings.Join(imports.asked, " ") != "undo 页面" {
		t.Error(w.Code, w.Header(), imports.asked)
	}
	if post(t, h, "/import/4/redo", ""); imports.asked[2] != "redo" {
		t.Error(imports.asked)
	}
	// What is undone already, or runs, is shown instead of asked about.
	for _, address := range []string{"/import/4/undo", "/import/5/redo", "/import/6/undo"} {
		if w := get(t, h, address); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	imports.err = &analytics.Error{Kind: analytics.KindBusy, Text: "导入 #5 还在进行"}
	if w := post(t, h, "/import/5/undo", ""); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "还在进行") {
		t.Error(w.Code)
	}
	if w := get(t, h, "/import/5/remove"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

func TestImportsAreListedPageByPage(t *testing.T) {
	f := &fakeImports{}
	for n := uint32(120); n > 0; n-- {
		f.list = append(f.list, Import{Number: n, File: "f.csv", State: ImportDone, Books: &analytics.Books{Received: 1, Stored: 1}})
	}
	h := importSite(t, f, nil)
	seen := 0
	for address := "/imports"; address != ""; {
		body := page(t, h, address)
		seen += strings.Count(body, `data-label="文件"`)
		address = ""
		if at := strings.Index(body, `href="/imports?before=`); at >= 0 {
			address = body[at+len(`href="`):]
			address = address[:strings.Index(address, `"`)]
		}
	}
	if seen != 120 {
		t.Errorf("%d of 120 imports are listed", seen)
	}
	f.err = errors.New("x")
	if w := get(t, h, "/imports"); w.Code != http.StatusInternalServerError {
		t.Error(w.Code)
	}
}
