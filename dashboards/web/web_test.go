package web

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

var update = flag.Bool("update", false, "write the golden files anew")

// fixedNow is the clock of all pages here.
var fixedNow = time.Date(2024, 4, 1, 2, 14, 0, 0, analytics.Zone)

type fakeLedger struct {
	books analytics.Books
	dirty []analytics.Month
	err   error
}

func (l fakeLedger) Books(context.Context) (analytics.Books, error)         { return l.books, l.err }
func (l fakeLedger) DirtyMonths(context.Context) ([]analytics.Month, error) { return l.dirty, nil }

type fakeNames struct{}

func (fakeNames) Topic(code string) (name, group string) {
	return map[string]string{"noise": "异响", "cold": "不制冷", "price": "价格变动", "courier": "物流破损"}[code], ""
}

// site under test: a reader, with a library of charts that is only a name.
func testHandler(t *testing.T, r Reader, change ...func(*Config)) http.Handler {
	t.Helper()
	assets := t.TempDir()
	if err := os.WriteFile(filepath.Join(assets, chartFile), []byte("// a chart library"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := Config{Reader: r, Names: fakeNames{}, Clock: func() time.Time { return fixedNow }, Assets: assets, Log: slog.New(slog.DiscardHandler), CountWait: time.Minute,
		Ledger: fakeLedger{books: analytics.Books{Received: 1200, Stored: 1100, Repeated: 100}}}
	for _, f := range change {
		f(&c)
	}
	return New(c)
}

func get(t *testing.T, h http.Handler, address string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// page gets an address that must answer.
func page(t *testing.T, h http.Handler, address string) string {
	t.Helper()
	w := get(t, h, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, w.Code, w.Body)
	}
	return w.Body.String()
}

func TestPagesLookAsTheyDid(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false))
	for name, address := range map[string]string{"overview": "/?month=2024-02", "overview_unfinished": "/", "overview_filtered": "/?month=2024-02&product_line=空调",
		"complaints": "/complaints?month=2024-02&topic=noise", "counting": "/docs/counting", "usage": "/docs"} {
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

var assetVersionPattern = regexp.MustCompile(`\?v=[0-9a-f]+`)

func TestHostileLabelsAreTextEverywhere(t *testing.T) {
	r := memory.Sample(2, true)
	h := testHandler(t, r, func(c *Config) { c.Names = nil })
	addresses := []string{"/?month=2024-03", "/complaints?month=2024-03", "/filters?month=2024-03", "/complaints?q=" + escaped("</script><script>alert(1)</script>"),
		"/complaints?topic=" + escaped(memory.Hostile[0]), "/?month=2024-02&channel=" + escaped(memory.Hostile[2])}
	for i := range memory.Hostile {
		c := r.Records[len(r.Records)-1-i].Complaint
		addresses = append(addresses, "/complaint?in="+escaped(c.Source)+"&open="+c.ID)
	}
	for _, address := range addresses {
		body := page(t, h, address)
		for _, tag := range startTag.FindAllStringSubmatch(chartData.ReplaceAllString(body, ""), -1) {
			if tag[1] == "script" && !strings.Contains(tag[2], ` src="/assets/`) {
				t.Errorf("%s: a script stands in the page: %s", address, tag[0])
			}
			for _, a := range attributes.FindAllStringSubmatch(tag[2], -1) {
				if strings.HasPrefix(a[1], "on") || a[1] == "style" || strings.HasPrefix(strings.ToLower(a[2]), "javascript:") {
					t.Errorf("%s: %s", address, tag[0])
				}
			}
		}
		for _, data := range chartData.FindAllString(body, -1) {
			if strings.Contains(data, "__f__") || strings.Contains(data, "</script><script>") {
				t.Errorf("%s: a chart holds %s", address, data[:min(200, len(data))])
			}
		}
	}
	if !strings.Contains(page(t, h, "/complaints?month=2024-03"), "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the hostile label is not shown as text")
	}
}

var chartData = regexp.MustCompile(`(?s)<script type="application/json".*?</script>`)

func escaped(s string) string {
	return strings.NewReplacer("<", "%3C", ">", "%3E", "/", "%2F", `"`, "%22", " ", "%20", "=", "%3D", "+", "%2B", "{", "%7B", "}", "%7D", "|", "%7C").Replace(s)
}

// The templates quote every attribute, so that a page can be cut into tags by looking for quotes.
var (
	startTag   = regexp.MustCompile(`<([a-zA-Z0-9]+)((?:[^>"]|"[^"]*")*)>`)
	attributes = regexp.MustCompile(`\s([a-zA-Z-]+)="([^"]*)"`)
)

func TestOneBrokenPanelDoesNotBreakThePage(t *testing.T) {
	r := memory.Sample(1, false)
	r.Fail = map[string]error{"CountByPair": errors.New("code 60: no table, host 10.1.2.3"), "Figures": errors.New("x")}
	body := page(t, testHandler(t, r), "/?month=2024-02")
	for _, want := range []string{"这一栏没有显示", "其余各栏不受影响", "投诉最多的主题", "本月收到投诉"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "10.1.2.3") {
		t.Error("the details of an error are on the page")
	}
}

func TestAnEmptyInstallationSaysWhatToDo(t *testing.T) {
	h := testHandler(t, &memory.Reader{})
	if body := page(t, h, "/"); !strings.Contains(body, "huisheng import") {
		t.Error(body)
	}
	if body := page(t, h, "/complaints"); !strings.Contains(body, "还没有投诉") {
		t.Error(body)
	}
}

func TestErrorsAreAnsweredByTheirKind(t *testing.T) {
	r := memory.Sample(1, false)
	h := testHandler(t, r)
	down := memory.Sample(1, false)
	down.Fail = map[string]error{"Months": analytics.Wrap(analytics.KindDown, errors.New("refused"), "ClickHouse 没有应答")}
	for address, want := range map[string]int{"/?month=x": 400, "/nothing": 404, "/docs/nothing": 404, "/complaint?in=a&open=b": 404, "/export/nothing.csv": 404,
		"/export/topics.pdf": 404, "/complaints?after=x": 400, "/assets/nothing.js": 404, "/assets/..%2fapp.css": 404, "/complaints?open=none&in=crm": 200} {
		if w := get(t, h, address); w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
	slow := memory.Sample(1, false)
	slow.Fail = map[string]error{"Months": fmt.Errorf("page_months: %w", context.DeadlineExceeded)}
	if w := get(t, testHandler(t, slow), "/complaints"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "没有来得及读完") || !strings.Contains(w.Body.String(), "几秒后刷新") {
		t.Errorf("out of time: %d, and the page does not say what to do", w.Code)
	}
	if w := get(t, testHandler(t, down), "/"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "ClickHouse 没有应答") {
		t.Errorf("down: %d", w.Code)
	}
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false))
	for _, address := range []string{"/", "/complaints", "/docs", "/assets/app.js", "/nothing", "/export/topics.csv"} {
		w := get(t, h, address)
		for name, want := range map[string]string{"Content-Security-Policy": "script-src 'self'; style-src 'self'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
			if !strings.Contains(w.Header().Get(name), want) {
				t.Errorf("%s: %s is %q", address, name, w.Header().Get(name))
			}
		}
	}
}

