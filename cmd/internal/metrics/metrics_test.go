package metrics

import (
	"errors"
	"flag"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/operations"
)

var update = flag.Bool("update", false, "write the reference anew")

var now = time.Date(2024, 4, 1, 3, 0, 0, 0, analytics.Zone)

// busy is a snapshot in which everything has a value.
func busy() operations.Snapshot {
	run := &analytics.Run{Job: "assemble", StartedAt: now.Add(-3 * time.Second), FinishedAt: now, Outcome: analytics.RunDone}
	return operations.Snapshot{At: now, Version: "1.0", ClickHouse: "26.7 内置", Memory: 1 << 20,
		Troubles:   []operations.Trouble{{Part: "complaints.v1", Kind: analytics.KindFull, Text: "磁盘已满", Since: now.Add(-90 * time.Second)}},
		Partitions: []operations.Partition{{Topic: "complaints.v1", Number: 2, End: 100, Stored: 60}},
		Members:    []operations.Member{{Name: "a-1"}}, Receiving: &operations.Receiving{Fetched: 7, Stored: 5, Rejected: 2, Retries: 1},
		Traffic: operations.Traffic{Stored: 200, Rejected: 10}, Jobs: []operations.Job{{Name: "assemble", Pending: 2, Oldest: now.Add(-time.Minute), Last: run}},
		Unread: 9, Fresh: operations.Fresh{List: operations.Age{Known: true, Now: time.Second}, Figures: operations.Age{Known: true, Most: 40 * time.Second}},
		Tables: []operations.Table{{Name: "complaints", Rows: 5, Bytes: 600, Parts: 1}}, Disks: []operations.Disk{{Name: "default", Free: 1, Total: 2}}, BooksKnown: true}
}

func scrape(t *testing.T, s *Set) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != 200 {
		t.Fatal(w.Code, w.Body)
	}
	return w.Body.String()
}

func TestEveryMetricOfTheReferenceIsScraped(t *testing.T) {
	s := New(busy)
	s.Batch("complaints.v1", 500, 400_000, time.Second, now, now.Add(-3*time.Second))
	s.Run("detect", time.Second, errors.New("x"))
	s.Intake("crm", "accepted", 3)
	s.IntakeRequest("202", time.Millisecond)
	text := scrape(t, s)
	for _, want := range []string{
		`huisheng_kafka_lag{partition="2",topic="complaints.v1"} 40`, `huisheng_alarm{name="disk_full",urgent="true"} 1`, `huisheng_alarm{name="kafka_down",urgent="true"} 0`,
		`huisheng_waiting_seconds{what="complaints.v1"} 90`, `huisheng_reject_ratio 0.05`, `huisheng_freshness_worst_seconds{of="figures"} 40`, `huisheng_job_last_seconds{job="assemble"} 3`,
		`huisheng_sink_stored_total 5`, `huisheng_sink_batch_rows_sum{topic="complaints.v1"} 500`, `huisheng_job_seconds_count{job="detect",outcome="failed"} 1`,
		`huisheng_intake_records_total{outcome="accepted",source="crm"} 3`, `huisheng_part_up{part="kafka"} 1`, `process_resident_memory_bytes`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, name := range regexp.MustCompile("\\| `(huisheng_[a-z_]+)` \\|").FindAllStringSubmatch(Reference(), -1) {
		if !strings.Contains(text, "# TYPE "+name[1]+" ") {
			t.Errorf("%s stands in the reference and is not scraped", name[1])
		}
	}
	for _, name := range regexp.MustCompile(`# TYPE (huisheng_[a-z_]+) `).FindAllStringSubmatch(text, -1) {
		if !strings.Contains(Reference(), "`"+name[1]+"`") {
			t.Errorf("%s is scraped and stands not in the reference", name[1])
		}
	}
}

func TestBeforeTheFirstMeasurementNothingIsClaimed(t *testing.T) {
	if text := scrape(t, New(func() operations.Snapshot { return operations.Snapshot{} })); strings.Contains(text, "huisheng_kafka") || strings.Contains(text, "huisheng_alarm") {
		t.Error(text)
	}
}

func TestTheReferenceIsFresh(t *testing.T) {
	const file = "../../../dashboards/docs/metrics.md"
	if *update {
		if err := os.WriteFile(file, []byte(Reference()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != Reference() {
		t.Errorf("%s is not as the tables say; run go test ./cmd/internal/metrics -update", file)
	}
}
