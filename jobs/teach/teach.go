package teach

import (
	"context"
	"time"

	"huisheng/analytics/learn"
)

// Grams are the features of a model that reads every complaint as it comes: words and pairs of characters. They are fewer than those of a
// file's model, so that asking it costs little beside segmenting, and with the few examples of a label that there are they measured no worse.
var Grams = learn.Grams{Words: 1, From: 2, To: 2, Lead: 20, Bits: 19}

// Sizes of such a model: together some hundred kilobytes, which stay in the processor's cache.
const (
	features = 40_000
	weights  = 150_000
)

// leastJudged is how many labels of rules must stand beside others before their confidence is corrected by them.
const leastJudged = 300

// Learn makes a model of the material. taxonomy is the version of the classifier whose codes the labels are; at is when it is made.
func Learn(ctx context.Context, m *Material, taxonomy string, at time.Time, progress func(done, all int)) (*learn.Model, error) {
	model, err := learn.Train(ctx, m.Examples, learn.Options{Grams: Grams, Features: features, Weights: weights, Progress: progress})
	if err != nil {
		return nil, err
	}
	model.Taxonomy, model.MadeAt = taxonomy, at
	if len(m.Rules) >= leastJudged {
		model.Rules = learn.FitCurve(m.Rules)
	}
	return model, nil
}
