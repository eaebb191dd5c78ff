package deliver

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"huisheng/analytics"
)

// unexplainedWait is how long a finding is held back until something explains it: it may be part of another, and its sentence is better then.
const unexplainedWait = 10 * time.Minute

// plan says who is to be told which of the findings of now, and when, and whom else of what nobody confirmed.
func (d *Deliverer) plan(ctx context.Context, b *book) (planned []analytics.Delivery, err error) {
	if !slices.ContainsFunc(b.order, func(n uint64) bool { return !b.rules[n].Off }) {
		return nil, nil
	}
	findings, sentences, err := d.findings(ctx, b)
	if err != nil {
		return nil, err
	}
	for i := range findings {
		f := &findings[i]
		for _, one := range b.plans(f) {
			if !b.isNew(one) {
				continue
			}
			content, err := json.Marshal(d.item(f, sentences[f.ID]))
			if err != nil {
				return nil, err
			}
			one.Content = string(content)
			planned = append(planned, one)
		}
	}
	more, err := d.escalate(ctx, b)
	return append(planned, more...), err
}

// isNew reports whether a delivery was not planned before, or for later, and remembers it.
func (b *book) isNew(one analytics.Delivery) bool {
	key := analytics.DeliveryKey{Finding: one.Finding, Recipient: one.Recipient}
	waits, known := b.waits[key]
	if b.told[key] > one.Level || b.told[key] == one.Level && !(known && waits.Level == one.Level && one.DueAt.Before(waits.DueAt)) {
		return false
	}
	b.told[key], b.waits[key] = one.Level, one
	return true
}

// plans are the deliveries that the rules ask for of one finding: at most one a recipient, by the rule that tells it first.
func (b *book) plans(f *analytics.Finding) []analytics.Delivery {
	var list []analytics.Delivery
	for _, number := range b.order {
		rule := b.rules[number]
		if !rule.Tells(f) {
			continue
		}
		due := rule.Due(f.Level, b.now)
		for _, to := range rule.To {
			if !b.reaches(to) {
				continue
			}
			i := slices.IndexFunc(list, func(d analytics.Delivery) bool { return d.Recipient == to })
			switch {
			case i < 0:
				list = append(list, analytics.Delivery{Finding: f.ID, Level: f.Level, Recipient: to, Rule: number, DueAt: due})
			case due.Before(list[i].DueAt):
				list[i].Rule, list[i].DueAt = number, due
			}
		}
	}
	return list
}

// findings are those that may be told: of the last days, above level 0, not part of another, not decided to be none, and explained or
// waited for. Beside them their sentences, by id.
func (d *Deliverer) findings(ctx context.Context, b *book) ([]analytics.Finding, map[uint64]string, error) {
	since := b.now.AddDate(0, 0, -d.config.Days)
	from, to := analytics.MonthOf(since).Add(-1), analytics.MonthOf(b.now) // a stretch of days lies in the month in which it began
	all, err := d.tables.Findings(ctx, from, to)
	if err != nil {
		return nil, nil, err
	}
	explained, err := d.tables.Attributions(ctx, from, to)
	if err != nil {
		return nil, nil, err
	}
	parts, sentences := map[uint64]uint64{}, map[uint64]string{}
	for _, e := range explained {
		parts[e.Finding], sentences[e.Finding] = e.PartOf, e.Sentence
	}
	seen := map[uint64]time.Time{}
	all = slices.DeleteFunc(all, func(f analytics.Finding) bool {
		part, known := parts[f.ID]
		if f.Level == 0 || !f.To.After(since.AddDate(0, 0, -1)) || part != 0 || unwanted(b.verdicts[f.ID]) {
			return true
		}
		if known {
			return false
		}
		first, waits := d.seen[f.ID]
		if !waits {
			first = b.now
		}
		seen[f.ID] = first
		return b.now.Sub(first) < unexplainedWait
	})
	d.seen = seen
	return all, sentences, nil
}

// unwanted reports whether a verdict says that there is nothing to tell.
func unwanted(verdict string) bool {
	return verdict != "" && verdict != analytics.VerdictConfirmed
}
