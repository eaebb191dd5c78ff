package bench_test

import (
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/text/jieba"
	"huisheng/analytics/theme"
	"huisheng/ingest/sample"
)

// BenchmarkThemes measures discovering phrases and grouping by matter as a multiple of the time that bare segmentation of the same texts takes.
// It must stay about the same from 10,000 to 40,000 texts: the cost grows with the texts and not with their square.
func BenchmarkThemes(b *testing.B) {
	segmenter, err := jieba.Open(jieba.Config{})
	if err != nil {
		b.Skip(err)
	}
	defer segmenter.Close()
	rarity, err := segmenter.Rarity()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		rows int
	}{{"10000", 10_000}, {"40000", 40_000}} {
		texts := sampled(c.rows)
		b.Run(c.name, func(b *testing.B) {
			var bare, whole time.Duration
			for range b.N {
				began := time.Now()
				words := segmenter.Segment(texts)
				bare += time.Since(began)
				corpus := theme.NewCorpus(rarity.Of)
				for _, w := range words {
					corpus.Add(w, 0)
				}
				past := theme.Past{Texts: len(texts), Count: func(string, []string) float64 { return 0 }}
				theme.NewSpace(corpus, theme.Few).Emerging(past, theme.Grouping{Alike: 0.2, Together: 0.1, Neighbours: 20, Least: theme.Few}, theme.Scope{})
				whole += time.Since(began)
			}
			b.ReportMetric(float64(whole)/float64(bare), "×segmentation")
		})
	}
}

func sampled(rows int) []string {
	generator := sample.New(sample.Config{Rows: rows, Seed: 1, From: time.Date(2024, 1, 1, 0, 0, 0, 0, analytics.Zone), To: time.Date(2024, 1, 31, 0, 0, 0, 0, analytics.Zone)})
	var texts []string
	var r sample.Record
	for generator.Next(&r) {
		n := text.Normalise(r.Complaint.Words())
		texts = append(texts, n.Text)
	}
	return texts
}
