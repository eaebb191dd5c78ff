package intake

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
)

// maxPayload bounds what a refused record keeps of itself, in characters; the sender has the whole.
const maxPayload = 100_000

// outcome is what became of one record.
type outcome struct {
	message ingest.Message
	id      string
	meant   string              // the topic it was meant for
	refusal *analytics.Rejected // nil when it was taken
}

// origin is where a record came from.
type origin struct {
	key  Key
	name string // of the way in, which stands as the file of refused records
	now  time.Time
}

// convert makes a message of a record. It never fails: what cannot be taken becomes a message to the topic of rejected records.
func (in *Intake) convert(topic string, from origin, index int, raw string) outcome {
	var id, about string
	var value []byte
	var err error
	switch topic {
	case ingest.TopicEvents:
		id, about, value, err = in.event(from, raw)
	case ingest.TopicExposures:
		about, value, err = in.exposure(from, raw)
	default:
		id, value, err = in.complaint(from, raw)
		about = id
	}
	if err != nil {
		return in.rejected(topic, from, index, id, raw, err)
	}
	return outcome{id: id, meant: topic, message: message(topic, from.key.Source, about, value)}
}

func (in *Intake) complaint(from origin, raw string) (id string, value []byte, err error) {
	var r analytics.Complaint
	if err = ingest.ParseComplaint([]byte(raw), &r); err != nil {
		return r.ID, nil, err
	}
	if err = errors.Join(from.owns(&r.Source), from.sentBy(&r.SenderKind), from.past("received_at", r.ReceivedAt)); err != nil {
		return r.ID, nil, err
	}
	id = r.ID
	in.Masker.MaskComplaint(&r)
	value, err = in.Codec.EncodeComplaint(&r)
	return id, value, err
}

func (in *Intake) event(from origin, raw string) (id, about string, value []byte, err error) {
	var e analytics.Event
	if err = ingest.ParseEvent([]byte(raw), &e); err != nil {
		return e.ID, "", nil, err
	}
	if err = errors.Join(from.owns(&e.Source), from.past("at", e.At)); err != nil {
		return e.ID, "", nil, err
	}
	in.Masker.MaskEvent(&e)
	value, err = in.Codec.EncodeEvent(&e)
	return e.ID, e.ComplaintID, value, err
}

func (in *Intake) exposure(from origin, raw string) (unit string, value []byte, err error) {
	var x analytics.Exposure
	if err = ingest.ParseExposure([]byte(raw), &x); err != nil {
		return "", nil, err
	}
	if err = from.owns(&x.Source); err != nil {
		return "", nil, err
	}
	in.Masker.MaskExposure(&x)
	value, err = in.Codec.EncodeExposure(&x)
	return x.Unit, value, err
}

// owns sets the source of a record, or refuses one that names another.
func (o origin) owns(source *string) error {
	if *source != "" && *source != o.key.Source {
		return analytics.Invalid("source", "字段 source 写的是 %q，这把密钥只收来源 %q 的记录：请去掉这个字段，或换用那个来源的密钥", brief(*source), o.key.Source)
	}
	*source = o.key.Source
	return nil
}

// sentBy sets who sent a complaint where the key knows it, or refuses one that says otherwise.
func (o origin) sentBy(kind *string) error {
	if o.key.SenderKind == "" {
		return nil
	}
	if *kind != "" && *kind != o.key.SenderKind {
		return analytics.Invalid("sender_kind", "字段 sender_kind 写的是 %q，这把密钥只收 %s 的投诉", brief(*kind), o.key.SenderKind)
	}
	*kind = o.key.SenderKind
	return nil
}

// past refuses what lies more than a day ahead, as the importer does: zones and clocks are off by hours, mistakes by years.
func (o origin) past(field string, t time.Time) error {
	if t.After(o.now.Add(24 * time.Hour)) {
		return analytics.Invalid(field, "字段 %s 的时间 %s 晚于现在", field, t.Format("2006-01-02 15:04"))
	}
	return nil
}

func message(topic, source, id string, value []byte) ingest.Message {
	return ingest.Message{Topic: topic, Key: ingest.MessageKey(source, id), Value: value, Masked: text.MaskVersion}
}

// rejected makes the message of a refused record, its payload masked.
func (in *Intake) rejected(topic string, from origin, index int, id, raw string, why error) outcome {
	reason, field := why.Error(), ""
	var e *analytics.Error
	if errors.As(why, &e) {
		reason, field = e.Text, e.Field
	}
	r := analytics.Rejected{Topic: topic, Source: from.key.Source, ID: in.Masker.Mask(clean(id, ingest.MaxIDChars)), Field: field,
		Reason: in.Masker.Mask(clean(reason, 1000)), File: from.name, Line: uint32(index + 1)}
	r.Payload, r.Sealed = in.payload(raw)
	value, err := in.Codec.EncodeRejected(&r)
	if err != nil { // the payload is all that can be too large or odd
		r.Payload, r.Sealed = "", false
		if value, err = in.Codec.EncodeRejected(&r); err != nil {
			panic(fmt.Sprintf("a refusal cannot be written: %v", err)) // every text above is bounded and clean
		}
	}
	out := outcome{id: clean(id, ingest.MaxIDChars), meant: topic, refusal: &r}
	out.message = message(ingest.TopicRejected, r.Source, fmt.Sprintf("%s:%d", r.File, r.Line), value)
	return out
}

// payload is what arrived: masked member by member where it could be read, in the form in which the importer keeps refused rows, and
// sealed where it could not.
func (in *Intake) payload(raw string) (payload string, sealed bool) {
	members, err := ingest.Members([]byte(raw))
	if err != nil {
		if in.Seal != nil {
			return in.Seal([]byte(raw)), true
		}
		return clean(in.Masker.Mask(raw), maxPayload), false
	}
	name := ""
	for _, m := range members {
		if m.Name == "customer.name" {
			name = strings.TrimSpace(m.Text)
		}
	}
	for i, m := range members {
		members[i].Text = in.maskMember(m, name)
	}
	return ingest.FormatPayload(members), false
}

// maskMember masks one member. The customer's name goes out of the other members too, as it does in a complaint that is taken.
func (in *Intake) maskMember(m ingest.Member, name string) string {
	switch m.Name {
	case "customer.name":
		return in.Masker.MaskName(m.Text)
	case "customer.phone":
		return in.Masker.MaskField("phone", m.Text)
	case "customer.id":
		return in.Masker.MaskID(m.Text)
	}
	value := m.Text
	if fullName(name) {
		value = strings.ReplaceAll(value, name, in.Masker.MaskName(name))
	}
	return in.Masker.MaskField(m.Name, value)
}

// fullName: two to four Chinese characters; anything else may be a word of the text.
func fullName(s string) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > 4 {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) < 0
}

// clean makes a text that any field can hold.
func clean(s string, limit int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit])
	}
	return s
}

// brief shortens a value that is quoted in a sentence.
func brief(s string) string {
	if r := []rune(s); len(r) > 32 {
		return string(r[:32]) + "…"
	}
	return s
}
