package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/dashboards/memory"
)

// fakeAccounts answers with one report and remembers which days were asked for.
type fakeAccounts struct {
	report   accounting.Report
	alarm    *accounting.Alarm
	err      error
	from, to time.Time
	told     [2]string
}

func (a *fakeAccounts) Explain(_ context.Context, fault, reason, _ string) error {
	a.told = [2]string{fault, reason}
	return a.err
}

func (a *fakeAccounts) Account(_ context.Context, from, to time.Time) (accounting.Report, error) {
	a.from, a.to = from, to
	return a.report, a.err
}

func (a *fakeAccounts) Alarm() *accounting.Alarm { return a.alarm }

func accountsOf(faults ...accounting.Fault) *fakeAccounts {
	hour := fixedNow.Truncate(time.Hour)
	line := accounting.Line{Hour: hour, Source: "门店<1>", Meant: "complaints.v1", Books: analytics.Books{Received: 1200, Stored: 1000, Rejected: 200}, Twice: 3, Outside: 7}
	earlier := line
	earlier.Hour = hour.Add(-time.Hour)
	a := &fakeAccounts{report: accounting.Report{Lines: []accounting.Line{line, earlier}, Faults: faults,
		Hours: []accounting.Hour{{Hour: hour, Topic: "complaints.v1", Sent: 1200, Known: true, Records: 1203, InFlight: 2, Tables: 1201}, {Hour: hour, Topic: "events.v1", Tables: 5, Sent: 5}}}}
	if len(faults) > 0 {
		a.report.Lines[0].Verdict = accounting.Off
	}
	return a
}

var oneLost = accounting.Fault{Kind: accounting.Lost, Hour: fixedNow.Truncate(time.Hour), Source: "门店<1>", Meant: "complaints.v1", Import: 9, Records: 2,
	Place: analytics.Missing{Topic: "complaints.v1", Partition: 3, First: 17, Next: 19}}

func TestBooksShowTheEquationByDayAndByHour(t *testing.T) {
	a := accountsOf()
	h := testHandler(t, memory.Sample(1, false), func(c *Config) { c.Accounts = a })
	body := page(t, h, "/books")
	if a.from.Format("2006-01-02 15:04") != "2024-03-26 00:00" || a.to.Format("2006-01-02") != "2024-04-02" {
		t.Errorf("asked for %s to %s", a.from, a.to)
	}
	for _, want := range []string{"四处各数一遍，都对得上", "收到 <b>2,400</b> = 入库 2,000 + 退回 400", "重发 6 · 外部写入 14", "门店&lt;1&gt;",
		`href="/rejected?from=2024-04-01&amp;source=%E9%97%A8%E5%BA%97%3C1%3E&amp;to=2024-04-01&amp;topic=complaints.v1"`, `href="/books?from=2024-04-01&amp;to=2024-04-01"`, "1,203", "已清理", `<a href="/books" class="on" aria-current="page">账目</a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	hourly := page(t, h, "/books?from=2024-04-01&to=2024-04-01")
	if !strings.Contains(hourly, ">02:00<") || !strings.Contains(hourly, ">01:00<") || !strings.Contains(hourly, "按小时") || strings.Contains(body, ">02:00<") {
		t.Error("one day shows its hours, several show their days")
	}
	rows := page(t, h, "/books.csv?from=2024-04-01&to=2024-04-01")
	if !strings.Contains(rows, "2024-04-01 02:00,门店<1>,投诉,1200,1000,0,0,200,0,0,0,3,0,7,0,平") {
		t.Errorf("the export: %s", rows)
	}
}

func TestBooksSayWhatDiffersWhereAndWhatToDo(t *testing.T) {
	a := accountsOf(oneLost)
	body := page(t, testHandler(t, memory.Sample(1, false), func(c *Config) { c.Accounts = a }), "/books")
	for _, want := range []string{"对不上：差 2 条，共 1 处", "位移与数据表不合：Kafka 收下、读过的导入 9 的 2 条没有进数据表（complaints.v1 分区 3 位移 17–18）", "怎么办：Kafka 已清理这些记录：重新导入第 9 次导入的文件",
		`href="/import/9"`, `class="state bad">不平`, `class="health urgent"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestADifferenceThatIsLookedIntoIsOneNoMore(t *testing.T) {
	a := accountsOf(oneLost)
	h := testHandler(t, memory.Sample(1, false), func(c *Config) { c.Accounts = a })
	w := send(t, h, "/books/explain", url.Values{"fault": {oneLost.Key()}, "why": {"换磁盘时丢失"}, "from": {"2024-03-30"}, "to": {"2024-04-01"}})
	if a.told != [2]string{oneLost.Key(), "换磁盘时丢失"} || w.Header().Get("Location") != "/books?from=2024-03-30&to=2024-04-01&done=explained" {
		t.Errorf("%v, %s", a.told, w.Header().Get("Location"))
	}
	a.report.Explain(map[string]analytics.Explanation{oneLost.Key(): {Reason: "换磁盘时丢失", By: "页面", At: fixedNow}})
	body := page(t, h, w.Header().Get("Location"))
	for _, want := range []string{"除下面已经查明的以外都对得上", "已查明：换磁盘时丢失（页面，2024-04-01 02:14）", "不再报警，"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "/books/explain") {
		t.Error("it asks once more")
	}
}

func TestAnAlarmOfTheBooksStandsOnEveryPage(t *testing.T) {
	a := accountsOf(oneLost)
	h := testHandler(t, memory.Sample(1, false), func(c *Config) { c.Accounts = a })
	for _, address := range []string{"/", "/complaints?month=2024-02", "/docs", "/books"} {
		if strings.Contains(page(t, h, address), `class="alarm"`) {
			t.Errorf("%s cries without an alarm", address)
		}
	}
	a.alarm = &accounting.Alarm{Since: fixedNow.Add(-5 * time.Minute), Faults: 1, Records: 2, First: oneLost}
	for _, address := range []string{"/", "/complaints?month=2024-02", "/docs", "/books"} {
		if !strings.Contains(page(t, h, address), "账不平：4 月 1 日 02:09 起差 2 条，共 1 处。") {
			t.Errorf("%s does not show the alarm", address)
		}
	}
}

func TestBooksOfOddAddresses(t *testing.T) {
	a := accountsOf()
	h := testHandler(t, memory.Sample(1, false), func(c *Config) { c.Accounts = a })
	for address, want := range map[string]int{"/books?from=yesterday": 400, "/books?from=2024-03-02&to=2024-03-01": 400, "/books?from=2000-01-01&to=2024-01-01": 400,
		"/books?to=2020-01-01": 200, "/books.csv?from=x": 400} {
		if got := get(t, h, address).Code; got != want {
			t.Errorf("%s answers %d, want %d", address, got, want)
		}
	}
	a.err = &analytics.Error{Kind: analytics.KindDown, Text: "ClickHouse 没有应答"}
	if got := get(t, h, "/books").Code; got != http.StatusServiceUnavailable {
		t.Errorf("without a database: %d", got)
	}
	without := testHandler(t, memory.Sample(1, false))
	if got := get(t, without, "/books").Code; got != http.StatusNotFound || strings.Contains(page(t, without, "/docs"), "账目</a>") {
		t.Errorf("without accounts: %d", got)
	}
	a.err, a.report = nil, accounting.Report{}
	if body := page(t, h, "/books"); !strings.Contains(body, "没有记录到达") || strings.Contains(body, "<table") {
		t.Error("a quiet week shows no tables")
	}
}
