package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
)

// sharedSize is an installation of the server size whose parts a test can reach.
type sharedSize struct {
	*installation
	gate  *gate
	kafka kafka.Config
}

// newShared is Apache Kafka and a ClickHouse behind a gate. The state is the SQLite file in the data directory, which processes on one
// machine share.
func newShared(t *testing.T) *sharedSize {
	t.Helper()
	broker := takeKafka(t)
	clickhouse := freeAddress(t)
	server := newInstallation(t)
	server.says(server.start("clickhouse", "--write", "--listen", clickhouse), "http://"+clickhouse)
	g := startGate(t, clickhouse)
	in := newInstallation(t, "HUISHENG_KAFKA_BROKERS="+broker, "HUISHENG_CLICKHOUSE_ADDRESS="+g.address)
	in.run("migrate")
	return &sharedSize{in, g, kafka.Config{Brokers: []string{broker}}}
}

// give sends plain complaints.
func (s *sharedSize) give(p *plan, from, to int) {
	s.t.Helper()
	producer := kafka.NewProducer(s.kafka)
	defer producer.Close()
	var list []ingest.Message
	for i := from; i < to; i++ {
		list = append(list, p.complaint(i, 0, ""))
		p.whole[i] = true
	}
	if err := producer.Produce(s.t.Context(), list); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sharedSize) standings() []kafka.Standing {
	s.t.Helper()
	admin := kafka.NewAdmin(s.kafka)
	defer admin.Close()
	list, err := admin.Standings(s.t.Context(), runtime.Group)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// readers are the members of the group that have partitions of complaints, with how many.
func (s *sharedSize) readers() map[string]int {
	admin := kafka.NewAdmin(s.kafka)
	defer admin.Close()
	members, err := admin.Members(s.t.Context(), runtime.Group)
	if err != nil {
		return nil // it is balancing
	}
	readers := map[string]int{}
	for _, m := range members {
		if n := len(m.Partitions[ingest.TopicComplaints]); n > 0 {
			readers[m.Client] = n
		}
	}
	return readers
}

// checkStored holds the tables against what was given, by ids and by places.
func (s *sharedSize) checkStored(p *plan) {
	t := s.t
	t.Helper()
	eventually(t, "everything is stored", func() bool { return lagOf(s.standings()) == 0 })
	n := p.count()
	want := fmt.Sprintf("%d\t%d\t%d", n, n, n)
	if got := s.query("SELECT uniqExact(complaint_id), uniqExact(complaint_id, content), uniqExact(kafka_partition, kafka_offset) FROM complaints"); got != want {
		t.Errorf("ids, contents, places: %s, want %s", got, want)
	}
	if b := s.books(); b.Difference != 0 || b.Stored != int64(n) || b.Received != int64(n) {
		t.Errorf("the books: %+v, want %d", b, n)
	}
}

// Three consumers beside serve share the partitions. They come and go while records stream in: nothing is lost and nothing counts twice.
func TestConsumersShareThePartitionsAndRebalancesLoseNothing(t *testing.T) {
	t.Parallel()
	s := newShared(t)
	p := newPlan(1, 12_000)
	_, address := s.serving()
	var consumers []*supervised
	for range 3 {
		consumers = append(consumers, s.supervise("consume"))
	}
	eventually(t, "four readers", func() bool { return len(s.readers()) == 4 })
	s.give(p, 0, 4000)
	consumers[0].signal(syscall.SIGKILL)
	s.give(p, 4000, 8000)
	consumers[1].close() // one leaves for good
	s.give(p, 8000, 12_000)
	eventually(t, "three readers", func() bool { return len(s.readers()) == 3 })
	s.checkStored(p)
	eventually(t, "the readers on the page", func() bool {
		page := get(t, address+"/operations")
		for name := range s.readers() {
			if !strings.Contains(page, name) {
				return false
			}
		}
		return strings.Contains(page, s.kafka.Brokers[0])
	})
}

// While ClickHouse refuses, memory stays bounded, the page says what is wrong, and afterwards everything is there.
func TestAFullDiskHoldsBackAndLosesNothing(t *testing.T) {
	t.Parallel()
	s := newShared(t)
	p := newPlan(2, 30_000)
	server, address := s.serving()
	s.give(p, 0, 1000)
	eventually(t, "the first are stored", func() bool { return lagOf(s.standings()) == 0 })
	for _, trouble := range []struct{ mode, alarm string }{{diskFull, "disk_full"}, {parts, "clickhouse_refusing"}, {refuse, "clickhouse_down"}} {
		s.gate.set(trouble.mode)
		s.give(p, p.count(), p.count()+8000)
		eventually(t, "the alarm "+trouble.alarm, func() bool {
			return strings.Contains(get(t, address+"/metrics"), `huisheng_alarm{name="`+trouble.alarm+`",urgent="true"} 1`)
		})
		if page := get(t, address+"/operations"); !strings.Contains(page, "health urgent") {
			t.Errorf("%s: the page says that all is well", trouble.alarm)
		}
		s.gate.set(pass)
		eventually(t, "the backlog is stored", func() bool { return lagOf(s.standings()) == 0 })
		eventually(t, "the alarm ends", func() bool {
			return strings.Contains(get(t, address+"/metrics"), `huisheng_alarm{name="`+trouble.alarm+`",urgent="true"} 0`)
		})
	}
	s.gate.set(slow)
	s.give(p, p.count(), 30_000)
	s.checkStored(p)
	if out := server.out.String(); strings.Contains(out, "panic") {
		t.Error(out)
	}
}
