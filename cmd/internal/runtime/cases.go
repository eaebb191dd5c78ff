package runtime

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/precedent"
	"huisheng/jobs/enrich"
)

// How similar past cases are looked for.
const (
	caseWords   = 12  // most telling words that are asked for; more find nothing nearer
	caseRows    = 200 // nearest by those words, which are then ranked by all
	casesEnough = 8   // below so many of the own topic, all topics are looked at
	casesMost   = 30  // of which steps and words are read
)

// cases finds how complaints like one were handled.
type cases struct {
	rt *Runtime

	once     sync.Once
	analysis *enrich.Analysis // of a process that reads nothing itself
	err      error
}

// Cases finds similar past complaints. What it needs to read words is loaded with the first question, where the process has it not yet.
func (rt *Runtime) Cases() *cases { return &cases{rt: rt} }

func (c *cases) reader(ctx context.Context) (*enrich.Analysis, error) {
	if r := c.rt.read.Load(); r != nil {
		return r.now.Current(ctx)
	}
	c.once.Do(func() {
		analysis, segmenter, err := OpenAnalysis(c.rt.Config)
		if c.analysis, c.err = analysis, err; err == nil {
			c.rt.onClose(segmenter.Close)
		}
	})
	return c.analysis, c.err
}

// Similar implements web.Cases.
func (c *cases) Similar(ctx context.Context, k analytics.Key) (precedent.Answer, error) {
	d, err := c.rt.Warehouse.ReadComplaint(ctx, k)
	if err != nil {
		return precedent.Answer{}, err
	}
	w := analytics.Wording{Key: k, Subject: d.Complaint.Subject, Text: d.Complaint.Text, Category: d.Complaint.Category}
	return c.near(ctx, w, d.Complaint.Product.Name)
}

// SimilarTo implements web.Cases.
func (c *cases) SimilarTo(ctx context.Context, words string) (precedent.Answer, error) {
	return c.near(ctx, analytics.Wording{Text: words}, "")
}

func (c *cases) near(ctx context.Context, w analytics.Wording, product string) (precedent.Answer, error) {
	analysis, err := c.reader(ctx)
	if err != nil {
		return precedent.Answer{}, err
	}
	read, err := analysis.Read(ctx, []analytics.Wording{w}, time.Now())
	if err != nil {
		return precedent.Answer{}, err
	}
	q := analytics.CaseQuery{Key: w.Key, Topic: read[0].Topic, Narrow: read[0].Topic != "", Product: product}
	q.Words, q.Weights = telling(read[0].Tokens, analysis.Rarity.Of)
	past, wide, err := c.past(ctx, q)
	if err != nil {
		return precedent.Answer{}, err
	}
	list := precedent.Rank(read[0].Tokens, past, analysis.Rarity.Of)
	beyond := max(len(list)-casesMost, 0)
	list = list[:len(list)-beyond]
	if err := c.fill(ctx, list); err != nil {
		return precedent.Answer{}, err
	}
	answer := precedent.Sum(list)
	answer.Wide, answer.Beyond = wide, beyond
	return answer, nil
}

// past looks among the same product and topic first, then in the topic, then in all.
func (c *cases) past(ctx context.Context, q analytics.CaseQuery) (all []analytics.Past, wide bool, err error) {
	seen := map[analytics.Key]bool{}
	look := func() error {
		found, err := c.rt.Warehouse.PastCases(ctx, q, caseRows)
		for _, p := range found {
			if !seen[p.Key] {
				seen[p.Key] = true
				all = append(all, p)
			}
		}
		return err
	}
	if q.Narrow && q.Product != "" {
		if err := look(); err != nil || len(all) >= caseRows/2 {
			return all, false, err
		}
		q.Product = ""
	}
	if q.Narrow {
		if err := look(); err != nil || len(all) >= casesEnough {
			return all, false, err
		}
		q.Narrow = false
	}
	return all, true, look()
}

// fill reads the words and the steps of cases.
func (c *cases) fill(ctx context.Context, list []precedent.Case) error {
	var keys []analytics.Key
	var past []analytics.Past
	for i := range list {
		keys, past = append(keys, list[i].Key), append(past, list[i].Past)
	}
	words, err := c.rt.Warehouse.CaseWords(ctx, past)
	if err != nil {
		return err
	}
	steps, err := c.rt.Warehouse.CaseSteps(ctx, keys)
	for i := range list {
		told := words[list[i].Key]
		list[i].Words, list[i].Told, list[i].Steps = told.Words, told.Reply, steps[list[i].Key]
	}
	return err
}

// telling are the most telling of some words, most telling first, each once, with how much it says in hundredths.
func telling(tokens []string, rarity func(string) float32) (words []string, weights []uint32) {
	words = slices.Compact(slices.Sorted(slices.Values(tokens)))
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(rarity(b), rarity(a)) })
	words = words[:min(len(words), caseWords)]
	for _, w := range words {
		weights = append(weights, uint32(100*rarity(w)))
	}
	return words, weights
}
