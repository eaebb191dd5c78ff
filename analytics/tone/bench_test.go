package tone_test

import (
	"testing"

	"huisheng/analytics/text"
	"huisheng/ingest/sample"
)

// BenchmarkRead reads the texts of a sample; compare its time with that of segmenting them (analytics/text/jieba).
func BenchmarkRead(b *testing.B) {
	r, err := reader()
	if err != nil {
		b.Fatal(err)
	}
	g := sample.New(sample.Config{Rows: 2000, Seed: 1})
	var texts []text.Normal
	var bytes int
	var record sample.Record
	for g.Next(&record) {
		texts = append(texts, text.Normalise(record.Complaint.Words()))
		bytes += len(texts[len(texts)-1].Text)
	}
	b.SetBytes(int64(bytes / len(texts)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		_ = r.Read(&texts[i%len(texts)], nil)
		i++
	}
}
