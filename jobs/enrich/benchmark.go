package enrich

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
	Enrich  float64 // texts a second: all that the analysis reads
	Segment float64 // texts a second: the segmenter alone, one text a call
	Ratio   float64 // Enrich / Segment, the median of the rounds
	Low     float64 // the rounds' smallest and largest ratio
	High    float64
}

// portion is how many texts one side reads before the other reads the same ones: some tens of milliseconds, so that whatever else
// the machine does meets both sides alike.
const portion = 1000

// Benchmark measures in rounds over all texts. bare cuts one text as a program without us would: gojieba.Cut. Each side works on as
// many goroutines as the analysis has workers. The speeds are those of the round with the median ratio.
func Benchmark(ctx context.Context, texts []string, bare func(string) []string, analysis *Analysis, rounds int) (Measured, error) {
	m := Measured{Texts: len(texts), Rounds: rounds}
	wordings := make([]analytics.Wording, len(texts))
	clean := make([]string, len(texts))
	for i, t := range texts {
		m.Bytes += int64(len(t))
		wordings[i] = analytics.Wording{Key: analytics.Key{Source: "bench", ID: fmt.Sprint(i)}, Text: t}
		clean[i] = text.Normalise(t).Text // the reference would drop what follows a NUL, and so look fast
	}
	bare("") // whoever cuts first loads the dictionary, which is no part of the measure
	done := make([]turns, 0, rounds)
	for round := range rounds {
		var t turns
		for from := 0; from < len(texts); from += portion {
			to := min(from+portion, len(texts))
			if err := t.take(ctx, (round+from/portion)%2 == 0, clean[from:to], bare, wordings[from:to], analysis); err != nil {
				return m, err
			}
		}
		done = append(done, t)
	}
	if len(done) == 0 || len(texts) == 0 {
		return m, nil
	}
	slices.SortFunc(done, func(a, b turns) int { return cmp.Compare(a.ratio(), b.ratio()) })
	middle := done[len(done)/2]
	m.Enrich, m.Segment = float64(len(texts))/middle.enrich.Seconds(), float64(len(texts))/middle.segment.Seconds()
	m.Ratio, m.Low, m.High = middle.ratio(), done[0].ratio(), done[len(done)-1].ratio()
	return m, nil
}

// turns is the time that each side took in a round.
type turns struct{ segment, enrich time.Duration }

func (t turns) ratio() float64 { return t.segment.Seconds() / t.enrich.Seconds() }

// take lets both sides read a portion; first says whether the reference begins.
func (t *turns) take(ctx context.Context, first bool, clean []string, bare func(string) []string, wordings []analytics.Wording, analysis *Analysis) error {
	for turn := range 2 {
		began := time.Now()
		if (turn == 0) == first {
			spread(analysis.workers, clean, bare)
			t.segment += time.Since(began)
			continue
		}
		if _, err := analysis.Read(ctx, wordings, began); err != nil {
			return err
		}
		t.enrich += time.Since(began)
	}
	return nil
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
