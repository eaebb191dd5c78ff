package sink_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
	"huisheng/ingest/batch"
	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sink"
	"huisheng/sql/engine"
	"huisheng/sql/warehouse"
)

// manyComplaints makes complaints of about 900 bytes, spread over two months.
func manyComplaints(n int) []analytics.Complaint {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	out := make([]analytics.Complaint, n)
	for i := range out {
		out[i] = analytics.Complaint{
			Source: "bench", ID: fmt.Sprintf("TS%08d", i), ReceivedAt: march.Add(time.Duration(random.IntN(60*24*60)) * time.Minute),
			SenderKind: "customer", Channel: pick("电话", "微信", "网页", "门店"), Subject: pick("冰箱不制冷", "手机黑屏", "送货迟到"),
			Text:       strings.Repeat(pick("冰箱用了三天就不制冷了，", "客服说会回电一直没有人联系我，", "师傅上门检查说要换压缩机，"), 6) + fmt.Sprint("单号", i),
			Customer:   analytics.Customer{ID: fmt.Sprint("c", i/2), Name: "张**", Phone: "138****8000", Tier: pick("金", "银")},
			Product:    analytics.Product{Line: "家电", Name: pick("冰箱", "手机"), Model: pick("A1", "B2", "C3"), Batch: fmt.Sprint("2024", random.IntN(50))},
			Region:     analytics.Region{Province: pick("广东", "北京", "四川"), City: pick("深圳", "成都"), District: "南山"},
			Department: pick("售后一部", "物流部"), Handler: pick("王", "李"), Grade: pick("A", "B", "C"), Category: pick("质量/制冷", "物流/迟到"),
			Attributes: map[string]string{"订单号": fmt.Sprint(i), "门店": pick("一店", "二店")},
		}
	}
	return out
}

func openWarehouse(b *testing.B) *warehouse.Warehouse {
	b.Helper()
	if _, err := engine.Find(""); err != nil {
		b.Skip(err)
	}
	e, err := engine.Open(engine.Config{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { e.Close() })
	w, err := warehouse.Open(b.Context(), warehouse.Config{Address: "embedded:8123", Transport: e.Transport()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close() })
	if err := w.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	return w
}

// BenchmarkSink moves complaints from the embedded broker into the embedded engine, and compares that with the store alone, given the
// same rows by one goroutine, 20,000 at a time.
//
//	go test ./ingest/sink -run - -bench Sink -benchtime 200000x
func BenchmarkSink(b *testing.B) {
	w := openWarehouse(b)
	records := manyComplaints(b.N)
	bare := bareInsert(b, w, records)
	addr := filledBroker(b, records)
	cfg := kafka.Config{Brokers: []string{addr}, Group: "bench", Topics: []string{ingest.TopicComplaints}}
	consumer := kafka.NewConsumer(cfg)
	if err := consumer.Start(); err != nil {
		b.Fatal(err)
	}
	defer consumer.Stop()
	s := sink.New(sink.Config{SealKey: sealKey}, consumer, w, codec, text.NewMasker(sealKey))
	if err := s.Start(); err != nil {
		b.Fatal(err)
	}
	until(b, "the group is joined", func() bool { return s.Stats().Fetched > 0 })
	b.ResetTimer()
	until(b, "everything is stored", func() bool { return s.Stats().Stored == uint64(b.N) })
	rate := float64(b.N) / b.Elapsed().Seconds()
	b.StopTimer()
	s.Stop(b.Context())
	b.ReportMetric(rate, "rows/s")
	b.ReportMetric(bare, "bare-rows/s")
	b.ReportMetric(rate/bare, "ratio")
}

func bareInsert(b *testing.B, w *warehouse.Warehouse, records []analytics.Complaint) float64 {
	rows := make([]analytics.Arrival[analytics.Complaint], len(records))
	for i := range rows {
		rows[i] = analytics.Arrival[analytics.Complaint]{Record: records[i], Content: uint64(i), Origin: analytics.Origin{Epoch: 9, Offset: uint64(i), ArrivedAt: march}}
	}
	began := time.Now()
	for part := range slicesOf(rows, batch.Defaults.Rows) {
		if err := w.StoreComplaints(b.Context(), part); err != nil {
			b.Fatal(err)
		}
	}
	return float64(len(records)) / time.Since(began).Seconds()
}

func slicesOf[T any](all []T, n int) func(yield func([]T) bool) {
	return func(yield func([]T) bool) {
		for from := 0; from < len(all) && yield(all[from:min(from+n, len(all))]); from += n {
		}
	}
}

func filledBroker(b *testing.B, records []analytics.Complaint) string {
	b.Helper()
	server := broker.New(broker.Config{Dir: b.TempDir(), Group: "bench", Topics: map[string]int{ingest.TopicComplaints: 4}})
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { server.Stop() })
	p := kafka.NewProducer(kafka.Config{Brokers: []string{server.Addr()}})
	defer p.Close()
	var messages []ingest.Message
	for i := range records {
		value := must(codec.EncodeComplaint(&records[i]))
		messages = append(messages, ingest.Message{Topic: ingest.TopicComplaints, Key: ingest.MessageKey("bench", records[i].ID), Value: value, Masked: text.MaskVersion})
	}
	for part := range slicesOf(messages, 10_000) {
		if err := p.Produce(b.Context(), part); err != nil {
			b.Fatal(err)
		}
	}
	return server.Addr()
}
