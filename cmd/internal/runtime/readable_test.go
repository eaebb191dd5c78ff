package runtime

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
)

func march(day int) time.Time { return time.Date(2024, 3, day, 8, 0, 0, 0, analytics.Zone) }

// A batch that ClickHouse refuses is stored after the ones behind it. Jobs that ran in between must read it all the same.
func TestABatchThatIsStoredLateIsReadAllTheSame(t *testing.T) {
	rt := open(t, settings(t))
	runner, err := rt.Runner(quiet())
	if err != nil {
		t.Fatal(err)
	}
	const n = 60
	ends := send(t, rt, n)
	// Something behind the end of each partition is stored first, as by a second writer.
	for p, end := range ends[ingest.TopicComplaints] {
		c := analytics.Complaint{Source: "test", ID: fmt.Sprint("ahead ", p), ReceivedAt: march(1), Text: "空调不制冷"}
		row := analytics.Arrival[analytics.Complaint]{Record: c, Content: rt.Codec.ContentOfComplaint(&c),
			Origin: analytics.Origin{Epoch: rt.Kafka.Epochs[ingest.TopicComplaints], Partition: p, Offset: end + 100, ArrivedAt: march(1)}}
		if err := rt.Warehouse.StoreComplaints(t.Context(), []analytics.Arrival[analytics.Complaint]{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := runner.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, rt, "SELECT count() FROM heads"); got != "0" {
		t.Errorf("%s complaints were read although nothing below them is stored", got)
	}
	if err := rt.Receive(); err != nil {
		t.Fatal(err)
	}
	if err := rt.WaitStored(t.Context(), ends, func(int64) {}); err != nil {
		t.Fatal(err)
	}
	if err := runner.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, rt, "SELECT uniqExact(complaint_id) FROM heads WHERE complaint_id NOT LIKE 'ahead%'"); got != fmt.Sprint(n) {
		t.Errorf("%s of %d complaints were read", got, n)
	}
	if left, err := rt.Unread(t.Context()); err != nil || left != 0 {
		t.Errorf("%d are left, %v", left, err)
	}
}

func TestWhatKafkaSaidHoldsWhileItIsAway(t *testing.T) {
	rt := open(t, settings(t))
	c := analytics.Complaint{Source: "test", ID: "1", ReceivedAt: march(1), Text: "空调不制冷"}
	put := func(offset uint64) {
		row := analytics.Arrival[analytics.Complaint]{Record: c, Origin: analytics.Origin{Epoch: 1, Offset: offset, ArrivedAt: march(1)}}
		if err := rt.Warehouse.StoreComplaints(t.Context(), []analytics.Arrival[analytics.Complaint]{row}); err != nil {
			t.Fatal(err)
		}
	}
	asked, away, committed := 0, errors.New("away"), uint64(3)
	s := &readable{Warehouse: rt.Warehouse, epochs: map[string]uint32{ingest.TopicComplaints: 1}}
	s.committed = func(context.Context) (kafka.Offsets, error) {
		asked++
		return kafka.Offsets{ingest.TopicComplaints: {0: committed}}, away
	}
	next := func() uint64 {
		list, err := s.Stored(t.Context())
		if err != nil || len(list) != 1 {
			t.Fatalf("%v %v", list, err)
		}
		return list[0].Next
	}
	put(7)
	if _, err := s.Stored(t.Context()); !errors.Is(err, away) {
		t.Errorf("nothing is known and it says %v", err)
	}
	away = nil
	if got := next(); got != 3 {
		t.Errorf("committed up to 3, %d may be read", got)
	}
	committed, away = 8, errors.New("away")
	if got := next(); got != 3 {
		t.Errorf("Kafka is away and %d may be read", got)
	}
	away = nil
	if got := next(); got != 8 {
		t.Errorf("all is committed and %d may be read", got)
	}
	before := asked
	if next() != 8 || asked != before {
		t.Error("Kafka is asked though nothing came")
	}
	put(9)
	if got := next(); got != 8 {
		t.Errorf("a record that is not committed may be read up to %d", got)
	}
}