func TestAnAnswerIsCompressedAndNotSentTwice(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false))
	w := get(t, h, "/assets/app.css", "Accept-Encoding", "br, gzip")
	z, err := gzip.NewReader(w.Body)
	if err != nil || w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal(err, w.Header())
	}
	plain, err := io.ReadAll(z)
	if err != nil || string(plain) != get(t, h, "/assets/app.css").Body.String() {
		t.Error("the compressed answer is another", err)
	}
	if w := get(t, h, "/assets/app.css", "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("gzip was refused and sent")
	}
	again := get(t, h, "/assets/app.css", "If-None-Match", w.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("%d, %d bytes", again.Code, again.Body.Len())
	}
	if c := get(t, h, "/assets/app.css?v="+assetVersion).Header().Get("Cache-Control"); c != forever {
		t.Error(c)
	}
}

func TestTheChartLibraryIsFoundLaterAndItsAbsenceIsTold(t *testing.T) {
	dir := t.TempDir()
	h := testHandler(t, memory.Sample(1, false), func(c *Config) { c.Assets = dir })
	if body := page(t, h, "/"); !strings.Contains(body, "npm install") || strings.Contains(body, "echarts.min.js?v=") {
		t.Error("the absence is not told")
	}
	if w := get(t, h, "/assets/echarts.min.js"); w.Code != 404 || !strings.Contains(w.Body.String(), "npm install") {
		t.Error(w.Code, w.Body)
	}
	if err := os.WriteFile(filepath.Join(dir, chartFile), []byte("// here"), 0o600); err != nil {
		t.Fatal(err)
	}
	if body := page(t, h, "/"); !strings.Contains(body, "echarts.min.js?v=") {
		t.Error("the library is not found after it was installed")
	}
	if w := get(t, h, "/assets/echarts.min.js"); w.Body.String() != "// here" || w.Header().Get("Cache-Control") != forever || w.Header().Get("ETag") == "" {
		t.Error(w.Header(), w.Body)
	}
}

