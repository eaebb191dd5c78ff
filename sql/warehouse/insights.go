package warehouse

import (
	"context"
	"time"

	"huisheng/analytics"
)

// InsertInsights appends insights; one written twice counts once, the newer of two readings by the same model counts. What the complaints
// are searched by is written with them, and before them: what is analysed can be found.
func (w *Warehouse) InsertInsights(ctx context.Context, rows []analytics.Insight) error {
	if err := w.insertTexts(ctx, rows); err != nil {
		return err
	}
	b := &batch{rows: len(rows)}
	b.text("source", func(i int) string { return rows[i].Source })
	b.text("complaint_id", func(i int) string { return rows[i].ID })
	b.u32("month", func(i int) uint32 { return uint32(rows[i].Month) })
	b.u64("content", func(i int) uint64 { return rows[i].Content })
	b.text("model", func(i int) string { return rows[i].Model })
	b.text("topic", func(i int) string { return rows[i].Topic })
	b.text("topic_from", func(i int) string { return rows[i].TopicFrom })
	add(b, "confidence", "Float32", func(i int) float32 { return rows[i].Confidence })
	b.text("topic_why", func(i int) string { return rows[i].Why.Code })
	b.text("why_from", func(i int) string { return rows[i].Why.From })
	add(b, "why_confidence", "Float32", func(i int) float32 { return rows[i].Why.Confidence })
	b.text("topic_where", func(i int) string { return rows[i].Where.Code })
	b.text("where_from", func(i int) string { return rows[i].Where.From })
	add(b, "where_confidence", "Float32", func(i int) float32 { return rows[i].Where.Confidence })
	add(b, "sentiment", "Float32", func(i int) float32 { return rows[i].Sentiment })
	b.u8("rating", func(i int) uint8 { return rows[i].Rating })
	b.text("temper", func(i int) string { return rows[i].Temper })
	add(b, "urgency", "Array(String)", func(i int) []string { return rows[i].Urgency })
	add(b, "demands", "Array(String)", func(i int) []string { return rows[i].Demands })
	b.u8("ideas", func(i int) uint8 { return rows[i].Ideas })
	add(b, "other_topics", "Array(String)", func(i int) []string { return rows[i].OtherTopics })
	add(b, "evidence_topic", "Array(String)", func(i int) []string {
		return evidence(&rows[i], func(e analytics.Evidence) string { return e.Topic })
	})
	add(b, "evidence_from", "Array(UInt32)", func(i int) []uint32 {
		return evidence(&rows[i], func(e analytics.Evidence) uint32 { return e.From })
	})
	add(b, "evidence_to", "Array(UInt32)", func(i int) []uint32 {
		return evidence(&rows[i], func(e analytics.Evidence) uint32 { return e.To })
	})
	add(b, "keywords", "Array(String)", func(i int) []string { return rows[i].Keywords })
	b.u64("text_hash", func(i int) uint64 { return rows[i].TextHash })
	b.u32("characters", func(i int) uint32 { return rows[i].Characters })
	b.u8("wordless", func(i int) uint8 { return bit(rows[i].Wordless) })
	b.time("enriched_at", func(i int) time.Time { return rows[i].EnrichedAt })
	return w.insert(ctx, "insights", b)
}

func evidence[T any](in *analytics.Insight, part func(analytics.Evidence) T) []T {
	list := make([]T, len(in.Evidence))
	for i, e := range in.Evidence {
		list[i] = part(e)
	}
	return list
}

// InsertHeads appends heads; of several rows of a complaint the one with the largest Seq holds, and of these the largest Revision.
func (w *Warehouse) InsertHeads(ctx context.Context, rows []analytics.Head) error {
	b := &batch{rows: len(rows)}
	b.text("source", func(i int) string { return rows[i].Source })
	b.text("complaint_id", func(i int) string { return rows[i].ID })
	b.u32("month", func(i int) uint32 { return uint32(rows[i].Month) })
	b.u32("version", func(i int) uint32 { return rows[i].Version })
	b.u64("content", func(i int) uint64 { return rows[i].Content })
	b.u64("first", func(i int) uint64 { return uint64(rows[i].First) })
	b.u64("seq", func(i int) uint64 { return uint64(rows[i].Seq) })
	b.u8("gone", func(i int) uint8 { return bit(rows[i].Gone) })
	b.u64("revision", func(i int) uint64 { return rows[i].Revision })
	return w.insert(ctx, "heads", b)
}

// InsertMoved appends moves; of several rows of a complaint and month the one with the largest Seq holds, and of these the largest
// Revision.
func (w *Warehouse) InsertMoved(ctx context.Context, rows []analytics.Moved) error {
	b := &batch{rows: len(rows)}
	b.text("source", func(i int) string { return rows[i].Source })
	b.text("complaint_id", func(i int) string { return rows[i].ID })
	b.u32("month", func(i int) uint32 { return uint32(rows[i].Month) })
	b.u8("gone", func(i int) uint8 { return bit(rows[i].Gone) })
	b.u64("seq", func(i int) uint64 { return uint64(rows[i].Seq) })
	b.u64("revision", func(i int) uint64 { return rows[i].Revision })
	return w.insert(ctx, "moved", b)
}
