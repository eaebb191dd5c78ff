package seal

import (
	"context"
	"fmt"

	"huisheng/analytics"
	"huisheng/jobs"
)

// CompareName is the name of the comparing job in ledgers. assemble marks sealed months dirty under it.
const CompareName = "compare"

// compareCode is the version of the comparison: another one means other changes from the same rows.
const compareCode = "1"

// Compared is what the comparing job needs of the warehouse.
type Compared interface {
	// CompareSealed compares a sealed month with its facts and puts the differences in the place of those of before. renamed says that
	// another version of the taxonomy is in use than then. It can be repeated.
	CompareSealed(ctx context.Context, seal analytics.Seal, renamed bool, run uint64) error
}

// Marks is what the comparing job needs of the state.
type Marks interface {
	jobs.DirtyLedger
	Seals(ctx context.Context) ([]analytics.Seal, error)
}

// Comparison keeps the list of what changed in sealed months up to their facts.
type Comparison struct {
	tables   Compared
	ledger   Marks
	taxonomy string
}

// NewComparison makes a Comparison. taxonomy is the version that is in use.
func NewComparison(tables Compared, ledger Marks, taxonomy string) *Comparison {
	return &Comparison{tables: tables, ledger: ledger, taxonomy: taxonomy}
}

// Name implements jobs.Job.
func (c *Comparison) Name() string { return CompareName }

// Code implements jobs.Job.
func (c *Comparison) Code() string { return compareCode }

// Pending implements jobs.Job: the sealed months whose facts were assembled anew, newest first.
func (c *Comparison) Pending(ctx context.Context) ([]jobs.Window, error) {
	return jobs.DirtyWindows(ctx, c.ledger, CompareName)
}

// Run implements jobs.Job.
func (c *Comparison) Run(ctx context.Context, task jobs.Task) error {
	// 1. The generation and the seal, before any row is read.
	dirty, err := c.ledger.DirtyMonths(ctx, CompareName)
	if err != nil {
		return err
	}
	seals, err := c.ledger.Seals(ctx)
	if err != nil {
		return err
	}
	// 2. The differences. A month that was unsealed meanwhile has none.
	if held, sealed := analytics.SealOf(seals, task.Month); sealed {
		if err := c.tables.CompareSealed(ctx, held, held.Taxonomy != c.taxonomy, task.Run); err != nil {
			return fmt.Errorf("comparing %s with what was sealed: %w", task.Month, err)
		}
	}
	// 3. The mark, last.
	return jobs.Clean(ctx, c.ledger, CompareName, dirty, task.Month)
}
