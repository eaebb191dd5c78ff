package sink

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/ingest"
)

// refused makes the rejected record of a message that could not be taken. It keeps the message's own origin. What arrived is kept as text
// only when its header says that it was masked; what nobody masked and we cannot read is sealed.
func (d *decoder) refused(m *ingest.Message, why error) (analytics.Rejected, uint64) {
	source, id := fromKey(m.Key)
	r := analytics.Rejected{Topic: m.Topic, Source: source, ID: id}
	r.Reason, r.Field = reason(why)
	if m.Masked > 0 && utf8.Valid(m.Value) {
		r.Payload = string(m.Value)
	} else {
		r.Payload, r.Sealed = d.sealer.seal(m.Value), true
	}
	return r, d.sealer.content(m.Value)
}

// faulty makes the rejected record of a row that was decoded and masked but that the store refused. payload is the record as a message.
func faulty(topic, source, id string, payload []byte, why error) analytics.Rejected {
	r := analytics.Rejected{Topic: topic, Source: source, ID: id, Payload: string(payload)}
	r.Reason, r.Field = reason(why)
	return r
}

// reason takes the sentence and the field out of an error.
func reason(err error) (text, field string) {
	var e *analytics.Error
	if errors.As(err, &e) {
		return e.Error(), e.Field
	}
	return err.Error(), ""
}

// fromKey reads a message key of ours; of any other it makes nothing, as it may hold anything.
func fromKey(key []byte) (source, id string) {
	before, after, found := bytes.Cut(key, []byte{0})
	if !found || len(before) > 64 || len(after) > 256 || !utf8.Valid(key) {
		return "", ""
	}
	return string(before), string(after)
}

// maskRejected masks a rejected record that somebody else wrote: its payload field by field where it can be taken apart, as a JSON object
// or as lines of 字段：值, so that a name in a field of its own is masked too. A sealed payload shows nothing.
func (d *decoder) maskRejected(r *analytics.Rejected) {
	r.ID, r.Reason = d.masker.Mask(r.ID), d.masker.Mask(r.Reason)
	if r.Sealed {
		return
	}
	members, apart := ingest.ParsePayload(r.Payload)
	if !apart {
		r.Payload = d.masker.Mask(r.Payload)
		return
	}
	for i, m := range members {
		members[i].Text = d.masker.MaskField(lastName(m.Name), m.Text)
	}
	r.Payload = ingest.FormatPayload(members)
}

// lastName makes customer_name of customer.name: the masker knows the one, JSON has the other.
func lastName(member string) string { return strings.ReplaceAll(member, ".", "_") }
