package web

import (
	"cmp"
	"context"
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// board is the findings of some months with what explains them and what people decided about them. It has those of a month before and behind too:
// an event of two months belongs to the first.
type board struct {
	from, to analytics.Month // that were asked for
	findings []analytics.Finding
	said     map[uint64]*analytics.Attribution // by finding
	parts    map[uint64][]*analytics.Finding   // by the finding that they are part of
	decided  map[uint64]*analytics.FindingDecision
	made     []analytics.FindingDecision // all decisions, those taken back too
	seals    []analytics.Seal
	names    dashboards.Names
}

// readBoard reads the findings of some months.
func (s *site) readBoard(ctx context.Context, from, to analytics.Month) (*board, error) {
	b := &board{from: from, to: to, said: map[uint64]*analytics.Attribution{}, parts: map[uint64][]*analytics.Finding{}, decided: map[uint64]*analytics.FindingDecision{}}
	var err error
	if b.findings, err = s.Findings.Findings(ctx, from.Add(-1), to.Add(1)); err != nil {
		return nil, err
	}
	said, err := s.Findings.Attributions(ctx, from.Add(-1), to.Add(1))
	if err != nil {
		return nil, err
	}
	for i := range said {
		b.said[said[i].Finding] = &said[i]
	}
	if s.Decisions != nil {
		if b.made, err = s.Decisions.FindingDecisions(ctx); err != nil {
			return nil, err
		}
	}
	b.decided = decisionsThatHold(b.made)
	b.sort()
	for i := range b.findings {
		if parent := b.parent(&b.findings[i]); parent != 0 {
			b.parts[parent] = append(b.parts[parent], &b.findings[i])
		}
	}
	return b, nil
}

// decisionsThatHold are the decisions that hold, the last one of each finding.
func decisionsThatHold(made []analytics.FindingDecision) map[uint64]*analytics.FindingDecision {
	of := map[uint64]*analytics.FindingDecision{}
	for i := range made {
		if d := &made[i]; d.UndoneAt.IsZero() && (of[d.Finding] == nil || of[d.Finding].Number < d.Number) {
			of[d.Finding] = d
		}
	}
	return of
}

// sort puts the highest level first, then what changed most, then the earliest. Of months the total leads, whatever its level.
func (b *board) sort() {
	total := func(f *analytics.Finding) int {
		if ofMonths(f) && len(f.Series) == 0 {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(b.findings, func(x, y analytics.Finding) int {
		return cmp.Or(cmp.Compare(total(&x), total(&y)), cmp.Compare(y.Level, x.Level), cmp.Compare(math.Abs(y.Change()), math.Abs(x.Change())), x.From.Compare(y.From), cmp.Compare(x.ID, y.ID))
	})
}

// parent is the finding that a finding is part of, 0 when it stands for itself: also when that one is not there any more.
func (b *board) parent(f *analytics.Finding) uint64 {
	a := b.said[f.ID]
	if a == nil || a.PartOf == 0 || a.PartOf == f.ID || b.finding(a.PartOf) == nil {
		return 0
	}
	return a.PartOf
}

// finding is one of the board, nil when it is not there.
func (b *board) finding(id uint64) *analytics.Finding {
	for i := range b.findings {
		if b.findings[i].ID == id {
			return &b.findings[i]
		}
	}
	return nil
}

// own are the findings with a day in the months that were asked for that stand for themselves, in order.
func (b *board) own() []*analytics.Finding {
	var list []*analytics.Finding
	for i := range b.findings {
		f := &b.findings[i]
		if b.parent(f) == 0 && f.Month <= b.to && !f.To.Before(b.from.First()) {
			list = append(list, f)
		}
	}
	return list
}

// selection picks the complaints of a finding.
func (b *board) selection(f *analytics.Finding) analytics.Selection {
	return dashboards.SeriesSelection(f.Series, f.Sources, f.From, f.To, b.seals)
}

// newestFirst are the findings that stand for themselves by their last days.
func (b *board) newestFirst() []*analytics.Finding {
	list := b.own()
	slices.SortStableFunc(list, func(x, y *analytics.Finding) int { return y.From.Compare(x.From) })
	return list
}
