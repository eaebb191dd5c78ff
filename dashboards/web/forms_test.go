package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huisheng/dashboards/memory"
)

// post sends a form as a browser does that stands on a page of this site, unless header says otherwise.
func post(t *testing.T, h http.Handler, address, body string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false))
	for name, header := range map[string][]string{"another site": {"Sec-Fetch-Site", "cross-site"}, "a neighbour": {"Sec-Fetch-Site", "same-site"},
		"an old browser": {"Sec-Fetch-Site", "", "Origin", "https://elsewhere.example"}} {
		w := post(t, h, "/anything", "a=b", header...)
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "不是从回声的页面发出的") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := post(t, h, "/anything", "a=b"); w.Code != http.StatusNotFound {
		t.Errorf("a form of ours gets %d", w.Code)
	}
}

func TestANoticeIsOneOfOurs(t *testing.T) {
	for address, want := range map[string]string{"/imports?done=undone&n=12": "导入 #12 已撤销。", "/imports?done=discarded": "已放弃"} {
		if got := noticeOf(httptest.NewRequest(http.MethodGet, address, nil)); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", address, got)
		}
	}
	for _, address := range []string{"/?done=hello", "/?done=undone&n=<b>", "/?done=undone"} {
		if got := noticeOf(httptest.NewRequest(http.MethodGet, address, nil)); got != "" {
			t.Errorf("%s: %q", address, got)
		}
	}
	w := httptest.NewRecorder()
	(&site{}).after(w, httptest.NewRequest(http.MethodPost, "/", nil), "/imports?state=done", "undone", 7)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/imports?state=done&done=undone&n=7" {
		t.Error(w.Code, w.Header().Get("Location"))
	}
}

func TestDataStandsInTheNavigationWhenThereIsAPageUnderIt(t *testing.T) {
	if strings.Contains(page(t, testHandler(t, memory.Sample(1, false)), "/complaints"), ">数据<") {
		t.Error("it leads nowhere")
	}
	body := page(t, testHandler(t, memory.Sample(1, false), func(c *Config) { c.Imports = &fakeImports{} }), "/complaints")
	if !strings.Contains(body, `<a href="/imports">数据</a>`) {
		t.Error("it is missing")
	}
}
