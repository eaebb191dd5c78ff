package importer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
)

// maxPayload bounds what a refused record keeps of itself; the file has the whole.
const maxPayload = 100_000

// outcome is what became of one row.
type outcome struct {
	message ingest.Message
	kind    objectKind
	refusal *Refusal
}

// Refusal is a record that was refused.
type Refusal struct {
	Topic  string // where it was meant to go
	Line   uint32
	ID     string
	Field  string // as on the wire; empty when the record as a whole is at fault
	Reason string
}

// converter makes messages of rows. It is safe for concurrent use.
type converter struct {
	*reader
	file  string
	mask  Masker
	codec Codec
	seal  func(raw []byte) string
	show  *PreviewRow // gathers the records for a preview; nil in an import
}

// convert never fails: what cannot be taken becomes a message to the topic of rejected records. A row of a complaint that tells times of
// its handling, and one of exposures with a column for each month, gives several.
func (c *converter) convert(in row) []outcome {
	if in.problem != nil {
		return []outcome{c.refuse(in, c.topicOf(in), "", in.problem)}
	}
	switch in.object {
	case complaintV1:
		return []outcome{c.complaintOfWire(in)}
	case eventV1:
		return []outcome{c.eventOfWire(in)}
	case exposureV1:
		return []outcome{c.exposureOfWire(in)}
	}
	switch c.kind {
	case Events:
		return []outcome{c.eventOfRow(in)}
	case Exposures:
		return c.exposuresOfRow(in)
	}
	return c.complaintOfRow(in)
}

// complaintOfRow maps a row and, where it was taken, the steps of its handling that it tells.
func (c *converter) complaintOfRow(in row) []outcome {
	var r analytics.Complaint
	if err := c.reader.complaint(in, &r); err != nil {
		return []outcome{c.refuse(in, ingest.TopicComplaints, r.ID, err)}
	}
	first := c.complaint(in, &r)
	if first.refusal != nil {
		return []outcome{first}
	}
	return c.life(in, &r, []outcome{first})
}

func (c *converter) complaintOfWire(in row) outcome {
	var r analytics.Complaint
	if err := ingest.ParseComplaint([]byte(in.raw), &r); err != nil {
		return c.refuse(in, ingest.TopicComplaints, r.ID, invalid(err))
	}
	if r.Source == "" || c.told {
		r.Source = c.source
	}
	if err := c.notFuture("received_at", r.ReceivedAt); err != nil {
		return c.refuse(in, ingest.TopicComplaints, r.ID, err)
	}
	return c.complaint(in, &r)
}

func (c *converter) eventOfWire(in row) outcome {
	var e analytics.Event
	err := ingest.ParseEvent([]byte(in.raw), &e)
	if e.Source == "" || c.told {
		e.Source = c.source
	}
	if err != nil {
		return c.refuse(in, ingest.TopicEvents, e.ID, invalid(err))
	}
	return c.event(in, &e)
}

func (c *converter) exposureOfWire(in row) outcome {
	var x analytics.Exposure
	err := ingest.ParseExposure([]byte(in.raw), &x)
	if x.Source == "" || c.told {
		x.Source = c.source
	}
	if err != nil {
		return c.refuse(in, ingest.TopicExposures, "", invalid(err))
	}
	return c.exposure(in, &x)
}

// complaint masks and writes one.
func (c *converter) complaint(in row, r *analytics.Complaint) outcome {
	c.mask.MaskComplaint(r)
	value, err := c.codec.EncodeComplaint(r)
	if err != nil {
		return c.refuse(in, ingest.TopicComplaints, r.ID, invalid(err))
	}
	if c.show != nil {
		shown := *r
		c.show.Complaint = &shown
	}
	return outcome{kind: complaintV1, message: message(ingest.TopicComplaints, r.Source, r.ID, value)}
}

// event masks and writes one.
func (c *converter) event(in row, e *analytics.Event) outcome {
	if future := c.notFuture("at", e.At); future != nil {
		return c.refuse(in, ingest.TopicEvents, e.ID, future)
	}
	c.mask.MaskEvent(e)
	value, err := c.codec.EncodeEvent(e)
	if err != nil {
		return c.refuse(in, ingest.TopicEvents, e.ID, invalid(err))
	}
	if c.show != nil {
		c.show.Events = append(c.show.Events, *e)
	}
	return outcome{kind: eventV1, message: message(ingest.TopicEvents, e.Source, e.ComplaintID, value)}
}