func TestTheBooksStandOnEveryPage(t *testing.T) {
	r := memory.Sample(1, false)
	for _, c := range []struct {
		ledger fakeLedger
		want   string
	}{
		{fakeLedger{books: analytics.Books{Received: 4671, Stored: 4671}}, "<b>账平</b> 收到 4,671 = 入库 4,671</span>"},
		{fakeLedger{books: analytics.Books{Received: 12, Stored: 5, Updated: 1, Repeated: 2, Rejected: 3, InFlight: 1}}, "收到 12 = 入库 5 + 更新 1 + 重复 2 + 退回 3 + 在途 1"},
		{fakeLedger{books: analytics.Books{Received: 12, Stored: 5}, dirty: []analytics.Month{202401, 202402}}, "<b>账不平</b>，差 &#43;7"},
		{fakeLedger{books: analytics.Books{Received: 1, Stored: 1}, dirty: []analytics.Month{202401, 202402}}, "待重算 2 个月"},
		{fakeLedger{err: errors.New("x")}, "账目没有读出来"},
	} {
		h := testHandler(t, r, func(config *Config) { config.Ledger = c.ledger })
		for _, address := range []string{"/", "/complaints"} {
			if body := page(t, h, address); !strings.Contains(body, c.want) {
				t.Errorf("%s: %q is missing", address, c.want)
			}
		}
	}
}

func TestAFormsAddressIsMadeReadable(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false))
	w := get(t, h, "/complaints?month=2024-02&topic=*&product=&channel=电话&q=")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/complaints?channel=%E7%94%B5%E8%AF%9D&month=2024-02&product=" {
		t.Error(w.Code, w.Header().Get("Location"))
	}
}

func TestExportsHoldTheTableAndNoFormula(t *testing.T) {
	h := testHandler(t, memory.Sample(2, true), func(c *Config) { c.Names = nil })
	w := get(t, h, "/export/channels.csv?month=2024-03")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 8 || !strings.HasPrefix(w.Body.String(), "\ufeff") {
		t.Fatal(err, rows)
	}
	found := false
	for _, row := range rows {
		found = found || row[0] == "'=1+1"
		if strings.HasPrefix(row[0], "=") {
			t.Errorf("a formula: %q", row)
		}
	}
	if !found || !strings.Contains(w.Header().Get("Content-Disposition"), "huisheng-channels-2024-03.csv") {
		t.Error(found, w.Header())
	}
	list, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(get(t, h, "/complaints.csv?month=2024-02").Body.String(), "\ufeff"))).ReadAll()
	if n := tallyOf(t, page(t, h, "/complaints?month=2024-02")); err != nil || uint64(len(list)-1) != n {
		t.Errorf("%d rows for %d complaints, %v", len(list)-1, n, err)
	}
}

func TestAListIsShownAlsoWhenItCouldNotBeCounted(t *testing.T) {
	r := memory.Sample(1, false)
	r.Fail = map[string]error{"TallyComplaints": errors.New("too slow")}
	if body := page(t, testHandler(t, r), "/complaints?month=2024-02"); !strings.Contains(body, "件数这一次没有数完") || strings.Count(body, `class="row`) != pageRows {
		t.Error("the list is not shown")
	}
}
