package runtime

import (
	"context"

	"huisheng/analytics"
)

// actionPages is what 整改 reads and changes. It implements web.Actions.
type actionPages struct{ rt *Runtime }

// Actions implements web.Actions.
func (p actionPages) Actions(ctx context.Context) ([]analytics.Action, error) {
	return p.rt.State.Actions(ctx)
}

// ActionNumber implements web.Actions.
func (p actionPages) ActionNumber(ctx context.Context, number uint64) (analytics.Action, error) {
	return p.rt.State.ActionNumber(ctx, number)
}

// SaveAction implements web.Actions.
func (p actionPages) SaveAction(ctx context.Context, a analytics.Action, step analytics.ActionStep, by, why string) (analytics.Action, error) {
	return p.rt.State.SaveAction(ctx, a, step, by, why)
}

// FindingOf implements web.Actions.
func (p actionPages) FindingOf(ctx context.Context, id uint64) (analytics.Finding, bool, error) {
	return p.rt.Warehouse.FindingOf(ctx, id)
}

// Attributions implements web.Actions.
func (p actionPages) Attributions(ctx context.Context, from, to analytics.Month) ([]analytics.Attribution, error) {
	return p.rt.Warehouse.Attributions(ctx, from, to)
}

// Improving is what commands about measures and prechecks read: what the pages read, and the measures.
type Improving struct {
	reader
	actionPages
}

// Improving makes it.
func (rt *Runtime) Improving() Improving {
	return Improving{reader{rt.Warehouse, rt.State}, actionPages{rt}}
}
