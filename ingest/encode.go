package ingest

import (
	"fmt"

	"huisheng/analytics"
)

// EncodeComplaint writes complaint.v1. It refuses what Decode would refuse, with the same error. Equal records give equal bytes.
func (c *Codec) EncodeComplaint(r *analytics.Complaint) ([]byte, error) {
	if err := checkComplaint(r, false); err != nil {
		return nil, err
	}
	w := writer{b: append(make([]byte, 0, len(r.Text)+len(r.Subject)+512), '{')}
	w.text("source", r.Source)
	w.text("complaint_id", r.ID)
	w.number("version", uint64(r.Version))
	w.time("received_at", r.ReceivedAt)
	w.text("sender_kind", r.SenderKind)
	w.text("channel", r.Channel)
	w.text("subject", r.Subject)
	w.text("text", r.Text)
	before, inside := w.open("customer")
	if r.Customer.Key != 0 {
		w.text("key", fmt.Sprintf("%016x", r.Customer.Key))
	}
	w.text("id", r.Customer.ID)
	w.text("name", r.Customer.Name)
	w.text("phone", r.Customer.Phone)
	w.text("tier", r.Customer.Tier)
	w.text("segment", r.Customer.Segment)
	w.close(before, inside)
	before, inside = w.open("product")
	w.text("line", r.Product.Line)
	w.text("name", r.Product.Name)
	w.text("model", r.Product.Model)
	w.text("batch", r.Product.Batch)
	w.close(before, inside)
	before, inside = w.open("region")
	w.text("province", r.Region.Province)
	w.text("city", r.Region.City)
	w.text("district", r.Region.District)
	w.close(before, inside)
	w.text("department", r.Department)
	w.text("handler", r.Handler)
	w.text("grade", r.Grade)
	w.text("level", r.Level)
	w.text("category", r.Category)
	w.text("demand", r.Demand)
	w.amount("amount_cny", r.AmountFen)
	w.pairs("attributes", r.Attributes)
	return w.end()
}

// EncodeEvent writes event.v1.
func (c *Codec) EncodeEvent(r *analytics.Event) ([]byte, error) {
	if err := checkEvent(r, false); err != nil {
		return nil, err
	}
	w := writer{b: append(make([]byte, 0, len(r.Note)+384), '{')}
	w.text("source", r.Source)
	w.text("event_id", r.ID)
	w.text("complaint_id", r.ComplaintID)
	w.text("kind", r.Kind)
	w.time("at", r.At)
	w.text("by", r.By)
	w.text("department", r.Department)
	w.text("from_department", r.FromDepartment)
	w.text("to_department", r.ToDepartment)
	w.text("into", r.Into)
	w.text("note", r.Note)
	w.text("outcome", r.Outcome)
	w.number("satisfaction", uint64(r.Satisfaction))
	before, inside := w.open("satisfaction_by")
	w.number("channel", uint64(r.SatisfactionBy.Channel))
	w.number("attitude", uint64(r.SatisfactionBy.Attitude))
	w.number("ability", uint64(r.SatisfactionBy.Ability))
	w.number("speed", uint64(r.SatisfactionBy.Speed))
	w.number("outcome", uint64(r.SatisfactionBy.Outcome))
	w.close(before, inside)
	w.amount("amount_cny", r.AmountFen)
	w.pairs("attributes", r.Attributes)
	return w.end()
}

// EncodeExposure writes exposure.v1.
func (c *Codec) EncodeExposure(r *analytics.Exposure) ([]byte, error) {
	if err := checkExposure(r, false); err != nil {
		return nil, err
	}
	w := writer{b: append(make([]byte, 0, 256), '{')}
	w.text("source", r.Source)
	w.text("month", r.Month.String())
	w.text("unit", r.Unit)
	w.pairs("dimensions", r.Dimensions)
	w.key("value")
	w.b = append(w.b, appendFloatText(r.Value)...)
	return w.end()
}

// EncodeRejected writes rejected.v1.
func (c *Codec) EncodeRejected(r *analytics.Rejected) ([]byte, error) {
	if err := checkRejected(r, false); err != nil {
		return nil, err
	}
	w := writer{b: append(make([]byte, 0, len(r.Payload)+384), '{')}
	w.text("topic", r.Topic)
	w.text("source", r.Source)
	w.text("id", r.ID)
	w.text("reason", r.Reason)
	w.text("field", r.Field)
	w.text("file", r.File)
	w.number("line", uint64(r.Line))
	w.text("payload", r.Payload)
	if r.Sealed {
		w.key("sealed")
		w.b = append(w.b, "true"...)
	}
	return w.end()
}
