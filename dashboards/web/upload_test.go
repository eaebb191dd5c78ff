package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// someUpload is a draft of one table with a column that was misread and rows that would be refused.
func someUpload() *fakeUploads {
	return &fakeUploads{limit: 1 << 20,
		draft: Draft{ID: "u1", File: "投诉.csv", Size: 42 << 10, UploadedAt: moment("2024-03-31 09:00:00"), ExpiresAt: moment("2024-04-01 09:00:00"), State: DraftWaiting, Tables: []Table{{}}},
		preview: Preview{Charset: "GB18030", Format: "CSV", Header: 2, Kind: "complaint", Source: "file", Profile: "客服系统导出",
			Fields:  []Field{{Name: "received_at", Label: "收到时间", Need: true}, {Name: "text", Label: "正文", Many: true}, {Name: "product.line", Label: "品牌或产品线"}},
			Columns: []Column{{Name: "投诉时间", Field: "received_at", Why: "名为“投诉时间”", Examples: []string{"2024-01-01 08:00"}}, {Name: "说\n明", Field: "text"}, {Name: "品类"}},
			Rows:    []Row{{Line: 3, Cells: []Cell{{"收到时间", "2024-01-01 08:00"}, {"正文", "<i>不制冷</i>"}}}, {Line: 4, Refused: []string{"列“投诉时间”没有时间"}}},
			Earlier: []Import{{Number: 3, State: ImportDone, StartedAt: moment("2024-03-01 10:00:00")}}},
		check: Check{Done: true, Read: 400, Complaints: 388, Rejected: 12, First: moment("2024-01-01 00:00:00"), Last: moment("2024-03-28 00:00:00"),
			Reasons: []Reason{{Column: "投诉时间", Reason: "没有时间", N: 12}}, Lines: []WrongLine{{Line: 4, Column: "投诉时间", Value: "明天", Reason: "没有时间"}}}}
}

// multi writes a form with files.
func multi(t *testing.T, files map[string]string) (body string, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, content := range files {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func TestFilesAreTakenAndLeadToTheirPreview(t *testing.T) {
	u := someUpload()
	h := importSite(t, someImports(), u)
	body, kind := multi(t, map[string]string{`C:\客服\三月.csv`: "a,b\n"})
	w := post(t, h, "/import/new", body, "Content-Type", kind)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/import/u1" {
		t.Fatal(w.Code, w.Header(), w.Body)
	}
	if diff := cmp.Diff(map[string]string{"三月.csv": "a,b\n"}, u.received); diff != "" {
		t.Error(diff)
	}
	body, kind = multi(t, map[string]string{"一.csv": "a\n", "二.csv": "b\n"})
	if w := post(t, h, "/import/new", body, "Content-Type", kind); w.Header().Get("Location") != "/imports?done=uploaded&n=2" {
		t.Error(w.Header())
	}
}

func TestAnUploadThatCannotBeKeptSaysWhy(t *testing.T) {
	large, kind := multi(t, map[string]string{"大.csv": strings.Repeat("x", 3<<20)})
	small, smallKind := multi(t, map[string]string{"小.csv": "x"})
	none, noneKind := multi(t, nil)
	full := &analytics.Error{Kind: analytics.KindBusy, Text: "磁盘已满，文件没有保存"}
	for name, c := range map[string]struct {
		body, kind string
		err        error
		code       int
		says       string
	}{
		"too large":      {large, kind, nil, http.StatusRequestEntityTooLarge, "超过 1 MB"},
		"no room":        {small, smallKind, full, http.StatusBadRequest, "磁盘已满"},
		"nothing chosen": {none, noneKind, nil, http.StatusBadRequest, "没有选择文件"},
		"not a form":     {"a=b", "application/x-www-form-urlencoded", nil, http.StatusBadRequest, "没有收到文件"},
		"cut off":        {large[:1000], kind, nil, http.StatusBadRequest, "没有传完就中断"},
	} {
		u := someUpload()
		u.err = c.err
		w := post(t, importSite(t, someImports(), u), "/import/new", c.body, "Content-Type", c.kind)
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.says) || !strings.Contains(w.Body.String(), "<form") {
			t.Errorf("%s: %d, %q is missing", name, w.Code, c.says)
		}
	}
	// A body whose length is not told is measured as it comes.
	u := someUpload()
	r := httptest.NewRequest(http.MethodPost, "/import/new", strings.NewReader(large))
	r.ContentLength = -1
	r.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	importSite(t, someImports(), u).ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Error(w.Code)
	}
}

