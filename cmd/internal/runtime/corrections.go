package runtime

import (
	"context"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/dashboards/web"
)

// correctionPages is what the pages of corrections read and change. It implements web.Corrections.
type correctionPages struct {
	rt       *Runtime
	taxonomy *topic.Taxonomy
}

// Labels implements web.Corrections.
func (p *correctionPages) Labels(context.Context) ([]web.Label, error) {
	var list []web.Label
	for _, axis := range topic.Axes {
		for _, e := range p.taxonomy.Leaves(axis) {
			list = append(list, web.Label{Axis: axis.String(), Code: e.Code, Name: e.Name, Path: e.PackName + " / " + e.Group + " / " + e.Name})
		}
	}
	return list, nil
}

// CorrectionsOf implements web.Corrections.
func (p *correctionPages) CorrectionsOf(ctx context.Context, k analytics.Key) ([]analytics.Correction, error) {
	return p.rt.State.CorrectionsOf(ctx, k)
}

// Save implements web.Corrections.
func (p *correctionPages) Save(ctx context.Context, c analytics.Correction) error {
	return p.rt.Correct(ctx, []analytics.Correction{c})
}

// UndoCorrection implements web.Corrections.
func (p *correctionPages) UndoCorrection(ctx context.Context, number uint64, by string) error {
	return p.rt.UndoCorrection(ctx, number, by)
}

// Correct writes down what a person said and, where this process can read, reads the complaints again at once. Where it cannot, or fails, the
// jobs do so: they find what was said in the state.
func (rt *Runtime) Correct(ctx context.Context, list []analytics.Correction) error {
	saved, err := rt.State.AddCorrections(ctx, list)
	if err != nil {
		return err
	}
	rt.follow(ctx, saved)
	return nil
}

// UndoCorrection takes back what a person said, in the same way.
func (rt *Runtime) UndoCorrection(ctx context.Context, number uint64, by string) error {
	undone, err := rt.State.UndoCorrection(ctx, number, by)
	if err != nil {
		return err
	}
	rt.follow(ctx, []analytics.Correction{undone})
	return nil
}

// follow reads the complaints of corrections again.
func (rt *Runtime) follow(ctx context.Context, list []analytics.Correction) {
	read := rt.read.Load()
	if read == nil {
		return
	}
	keys := make([]analytics.Key, len(list))
	for i := range list {
		keys[i] = list[i].Key
	}
	err := read.job.Again(ctx, keys)
	if err == nil {
		err = rt.State.CorrectionsApplied(ctx, list)
	}
	if err != nil {
		rt.log.Warn("a correction is written down and waits for the jobs to read its complaint", "error", err)
	}
}
