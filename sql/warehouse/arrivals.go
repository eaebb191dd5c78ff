package warehouse

import (
	"context"
	"time"

	"huisheng/analytics"
)

// StoreComplaints appends complaints as they arrived. A batch that is sent again after a lost answer is harmless: its rows have the
// same keys. Rows with impossible times are named in a RowsError and nothing is stored.
func (w *Warehouse) StoreComplaints(ctx context.Context, rows []analytics.Arrival[analytics.Complaint]) error {
	if err := check(rows, func(c *analytics.Complaint) *analytics.Error { return inRange("received_at", c.ReceivedAt) }); err != nil {
		return err
	}
	b := &batch{rows: len(rows)}
	text := func(name string, get func(*analytics.Complaint) string) {
		b.text(name, func(i int) string { return get(&rows[i].Record) })
	}
	text("source", func(c *analytics.Complaint) string { return c.Source })
	text("complaint_id", func(c *analytics.Complaint) string { return c.ID })
	b.u32("version", func(i int) uint32 { return rows[i].Record.Version })
	b.u32("month", func(i int) uint32 { return uint32(analytics.MonthOf(rows[i].Record.ReceivedAt)) })
	b.time("received_at", func(i int) time.Time { return rows[i].Record.ReceivedAt })
	text("sender_kind", func(c *analytics.Complaint) string { return c.SenderKind })
	text("channel", func(c *analytics.Complaint) string { return c.Channel })
	text("subject", func(c *analytics.Complaint) string { return c.Subject })
	text("text", func(c *analytics.Complaint) string { return c.Text })
	b.u64("customer", func(i int) uint64 { return rows[i].Record.Customer.Key })
	text("customer_id", func(c *analytics.Complaint) string { return c.Customer.ID })
	text("customer_name", func(c *analytics.Complaint) string { return c.Customer.Name })
	text("customer_phone", func(c *analytics.Complaint) string { return c.Customer.Phone })
	text("customer_tier", func(c *analytics.Complaint) string { return c.Customer.Tier })
	text("customer_segment", func(c *analytics.Complaint) string { return c.Customer.Segment })
	text("product_line", func(c *analytics.Complaint) string { return c.Product.Line })
	text("product", func(c *analytics.Complaint) string { return c.Product.Name })
	text("model", func(c *analytics.Complaint) string { return c.Product.Model })
	text("batch", func(c *analytics.Complaint) string { return c.Product.Batch })
	text("province", func(c *analytics.Complaint) string { return c.Region.Province })
	text("city", func(c *analytics.Complaint) string { return c.Region.City })
	text("district", func(c *analytics.Complaint) string { return c.Region.District })
	text("department", func(c *analytics.Complaint) string { return c.Department })
	text("handler", func(c *analytics.Complaint) string { return c.Handler })
	text("grade", func(c *analytics.Complaint) string { return c.Grade })
	text("level", func(c *analytics.Complaint) string { return c.Level })
	text("category", func(c *analytics.Complaint) string { return c.Category })
	text("demand", func(c *analytics.Complaint) string { return c.Demand })
	add(b, "amount_fen", "Nullable(Int64)", func(i int) *int64 { return rows[i].Record.AmountFen })
	add(b, "attributes", "Map(String, String)", func(i int) attributes { return rows[i].Record.Attributes })
	origin(b, rows)
	return w.insert(ctx, "complaints", b)
}

