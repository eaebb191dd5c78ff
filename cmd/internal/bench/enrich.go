package bench

import (
	"context"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
	"huisheng/analytics/text/jieba"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/importer"
	"huisheng/ingest/sample"
	"huisheng/jobs/enrich"
)

// Enrich measures the reading of words against bare segmentation by gojieba of the same texts on the same processors: with everything on,
// and with segmentation, keywords and topics only. The ratios that are held are to gojieba as it comes, which looks for unknown words too;
// beside them, without a bar, stands the ratio to gojieba told not to, which gives the same words as our own segmenter. Texts are those
// of a file, or of the sample. model may be nil, and then no learnt model is among everything.
func Enrich(ctx context.Context, c config.Config, file string, model *learn.Model, rows, rounds int) ([]Report, error) {
	texts, err := textsOf(ctx, file, rows)
	if err != nil {
		return nil, err
	}
	analysis, segmenter, err := runtime.OpenAnalysis(c)
	if err != nil {
		return nil, err
	}
	defer segmenter.Close()
	analysis = analysis.WithModel(model)
	topics := enrich.NewAnalysis(enrich.Parts{Segmenter: segmenter, Classifier: analysis.Classifier, Rarity: analysis.Rarity}, 0)
	var reports []Report
	for _, reference := range []struct {
		name     string
		analysis *enrich.Analysis
		discover bool
		hold     float64
	}{
		{"enrich，全部", analysis, true, 0.5},
		{"enrich，只分词与主题", topics, true, 0.7},
		{"enrich，全部，参照同样不识新词", analysis, false, 0},
	} {
		bare, free, err := jieba.Bare(jieba.Config{Dictionaries: c.Dictionaries, Words: c.UserDictionaries}, reference.discover)
		if err != nil {
			return nil, err
		}
		m, err := enrich.Benchmark(ctx, texts, bare, reference.analysis, rounds, cpuTime)
		free()
		if err != nil {
			return nil, err
		}
		reports = append(reports, Report{Name: reference.name, Unit: "件/秒", Rounds: rounds, Reference: m.Segment, Ours: m.Enrich, Ratio: m.Ratio,
			Low: m.Low, High: m.High, Used: m.Used, Hold: reference.hold})
	}
	return reports, nil
}

// textsOf collects words to read.
func textsOf(ctx context.Context, file string, rows int) ([]string, error) {
	var texts []string
	if file == "" {
		generator := sample.New(sample.Config{Rows: rows, Seed: 1})
		var r sample.Record
		for generator.Next(&r) {
			texts = append(texts, r.Complaint.Words())
		}
		return texts, nil
	}
	f, err := importer.Open(file, importer.Options{})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	key := make([]byte, 32) // nothing is kept, so nothing needs a secret
	codec := ingest.NewCodec(key)
	to := &collector{codec: codec}
	_, err = f.Run(ctx, importer.Deps{Producer: to, Masker: text.NewMasker(key), Codec: codec})
	return to.texts, err
}

// collector is where an import goes whose words are wanted and nothing else.
type collector struct {
	codec *ingest.Codec
	texts []string
}

// Produce implements importer.Producer.
func (c *collector) Produce(_ context.Context, messages []ingest.Message) error {
	for _, m := range messages {
		var complaint analytics.Complaint
		if m.Topic != ingest.TopicComplaints {
			continue
		}
		if err := c.codec.DecodeComplaint(m.Value, &complaint); err != nil {
			return err
		}
		c.texts = append(c.texts, complaint.Words())
	}
	return nil
}
