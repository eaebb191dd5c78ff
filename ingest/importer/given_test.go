package importer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/ingest"
)

// advancing is a clock that jumps to another hour at every look, backwards once.
func advancing() func() time.Time {
	at, jumps := clockOf2026(), []time.Duration{0, time.Hour, -3 * time.Hour, 5 * time.Hour}
	calls := 0
	return func() time.Time {
		calls++
		return at.Add(jumps[calls%len(jumps)])
	}
}

func TestEveryBatchHasOneTimeAndTheLedgerItsHour(t *testing.T) {
	var text strings.Builder
	text.WriteString("编号,投诉时间,投诉内容\n")
	for i := range 2*batchRecords + 10 {
		fmt.Fprintf(&text, "%d,2024-01-01,内容好长的一条投诉\n", i)
	}
	f := opened(t, text.String(), Options{Source: "甲"})
	f.reader.now = advancing()
	l, b := &ledger{}, &broker{t: t}
	if _, err := f.Run(t.Context(), Deps{Producer: b, Ledger: l, Masker: masker, Codec: codec}); err != nil {
		t.Fatal(err)
	}
	want := map[analytics.Given]int64{}
	for i, m := range b.messages {
		if batch := b.messages[i/batchRecords*batchRecords]; m.Time.IsZero() || !m.Time.Equal(batch.Time) {
			t.Fatalf("message %d has the time %s, its batch %s", i, m.Time, batch.Time)
		}
		want[analytics.Given{Import: 7, Topic: m.Topic, Meant: m.Topic, Source: "甲", Hour: analytics.HourOf(m.Time)}] = 0
	}
	if diff := cmp.Diff(want, l.given); diff != "" {
		t.Errorf("lines that are open after the end: %s", diff)
	}
	if l.sent != int64(len(b.messages)) {
		t.Errorf("the ledger has %d of %d messages as sent", l.sent, len(b.messages))
	}
}

func TestTheLedgerTellsWhereRefusedRecordsWereMeantToGo(t *testing.T) {
	text := `{"source":"乙","complaint_id":"1","received_at":"2024-01-01T00:00:00+08:00","text":"坏了"}
{"source":"乙","event_id":"1","complaint_id":"1","kind":"no such kind","at":"2024-01-01T00:00:00+08:00"}
`
	f := opened(t, text, Options{})
	l, b := &ledger{}, &broker{t: t}
	if _, err := f.Run(t.Context(), Deps{Producer: b, Ledger: l, Masker: masker, Codec: codec}); err != nil {
		t.Fatal(err)
	}
	hour := analytics.HourOf(clockOf2026())
	want := map[analytics.Given]int64{
		{Import: 7, Topic: ingest.TopicComplaints, Meant: ingest.TopicComplaints, Source: "乙", Hour: hour}: 0,
		{Import: 7, Topic: ingest.TopicRejected, Meant: ingest.TopicEvents, Source: "file", Hour: hour}:    0,
	}
	if diff := cmp.Diff(want, l.given); diff != "" {
		t.Error(diff)
	}
}

func TestWhatWasGivenAndNotConfirmedStaysOpen(t *testing.T) {
	var text strings.Builder
	text.WriteString("编号,投诉时间,投诉内容\n")
	for i := range batchRecords + 10 {
		fmt.Fprintf(&text, "%d,2024-01-01,内容好长的一条投诉\n", i)
	}
	l := &ledger{}
	if _, err := opened(t, text.String(), Options{}).Run(t.Context(), Deps{Producer: &broker{fail: 2}, Ledger: l, Masker: masker, Codec: codec}); err == nil {
		t.Fatal("the broker failed and the import did not")
	}
	var open int64
	for _, n := range l.given {
		open += n
	}
	if open != 10 || l.sent != batchRecords {
		t.Errorf("%d sent and %d open", l.sent, open)
	}
}