// StoreEvents appends events as they arrived, under the same rules as StoreComplaints.
func (w *Warehouse) StoreEvents(ctx context.Context, rows []analytics.Arrival[analytics.Event]) error {
	if err := check(rows, func(e *analytics.Event) *analytics.Error { return inRange("at", e.At) }); err != nil {
		return err
	}
	b := &batch{rows: len(rows)}
	text := func(name string, get func(*analytics.Event) string) {
		b.text(name, func(i int) string { return get(&rows[i].Record) })
	}
	text("source", func(e *analytics.Event) string { return e.Source })
	text("complaint_id", func(e *analytics.Event) string { return e.ComplaintID })
	text("event_id", func(e *analytics.Event) string { return e.ID })
	text("kind", func(e *analytics.Event) string { return e.Kind })
	b.time("at", func(i int) time.Time { return rows[i].Record.At })
	text("by", func(e *analytics.Event) string { return e.By })
	text("department", func(e *analytics.Event) string { return e.Department })
	text("from_department", func(e *analytics.Event) string { return e.FromDepartment })
	text("to_department", func(e *analytics.Event) string { return e.ToDepartment })
	text("into", func(e *analytics.Event) string { return e.Into })
	text("note", func(e *analytics.Event) string { return e.Note })
	text("outcome", func(e *analytics.Event) string { return e.Outcome })
	b.u8("satisfaction", func(i int) uint8 { return rows[i].Record.Satisfaction })
	b.u8("satisfaction_channel", func(i int) uint8 { return rows[i].Record.SatisfactionBy.Channel })
	b.u8("satisfaction_attitude", func(i int) uint8 { return rows[i].Record.SatisfactionBy.Attitude })
	b.u8("satisfaction_ability", func(i int) uint8 { return rows[i].Record.SatisfactionBy.Ability })
	b.u8("satisfaction_speed", func(i int) uint8 { return rows[i].Record.SatisfactionBy.Speed })
	b.u8("satisfaction_outcome", func(i int) uint8 { return rows[i].Record.SatisfactionBy.Outcome })
	add(b, "amount_fen", "Nullable(Int64)", func(i int) *int64 { return rows[i].Record.AmountFen })
	add(b, "attributes", "Map(String, String)", func(i int) attributes { return rows[i].Record.Attributes })
	origin(b, rows)
	return w.insert(ctx, "events", b)
}

// StoreExposures appends denominators as they arrived, under the same rules as StoreComplaints.
func (w *Warehouse) StoreExposures(ctx context.Context, rows []analytics.Arrival[analytics.Exposure]) error {
	if err := check(rows, func(e *analytics.Exposure) *analytics.Error { return inRange("month", e.Month.First()) }); err != nil {
		return err
	}
	b := &batch{rows: len(rows)}
	b.text("source", func(i int) string { return rows[i].Record.Source })
	b.u32("month", func(i int) uint32 { return uint32(rows[i].Record.Month) })
	b.text("unit", func(i int) string { return rows[i].Record.Unit })
	add(b, "dimensions", "Map(String, String)", func(i int) attributes { return rows[i].Record.Dimensions })
	add(b, "value", "Float64", func(i int) float64 { return rows[i].Record.Value })
	origin(b, rows)
	return w.insert(ctx, "exposures", b)
}

// StoreRejected appends what could not be taken. Nothing in it is refused.
func (w *Warehouse) StoreRejected(ctx context.Context, rows []analytics.Arrival[analytics.Rejected]) error {
	b := &batch{rows: len(rows)}
	text := func(name string, get func(*analytics.Rejected) string) {
		b.text(name, func(i int) string { return get(&rows[i].Record) })
	}
	text("topic", func(r *analytics.Rejected) string { return r.Topic })
	text("source", func(r *analytics.Rejected) string { return r.Source })
	text("complaint_id", func(r *analytics.Rejected) string { return r.ID })
	text("reason", func(r *analytics.Rejected) string { return r.Reason })
	text("field", func(r *analytics.Rejected) string { return r.Field })
	text("file", func(r *analytics.Rejected) string { return r.File })
	b.u32("line", func(i int) uint32 { return rows[i].Record.Line })
	text("payload", func(r *analytics.Rejected) string { return r.Payload })
	b.u8("sealed", func(i int) uint8 { return bit(rows[i].Record.Sealed) })
	origin(b, rows)
	return w.insert(ctx, "rejected", b)
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}
