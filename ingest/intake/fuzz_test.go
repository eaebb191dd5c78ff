package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// memory is a producer, a ledger and a key in memory.
type memory struct {
	mu       sync.Mutex
	hash     string
	messages []ingest.Message
	lines    []analytics.Given
	writes   int
	before   func()
}

func (m *memory) Produce(_ context.Context, messages []ingest.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.messages = append(m.messages, messages...)
	return nil
}

func (m *memory) ImportOf(context.Context, Key, time.Time) (uint32, error) { return 7, nil }

func (m *memory) Count(_ context.Context, lines []analytics.Given) error {
	if m.before != nil {
		m.before()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	m.lines = add(m.lines, lines)
	return nil
}

func (m *memory) APIKeys(context.Context) ([]Key, error) {
	return []Key{{ID: "0a0b0c0d", Hash: m.hash, Source: "客服系统", Rate: 1 << 30}}, nil
}

func (m *memory) TouchAPIKey(context.Context, string, time.Time) error { return nil }

const testSecret = "hs_0a0b0c0d_secret"

func inMemory(t testing.TB) (*Intake, *memory) {
	m := &memory{hash: hashOf(testSecret)}
	in := New(Config{Producer: m, Ledger: m, Keys: m, Masker: masker, Codec: codec, Clock: time.Now,
		Seal: func(raw []byte) string { return "sealed" }})
	in.Start()
	t.Cleanup(in.Stop)
	return in, m
}

// Whatever comes is answered as described, every record of it is one message that the codec reads, and what is told of them is true.
func FuzzRequest(f *testing.F) {
	pack := func(s string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(s))
		_ = z.Close()
		return b.Bytes()
	}
	f.Add(uint8(0), []byte(told("A1")))
	f.Add(uint8(0), []byte("["+told("A1")+`,{"complaint_id":"13812345678","customer":{"name":"张小三"},"text":"张小三"}]`))
	f.Add(uint8(1), []byte(`{"event_id":"E1","complaint_id":"A1","kind":"resolved","at":"2026-03-02T08:00:00+08:00","new":1}`))
	f.Add(uint8(2), []byte(`{"month":"2026-03","unit":"orders","value":12000}`))
	f.Add(uint8(4), []byte(told("A1")+"\nnonsense\n\n"+told("\xff")))
	f.Add(uint8(8), pack(told("A1")))
	f.Add(uint8(12), pack(told("A1")+"\r\n5"))
	in, m := inMemory(f)
	handler := in.Handler()
	d := describedBy(f, in.description)
	f.Fuzz(func(t *testing.T, kind uint8, body []byte) {
		e := entrances[int(kind&3)%len(entrances)]
		r := httptest.NewRequest(http.MethodPost, e.path, bytes.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+testSecret)
		r.Header.Set("Content-Type", formJSON)
		if kind&4 != 0 {
			r.Header.Set("Content-Type", formNDJSON)
		}
		if kind&8 != 0 {
			r.Header.Set("Content-Encoding", "gzip")
		}
		m.messages, d.t = nil, t
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if err := d.fits(w.Body.Bytes(), "paths", e.path, "post", "responses", w.Result().Status[:3], "content", w.Header().Get("Content-Type"), "schema"); err != nil {
			t.Fatalf("%d %s\n%v", w.Code, w.Body, err)
		}
		var receipt Receipt
		if err := json.Unmarshal(w.Body.Bytes(), &receipt); err != nil {
			t.Fatal(err)
		}
		if len(m.messages) != receipt.Accepted+receipt.Rejected || len(m.messages) != len(receipt.Records) || len(receipt.Errors) != receipt.Rejected {
			t.Fatalf("%d messages, and the answer is %s", len(m.messages), w.Body)
		}
		for i, message := range m.messages {
			if source, topic := sourceOf(t, message), receipt.Records[i].State == "rejected"; source != "客服系统" || topic != (message.Topic == ingest.TopicRejected) {
				t.Fatalf("record %d of source %q is %+v: %s", i, source, receipt.Records[i], message.Value)
			}
		}
	})
}

// sourceOf decodes a message and returns the source of its record.
func sourceOf(t *testing.T, m ingest.Message) string {
	t.Helper()
	var c analytics.Complaint
	var e analytics.Event
	var x analytics.Exposure
	var r analytics.Rejected
	err := map[string]func() error{
		ingest.TopicComplaints: func() error { return codec.DecodeComplaint(m.Value, &c) },
		ingest.TopicEvents:     func() error { return codec.DecodeEvent(m.Value, &e) },
		ingest.TopicExposures:  func() error { return codec.DecodeExposure(m.Value, &x) },
		ingest.TopicRejected:   func() error { return codec.DecodeRejected(m.Value, &r) },
	}[m.Topic]()
	if err != nil {
		t.Fatalf("%s: %v\n%s", m.Topic, err, m.Value)
	}
	return c.Source + e.Source + x.Source + r.Source
}
