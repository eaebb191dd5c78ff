package sink_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"huisheng/ingest"
	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sink"
)

// onEveryKafka runs a test on a broker in this process, and on the server that HUISHENG_TEST_KAFKA names when it does.
func onEveryKafka(t *testing.T, test func(*testing.T, string)) {
	t.Run("embedded", func(t *testing.T) {
		b := broker.New(broker.Config{Dir: t.TempDir(), Group: "none"})
		if err := b.Start(); err != nil {
			t.Fatal(err)
		}
		defer b.Stop()
		test(t, b.Addr())
	})
	t.Run("server", func(t *testing.T) {
		addr := os.Getenv("HUISHENG_TEST_KAFKA")
		if addr == "" {
			t.Skip("HUISHENG_TEST_KAFKA names no server: scripts/kafka/start.sh starts one")
		}
		test(t, addr)
	})
}

// bench is a group, its topics and a store on one Kafka. It is a source as well: it hands out what the newest consumer reads and
// looks at every commit.
type bench struct {
	t      *testing.T
	cfg    kafka.Config
	sink   sink.Config
	store  *fakeStore
	names  sink.Topics
	random *rand.Rand

	mu   sync.Mutex
	seen map[string]map[uint16]map[uint64]bool // offsets that were ever handed out
}

func newBench(t *testing.T, addr string) *bench {
	t.Helper()
	run := fmt.Sprintf(".%d.%d", os.Getpid(), time.Now().UnixNano())
	names := sink.Topics{Complaints: "complaints" + run, Events: "events" + run, Exposures: "exposures" + run, Rejected: "rejected" + run}
	b := &bench{t: t, names: names, store: newFakeStore(5), sink: config(), seen: map[string]map[uint16]map[uint64]bool{}}
	b.store.topicsOf, b.sink.Topics, b.sink.Limits.Rows = names, names, 200
	b.cfg = kafka.Config{Brokers: []string{addr}, Group: "group" + run, Topics: []string{names.Complaints, names.Events, names.Exposures, names.Rejected}}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	b.random = rand.New(rand.NewPCG(seed, 0))
	admin := kafka.NewAdmin(b.cfg)
	defer admin.Close()
	if err := admin.EnsureTopics(t.Context(), map[string]int{names.Complaints: 4, names.Events: 2, names.Exposures: 1, names.Rejected: 1}, 1); err != nil {
		t.Fatal(err)
	}
	return b
}

// produce sends a mixture of n messages, poison among them.
func (b *bench) produce(n int) {
	b.t.Helper()
	var messages []ingest.Message
	for i := range n {
		m, topic := complaint("src", i), b.names.Complaints
		switch b.random.IntN(30) {
		case 0:
			m = poison(i)
		case 1:
			m = complaint("bad", i)
		case 2, 3, 4:
			m, topic = event("src", i), b.names.Events
		case 5:
			m, topic = exposure("src", i), b.names.Exposures
		case 6:
			m, topic = turnedAway(i), b.names.Rejected
		}
		m.Topic = topic
		messages = append(messages, m)
	}
	p := kafka.NewProducer(b.cfg)
	defer p.Close()
	if err := p.Produce(b.t.Context(), messages); err != nil {
		b.t.Fatal(err)
	}
}

// reader is a consumer whose every commit is looked at.
type reader struct {
	*kafka.Consumer
	bench *bench
}

func (r *reader) Fetch(ctx context.Context, into []ingest.Message) (int, error) {
	n, err := r.Consumer.Fetch(ctx, into)
	r.bench.mu.Lock()
	defer r.bench.mu.Unlock()
	for _, m := range into[:n] {
		if r.bench.seen[m.Topic] == nil {
			r.bench.seen[m.Topic] = map[uint16]map[uint64]bool{}
		}
		if r.bench.seen[m.Topic][m.Partition] == nil {
			r.bench.seen[m.Topic][m.Partition] = map[uint64]bool{}
		}
		r.bench.seen[m.Topic][m.Partition][m.Offset] = true
	}
	return n, err
}

func (r *reader) Commit(ctx context.Context, next sink.Offsets) error {
	r.bench.check(next)
	return r.Consumer.Commit(ctx, next)
}