// exposure masks and writes one.
func (c *converter) exposure(in row, x *analytics.Exposure) outcome {
	c.mask.MaskExposure(x)
	value, err := c.codec.EncodeExposure(x)
	if err != nil {
		return c.refuse(in, ingest.TopicExposures, "", invalid(err))
	}
	if c.show != nil {
		c.show.Exposures = append(c.show.Exposures, *x)
	}
	return outcome{kind: exposureV1, message: message(ingest.TopicExposures, x.Source, x.Unit, value)}
}

func message(topic, source, id string, value []byte) ingest.Message {
	return ingest.Message{Topic: topic, Key: ingest.MessageKey(source, id), Value: value, Masked: text.MaskVersion}
}

// topicOf is where a row that cannot be read was meant to go.
func (c *converter) topicOf(in row) string {
	switch in.object {
	case eventV1:
		return ingest.TopicEvents
	case exposureV1:
		return ingest.TopicExposures
	}
	return c.kind.topic()
}

// refuse makes the message of a refused record, its payload masked.
func (c *converter) refuse(in row, topic, id string, why *analytics.Error) outcome {
	r := analytics.Rejected{Topic: topic, Source: c.source, ID: c.mask.Mask(printable(id, ingest.MaxIDChars)), Reason: why.Text, Field: why.Field,
		File: printable(c.file, ingest.MaxShortChars), Line: in.line}
	r.Payload, r.Sealed = c.payload(in)
	r.Reason = c.mask.Mask(printable(r.Reason, 1000))
	value, err := c.codec.EncodeRejected(&r)
	if err != nil { // the payload is all that can be too large or odd
		r.Payload, r.Sealed = "", false
		if value, err = c.codec.EncodeRejected(&r); err != nil {
			panic(fmt.Sprintf("a refusal cannot be written: %v", err)) // every text above is bounded and clean
		}
	}
	out := outcome{refusal: &Refusal{Topic: r.Topic, Line: in.line, ID: r.ID, Field: r.Field, Reason: r.Reason}}
	out.message = message(ingest.TopicRejected, c.source, fmt.Sprintf("%s:%d", r.File, in.line), value)
	return out
}

// printable makes a text that any field can hold.
func printable(s string, limit int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit])
	}
	return s
}

// payload is what arrived: masked cell by cell where it could be split, so that names are masked too, and sealed where it could not.
func (c *converter) payload(in row) (payload string, sealed bool) {
	var kept []ingest.Member
	members, err := ingest.Members([]byte(in.raw))
	switch {
	case err == nil:
		for _, m := range members {
			kept = append(kept, ingest.Member{Name: m.Name, Text: maskCell(c.mask, c.fieldNamed(m.Name), m.Name, m.Text)})
		}
	case len(in.cells) > 0 && len(in.cells) == len(c.names):
		for i, cell := range in.cells {
			kept = append(kept, ingest.Member{Name: c.names[i], Text: maskCell(c.mask, c.field[i], c.names[i], cell)})
		}
	case len(in.cells) > 0: // the columns have shifted: what looks like a name is treated as one
		cells := make([]string, len(in.cells))
		for i, cell := range in.cells {
			f := noField
			if looksLikeName(cell) {
				f = fieldCustomerName
			}
			cells[i] = maskCell(c.mask, f, "", cell)
		}
		return printable(strings.Join(cells, "\n"), maxPayload), false
	case c.seal != nil:
		return c.seal([]byte(in.raw)), true
	default:
		return printable(c.mask.Mask(in.raw), maxPayload), false
	}
	return ingest.FormatPayload(kept), false
}

// fieldNamed is the field of a member of a JSON object.
func (c *converter) fieldNamed(name string) field {
	if i := slices.Index(c.names, name); i >= 0 && c.field[i] != noField {
		return c.field[i]
	}
	return fieldOf(name)
}

// maskCell masks a value by the field that its column makes.
func maskCell(mask Masker, f field, name, value string) string {
	switch f {
	case fieldCustomerName:
		return mask.MaskName(value)
	case fieldCustomerPhone:
		return mask.MaskField("phone", value)
	case fieldCustomerID:
		var c analytics.Complaint
		c.Customer.ID = value
		mask.MaskComplaint(&c)
		return c.Customer.ID
	case noField:
		return mask.MaskField(name, value)
	}
	return mask.Mask(value)
}

const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳"

// looksLikeName: two or three Chinese characters of which the first is a common surname.
func looksLikeName(s string) bool {
	r := []rune(strings.TrimSpace(s))
	if len(r) < 2 || len(r) > 3 || !strings.ContainsRune(surnames, r[0]) {
		return false
	}
	for _, c := range r {
		if !unicode.Is(unicode.Han, c) {
			return false
		}
	}
	return true
}
