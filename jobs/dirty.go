package jobs

import (
	"context"

	"huisheng/analytics"
)

// DirtyLedger keeps the months that each job must compute again.
type DirtyLedger interface {
	// DirtyMonths returns what a job must compute again, newest month first.
	DirtyMonths(ctx context.Context, job string) ([]analytics.Dirty, error)

	// ClearDirty takes a month off, unless it was marked again since its generation was read.
	ClearDirty(ctx context.Context, job string, d analytics.Dirty) (bool, error)
}

// DirtyWindows are the windows of a job whose months are computed when they are dirty, newest first.
func DirtyWindows(ctx context.Context, ledger DirtyLedger, job string) ([]Window, error) {
	dirty, err := ledger.DirtyMonths(ctx, job)
	if err != nil {
		return nil, err
	}
	windows := make([]Window, len(dirty))
	for i, d := range dirty {
		windows[i].Month = d.Month
	}
	return windows, nil
}

// Clean takes a month off, the last step of a run. dirty is what was read before anything else, so that a month that was marked meanwhile
// is computed once more.
func Clean(ctx context.Context, ledger DirtyLedger, job string, dirty []analytics.Dirty, month analytics.Month) error {
	for _, d := range dirty {
		if d.Month == month {
			_, err := ledger.ClearDirty(ctx, job, d)
			return err
		}
	}
	return nil
}
