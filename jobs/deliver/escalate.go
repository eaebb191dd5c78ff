package deliver

import (
	"context"
	"time"

	"huisheng/analytics"
)

// escalationSpan is how long after it was planned something is still told to somebody else.
const escalationSpan = 7 * 24 * time.Hour

// escalate says whom else to tell of what nobody confirmed. A decision about the finding, whichever, is as good as a confirmation.
func (d *Deliverer) escalate(ctx context.Context, b *book) (planned []analytics.Delivery, err error) {
	open, err := d.ledger.UnconfirmedDeliveries(ctx, b.now.Add(-escalationSpan))
	if err != nil {
		return nil, err
	}
	for _, told := range open {
		rule := b.rules[told.Rule]
		if rule == nil || rule.Off || b.verdicts[told.Finding] != "" {
			continue
		}
		for i, step := range rule.Escalate {
			if b.now.Sub(told.DueAt) < step.After || !b.reaches(step.To) {
				continue
			}
			next := analytics.Delivery{Finding: told.Finding, Level: told.Level, Recipient: step.To, Rule: rule.Number, Step: i + 1,
				DueAt: rule.Awake(told.Level, b.now), Content: told.Content}
			if b.isNew(next) {
				planned = append(planned, next)
			}
		}
	}
	return planned, nil
}
