package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Wordings returns at most limit arrivals of complaints that stand with from.Next <= offset < to in from's epoch and partition, by
// ascending offset. Fewer than limit means that there is no other below to.
//
// Offsets are nearly dense, so it asks for ranges of limit offsets: a LIMIT would make the server read the words of all that is left.
func (w *Warehouse) Wordings(ctx context.Context, from analytics.Position, to uint64, limit int) ([]analytics.Wording, error) {
	var list []analytics.Wording
	for from.Next < to && len(list) < limit {
		end := min(from.Next+uint64(limit), to)
		found, err := w.wordings(ctx, from, end)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
		from.Next = end
		if len(found) == 0 {
			if from.Next, err = w.nextStored(ctx, from, to); err != nil {
				return nil, err
			}
		}
	}
	return list[:min(len(list), limit)], nil
}

func (w *Warehouse) wordings(ctx context.Context, from analytics.Position, end uint64) ([]analytics.Wording, error) {
	var list []analytics.Wording
	p, err := w.standing(ctx, P{"epoch": from.Epoch, "partition": from.Partition, "from": from.Next, "to": end})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "wordings", p, func(rows driver.Rows) error {
		var r analytics.Wording
		var offset uint64
		err := rows.Scan(&r.Source, &r.ID, &r.Version, &r.Content, (*uint32)(&r.Month), &offset, &r.ReceivedAt, &r.Subject, &r.Text, &r.Category)
		r.Seq = analytics.SeqOf(from.Epoch, offset)
		list = append(list, r)
		return err
	})
	return list, err
}

func (w *Warehouse) nextStored(ctx context.Context, from analytics.Position, to uint64) (uint64, error) {
	next := to
	err := w.Row(ctx, "wordings_next", P{"epoch": from.Epoch, "partition": from.Partition, "from": from.Next, "to": to}, &next)
	return next, err
}

// EventKeys returns the complaints that the events with from.Next <= offset < to belong to, each once, in any order.
func (w *Warehouse) EventKeys(ctx context.Context, from analytics.Position, to uint64) ([]analytics.Key, error) {
	var keys []analytics.Key
	p := P{"epoch": from.Epoch, "partition": from.Partition, "from": from.Next, "to": to}
	err := w.Each(ctx, "event_keys", p, func(rows driver.Rows) error {
		var k analytics.Key
		err := rows.Scan(&k.Source, &k.ID)
		keys = append(keys, k)
		return err
	})
	return keys, err
}

// HeadMonths returns the months that have heads, oldest first.
func (w *Warehouse) HeadMonths(ctx context.Context) ([]analytics.Month, error) {
	return w.months(ctx, "heads_months", nil)
}

// Winners returns at most limit tellings that count in a month with (source, complaint_id) above after, ordered by them. Fewer than
// limit means that the month is at its end.
func (w *Warehouse) Winners(ctx context.Context, month analytics.Month, after analytics.Key, limit int) ([]analytics.Wording, error) {
	var list []analytics.Wording
	p := P{"month": month, "source": after.Source, "id": after.ID, "limit": limit}
	err := w.Each(ctx, "winners", p, func(rows driver.Rows) error {
		var r analytics.Wording
		err := rows.Scan(&r.Source, &r.ID, &r.Version, &r.Content, (*uint32)(&r.Month), (*uint64)(&r.Seq), &r.ReceivedAt, &r.Subject, &r.Text, &r.Category)
		list = append(list, r)
		return err
	})
	return list, err
}

// SampleWordings returns the words of at most limit complaints of some months: the same ones whenever the complaints are the same.
func (w *Warehouse) SampleWordings(ctx context.Context, from, to analytics.Month, limit int) ([]analytics.Wording, error) {
	var list []analytics.Wording
	p, err := w.standing(ctx, P{"from_month": from, "to_month": to, "limit": limit})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "sample_wordings", p, func(rows driver.Rows) error {
		var r analytics.Wording
		err := rows.Scan(&r.Source, &r.ID, (*uint32)(&r.Month), &r.Subject, &r.Text, &r.Category)
		list = append(list, r)
		return err
	})
	return list, err
}
