package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// CountAxes returns the complaints of two pairings of one month by the values of every axis: for each pairing, axis → values in order. Values
// with fewer than least in both months together are left out, but for those of the axis source.
func (w *Warehouse) CountAxes(ctx context.Context, month analytics.Month, pairings [2]analytics.Pairing, least uint64) ([2]map[string][]analytics.ValueCount, error) {
	months := []analytics.Month{month}
	p := P{"least": least}
	for i, prefix := range []string{"", "second_"} {
		s := pairings[i]
		if len(s.Sources) > 0 {
			months = append(months, analytics.MonthOf(s.Base.From))
		}
		p[prefix+"from"], p[prefix+"to"] = Day(s.Now.From), Day(s.Now.To)
		p[prefix+"base_from"], p[prefix+"base_to"] = Day(s.Base.From), Day(s.Base.To)
		p[prefix+"sources"] = s.Sources
	}
	p["months"] = months
	counts := [2]map[string][]analytics.ValueCount{{}, {}}
	err := w.Each(ctx, "detect_axes", p, func(rows driver.Rows) error {
		var axis string
		var one, two analytics.ValueCount
		err := rows.Scan(&axis, &one.Value, &one.N, &one.Base, &two.N, &two.Base)
		two.Value = one.Value
		for i, c := range [2]analytics.ValueCount{one, two} {
			if sum := c.N + c.Base; sum > 0 && (sum >= least || axis == "source") {
				counts[i][axis] = append(counts[i][axis], c)
			}
		}
		return err
	})
	return counts, err
}

// ReplaceFindings puts the findings of a month in the place of the old ones at once; none removes them.
func (w *Warehouse) ReplaceFindings(ctx context.Context, month analytics.Month, run uint64, findings []analytics.Finding) error {
	if len(findings) == 0 {
		return w.Exec(ctx, "findings_drop", P{"month": month})
	}
	s := stagingOf("findings", run)
	return w.replaceMonth(ctx, s, month, func() error {
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
