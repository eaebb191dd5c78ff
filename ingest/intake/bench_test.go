package intake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// benchBatch is the records of a request: what a system sends that hands over its day.
const benchBatch = 1000

// BenchmarkIntake sends requests of a thousand records over HTTP to the real broker, and right after gives the broker the same messages
// without anything around it: the ratio says what reading, judging, masking and the ledger cost.
func BenchmarkIntake(b *testing.B) {
	w := newWorld(b, func(c *Config) { c.Limits.Rate = 1 << 30 })
	text := string(bytes.Repeat([]byte("上个月买的空调不制冷，联系客服说要等一周。"), 6))
	var body bytes.Buffer
	var messages []ingest.Message
	for i := range benchBatch {
		record := fmt.Sprintf(`{"complaint_id":"%d","received_at":"2026-03-01T08:00:00+08:00","channel":"电话","subject":"空调不制冷","text":"%s 电话 138%08d","product":{"line":"空调","model":"KFR-35GW"}}`, i, text, i)
		body.WriteString(record + "\n")
		messages = append(messages, w.in.convert(ingest.TopicComplaints, origin{key: Key{Source: "客服系统"}, now: w.clock.time()}, i, record).message)
	}
	var through, bare time.Duration
	for b.Loop() {
		began := time.Now()
		r, err := http.NewRequest(http.MethodPost, w.address+"/v1/complaints", bytes.NewReader(body.Bytes()))
		w.must(err)
		r.Header.Set("Authorization", "Bearer "+w.secret)
		r.Header.Set("Content-Type", formNDJSON)
		got, err := http.DefaultClient.Do(r)
		w.must(err)
		if got.StatusCode != http.StatusAccepted {
			b.Fatal(got.Status)
		}
		_, err = io.Copy(io.Discard, got.Body)
		w.must(err)
		got.Body.Close()
		through += time.Since(began)
		began = time.Now()
		w.must(w.in.Producer.Produce(context.Background(), messages))
		bare += time.Since(began)
	}
	b.ReportMetric(float64(b.N*benchBatch)/through.Seconds(), "records/s")
	b.ReportMetric(float64(b.N*benchBatch)/bare.Seconds(), "bare/s")
	b.ReportMetric(bare.Seconds()/through.Seconds(), "ratio")
}

// BenchmarkConvert is what one record costs before Kafka.
func BenchmarkConvert(b *testing.B) {
	in := New(Config{Masker: masker, Codec: codec})
	from := origin{key: Key{Source: "客服系统"}, now: time.Date(2026, 11, 22, 12, 0, 0, 0, analytics.Zone)}
	raw := told("A1")
	b.ReportAllocs()
	for b.Loop() {
		if out := in.convert(ingest.TopicComplaints, from, 0, raw); out.refusal != nil {
			b.Fatal(out.refusal)
		}
	}
}
