package sink_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/sink"
)

// spot is one place in Kafka.
type spot struct {
	topic     string
	partition uint16
	offset    uint64
}

// fakeLog is a Kafka that holds its records in memory. Every commit is checked against the store at that moment.
type fakeLog struct {
	mu        sync.Mutex
	random    *rand.Rand
	records   map[string]map[uint16][]ingest.Message
	position  sink.Offsets
	committed sink.Offsets
	store     *fakeStore
	wrong     []string // breaches of the law that were seen
	refuse    float64  // probability that a fetch or a commit fails
	more      chan struct{}
}

func newFakeLog(seed uint64, store *fakeStore) *fakeLog {
	return &fakeLog{random: rand.New(rand.NewPCG(seed, 7)), records: map[string]map[uint16][]ingest.Message{}, position: sink.Offsets{},
		committed: sink.Offsets{}, store: store, more: make(chan struct{}, 1)}
}

func put(o sink.Offsets, topic string, p uint16, offset uint64) {
	if o[topic] == nil {
		o[topic] = map[uint16]uint64{}
	}
	o[topic][p] = offset
}

// add appends a record; jump leaves so many offsets out before it.
func (l *fakeLog) add(topic string, p uint16, jump uint64, m ingest.Message) spot {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.records[topic] == nil {
		l.records[topic] = map[uint16][]ingest.Message{}
	}
	all := l.records[topic][p]
	m.Topic, m.Partition, m.Offset, m.Epoch = topic, p, jump, 3
	if len(all) > 0 {
		m.Offset = all[len(all)-1].Offset + 1 + jump
	}
	l.records[topic][p] = append(all, m)
	select {
	case l.more <- struct{}{}:
	default:
	}
	return spot{topic, p, m.Offset}
}

var errBroker = errors.New("broker is away")

func (l *fakeLog) Fetch(ctx context.Context, into []ingest.Message) (int, error) {
	for {
		l.mu.Lock()
		if l.random.Float64() < l.refuse {
			l.mu.Unlock()
			return 0, errBroker
		}
		n := l.some(into)
		l.mu.Unlock()
		if n > 0 {
			return n, nil
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-l.more:
		}
	}
}

// some takes a random handful from every partition that has something.
func (l *fakeLog) some(into []ingest.Message) (n int) {
	for topic, partitions := range l.records {
		for p, all := range partitions {
			for left := 1 + l.random.IntN(20); left > 0 && n < len(into); left-- {
				at := 0
				for at < len(all) && all[at].Offset < l.position[topic][p] {
					at++
				}
				if at == len(all) {
					break
				}
				into[n] = all[at]
				put(l.position, topic, p, all[at].Offset+1)
				n++
			}
		}
	}
	return n
}

func (l *fakeLog) Commit(_ context.Context, next sink.Offsets) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.random.Float64() < l.refuse {
		return errBroker
	}
	for topic, partitions := range next {
		for p, offset := range partitions {
			for _, m := range l.records[topic][p] {
				if m.Offset < offset && !l.store.has(spot{topic, p, m.Offset}) {
					l.wrong = append(l.wrong, fmt.Sprintf("%s/%d: %d was committed while %d was not stored", topic, p, offset, m.Offset))
				}
			}
			put(l.committed, topic, p, offset)
		}
	}
	return nil
}

// rewind makes reading begin again at what is committed: of one partition as a rebalance does, of all as a new reader does.
func (l *fakeLog) rewind(all bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for topic, partitions := range l.position {
		for p := range partitions {
			if all || l.random.IntN(3) == 0 {
				put(l.position, topic, p, l.committed[topic][p])
			}
		}
	}
	select {
	case l.more <- struct{}{}:
	default:
	}
}

// drained reports whether everything is committed.
func (l *fakeLog) drained() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for topic, partitions := range l.records {
		for p, all := range partitions {
			if l.committed[topic][p] != all[len(all)-1].Offset+1 {
				return false
			}
		}
	}
	return true
}

// fakeStore is a store that keeps rows in memory and can be made to fail.
type fakeStore struct {
	mu       sync.Mutex
	random   *rand.Rand
	rows     map[spot]int // how often each was stored, rejected or not
	refused  map[spot]analytics.Rejected
	stored   map[spot]any
	down     float64       // probability that a call fails as a server that is away
	naming   bool          // whether faults name their rows
	gate     chan struct{} // when not nil, every call waits for a token or its context
	calls    int
	topicsOf sink.Topics
}

