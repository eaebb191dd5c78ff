package deliver

import (
	"context"
	"encoding/json"
	"fmt"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// sameMatter is why a finding is not told whose days were told before under another id.
const sameMatter = "同一件事已通知过"

// keep writes down what is planned. What another process planned since is refused by the ledger. A stretch of days is named by its first day,
// and a later run may find that it began a day earlier or later: it is the same matter then, and is not told again at the same level.
func (d *Deliverer) keep(ctx context.Context, b *book, planned []analytics.Delivery) error {
	if len(planned) == 0 {
		return nil
	}
	before, err := d.ledger.PlannedDeliveries(ctx, b.now.Add(-toldSpan))
	if err != nil {
		return err
	}
	told := map[uint64][]matter{} // by recipient
	for _, one := range before {
		m, err := matterOf(one)
		if err != nil {
			return err
		}
		told[one.Recipient] = append(told[one.Recipient], m)
	}
	for _, one := range planned {
		m, err := matterOf(one)
		if err != nil {
			return err
		}
		for _, other := range told[one.Recipient] {
			if other.covers(m) {
				one.Dropped = sameMatter
			}
		}
		if _, err := d.ledger.AddDelivery(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// matter is what a delivery is about: whose complaints, on which days.
type matter struct {
	finding uint64
	channel.Item
}

func matterOf(d analytics.Delivery) (m matter, err error) {
	if err := json.Unmarshal([]byte(d.Content), &m.Item); err != nil {
		return m, fmt.Errorf("delivery %d: %w", d.Number, err)
	}
	m.finding, m.Level = d.Finding, d.Level
	return m, nil
}

// covers reports whether what was told says another finding too: the same series, days that overlap, and no lower level. Days in the form
// 2006-01-02 are in the order of their texts.
func (m matter) covers(other matter) bool {
	return m.finding != other.finding && m.Kind == other.Kind && m.Series == other.Series && m.Level >= other.Level && m.From <= other.To && other.From <= m.To
}
