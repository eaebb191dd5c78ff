package jobs

import (
	"context"
	"errors"
)

// errLost is why work stops when the lease went to somebody else, as after a long sleep of the machine.
var errLost = errors.New("the lease of the jobs was lost")

// lease takes the lease, tidies after whoever held it before, and keeps it until release is called. The context ends when it is lost.
func (r *Runner) lease(ctx context.Context) (held context.Context, release func(), err error) {
	taken, err := r.ledger.TakeLease(ctx, leaseName, r.config.Owner, r.config.Lease)
	if err != nil {
		return nil, nil, err
	}
	if !taken {
		lease, err := r.ledger.LeaseOf(ctx, leaseName)
		if err != nil {
			return nil, nil, err
		}
		return nil, nil, &Busy{Lease: lease}
	}
	held, cancel := context.WithCancelCause(ctx)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		r.keep(held, cancel)
	}()
	release = func() {
		cancel(nil)
		<-stopped
		if err := r.ledger.ReleaseLease(context.WithoutCancel(ctx), leaseName, r.config.Owner); err != nil {
			r.config.Log.Warn("the lease of the jobs was not given back; it runs out by itself", "error", err)
		}
	}
	if err := r.tidy(held); err != nil {
		release()
		return nil, nil, err
	}
	return held, release, nil
}

// keep renews the lease until held ends.
func (r *Runner) keep(held context.Context, cancel context.CancelCauseFunc) {
	for sleep(held, r.config.Lease/3) == nil {
		taken, err := r.ledger.TakeLease(held, leaseName, r.config.Owner, r.config.Lease)
		switch {
		case err != nil:
			r.config.Log.Warn("the lease of the jobs was not renewed; trying again", "error", err)
		case !taken:
			cancel(errLost)
			return
		}
	}
}

func (r *Runner) tidy(ctx context.Context) error {
	if err := r.ledger.AbortRuns(ctx); err != nil {
		return err
	}
	if r.config.Tidy == nil {
		return nil
	}
	return r.config.Tidy(ctx)
}