func newFakeStore(seed uint64) *fakeStore {
	return &fakeStore{random: rand.New(rand.NewPCG(seed, 11)), rows: map[spot]int{}, refused: map[spot]analytics.Rejected{},
		stored: map[spot]any{}, naming: true, topicsOf: sink.Topics{Complaints: ingest.TopicComplaints, Events: ingest.TopicEvents,
			Exposures: ingest.TopicExposures, Rejected: ingest.TopicRejected}}
}

func (s *fakeStore) has(at spot) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rows[at] > 0
}

func (s *fakeStore) refusedAt(at spot) (analytics.Rejected, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, there := s.refused[at]
	return r, there
}

func (s *fakeStore) storedAt(at spot) any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stored[at]
}

func (s *fakeStore) callsSoFar() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

func (s *fakeStore) setDown(p float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = p
}

// fault is an error that names rows, as the warehouse's does.
type fault struct{ at []int }

func (f *fault) Error() string   { return "rows at fault" }
func (f *fault) Unwrap() error   { return analytics.Invalid("text", "不行") }
func (f *fault) Rows() []int     { return f.at }
func (f *fault) Row(i int) error { return analytics.Invalid("text", "第 %d 行不行", i+1) }
func bad(source string) bool     { return strings.HasPrefix(source, "bad") }

func sourceOf(record any) string {
	switch r := record.(type) {
	case analytics.Complaint:
		return r.Source
	case analytics.Event:
		return r.Source
	case analytics.Exposure:
		return r.Source
	}
	return ""
}

func keep[T any](ctx context.Context, s *fakeStore, topic string, rows []analytics.Arrival[T]) error {
	if s.gate != nil {
		select {
		case <-s.gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if s.random.Float64() < s.down {
		return analytics.Wrap(analytics.KindDown, errors.New("refused"), "ClickHouse 没有应答")
	}
	var faults []int
	for i, row := range rows {
		if bad(sourceOf(any(row.Record))) {
			faults = append(faults, i)
		}
	}
	if len(faults) > 0 {
		if s.naming {
			return fmt.Errorf("insert: %w", &fault{faults})
		}
		return analytics.Invalid("", "某些行不行")
	}
	for _, row := range rows {
		at := spot{topic, row.Origin.Partition, row.Origin.Offset}
		if r, is := any(row.Record).(analytics.Rejected); is {
			// What was refused here keeps the place at which it stood; what was refused before Kafka has a file and stands in its own topic.
			if r.File == "" {
				at.topic = r.Topic
			}
			s.refused[at] = r
		}
		s.rows[at]++
		s.stored[at] = row
	}
	return nil
}

func (s *fakeStore) StoreComplaints(ctx context.Context, rows []analytics.Arrival[analytics.Complaint]) error {
	return keep(ctx, s, s.topicsOf.Complaints, rows)
}

func (s *fakeStore) StoreEvents(ctx context.Context, rows []analytics.Arrival[analytics.Event]) error {
	return keep(ctx, s, s.topicsOf.Events, rows)
}

func (s *fakeStore) StoreExposures(ctx context.Context, rows []analytics.Arrival[analytics.Exposure]) error {
	return keep(ctx, s, s.topicsOf.Exposures, rows)
}

func (s *fakeStore) StoreRejected(ctx context.Context, rows []analytics.Arrival[analytics.Rejected]) error {
	return keep(ctx, s, s.topicsOf.Rejected, rows)
}

// fakeMasker stars out the digit 8 and says so.
type fakeMasker struct{}

func (fakeMasker) MaskComplaint(c *analytics.Complaint) { c.Text = fakeMasker{}.Mask(c.Text) }
func (fakeMasker) MaskEvent(e *analytics.Event)         { e.Note = fakeMasker{}.Mask(e.Note) }
func (fakeMasker) MaskExposure(x *analytics.Exposure) {
	for name, value := range x.Dimensions {
		x.Dimensions[name] = fakeMasker{}.Mask(value)
	}
}
func (fakeMasker) MaskField(name, value string) string {
	if name == "姓名" || name == "customer_name" {
		return "*"
	}
	return fakeMasker{}.Mask(value)
}
func (fakeMasker) Mask(s string) string { return strings.ReplaceAll(s, "8", "*") }
