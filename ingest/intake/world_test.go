package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
	"huisheng/sql/state"
)

var (
	codec  = ingest.NewCodec([]byte("a key for tests"))
	masker = text.NewMasker([]byte("a key for tests"))
)

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// kept is the ledger and the keys over a real state. It may be broken.
type kept struct {
	*state.State
	mu     sync.Mutex
	broken error
}

func (k *kept) fault() error { k.mu.Lock(); defer k.mu.Unlock(); return k.broken }

func (k *kept) breaks(err error) { k.mu.Lock(); defer k.mu.Unlock(); k.broken = err }

func (k *kept) ImportOf(ctx context.Context, key Key, at time.Time) (uint32, error) {
	return k.IntakeImport(ctx, key.ID, key.Source, "接口 "+key.ID, at)
}

func (k *kept) Count(ctx context.Context, lines []analytics.Given) error {
	if err := k.fault(); err != nil {
		return err
	}
	counts := make([]state.Counted, len(lines))
	for i, l := range lines {
		counts[i] = state.Counted{Number: l.Import, Read: l.Sending, Sending: l.Sending, Sent: l.Sent}
		if l.Topic == ingest.TopicRejected {
			counts[i].Rejected = l.Sent
		}
	}
	return k.CountIntake(ctx, counts, lines...)
}

func (k *kept) APIKeys(ctx context.Context) ([]Key, error) {
	list, err := k.State.APIKeys(ctx)
	keys := make([]Key, len(list))
	for i, one := range list {
		keys[i] = Key{ID: one.ID, Hash: one.Hash, Source: one.Source, SenderKind: one.SenderKind, Rate: one.Rate, Revoked: !one.RevokedAt.IsZero()}
	}
	return keys, err
}

// world is an intake over a real broker and a real state, served as the program serves it.
type world struct {
	t       testing.TB
	broker  *broker.Broker
	cfg     kafka.Config
	kept    *kept
	clock   *clock
	in      *Intake
	address string
	secret  string // of a key of the source 客服系统
}

func newWorld(t testing.TB, change ...func(*Config)) *world {
	t.Helper()
	if one, is := t.(*testing.T); is {
		one.Parallel() // most of a test is waiting for the disk
	}
	w := &world{t: t, clock: &clock{now: time.Date(2026, 11, 22, 12, 0, 0, 0, analytics.Zone)}}
	topics := map[string]int{ingest.TopicComplaints: 2, ingest.TopicEvents: 2, ingest.TopicExposures: 1, ingest.TopicRejected: 1}
	w.broker = broker.New(broker.Config{Dir: t.TempDir(), Group: "huisheng", Topics: topics})
	w.must(w.broker.Start())
	t.Cleanup(func() { w.must(w.broker.Stop()) })
	w.cfg = kafka.Config{Brokers: []string{w.broker.Addr()}, Group: "huisheng", CloseTimeout: 100 * time.Millisecond}
	s, err := state.Open(context.Background(), filepath.Join(t.TempDir(), "state.db"), state.WithClock(w.clock.time))
	w.must(err)
	t.Cleanup(func() { s.Close() })
	w.kept = &kept{State: s}
	producer := kafka.NewProducer(w.cfg)
	t.Cleanup(func() { producer.Close() })
	c := Config{Producer: producer, Ledger: w.kept, Keys: w.kept, Masker: masker, Codec: codec, Clock: w.clock.time,
		Seal: func(raw []byte) string { return fmt.Sprintf("sealed %d", len(raw)) }}
	for _, f := range change {
		f(&c)
	}
	w.in = New(c)
	w.serve()
	w.secret = w.key(state.APIKey{Source: "客服系统"})
	return w
}

// serve starts the intake and its server.
func (w *world) serve() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	w.must(err)
	w.in.Start()
	server := w.in.Server()
	go func() { _ = server.Serve(listener) }()
	w.t.Cleanup(func() { server.Close(); w.in.Stop() })
	w.address = "http://" + listener.Addr().String()
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// key adds a key and returns its secret.
func (w *world) key(k state.APIKey) string {
	w.t.Helper()
	secret, id, hash := NewSecret()
	k.ID, k.Hash = id, hash
	w.must(w.kept.AddAPIKey(context.Background(), k))
	return secret
}

