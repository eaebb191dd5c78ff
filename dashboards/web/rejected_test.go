package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// fakeRejected holds some records and remembers what was asked of it.
type fakeRejected struct {
	records []analytics.Refused
	fields  []analytics.RefusedField
	out     analytics.Resubmitted
	err     error

	filter  analytics.RefusedFilter
	places  []analytics.Place
	edits   map[string]string
	reason  string
	reopens int
}

func (x *fakeRejected) ListRejected(_ context.Context, f analytics.RefusedFilter, after analytics.RefusedCursor, limit int) ([]analytics.Refused, error) {
	x.filter = f
	var list []analytics.Refused
	for _, r := range x.records {
		if after.ArrivedAt.IsZero() || r.Place.Offset < after.Place.Offset {
			list = append(list, r)
		}
	}
	return list[:min(limit, len(list))], x.err
}

func (x *fakeRejected) CountRejected(context.Context, analytics.RefusedFilter) (analytics.RefusedCounts, error) {
	return analytics.RefusedCounts{All: int64(len(x.records)), Reasons: []analytics.RefusedCount{{Name: "列“…”没有时间", N: int64(len(x.records))}}, Fields: []analytics.RefusedCount{{N: 3}}}, x.err
}

func (x *fakeRejected) OpenRejected(context.Context) (int64, error) {
	return int64(len(x.records)), x.err
}

func (x *fakeRejected) ReadRejected(_ context.Context, at analytics.Place) (analytics.Refused, []analytics.RefusedField, error) {
	for _, r := range x.records {
		if r.Place == at {
			return r, x.fields, nil
		}
	}
	return analytics.Refused{}, nil, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这条退回的记录"}
}

func (x *fakeRejected) RetryRejected(_ context.Context, places []analytics.Place, edits map[string]string, _ string) (analytics.Resubmitted, error) {
	x.places, x.edits = places, edits
	return x.out, x.err
}

func (x *fakeRejected) DiscardRejected(_ context.Context, places []analytics.Place, reason, _ string) (int, error) {
	x.places, x.reason = places, reason
	return len(places), x.err
}

func (x *fakeRejected) ReopenRejected(context.Context, analytics.Place) error {
	x.reopens++
	return x.err
}

// rejects are n records; every third was decided.
func rejects(n int) *fakeRejected {
	x := &fakeRejected{fields: []analytics.RefusedField{{Name: "投诉时间", Value: "昨天", Field: "received_at"}, {Name: "电话", Value: "138****5678", Field: "customer.phone", Personal: true},
		{Name: "备注<1>", Value: strings.Repeat("很长的内容", 10)}}}
	for i := range n {
		r := analytics.Refused{Rejected: analytics.Rejected{Topic: "complaints.v1", Source: "门店", ID: "7", Reason: "列“投诉时间”的值“<昨天>”不是认识的时间写法", Field: "received_at", File: "a.csv", Line: 3,
			Payload: `{"投诉时间":"昨天"}`}, Place: analytics.Place{Topic: "rejected.v1", Epoch: 1, Offset: uint64(n - i)}, Import: 4, ArrivedAt: fixedNow.Add(-time.Duration(i) * time.Minute)}
		if i%3 == 2 {
			r.Decision = &analytics.Decision{Outcome: analytics.RefusedCorrected, Import: 9, Key: analytics.Key{Source: "门店", ID: "7"}, By: "页面", At: fixedNow}
		}
		x.records = append(x.records, r)
	}
	return x
}

func rejectedHandler(t *testing.T, x *fakeRejected) http.Handler {
	return testHandler(t, memory.Sample(1, false), func(c *Config) { c.Rejected = x })
}

