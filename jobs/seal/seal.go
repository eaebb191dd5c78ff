// Package seal puts the figures of a month away as they are on one day (封账), by hand or on a set working day, and takes that back.
package seal

import (
	"context"
	"time"

	"huisheng/analytics"
)

// Tables is what seal needs of the warehouse.
type Tables interface {
	// Months returns every month that has facts.
	Months(ctx context.Context) ([]analytics.MonthState, error)

	// Unassembled counts the records of a month that are stored and above a watermark: its complaints, and their events.
	Unassembled(ctx context.Context, month analytics.Month, upTo []analytics.Position) (uint64, error)

	// Exposure returns the denominators of a month.
	Exposure(ctx context.Context, month analytics.Month) ([]analytics.ExposureSum, error)

	// SealMonth puts the facts of a month away in place of what was put away of it before, and returns what that is. DropSealed removes
	// it. Both can be repeated.
	SealMonth(ctx context.Context, month analytics.Month) (analytics.Sealed, error)
	DropSealed(ctx context.Context, month analytics.Month) error
}

// Ledger is what seal needs of the state. Every method is durable when it returns.
type Ledger interface {
	// AddSeal writes down that a month is sealed and refuses one that is so already; UndoSeal the other way round.
	AddSeal(ctx context.Context, seal analytics.Seal) (analytics.Seal, error)
	UndoSeal(ctx context.Context, month analytics.Month, by, why string) error

	// Seals returns every seal there ever was, newest month first, and of one month the newest first.
	Seals(ctx context.Context) ([]analytics.Seal, error)

	// DirtyJobs tells which jobs must compute a month again, Queued which months are to be read again by a newer model, PendingUndos which
	// imports are being undone, and Watermark how far a job came.
	DirtyJobs(ctx context.Context, month analytics.Month) (map[string]analytics.Dirty, error)
	Queued(ctx context.Context) ([]analytics.Month, error)
	PendingUndos(ctx context.Context) ([]analytics.Undo, error)
	Watermark(ctx context.Context, job string) ([]analytics.Position, error)

	// TakeLease takes or renews a lease, false when somebody else holds it.
	TakeLease(ctx context.Context, name, owner string, length time.Duration) (bool, error)
	ReleaseLease(ctx context.Context, name, owner string) error
}

// Config is how a Sealer works.
type Config struct {
	Owner    string                          // tells this process from others
	Taxonomy string                          // version that is in use, for the record
	Books    func(ctx context.Context) error // nil when the books balance, else what is off
	Now      func() time.Time                // the clock that tells which months are over
}

// Sealer seals and unseals months.
type Sealer struct {
	tables Tables
	ledger Ledger
	config Config
}

// New makes a Sealer.
func New(tables Tables, ledger Ledger, config Config) *Sealer {
	return &Sealer{tables: tables, ledger: ledger, config: config}
}

// Taxonomy is the version of the taxonomy that is in use.
func (s *Sealer) Taxonomy() string { return s.config.Taxonomy }

// The lease that keeps two processes from sealing at once, and how long it holds: linking a partition takes moments, on a cluster seconds.
const (
	leaseName   = "seal"
	leaseLength = 5 * time.Minute
)

// Seal puts a month away. It refuses one that is not over, that has no complaints, that something is still to be computed for, or
// while the books do not balance, and says all that is missing. Killed at any moment it can be asked for again.
func (s *Sealer) Seal(ctx context.Context, month analytics.Month, by, why string) (analytics.Seal, error) {
	done, err := s.alone(ctx)
	if err != nil {
		return analytics.Seal{}, err
	}
	defer done()
	// 1. What had arrived, before it is asked whether all of it is in the facts.
	seal := analytics.Seal{Month: month, By: by, Why: why, Taxonomy: s.config.Taxonomy}
	if seal.Watermark, err = s.ledger.Watermark(ctx, readJob); err != nil {
		return seal, err
	}
	// 2. Whether the month may be sealed.
	if err := s.allowed(ctx, month, seal.Watermark); err != nil {
		return seal, err
	}
	if seal.Exposures, err = s.tables.Exposure(ctx, month); err != nil {
		return seal, err
	}
	// 3. The rows. Killed after this they lie there unread, and are replaced when it is asked for again.
	kept, err := s.tables.SealMonth(ctx, month)
	if err != nil {
		return seal, err
	}
	if !kept.Whole {
		return seal, &analytics.Error{Kind: analytics.KindBusy, Text: month.String() + " 正在重新汇总，请稍后再封账"}
	}
	// 4. The record, last: from here on the month is sealed.
	seal.N, seal.Run, seal.Models = kept.N, kept.Run, kept.Models
	return s.ledger.AddSeal(ctx, seal)
}

// Unseal takes the seal off a month. The record of both stays. Killed at any moment it can be asked for again.
func (s *Sealer) Unseal(ctx context.Context, month analytics.Month, by, why string) error {
	done, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer done()
	// 1. The record: nobody reads the rows after this.
	if err := s.ledger.UndoSeal(ctx, month, by, why); err != nil {
		return err
	}
	// 2. The rows. Killed before this they lie there unread until the month is sealed again.
	return s.tables.DropSealed(ctx, month)
}

// alone takes the lease; done gives it back.
func (s *Sealer) alone(ctx context.Context) (done func(), err error) {
	taken, err := s.ledger.TakeLease(ctx, leaseName, s.config.Owner, leaseLength)
	if err != nil {
		return nil, err
	}
	if !taken {
		return nil, &analytics.Error{Kind: analytics.KindBusy, Text: "另一个进程正在封账或解封，请稍后再试"}
	}
	return func() {
		// Also when ctx was cancelled: a lease that stays runs out by itself.
		_ = s.ledger.ReleaseLease(context.WithoutCancel(ctx), leaseName, s.config.Owner)
	}, nil
}
