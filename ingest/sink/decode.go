package sink

import (
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// block is a piece of work for a decoder: messages, and what becomes of them. Blocks are used again.
type block struct {
	messages []ingest.Message
	places   []place

	complaints rows[analytics.Complaint]
	events     rows[analytics.Event]
	exposures  rows[analytics.Exposure]
	rejected   rows[analytics.Rejected]

	ready chan struct{} // gets a token when the block is decoded
}

func newBlock(size int) *block {
	return &block{messages: make([]ingest.Message, size), places: make([]place, 0, size), ready: make(chan struct{}, 1)}
}

// reset makes the block ready for other messages.
func (b *block) reset() {
	clear(b.messages)
	b.messages, b.places = b.messages[:cap(b.messages)], b.places[:0]
	b.complaints.reset()
	b.events.reset()
	b.exposures.reset()
	b.rejected.reset()
}

// decoder turns messages into rows. It is safe for concurrent use on different blocks.
type decoder struct {
	topics Topics
	codec  Codec
	masker Masker
	sealer *sealer
	now    func() time.Time
}

// decode fills the block's rows from its messages; every message becomes exactly one row.
func (d *decoder) decode(b *block) {
	now := d.now()
	for i := range b.messages {
		m := &b.messages[i]
		m.Time = arrival(m.Time, now)
		if err := d.one(b, m, b.places[i]); err != nil {
			row := b.rejected.room(m, b.places[i])
			row.Record, row.Content = d.refused(m, err)
		}
	}
}

// one decodes, masks and hashes one message. On an error it leaves no row.
func (d *decoder) one(b *block, m *ingest.Message, at place) error {
	switch m.Topic {
	case d.topics.Complaints:
		row := b.complaints.room(m, at)
		if err := d.codec.DecodeComplaint(m.Value, &row.Record); err != nil {
			b.complaints.undo(m)
			return err
		}
		if m.Masked == 0 {
			d.masker.MaskComplaint(&row.Record)
		}
		row.Content = d.codec.ContentOfComplaint(&row.Record)
	case d.topics.Events:
		row := b.events.room(m, at)
		if err := d.codec.DecodeEvent(m.Value, &row.Record); err != nil {
			b.events.undo(m)
			return err
		}
		if m.Masked == 0 {
			d.masker.MaskEvent(&row.Record)
		}
		row.Content = d.codec.ContentOfEvent(&row.Record)
	case d.topics.Exposures:
		row := b.exposures.room(m, at)
		if err := d.codec.DecodeExposure(m.Value, &row.Record); err != nil {
			b.exposures.undo(m)
			return err
		}
		if m.Masked == 0 {
			d.masker.MaskExposure(&row.Record)
		}
		row.Content = d.codec.ContentOfExposure(&row.Record)
	case d.topics.Rejected:
		row := b.rejected.room(m, at)
		if err := d.codec.DecodeRejected(m.Value, &row.Record); err != nil {
			b.rejected.undo(m)
			return err
		}
		if m.Masked == 0 {
			d.maskRejected(&row.Record)
		}
		row.Content = d.sealer.content(m.Value)
	default:
		return analytics.Invalid("topic", "主题 %s 不归这里处理", m.Topic)
	}
	return nil
}

// arrival bounds Kafka's time of a message, which is whatever its writer's clock says where the topic is not set to the broker's. The
// tables would wrap an impossible one silently.
func arrival(at, now time.Time) time.Time {
	if at.Year() < 2000 || at.After(now.Add(24*time.Hour)) {
		return now
	}
	return at
}