func send(t *testing.T, h http.Handler, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestRejectedRecordsAreListedWithReasonsAndPages(t *testing.T) {
	x := rejects(120)
	h := rejectedHandler(t, x)
	body := page(t, h, "/rejected?source=门店&field=&from=2024-03-01")
	for _, want := range []string{`退回<span class="tab-count" title="未处理">120</span>`, "列“…”没有时间", "&lt;昨天&gt;", "a.csv 第 3 行", "未处理", "已修正", `/rejected/rejected.v1-1-0-120`, "来源：<b>门店</b>", "字段：<b>整行</b>",
		`href="/rejected?field=&amp;from=2024-03-01&amp;reason=`, `<input type="hidden" name="source" value="门店">`, "一次最多 120 条"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if x.filter.Source != "门店" || !x.filter.HasField || x.filter.Field != "" || x.filter.From.Day() != 1 {
		t.Errorf("%+v", x.filter)
	}
	_, next, _ := strings.Cut(body, `href="/rejected?after=`)
	next, _, _ = strings.Cut(next, `"`)
	second := page(t, h, "/rejected?after="+strings.ReplaceAll(next, "&amp;", "&"))
	if !strings.Contains(second, "rejected.v1-1-0-70\"") || strings.Contains(second, "rejected.v1-1-0-71\"") || !strings.Contains(second, "回到最新") {
		t.Error("the second page does not go on where the first ends")
	}
	x.records = nil
	if body := page(t, h, "/rejected"); !strings.Contains(body, "送进来的每一条都接收了") || strings.Contains(body, "tab-count") {
		t.Error("nothing is rejected, and the page does not say so")
	}
}

func TestARejectedRecordShowsItsFieldsAndWhatMaskingTook(t *testing.T) {
	x := rejects(3)
	h := rejectedHandler(t, x)
	body := page(t, h, "/rejected/rejected.v1-1-0-3")
	for _, want := range []string{`value="昨天"`, `value="" placeholder="138****5678"`, "客户电话 · 已打码", "备注&lt;1&gt;", "<textarea", "无法还原", `class="wrong"`, `href="/import/4"`, "放弃这一条"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	decided := page(t, h, "/rejected/rejected.v1-1-0-1")
	if !strings.Contains(decided, `href="/complaint?in=%E9%97%A8%E5%BA%97&amp;open=7"`) || strings.Contains(decided, "重新提交") || !strings.Contains(decided, "readonly") || !strings.Contains(decided, `href="/import/9"`) {
		t.Error("a corrected record leads to its complaint and cannot be sent once more")
	}
	x.records[0].Sealed, x.records[0].Payload, x.fields = true, "c2VhbGVk", nil
	if body := page(t, h, "/rejected/rejected.v1-1-0-3"); strings.Contains(body, "c2VhbGVk") || !strings.Contains(body, "huisheng rejected show rejected.v1-1-0-3 --open") {
		t.Error("a sealed record says how to open it and shows nothing")
	}
	for _, address := range []string{"/rejected/rejected.v1-1-0-99", "/rejected/x", "/rejected/rejected.v1-1-0-99999999999999999999"} {
		if got := get(t, h, address).Code; got != http.StatusNotFound {
			t.Errorf("%s answers %d", address, got)
		}
	}
}

func TestACorrectedFormSendsOnlyWhatWasChanged(t *testing.T) {
	x := rejects(3)
	x.out = analytics.Resubmitted{Taken: 1}
	h := rejectedHandler(t, x)
	w := send(t, h, "/rejected/rejected.v1-1-0-3/retry", url.Values{"v0": {"2024-03-05"}, "v1": {""}, "v2": {x.fields[2].Value}})
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/rejected/rejected.v1-1-0-3?") {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	if diff := cmp.Diff(map[string]string{"投诉时间": "2024-03-05", "电话": ""}, x.edits); diff != "" {
		t.Error(diff)
	}
	if body := page(t, h, w.Header().Get("Location")); !strings.Contains(body, "已重新提交") {
		t.Error("the page does not say what became of the form")
	}
	x.out = analytics.Resubmitted{Left: []analytics.RefusedLeft{{Why: "编号已打码"}}}
	if w := send(t, h, "/rejected/rejected.v1-1-0-3/retry", nil); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "编号已打码") {
		t.Errorf("%d", w.Code)
	}
	send(t, h, "/rejected/rejected.v1-1-0-3/discard", url.Values{"why": {"测试数据"}})
	send(t, h, "/rejected/rejected.v1-1-0-3/reopen", nil)
	if x.reason != "测试数据" || x.reopens != 1 {
		t.Errorf("%q, %d", x.reason, x.reopens)
	}
	foreign := httptest.NewRequest(http.MethodPost, "/rejected/retry", nil)
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	answer := httptest.NewRecorder()
	if h.ServeHTTP(answer, foreign); answer.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d", answer.Code)
	}
}

func TestAllOpenRecordsOfAFilterAreChangedTogether(t *testing.T) {
	x := rejects(9)
	x.out = analytics.Resubmitted{Taken: 6}
	h := rejectedHandler(t, x)
	w := send(t, h, "/rejected/retry", url.Values{"source": {"门店"}})
	if len(x.places) != 6 || x.filter.Source != "门店" || x.edits != nil || !strings.Contains(w.Header().Get("Location"), "source=") {
		t.Errorf("%d places of %+v to %s", len(x.places), x.filter, w.Header().Get("Location"))
	}
	send(t, h, "/rejected/discard", url.Values{"why": {"旧系统的重复"}})
	if x.reason != "旧系统的重复" || len(x.places) != 6 {
		t.Errorf("%q of %d", x.reason, len(x.places))
	}
	if w := send(t, h, "/rejected/burn", nil); w.Code != http.StatusNotFound {
		t.Errorf("another change: %d", w.Code)
	}
	if w := send(t, h, "/rejected/retry", url.Values{"from": {"gestern"}}); w.Code != http.StatusBadRequest {
		t.Errorf("an odd day: %d", w.Code)
	}
}

func TestRejectedRecordsAreExported(t *testing.T) {
	x := rejects(2)
	x.records[1].Sealed, x.records[1].Payload = true, "c2VhbGVk"
	h := rejectedHandler(t, x)
	if rows := page(t, h, "/rejected.csv?import=4"); !strings.Contains(rows, `"{""投诉时间"":""昨天""}"`) || strings.Contains(rows, "c2VhbGVk") || x.filter.Import != 4 {
		t.Error(rows)
	}
	lines := strings.Split(strings.TrimSpace(page(t, h, "/rejected.ndjson")), "\n")
	var one struct {
		Record  string
		Payload map[string]string
		Sealed  bool
	}
	if err := json.Unmarshal([]byte(lines[0]), &one); err != nil || len(lines) != 2 || one.Payload["投诉时间"] != "昨天" || one.Record != "rejected.v1-1-0-2" {
		t.Errorf("%v %+v", err, one)
	}
	if strings.Contains(lines[1], "c2VhbGVk") || !strings.Contains(lines[1], `"sealed":true`) {
		t.Error(lines[1])
	}
}
