package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// CountSources returns what each source sent in two months, by source.
func (w *Warehouse) CountSources(ctx context.Context, month, base analytics.Month) ([]analytics.ValueCount, error) {
	return w.counts(ctx, "detect_sources", P{"month": month, "base": base})
}

// CountValues returns the complaints of two stretches of days by the values of one axis; values with fewer than least in both together are
// left out. Each stretch lies in one month.
func (w *Warehouse) CountValues(ctx context.Context, axis string, now, base analytics.Stretch, sources []string, least uint64) ([]analytics.ValueCount, error) {
	return w.counts(ctx, "detect_axis", P{
		"axis": axis, "month": analytics.MonthOf(now.From), "from": Day(now.From), "to": Day(now.To),
		"base": analytics.MonthOf(base.From), "base_from": Day(base.From), "base_to": Day(base.To), "sources": sources, "least": least,
	})
}

func (w *Warehouse) counts(ctx context.Context, name string, p P) ([]analytics.ValueCount, error) {
	var list []analytics.ValueCount
	err := w.Each(ctx, name, p, func(rows driver.Rows) error {
		var c analytics.ValueCount
		err := rows.Scan(&c.Value, &c.N, &c.Base)
		list = append(list, c)
		return err
	})
	return list, err
}

// ReplaceFindings puts the findings of a month in the place of the old ones at once.
func (w *Warehouse) ReplaceFindings(ctx context.Context, month analytics.Month, run uint64, findings []analytics.Finding) error {
	s := stagingOf("findings", run)
	_, err := w.replaceMonth(ctx, s, month, func() error {
		b := &batch{rows: len(findings)}
		b.u64("id", func(i int) uint64 { return findings[i].ID })
		b.text("kind", func(i int) string { return findings[i].Kind })
		b.u32("month", func(i int) uint32 { return uint32(findings[i].Month) })
		b.u32("base", func(i int) uint32 { return uint32(findings[i].Base) })
		b.text("axis", func(i int) string { return findings[i].Axis })
		b.text("value", func(i int) string { return findings[i].Value })
		b.u64("n", func(i int) uint64 { return findings[i].N })
		b.u64("base_n", func(i int) uint64 { return findings[i].BaseN })
		b.u16("days", func(i int) uint16 { return uint16(findings[i].Days) })
		b.u8("whole", func(i int) uint8 { return bit(findings[i].Whole) })
		add(b, "score", "Float64", func(i int) float64 { return findings[i].Score })
		b.u64("run", func(i int) uint64 { return findings[i].Run })
		b.time("made_at", func(i int) time.Time { return findings[i].MadeAt })
		return w.insert(ctx, s.Stage, b)
	})
	return err
}

// Findings returns the findings of a month, by kind, axis and value.
func (w *Warehouse) Findings(ctx context.Context, month analytics.Month) ([]analytics.Finding, error) {
	var list []analytics.Finding
	err := w.Each(ctx, "findings_of_month", P{"month": month}, func(rows driver.Rows) error {
		var f analytics.Finding
		var days uint16
		var whole uint8
		err := rows.Scan(&f.ID, &f.Kind, (*uint32)(&f.Month), (*uint32)(&f.Base), &f.Axis, &f.Value, &f.N, &f.BaseN, &days, &whole, &f.Score, &f.Run, &f.MadeAt)
		f.Days, f.Whole = int(days), whole == 1
		list = append(list, f)
		return err
	})
	return list, err
}
