package runtime

import (
	"context"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
)

// offsets looks for offsets below the committed ones that no table has. Offsets follow each other, so counting those of a stretch is
// enough, and only where the count is short they are looked at.
func (a *Accounts) offsets(ctx context.Context, c *accounting.Counts, l *log, whole bool) error {
	latest := !c.At.Before(c.From) && c.At.Before(c.To)
	for at, s := range stretches(c.Arrived, l, whole) {
		first, next := s.First, s.Last+1
		now := l.partition(at)
		if now != nil {
			if s.Records > 0 && next > now.End {
				c.Beyond = append(c.Beyond, analytics.Missing{Topic: at.topic, Epoch: at.epoch, Partition: at.partition, First: max(now.End, first), Next: next, After: s.Hour})
			}
			// What is above the committed offset may come at any moment; what is below must be there.
			committed := l.committed[at.topic][at.partition]
			if next = min(next, committed); latest || whole {
				next = committed
			}
		}
		if whole {
			first = 0
		}
		if next <= first || !whole && next == s.Last+1 && uint64(s.Records) == next-first {
			continue
		}
		missing, err := a.rt.Warehouse.Missing(ctx, analytics.Position{Topic: at.topic, Epoch: at.epoch, Partition: at.partition, Next: next}, first)
		if err != nil {
			return err
		}
		for _, m := range missing {
			m.Kept = now != nil && m.First >= now.First
			c.Missing = append(c.Missing, m)
		}
	}
	return nil
}

// place is a partition of a topic in one epoch.
type place struct {
	topic     string
	epoch     uint32
	partition uint16
}

// stretches are the offsets that arrived, by partition; with whole also the partitions of today in which none did.
func stretches(arrived []analytics.Arrived, l *log, whole bool) map[place]*analytics.Arrived {
	seen := map[place]*analytics.Arrived{}
	for _, r := range arrived {
		at := place{r.Topic, r.Epoch, r.Partition}
		if s := seen[at]; s != nil {
			s.Records, s.First, s.Last = s.Records+r.Records, min(s.First, r.First), max(s.Last, r.Last)
			continue
		}
		seen[at] = &r
	}
	for _, t := range l.topics {
		for p := range t.Partitions {
			at := place{t.Name, l.epochs[t.Name], uint16(p)}
			if whole && seen[at] == nil {
				seen[at] = &analytics.Arrived{}
			}
		}
	}
	return seen
}
