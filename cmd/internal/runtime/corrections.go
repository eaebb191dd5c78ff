package runtime

import (
	"context"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/dashboards/web"
	"huisheng/jobs/enrich"
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
			path := append([]string{e.PackName}, p.taxonomy.Path(e.Code)...)
			list = append(list, web.Label{Axis: axis.String(), Code: e.Code, Name: e.Name, Path: strings.Join(path, " / ")})
		}
	}
	return list, nil
}

// CorrectionsOf implements web.Corrections.
func (p *correctionPages) CorrectionsOf(ctx context.Context, k analytics.Key) ([]analytics.Correction, error) {
	return p.rt.State.CorrectionsOf(ctx, k)
}

// Made implements web.Corrections.
func (p *correctionPages) Made(ctx context.Context, below uint64, limit int) ([]analytics.Correction, []analytics.TaxonomyChange, error) {
	corrections, err := p.rt.State.ListCorrections(ctx, below, limit)
	if err != nil {
		return nil, nil, err
	}
	changes, err := p.rt.State.Changes(ctx)
	slices.Reverse(changes)
	return corrections, changes, err
}

// Doubts implements web.Corrections.
func (p *correctionPages) Doubts(ctx context.Context, axis string, limit int) ([]analytics.Doubt, error) {
	return p.rt.Warehouse.Doubts(ctx, axis, limit)
}

// Correct implements web.Corrections.
func (p *correctionPages) Correct(ctx context.Context, list []analytics.Correction) error {
	return p.rt.Correct(ctx, list)
}

// UndoCorrection implements web.Corrections.
func (p *correctionPages) UndoCorrection(ctx context.Context, number uint64, by string) error {
	return p.rt.UndoCorrection(ctx, number, by)
}

// Change implements web.Corrections. The jobs find the change within a second.
func (p *correctionPages) Change(ctx context.Context, c analytics.TaxonomyChange) (analytics.TaxonomyChange, error) {
	if _, err := p.with(ctx, c); err != nil {
		return c, err
	}
	return p.rt.State.AddChange(ctx, c)
}

// UndoChange implements web.Corrections.
func (p *correctionPages) UndoChange(ctx context.Context, number uint64, by string) error {
	_, err := p.rt.State.UndoChange(ctx, number, by)
	return err
}

// with is the analysis of now with one change more.
func (p *correctionPages) with(ctx context.Context, c analytics.TaxonomyChange) (*enrich.Analysis, error) {
	read := p.rt.read.Load()
	if read == nil {
		return nil, &analytics.Error{Kind: analytics.KindBusy, Text: "词典还在载入，请几秒后再试"}
	}
	if err := topic.CheckChange(p.taxonomy, &c); err != nil {
		return nil, err
	}
	return read.now.With(ctx, c)
}

// Foresee implements web.Corrections.
func (p *correctionPages) Foresee(ctx context.Context, c analytics.TaxonomyChange, k analytics.Key, content uint64) (web.Foresight, error) {
	next, err := p.with(ctx, c)
	if err != nil {
		return web.Foresight{}, err
	}
	entry, _ := p.taxonomy.Entry(c.Topic)
	axis, job := entry.Axis.String(), p.rt.read.Load().job
	f, err := job.Foresee(ctx, next, axis, c.Reach())
	if err != nil {
		return web.Foresight{}, err
	}
	out := web.Foresight{Axis: axis, Months: f.Months, Reach: f.Reach, More: f.More, Moved: f.Moved()}
	for _, m := range f.Moves {
		out.Moves = append(out.Moves, web.Move(m))
	}
	for _, e := range f.Examples {
		out.Examples = append(out.Examples, web.MovedExample{Key: e.Key, Words: analytics.JoinWords(e.Subject, e.Text), From: e.From, To: e.To})
	}
	for _, h := range f.Held {
		out.Held = append(out.Held, web.Held{Name: heldNames[h.Kind], N: h.N, Before: h.Before, After: h.After})
	}
	if k.ID != "" {
		one, err := job.ForeseeOne(ctx, next, axis, k, content)
		if err != nil {
			return out, err
		}
		out.This = &one
	}
	return out, nil
}

var heldNames = map[string]string{enrich.HeldCorrections: "人工更正过的投诉", enrich.HeldCategories: "含这个词、来源分类已指明主题的投诉（只按文字判断）"}

// suggestions is how many words are offered: a glance.
const suggestions = 8

// Suggest implements web.Corrections: the telling words of a text that are none of the label's words, those first that most often go with it.
func (p *correctionPages) Suggest(ctx context.Context, keywords []string, code string) ([]web.Suggestion, error) {
	packs, err := Packs(p.rt.Config)
	if err != nil {
		return nil, err
	}
	changes, err := p.rt.State.Changes(ctx)
	if err != nil {
		return nil, err
	}
	have := topic.WordsOf(packs, changes, code)
	months, err := p.rt.Warehouse.HeadMonths(ctx)
	if err != nil {
		return nil, err
	}
	slices.Sort(months)
	shares, err := p.rt.Warehouse.KeywordShares(ctx, months[max(0, len(months)-2):], keywords, code)
	if err != nil {
		return nil, err
	}
	var list []web.Suggestion
	for _, w := range keywords {
		if len([]rune(w)) > 1 && !slices.Contains(have, w) {
			list = append(list, web.Suggestion{Word: w, N: shares[w].N, Of: shares[w].Of})
		}
	}
	slices.SortStableFunc(list, func(a, b web.Suggestion) int {
		// A word that is seen twice, once with the label, says less than one of twenty of which ten are.
		return compareShares(b.N+1, b.Of+4, a.N+1, a.Of+4)
	})
	return list[:min(len(list), suggestions)], nil
}

// compareShares compares a/b with c/d.
func compareShares(a, b, c, d uint64) int {
	switch x, y := a*d, c*b; {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
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