// check holds the law: every offset below a commit is stored. Offsets begin at 0 and have no gaps, as all come from produce.
func (b *bench) check(next sink.Offsets) {
	for topic, partitions := range next {
		for p, offset := range partitions {
			for i := range offset {
				if !b.store.has(spot{topic, p, i}) {
					b.t.Errorf("%s/%d: %d is committed while %d is not stored", topic, p, offset, i)
					return
				}
			}
		}
	}
}

// start begins a life of the sink with a consumer of its own. The returned function ends it, with a crash when it may not wait.
func (b *bench) start() (*sink.Sink, func(crash bool)) {
	b.t.Helper()
	c := kafka.NewConsumer(b.cfg)
	if err := c.Start(); err != nil {
		b.t.Fatal(err)
	}
	s := sink.New(b.sink, &reader{c, b}, b.store, codec, fakeMasker{})
	if err := s.Start(); err != nil {
		b.t.Fatal(err)
	}
	return s, func(crash bool) {
		ctx, cancel := context.WithCancel(context.Background())
		if crash {
			cancel()
		}
		s.Stop(ctx)
		cancel()
		c.Stop()
	}
}

// drained reports whether the group has committed everything.
func (b *bench) drained() bool {
	admin := kafka.NewAdmin(b.cfg)
	defer admin.Close()
	left, err := admin.Backlog(b.t.Context(), b.cfg.Group)
	return err == nil && left == 0
}

// finish waits until everything is committed and looks at the store.
func (b *bench) finish(sent int) {
	b.t.Helper()
	until(b.t, "everything is committed", b.drained)
	admin := kafka.NewAdmin(b.cfg)
	defer admin.Close()
	topics, err := admin.Topics(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	places := 0
	for _, topic := range topics {
		for p, at := range topic.Partitions {
			b.check(sink.Offsets{topic.Name: {uint16(p): at.End}})
			places += int(at.End)
		}
	}
	if places != sent || len(b.store.rows) != sent {
		b.t.Errorf("sent %d records; Kafka holds %d, the store has rows of %d places", sent, places, len(b.store.rows))
	}
}

func TestNothingIsLostWhenTheSinkDiesAtRandom(t *testing.T) {
	onEveryKafka(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		b.store.down = 0.2
		b.produce(4000)
		for range 3 {
			s, end := b.start()
			enough := uint64(b.random.IntN(3000))
			until(t, "enough is fetched", func() bool { return s.Stats().Fetched >= enough || b.drained() })
			end(b.random.IntN(3) > 0)
		}
		_, end := b.start()
		defer end(false)
		b.finish(4000)
	})
}

func TestTwoSinksOfAGroupShareTheWorkThroughRebalances(t *testing.T) {
	onEveryKafka(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		_, end := b.start()
		defer end(false)
		sent := 0
		for range 2 {
			b.produce(1500)
			s, endOther := b.start() // it joins: the partitions are dealt out anew while the first is at work
			b.produce(1500)
			sent += 3000
			until(t, "the other one got something or nothing is left", func() bool { return s.Stats().Fetched > 0 || b.drained() })
			endOther(true)
		}
		b.finish(sent)
	})
}

func TestAStoreThatComesBackGetsEverything(t *testing.T) {
	onEveryKafka(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		b.store.setDown(1)
		b.produce(3000)
		s, end := b.start()
		defer end(false)
		until(t, "the store was tried often", func() bool { return b.store.callsSoFar() > 20 })
		if got := s.Stats(); got.Stored != 0 || len(got.Waiting) == 0 {
			t.Errorf("stats %+v", got)
		}
		b.store.setDown(0)
		b.finish(3000)
	})
}

// A message that Kafka took and nobody can read must not stop those behind it, wherever it stands.
func TestAPartitionOfPoisonAloneIsGotThrough(t *testing.T) {
	onEveryKafka(t, func(t *testing.T, addr string) {
		b := newBench(t, addr)
		p := kafka.NewProducer(b.cfg)
		defer p.Close()
		var messages []ingest.Message
		for i := range 500 {
			m := poison(i)
			m.Topic = b.cfg.Topics[i%4]
			messages = append(messages, m)
		}
		if err := p.Produce(t.Context(), messages); err != nil {
			t.Fatal(err)
		}
		s, end := b.start()
		defer end(false)
		b.finish(500)
		if got := s.Stats(); got.Rejected != 500 || got.Stored != 0 {
			t.Errorf("stats %+v", got)
		}
	})
}
