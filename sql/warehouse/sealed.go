package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// SealMonth puts the facts of a month away as they are, in place of what was put away of it before, and returns what that is. It can be
// repeated. It links files and copies nothing.
func (w *Warehouse) SealMonth(ctx context.Context, month analytics.Month) (analytics.Sealed, error) {
	for table, from := range map[string]string{"sealed": "facts", "judged_sealed": "judged"} {
		if err := w.script(ctx, "stage_replace", P{"month": month}, staging{Table: table, Stage: from}); err != nil {
			return analytics.Sealed{}, err
		}
	}
	return w.SealedMonth(ctx, month)
}

// SealedMonth returns what is put away of a month.
func (w *Warehouse) SealedMonth(ctx context.Context, month analytics.Month) (analytics.Sealed, error) {
	var s analytics.Sealed
	var first uint64
	err := w.Row(ctx, "sealed_month", P{"month": month}, &s.N, &first, &s.Run, &s.Models)
	s.Whole = first == s.Run
	return s, err
}

// SealedMonths returns how many complaints are put away of each month.
func (w *Warehouse) SealedMonths(ctx context.Context) (map[analytics.Month]uint64, error) {
	months := map[analytics.Month]uint64{}
	err := w.Each(ctx, "sealed_months", nil, func(rows driver.Rows) error {
		var month, n = uint32(0), uint64(0)
		err := rows.Scan(&month, &n)
		months[analytics.Month(month)] = n
		return err
	})
	return months, err
}

// DropSealed removes what was put away of a month, and how it changed. It can be repeated.
func (w *Warehouse) DropSealed(ctx context.Context, month analytics.Month) error {
	for _, table := range []string{"sealed_changes", "judged_sealed", "sealed"} {
		if err := w.script(ctx, "sealed_drop", P{"month": month}, staging{Table: table}); err != nil {
			return err
		}
	}
	return nil
}

// Unassembled counts the records of a month that are stored and above a watermark: arrivals of its complaints, and of their events.
func (w *Warehouse) Unassembled(ctx context.Context, month analytics.Month, upTo []analytics.Position) (uint64, error) {
	var all uint64
	for query, topic := range map[string]string{"unassembled": "complaints.v1", "unassembled_events": "events.v1"} {
		p, n := P{"month": month}, uint64(0)
		p["places"], p["nexts"] = watermark(upTo, topic)
		if err := w.Row(ctx, query, p, &n); err != nil {
			return 0, err
		}
		all += n
	}
	return all, nil
}

// SealedLabels returns by axis what a complaint of a month was when that was sealed; nil when it is not among what was put away.
func (w *Warehouse) SealedLabels(ctx context.Context, month analytics.Month, k analytics.Key) (map[string]string, error) {
	var then map[string]string
	err := w.Each(ctx, "sealed_labels", P{"month": month, "source": k.Source, "id": k.ID}, func(rows driver.Rows) error {
		var what, why, where string
		err := rows.Scan(&what, &why, &where)
		then = map[string]string{analytics.AxisWhat: what, analytics.AxisWhy: why, analytics.AxisWhere: where}
		return err
	})
	return then, err
}
