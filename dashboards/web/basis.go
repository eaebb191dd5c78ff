package web

import (
	"context"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// basisView is the switch between 当时口径 and 现行口径, with what a page says about it.
type basisView struct {
	Then     bool
	ThenDoor string
	NowDoor  string
	Text     string // since when the month is sealed and by whom, or which months are
	Why      string
	Changed  uint64 // complaints of the month that changed since it was sealed
	Door     string // what changed; empty when nothing or nobody knows
}

// basisOf is the switch of a page that shows a selection, nil where no month of it is sealed. address writes where a selection is shown.
func basisOf(q dashboards.Query, shown analytics.Selection, address func(analytics.Basis) string) *basisView {
	touched := shown.Touched()
	if len(touched) == 0 || shown.Shift != nil { // what changed is on one basis only
		return nil
	}
	v := &basisView{Then: q.Then(), ThenDoor: address(analytics.BasisThen), NowDoor: address(analytics.BasisNow)}
	if seal, sealed := q.Seal(); sealed && q.Month != 0 {
		v.Text, v.Why = dashboards.TimeText(seal.At)+" 由 "+seal.By+" 封账", seal.Why
		return v
	}
	if len(touched) == 1 {
		v.Text = dashboards.MonthText(touched[0].Month) + "已封账"
	} else {
		v.Text = "其中 " + dashboards.Number(len(touched)) + " 个月已封账"
	}
	return v
}

// changedSince adds to the switch of a sealed month how much changed since. A page does not fail for it.
func (s *site) changedSince(ctx context.Context, q dashboards.Query, v *basisView) {
	if _, sealed := q.Seal(); v == nil || !sealed || s.Seals == nil {
		return
	}
	counts, err := s.Seals.CountShifts(ctx)
	if err != nil {
		s.Log.Warn("what changed in sealed months could not be counted", "error", err)
		return
	}
	if v.Changed = counts[q.Month]; v.Changed > 0 {
		v.Door = "/seals?month=" + q.Month.String() + "#changes"
	}
}

// onBasis puts the seals into a query whose month or days are chosen.
func (s *site) onBasis(ctx context.Context, q dashboards.Query) (dashboards.Query, error) {
	seals, err := s.Reader.Seals(ctx)
	return q.OnBasis(seals), err
}
