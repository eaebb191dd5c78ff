package runtime

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/ingest"
	"huisheng/ingest/importer"
	"huisheng/ingest/kafka"
)

// write runs a statement that changes tables, as a fault would.
func write(t *testing.T, rt *Runtime, statement string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+rt.endpoints.ClickHouse+"/?database="+rt.Config.ClickHouseDatabase, strings.NewReader(statement))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(user, rt.endpoints.Secret)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, _ := io.ReadAll(answer.Body); answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", statement, text)
	}
}

// importFile imports a text and returns when it is stored.
func importFile(t *testing.T, rt *Runtime, content string) Imported {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := importer.Open(path, importer.Options{Source: "甲"})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out, err := rt.Import(t.Context(), f, nil, func(int64) {})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// account takes the books of the last hours in every way that there is, and checks that they tell the same.
func account(t *testing.T, rt *Runtime) accounting.Report {
	t.Helper()
	now := time.Now()
	r, err := rt.Accounts().take(t.Context(), now.Add(-2*time.Hour), now.Add(time.Hour), takeParts)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := rt.Accounts().take(t.Context(), now.Add(-2*time.Hour), now.Add(time.Hour), takeWhole)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Faults) != len(r.Faults) {
		t.Errorf("the look over everything finds %v, the one over the hours %v", whole.Faults, r.Faults)
	}
	return r
}

const fourRows = "投诉编号,投诉时间,投诉内容\n1,2024-03-01,空调不制冷，报修三次没人来\n2,2024-03-02,空调漏水，地板泡坏了\n3,2024-03-03,退款一个月没有到账\n4,什么时候,退款一个月没有到账\n"

func TestTheBooksOfAnHourBalanceAndEveryFaultIsNamed(t *testing.T) {
	rt := open(t, settings(t))
	if err := rt.Receive(); err != nil {
		t.Fatal(err)
	}
	first := importFile(t, rt, fourRows)
	again := importFile(t, rt, fourRows)
	ends := send(t, rt, 2) // by another program, without an import
	if err := rt.WaitStored(t.Context(), ends, func(int64) {}); err != nil {
		t.Fatal(err)
	}
	r := account(t, rt)
	if r.Verdict() != accounting.Balanced || len(r.Faults) > 0 {
		t.Fatalf("%+v", r)
	}
	sums := map[string]analytics.Books{}
	for _, l := range r.Lines {
		b := sums[l.Source]
		b.Received, b.Stored, b.Updated, b.Repeated, b.Rejected = b.Received+l.Books.Received, b.Stored+l.Books.Stored, b.Updated+l.Books.Updated, b.Repeated+l.Books.Repeated, b.Rejected+l.Books.Rejected
		sums[l.Source] = b
		if (l.Source == "test") != (l.Outside == 2) {
			t.Errorf("%+v", l)
		}
	}
	if want := (analytics.Books{Received: 8, Stored: 3, Repeated: 3, Rejected: 2}); sums["甲"] != want {
		t.Errorf("books of 甲: %+v", sums["甲"])
	}
	var logged int64
	for _, h := range r.Hours {
		if h.Known {
			logged += h.Records
		}
	}
	if logged != 10 {
		t.Errorf("Kafka has %d records by the hour, want 10", logged)
	}

	// A producer's retry lands twice, unseen by the ledger: no fault, but told.
	producer := kafka.NewProducer(rt.Kafka)
	defer producer.Close()
	c := analytics.Complaint{Source: "甲", ID: "1", ReceivedAt: time.Date(2024, 3, 1, 0, 0, 0, 0, analytics.Zone), Text: "空调不制冷，报修三次没人来"}
	value, err := rt.Codec.EncodeComplaint(&c)
	if err != nil {
		t.Fatal(err)
	}
	twice := ingest.Message{Topic: ingest.TopicComplaints, Key: ingest.MessageKey("甲", "1"), Value: value, Import: again.Number, Time: time.Now()}
	if err := producer.Produce(t.Context(), []ingest.Message{twice}); err != nil {
		t.Fatal(err)
	}
	if err := rt.WaitStored(t.Context(), producer.Produced(), func(int64) {}); err != nil {
		t.Fatal(err)
	}
	r = account(t, rt)
	var repeats int64
	for _, l := range r.Lines {
		repeats += l.Twice
	}
	if repeats != 1 || r.Verdict() != accounting.Balanced {
		t.Errorf("sent twice: %d told, verdict %s", repeats, r.Verdict().Name())
	}

	// The ledger says more than Kafka has.
	hour := analytics.HourOf(time.Now())
	line := analytics.Given{Import: again.Number + 1, Topic: ingest.TopicComplaints, Meant: ingest.TopicComplaints, Source: "乙", Hour: hour, Sending: 2, Sent: 2}
	if err := rt.State.Give(t.Context(), []analytics.Given{line}); err != nil {
		t.Fatal(err)
	}
	if r = account(t, rt); len(r.Faults) != 1 || r.Faults[0].Kind != accounting.LedgerAhead || r.Faults[0].Records != 2 || r.Faults[0].Source != "乙" {
		t.Errorf("a ledger too high: %+v", r.Faults)
	}
	line.Sending, line.Sent = -2, -2
	if err := rt.State.Give(t.Context(), []analytics.Given{line}); err != nil {
		t.Fatal(err)
	}

	// A stored row goes away.
	write(t, rt, fmt.Sprintf("ALTER TABLE complaints DELETE WHERE source = '甲' AND complaint_id = '2' AND import_id = %d SETTINGS mutations_sync = 2", first.Number))
	r = account(t, rt)
	if len(r.Faults) != 1 || r.Faults[0].Kind != accounting.Lost || r.Faults[0].Records != 1 || r.Faults[0].Import != first.Number || r.Verdict() != accounting.Off {
		t.Errorf("a deleted row: %+v", r.Faults)
	}
}

// The reader's offset jumps over records that nobody stored.
func TestAnOffsetThatIsCommittedUnreadIsFound(t *testing.T) {
	rt := open(t, settings(t))
	ends := send(t, rt, 30)
	r := account(t, rt)
	if r.Verdict() == accounting.Off {
		t.Fatalf("what is not yet read is in flight: %+v", r.Faults)
	}
	admin := kafka.NewAdmin(rt.Kafka)
	defer admin.Close()
	if err := admin.Commit(t.Context(), Group, ends); err != nil {
		t.Fatal(err)
	}
	w := watcher{accounts: rt.Accounts(), log: quiet()}
	whole, err := rt.Accounts().take(t.Context(), time.Now().Add(-time.Hour), time.Now().Add(time.Hour), takeWhole)
	if err != nil {
		t.Fatal(err)
	}
	var lost int64
	for _, f := range whole.Faults {
		if f.Kind != accounting.Lost || !f.Place.Kept {
			t.Errorf("%+v", f)
		}
		lost += f.Records
	}
	if lost != 30 {
		t.Errorf("%d records are found missing, want 30", lost)
	}
	// At night that is looked for, and the alarm stands from the second look on.
	night := time.Date(2030, 1, 1, watchNight, 0, 0, 0, analytics.Zone)
	for range 2 {
		w.look(context.WithoutCancel(t.Context()), night)
		night = night.Add(time.Minute)
	}
	if alarm := rt.Accounts().Alarm(); alarm == nil || alarm.Records != 30 {
		t.Errorf("the alarm: %+v", alarm)
	}
}
