package warehouse

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
)

// insertTexts appends what complaints are searched by; a row written again replaces.
func (w *Warehouse) insertTexts(ctx context.Context, rows []analytics.Insight) error {
	if slices.ContainsFunc(rows, untimed) {
		rows = slices.DeleteFunc(slices.Clone(rows), untimed)
	}
	b := &batch{rows: len(rows)}
	b.u32("month", func(i int) uint32 { return uint32(rows[i].Month) })
	b.time("received_at", func(i int) time.Time { return rows[i].ReceivedAt })
	b.text("source", func(i int) string { return rows[i].Source })
	b.text("complaint_id", func(i int) string { return rows[i].ID })
	b.u64("content", func(i int) uint64 { return rows[i].Content })
	b.text("folded", func(i int) string { return rows[i].Folded })
	add(b, "tokens", "Array(String)", func(i int) []string { return rows[i].Tokens })
	b.time("enriched_at", func(i int) time.Time { return rows[i].EnrichedAt })
	return w.insert(ctx, "texts", b)
}

// untimed rows were not made from an arrival that knows its time, and cannot be put into the order of lists.
func untimed(r analytics.Insight) bool { return r.ReceivedAt.IsZero() }
