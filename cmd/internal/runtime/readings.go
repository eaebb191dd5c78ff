package runtime

import (
	"context"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/jobs/enrich"
	"huisheng/sql/state"
)

// readings gives the analysis of now: what people change of words holds in every process of an installation a second later, without a
// restart.
type readings struct {
	state *state.State
	packs []topic.Pack

	mu      sync.Mutex
	current *enrich.Analysis
	learned uint64 // number of the model in use
	written string // the base whose parts are written down
}

// reading is what reads words in this process: the job, and the analysis that it takes.
type reading struct {
	job *enrich.Job
	now *readings
}

// Current is the analysis of now. While nothing changed it asks for one number.
func (r *readings) Current(ctx context.Context) (*enrich.Analysis, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.model(ctx); err != nil {
		return nil, err
	}
	if err := r.remember(ctx, r.current); err != nil {
		return nil, err
	}
	revision, err := r.state.OverlayRevision(ctx)
	if err != nil || revision == r.current.Classifier.Revision() {
		return r.current, err
	}
	changes, err := r.state.Changes(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		revision = max(revision, c.Revision) // another may have come between the two questions
	}
	classifier, err := topic.Overlay(r.packs, changes, revision)
	if err != nil {
		return nil, err
	}
	r.current = r.current.With(classifier)
	return r.current, nil
}

// With is the analysis of now with one change more, for looking ahead. It changes nothing.
func (r *readings) With(ctx context.Context, c analytics.TaxonomyChange) (*enrich.Analysis, error) {
	current, err := r.Current(ctx)
	if err != nil {
		return nil, err
	}
	changes, err := r.state.Changes(ctx)
	if err != nil {
		return nil, err
	}
	for _, made := range changes {
		c.Number = max(c.Number, made.Number+1)
	}
	classifier, err := topic.Overlay(r.packs, append(changes, c), max(1, current.Classifier.Revision()))
	if err != nil {
		return nil, err
	}
	return current.With(classifier), nil
}

// model takes the learnt model in use when it is another than before.
func (r *readings) model(ctx context.Context) error {
	number, err := r.state.ModelInUse(ctx)
	if err != nil || number == r.learned {
		return err
	}
	if number == 0 {
		r.current, r.learned = r.current.WithModel(nil), 0
		return nil
	}
	model, err := modelOf(ctx, r.state, number)
	if err != nil {
		return err
	}
	r.current, r.learned = r.current.WithModel(model), number
	return nil
}
