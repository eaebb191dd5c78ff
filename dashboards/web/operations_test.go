package web

import (
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
	"huisheng/dashboards/operations"
)

// measured is an Operations that was measured once.
type measured operations.Snapshot

func (m measured) Snapshot() operations.Snapshot { return operations.Snapshot(m) }

// working is an installation with a backlog that shrinks.
func working() operations.Snapshot {
	run := analytics.Run{Job: "assemble", Window: "2024-03", StartedAt: fixedNow.Add(-3 * time.Second), FinishedAt: fixedNow, Outcome: analytics.RunDone}
	s := operations.Snapshot{At: fixedNow, Started: fixedNow.Add(-time.Hour), PID: 4711, Memory: 300 << 20, Version: "1.2", ClickHouse: "26.7 内置", Kafka: "内置",
		Partitions: []operations.Partition{{Topic: "complaints.v1", Number: 0, End: 90_000, Stored: 60_000, Arrived: 100, Drained: 400, Reader: "host-4711"}},
		Members:    []operations.Member{{Name: "host-4711", Host: "127.0.0.1:5", Partitions: 1}},
		Receiving:  &operations.Receiving{Fetched: 61_000, Stored: 60_000, Last: operations.Batch{Rows: 5000, Took: 300 * time.Millisecond}},
		Traffic:    operations.Traffic{Over: 15 * time.Minute, Arrived: 90_000, Stored: 60_000, Rejected: 600},
		Jobs:       []operations.Job{{Name: "enrich"}, {Name: "assemble", Pending: 2, Oldest: fixedNow.Add(-time.Minute), Last: &run, Months: []analytics.Month{202403, 202402}}},
		Unread:     1234, Fresh: operations.Fresh{List: operations.Age{Known: true, Most: 2 * time.Second}, Figures: operations.Age{Known: true, Most: 31 * time.Second}},
		Tables: []operations.Table{{Name: "complaints", Rows: 60_000, Bytes: 12 << 20, Parts: 9}}, Disks: []operations.Disk{{Name: "default", Free: 80 << 30, Total: 100 << 30}}}
	for i := range 4 {
		s.Points = append(s.Points, operations.Point{At: fixedNow.Add(time.Duration(i-4) * 15 * time.Second), Arrived: 100, Stored: 400, Lag: 30_000})
	}
	return s
}

// operationsOf is the page over a snapshot.
func operationsOf(t *testing.T, s operations.Snapshot) string {
	t.Helper()
	return page(t, testHandler(t, memory.Sample(1, false), func(c *Config) { c.Operations = measured(s) }), "/operations")
}

func TestOperationsShowsHowThingsStand(t *testing.T) {
	body := operationsOf(t, working())
	for _, want := range []string{"一切正常，正在入库：在途 30,000 条，每秒入库 400 条，约 100 秒后清空", "投诉 complaints.v1 · 0", "host-4711", "2024-04-01 02:14（2024-03）", "2 个月，最早 4 月 1 日 02:13 起",
		"1,234 条待分析", "可用 80 GB，共 100 GB", "300 MB", `data-chart="flow"`, "近 15 分钟最慢 · 应在 60 秒内", `<a href="/operations" class="on" aria-current="page">运行</a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestOperationsSaysFirstWhatIsWrongAndWhatToDo(t *testing.T) {
	s := working()
	s.Troubles = []operations.Trouble{{Part: operations.PartKafka, Text: "不能连接 <10.0.0.1>", Since: fixedNow.Add(-5 * time.Minute)}}
	body := operationsOf(t, s)
	at, figures := strings.Index(body, "Kafka 没有应答（4 月 1 日 02:09 起，已 5 分）：不能连接 &lt;10.0.0.1&gt;"), strings.Index(body, "近 1 分钟")
	if at < 0 || at > figures || !strings.Contains(body, "怎么办：确认 Kafka 在运行") || !strings.Contains(body, `class="health urgent"`) || strings.Contains(body, "一切正常") {
		t.Error(body)
	}
}

func TestOperationsBeforeTheFirstMeasurementClaimsNothing(t *testing.T) {
	if body := operationsOf(t, operations.Snapshot{}); !strings.Contains(body, "正在测量") || strings.Contains(body, "一切正常") {
		t.Error(body)
	}
}

func TestAWorstCaseOfOperationsFitsBothWidthsAndIsFetchedAgain(t *testing.T) {
	s := working()
	s.Troubles = []operations.Trouble{{Part: "complaints.v1", Kind: analytics.KindFull, Since: fixedNow.Add(-time.Hour),
		Text: "ClickHouse 的磁盘已满（insert_complaints）：code:243,message:Cannot_reserve_1.00_MiB_not_enough_space_" + strings.Repeat("x", 150)}}
	s.Partitions[0].Reader = "a-host-with-a-very-long-name.of.some.company.example.com-12345"
	s.Jobs[1].Failures, s.Jobs[1].Last.Outcome, s.Jobs[1].Last.Error = 3, analytics.RunFailed, strings.Repeat("一个很长的错误", 20)
	assets := charts(t)
	server := httptest.NewServer(testHandler(t, memory.Sample(1, false), func(c *Config) { c.Assets, c.Operations = assets, measured(s) }))
	defer server.Close()
	b := openBrowser(t)
	for _, width := range []int64{1440, 390} {
		b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+"/operations"), chromedp.WaitReady("html[data-ready]"))
		if over := eval[int](t, b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			t.Errorf("%d px wider than %d", over, width)
		}
	}
	// What stands there now is replaced, and the chart drawn anew.
	eval[bool](t, b, `(() => { document.querySelector("#live .health").id = "old"; return true; })()`)
	b.do(t, chromedp.WaitNotPresent("#old"), chromedp.WaitReady("#chart-flow svg path"))
	b.quiet(t, server.URL)
}

func TestTheFlowIsExported(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false), func(c *Config) { c.Operations = measured(working()) })
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(page(t, h, "/export/flow.csv"), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 5 || rows[1][2] != "400" {
		t.Error(err, rows)
	}
}

func TestWithoutOperationsThereIsNoPage(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false))
	for _, address := range []string{"/operations", "/metrics", "/export/flow.csv"} {
		if w := get(t, h, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

func TestMetricsAreServedAsTheyCome(t *testing.T) {
	answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "huisheng_kafka_lag 3\n") })
	h := testHandler(t, memory.Sample(1, false), func(c *Config) { c.Metrics = answer })
	if body := page(t, h, "/metrics"); body != "huisheng_kafka_lag 3\n" {
		t.Error(errors.New(body))
	}
}