// answer is what came back.
type answer struct {
	*http.Response
	raw  []byte
	body Problem // a receipt fills a part of it
}

// post sends a body with the headers given as name, value, name, value ….
func (w *world) post(path, body string, headers ...string) answer {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, w.address+path, bytes.NewReader([]byte(body)))
	w.must(err)
	r.Header.Set("Authorization", "Bearer "+w.secret)
	r.Header.Set("Content-Type", formJSON)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.do(r)
}

func (w *world) do(r *http.Request) answer {
	w.t.Helper()
	got, err := http.DefaultClient.Do(r)
	w.must(err)
	defer got.Body.Close()
	a := answer{Response: got}
	a.raw, err = io.ReadAll(got.Body)
	w.must(err)
	if err := json.Unmarshal(a.raw, &a.body); err != nil {
		w.t.Fatalf("%s: %s: %v\n%s", r.URL.Path, got.Status, err, a.raw)
	}
	if a.body.Receipt == nil {
		a.body.Receipt = &Receipt{}
	}
	return a
}

// is checks a status, and the type of a problem.
func (w *world) is(a answer, status int, name string) {
	w.t.Helper()
	kind := ""
	if name != "" {
		kind = "urn:huisheng:problem:" + name
	}
	if a.StatusCode != status || a.body.Type != kind {
		w.t.Fatalf("got %s %q, want %d %q\n%s", a.Status, a.body.Type, status, name, a.raw)
	}
	if name != "" && (a.Header.Get("Content-Type") != "application/problem+json" || a.body.Status != status || a.body.Title == "" || a.body.Detail == "") {
		w.t.Errorf("not a problem as RFC 9457 has it: %s\n%s", a.Header.Get("Content-Type"), a.raw)
	}
}

// stored are the records that are in Kafka, in order of arrival within their topic.
func (w *world) stored(n int) []ingest.Message {
	w.t.Helper()
	admin := kafka.NewAdmin(w.cfg)
	defer admin.Close()
	topics, err := admin.Topics(context.Background())
	w.must(err)
	there := 0
	for _, topic := range topics {
		for _, p := range topic.Partitions {
			there += int(p.End)
		}
	}
	if there != n {
		w.t.Fatalf("%d messages are in Kafka, want %d", there, n)
	}
	if n == 0 {
		return nil
	}
	consumer := kafka.NewConsumer(kafka.Config{Brokers: w.cfg.Brokers, Group: fmt.Sprint("reader ", time.Now().UnixNano())})
	w.must(consumer.Start())
	defer consumer.Stop()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var all []ingest.Message
	for buffer := make([]ingest.Message, 100); len(all) < n; {
		got, err := consumer.Fetch(ctx, buffer)
		w.must(err)
		all = append(all, buffer[:got]...)
	}
	return all
}

// complaint decodes a message.
func (w *world) complaint(m ingest.Message) analytics.Complaint {
	w.t.Helper()
	var c analytics.Complaint
	w.must(codec.DecodeComplaint(m.Value, &c))
	if m.Topic != ingest.TopicComplaints || m.Masked != text.MaskVersion || string(m.Key) != string(ingest.MessageKey(c.Source, c.ID)) {
		w.t.Errorf("message of %s: topic %s, key %q, masked %d", c.ID, m.Topic, m.Key, m.Masked)
	}
	return c
}

// books waits until the ledger says that all is confirmed, and returns the import.
func (w *world) books(number uint32) state.Import {
	w.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		in, err := w.kept.State.ImportOf(context.Background(), number)
		w.must(err)
		if in.Sent == in.Sending || time.Now().After(deadline) {
			return in
		}
	}
}

// told is a complaint as a sender tells it.
func told(id string) string {
	return fmt.Sprintf(`{"complaint_id":%q,"received_at":"2026-03-01T08:00:00+08:00","text":"空调不制冷，电话 13812345678"}`, id)
}
