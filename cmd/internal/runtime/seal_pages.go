package runtime

import (
	"context"

	"huisheng/analytics"
	"huisheng/jobs/seal"
)

// SealPages is what the page of seals and the command read and change. It implements web.Seals.
type SealPages struct{ rt *Runtime }

// SealPages makes it.
func (rt *Runtime) SealPages() SealPages { return SealPages{rt} }

// AllSeals implements web.Seals.
func (p SealPages) AllSeals(ctx context.Context) ([]analytics.Seal, error) {
	return p.rt.State.Seals(ctx)
}

// CountShifts implements web.Seals.
func (p SealPages) CountShifts(ctx context.Context) (map[analytics.Month]uint64, error) {
	return p.rt.Warehouse.CountSealedChanges(ctx)
}

// KeptRows implements web.Seals.
func (p SealPages) KeptRows(ctx context.Context) (map[analytics.Month]uint64, error) {
	return p.rt.Warehouse.SealedMonths(ctx)
}

// Shifts implements web.Seals.
func (p SealPages) Shifts(ctx context.Context, month analytics.Month) (shifts analytics.Shifts, behind bool, err error) {
	// The mark first: what is marked after it is in the changes, or not shown as current for a moment.
	dirty, err := p.rt.State.DirtyJobs(ctx, month)
	if err != nil {
		return nil, false, err
	}
	_, comparing := dirty[seal.CompareName]
	_, assembling := dirty[assembleJob]
	shifts, err = p.rt.Warehouse.SealedChanges(ctx, month)
	return shifts, comparing || assembling, err
}

// SealMonth implements web.Seals.
func (p SealPages) SealMonth(ctx context.Context, month analytics.Month, who, why string) (analytics.Seal, error) {
	return p.rt.SealMonth(ctx, month, who, why)
}

// UnsealMonth implements web.Seals.
func (p SealPages) UnsealMonth(ctx context.Context, month analytics.Month, who, why string) error {
	return p.rt.UnsealMonth(ctx, month, who, why)
}

// LabelsThen implements web.Seals.
func (p SealPages) LabelsThen(ctx context.Context, month analytics.Month, k analytics.Key) (map[string]string, error) {
	return p.rt.Warehouse.SealedLabels(ctx, month, k)
}
