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
	Used    float64 // the same ratio by what both used of the processors, the median of the rounds: others at work on the machine change it little
}

// portion is how many texts one side reads before the other reads the same ones: some tens of milliseconds, so that whatever else
// the machine does meets both sides alike, and that waking the workers is no part of it.
const portion = 4000

// Benchmark measures in rounds over all texts. bare cuts one text as a program without us would: gojieba.Cut. Each side works on as
// many goroutines as the analysis has workers. The speeds are those of the round with the median ratio. used is what the process has used of the
// processors until now.
func Benchmark(ctx context.Context, texts []string, bare func(string) []string, analysis *Analysis, rounds int, used func() time.Duration) (Measured, error) {
	m := Measured{Texts: len(texts), Rounds: rounds}
	wordings := make([]analytics.Wording, len(texts))
	clean := make([]string, len(texts))
	for i, t := range texts {
		m.Bytes += int64(len(t))
		wordings[i] = analytics.Wording{Key: analytics.Key{Source: "bench", ID: fmt.Sprint(i)}, Text: t}
		clean[i] = text.Normalise(t).Text // the reference would drop what follows a NUL, and so look fast
	}
	done := make([]turns, 0, rounds)
	for round := range rounds {
		t := turns{used: used}
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
	slices.SortFunc(done, func(a, b turns) int { return cmp.Compare(a.usedRatio(), b.usedRatio()) })
	m.Used = done[len(done)/2].usedRatio()
	return m, nil
}

// turns is the time that each side took in a round, and what it used of the processors.
type turns struct {
	segment, enrich         time.Duration
	segmentUsed, enrichUsed time.Duration
	used                    func() time.Duration
}

func (t *turns) ratio() float64 { return t.segment.Seconds() / t.enrich.Seconds() }

// usedRatio is 0 where the system does not tell.
func (t *turns) usedRatio() float64 {
	if t.enrichUsed <= 0 {
		return 0
	}
	return t.segmentUsed.Seconds() / t.enrichUsed.Seconds()
}

// take lets both sides read a portion; first says whether the reference begins.
func (t *turns) take(ctx context.Context, first bool, clean []string, bare func(string) []string, wordings []analytics.Wording, analysis *Analysis) error {
	for turn := range 2 {
		began, used := time.Now(), t.used()
		if (turn == 0) == first {
			spread(analysis.workers, clean, bare)
			t.segment, t.segmentUsed = t.segment+time.Since(began), t.segmentUsed+t.used()-used
			continue
		}
		if _, err := analysis.Read(ctx, wordings, began); err != nil {
			return err
		}
		t.enrich, t.enrichUsed = t.enrich+time.Since(began), t.enrichUsed+t.used()-used
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