func TestAPreviewShowsTheMappingTheRowsAndWhatIsWrong(t *testing.T) {
	u := someUpload()
	h := importSite(t, someImports(), u)
	body := page(t, h, "/import/u1")
	for _, want := range []string{"CSV · GB18030", "第 2 行，以上各行是标题", "按档案“客服系统导出”识别", "388 条可以导入，12 条会被退回", "&lt;i&gt;不制冷&lt;/i&gt;", "明天", "确认导入",
		"同一个文件已在 2024-03-01 10:00 导入过", `<option value="received_at" selected>`, "✓ 收到时间"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	u.preview.Problem, u.preview.Columns[0].Field = "没有找到“收到时间”列", ""
	if body = page(t, h, "/import/u1"); !strings.Contains(body, "✗ 缺收到时间") || strings.Contains(body, `/confirm"`) {
		t.Error("a table without a time can be confirmed")
	}
	u.preview = Preview{Problem: "文件是网页", Fatal: true}
	if body = page(t, h, "/import/u1"); !strings.Contains(body, "这张表读不了") || strings.Contains(body, "<select") {
		t.Error("a table that cannot be read is not said to be so")
	}
	u.check = Check{Read: 5, Bytes: 1, Total: 4}
	if body = page(t, h, "/import/u1/check?table=0"); !strings.Contains(body, `data-poll="/import/u1/check?table=0"`) || !strings.Contains(body, `value="25"`) {
		t.Error(body)
	}
	if w := get(t, h, "/import/u2"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

func TestWhatIsConfirmedIsWhatWasSeen(t *testing.T) {
	form := url.Values{"table": {"0"}, "kind": {"complaint"}, "was_kind": {"complaint"}, "was_header": {"0"}, "source": {" crm "}, "from": {"2024-01-01"}, "to": {"2024-03-31"}, "profile": {"导出"},
		"column.0": {"投诉时间"}, "field.0": {"received_at"}, "column.1": {"说\r\n明"}, "field.1": {"text"}, "column.2": {"品类"}, "field.2": {""}}
	u := someUpload()
	h := importSite(t, someImports(), u)
	u.changed = true
	if w := post(t, h, "/import/u1/confirm", form.Encode()); w.Header().Get("Location") != "/import/u1?table=0&changed=1" || u.confirmed != 0 {
		t.Error("what was changed after the preview is imported unseen", w.Code, w.Header())
	}
	if body := page(t, h, "/import/u1?table=0&changed=1"); !strings.Contains(body, "已按新的对应重新预览") {
		t.Error("nothing says why it was not imported")
	}
	u.changed = false
	if w := post(t, h, "/import/u1/confirm", form.Encode()); w.Header().Get("Location") != "/import/7" || u.confirmed != 1 {
		t.Error(w.Code, w.Header())
	}
	want := Choices{Kind: "complaint", Source: "crm", From: moment("2024-01-01 00:00:00"), To: moment("2024-03-31 00:00:00"), Profile: "导出",
		Map: map[string][]string{"received_at": {"投诉时间"}, "text": {"说\n明"}, "": {"品类"}}}
	if diff := cmp.Diff(want, u.choices[1]); diff != "" {
		t.Error(diff)
	}
	if w := post(t, h, "/import/u1/discard", ""); w.Header().Get("Location") != "/imports?done=discarded" || u.discarded != 1 {
		t.Error(w.Header())
	}
}

func TestAnotherKindIsGuessedAnew(t *testing.T) {
	c, err := parseChoices(url.Values{"kind": {"event"}, "was_kind": {"complaint"}, "was_header": {"0"}, "column.0": {"投诉时间"}, "field.0": {"received_at"}})
	if err != nil || c.Map != nil || c.Kind != "event" {
		t.Error(c, err)
	}
}

func TestAFormThatCannotBeIsRefusedInItsPlace(t *testing.T) {
	for name, change := range map[string]url.Values{
		"覆盖的末日":  {"from": {"2024-03-31"}, "to": {"2024-01-01"}},
		"两头都写":   {"from": {"2024-03-31"}},
		"日期":     {"from": {"昨天"}},
		"这种记录":   {"kind": {"nothing"}},
		"表头的行号":  {"header": {"-3"}},
		"名称不能为空": nil,
	} {
		form := url.Values{"table": {"0"}, "kind": {"complaint"}, "was_kind": {"complaint"}, "was_header": {"0"}}
		u := someUpload()
		if change == nil {
			u.err = analytics.Invalid("name", "档案的名称不能为空")
		}
		for field, v := range change {
			form[field] = v
		}
		w := post(t, importSite(t, someImports(), u), "/import/u1", form.Encode())
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), name) || !strings.Contains(w.Body.String(), `id="columns"`) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

func TestAConfirmedDraftSaysWhereItIs(t *testing.T) {
	u := someUpload()
	h := importSite(t, someImports(), u)
	u.draft.State, u.draft.Ahead = DraftQueued, 2
	if body := page(t, h, "/import/u1"); !strings.Contains(body, "前面还有 2 个文件") {
		t.Error(body)
	}
	u.draft.State, u.draft.Numbers = DraftRunning, []uint32{7}
	if w := get(t, h, "/import/u1"); w.Header().Get("Location") != "/import/7" {
		t.Error(w.Code, w.Header())
	}
	u.draft.State, u.draft.Numbers, u.draft.Tables = DraftDone, []uint32{7, 8}, []Table{{Name: "a"}, {Name: "b"}}
	if w := get(t, h, "/import/u1"); w.Header().Get("Location") != "/imports" {
		t.Error(w.Code, w.Header())
	}
	u.draft.State, u.draft.Error, u.draft.Numbers = DraftFailed, "Kafka 没有应答", nil
	if body := page(t, h, "/import/u1"); !strings.Contains(body, "Kafka 没有应答") || !strings.Contains(body, "确认导入") {
		t.Error("a draft that failed cannot be tried again")
	}
}
