package runtime

import (
	"context"

	"huisheng/analytics"
	"huisheng/jobs/detect"
)

// decidedMonths is how many months a decision is counted again for, that of the finding with it: its days teach the baselines of the days behind
// them something else, and the newest half year has no say in them anyhow.
const decidedMonths = 3

// Decisions is where people decide about findings. It implements web.Decisions.
type Decisions struct{ rt *Runtime }

// Decisions is where people decide about findings.
func (rt *Runtime) Decisions() Decisions { return Decisions{rt} }

// FindingDecisions returns all that were ever made, in the order of their numbers, those taken back too.
func (d Decisions) FindingDecisions(ctx context.Context) ([]analytics.FindingDecision, error) {
	return d.rt.State.FindingDecisions(ctx)
}

// DecideFinding writes one down and has the months behind it looked through again.
func (d Decisions) DecideFinding(ctx context.Context, made analytics.FindingDecision) (analytics.FindingDecision, error) {
	made, err := d.rt.State.DecideFinding(ctx, made)
	if err != nil {
		return made, err
	}
	return made, d.again(ctx, made)
}

// UndoFindingDecision takes one back and has the same months looked through again.
func (d Decisions) UndoFindingDecision(ctx context.Context, number uint64, by string) (analytics.FindingDecision, error) {
	made, err := d.rt.State.UndoFindingDecision(ctx, number, by)
	if err != nil {
		return made, err
	}
	return made, d.again(ctx, made)
}

// again marks the months that a decision changes and that have complaints.
func (d Decisions) again(ctx context.Context, made analytics.FindingDecision) error {
	known, err := d.rt.Warehouse.Months(ctx)
	if err != nil {
		return err
	}
	first := analytics.MonthOf(made.From)
	var months []analytics.Month
	for _, m := range known {
		if m.Month >= first && m.Month < first.Add(decidedMonths) {
			months = append(months, m.Month)
		}
	}
	return d.rt.State.MarkDirtyFor(ctx, detect.Name, "有人判断了 "+first.String()+" 的发现", months)
}
