package dashboards

import (
	"huisheng/analytics"
)

// OnBasis puts the seals into the query and settles the basis: the one that the address names, else 当时口径 when all of what is shown is
// sealed, else 现行口径. The month, or the days, must be chosen before.
func (q Query) OnBasis(seals []analytics.Seal) Query {
	basis := q.Filters.Basis
	if f := q.Filters.Shift; f != nil { // what left is in the figures of then only, all else in those of now
		basis = analytics.BasisNow
		if leaves(f) {
			basis = analytics.BasisThen
		}
	}
	if basis == "" {
		shown := q.Filters
		if q.Month != 0 && shown.From.IsZero() && shown.To.IsZero() {
			shown = q.MonthSelection()
		}
		basis = analytics.BasisNow
		if shown.OnBasis(analytics.BasisThen, seals).AllThen() {
			basis = analytics.BasisThen
		}
	}
	q.Filters = q.Filters.OnBasis(basis, seals)
	return q
}

// Seal is the seal of the query's month; false when it is not sealed.
func (q Query) Seal() (analytics.Seal, bool) { return analytics.SealOf(q.Filters.Seals, q.Month) }

// Then reports whether the query reads sealed months as they were sealed.
func (q Query) Then() bool { return q.Filters.Basis == analytics.BasisThen }
