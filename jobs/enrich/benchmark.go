package enrich

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Measured compares the reading of words with the bare segmentation of the same texts, on the same processors, in the same run.
type Measured struct {
	Texts   int
	Bytes   int64
	Rounds  int
	Enrich  float64 // texts a second: normalise, segment, keywords, topics, hash
	Segment float64 // texts a second: the segmenter alone, one text a call
	Ratio   float64 // Enrich / Segment; DESIGN.md holds 0.7
}

// String is one line for a person.
func (m Measured) String() string {
	return fmt.Sprintf("enrich %.0f docs/s, bare segmentation %.0f docs/s, ratio %.2f (%d texts, %.1f MB, %d rounds)",
		m.Enrich, m.Segment, m.Ratio, m.Texts, float64(m.Bytes)/1e6, m.Rounds)
}

// Benchmark measures in rounds, the two taking turns, so that whatever else the machine does meets both. bare cuts one text as a
// program without us would: gojieba.Cut. Each side works on as many goroutines as the analysis has workers, and its fastest round counts.
func Benchmark(ctx context.Context, texts []string, bare func(string) []string, analysis *Analysis, rounds int) (Measured, error) {
	m := Measured{Texts: len(texts), Rounds: rounds}
	wordings := make([]analytics.Wording, len(texts))
	clean := make([]string, len(texts))
	for i, t := range texts {
		m.Bytes += int64(len(t))
		wordings[i] = analytics.Wording{Key: analytics.Key{Source: "bench", ID: fmt.Sprint(i)}, Text: t}
		clean[i] = text.Normalise(t).Text // the reference would drop what follows a NUL, and so look fast
	}
	for range rounds {
		began := time.Now()
		spread(analysis.workers, clean, bare)
		m.Segment = max(m.Segment, float64(len(texts))/time.Since(began).Seconds())

		began = time.Now()
		if _, err := analysis.Read(ctx, wordings, began); err != nil {
			return m, err
		}
		m.Enrich = max(m.Enrich, float64(len(texts))/time.Since(began).Seconds())
	}
	if m.Segment > 0 {
		m.Ratio = m.Enrich / m.Segment
	}
	return m, nil
}

// spread calls bare for every text, in the same portions and on as many goroutines as Read.
func spread(workers int, texts []string, bare func(string) []string) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for {
				from := int(next.Add(chunk)) - chunk
				if from >= len(texts) {
					return
				}
				for _, t := range texts[from:min(from+chunk, len(texts))] {
					bare(t)
				}
			}
		})
	}
	group.Wait()
}
