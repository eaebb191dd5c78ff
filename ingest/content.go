package ingest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"
	"sync"
	"time"

	"huisheng/analytics"
)

// Codec reads and writes the wire's JSON and hashes contents. It is safe for concurrent use.
//
// The content of a record is SipHash-2-4 of its fields in a fixed order, each preceded by its length, times in milliseconds and
// attributes sorted by name. Everything the record tells is in it, the version too: the same telling under a larger version is an
// update. What Encode and Decode change without a loss (the zone of a time, its microseconds) is not in it.
type Codec struct {
	k0, k1 uint64
}

// NewCodec makes a codec whose content hashes depend on key, the installation's secret. Another key gives other hashes.
func NewCodec(key []byte) *Codec {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("huisheng content v1"))
	sum := mac.Sum(nil)
	return &Codec{k0: binary.LittleEndian.Uint64(sum), k1: binary.LittleEndian.Uint64(sum[8:])}
}

// digest gathers the fields of a record.
type digest []byte

func (d *digest) text(values ...string) {
	for _, s := range values {
		*d = binary.AppendUvarint(*d, uint64(len(s)))
		*d = append(*d, s...)
	}
}

func (d *digest) number(values ...uint64) {
	for _, v := range values {
		*d = binary.LittleEndian.AppendUint64(*d, v)
	}
}

func (d *digest) time(t time.Time) { d.number(uint64(t.UnixMilli())) }

func (d *digest) amount(fen *int64) {
	if fen == nil {
		d.text("")
		return
	}
	d.text("fen")
	d.number(uint64(*fen))
}

func (d *digest) pairs(m map[string]string) {
	d.number(uint64(len(m)))
	switch len(m) {
	case 0:
	case 1:
		for k, v := range m {
			d.text(k, v)
		}
	default:
		for _, k := range slices.Sorted(maps.Keys(m)) {
			d.text(k, m[k])
		}
	}
}

// digests are reused: a digest is as long as its record.
var digests = sync.Pool{New: func() any { return new(digest) }}

// sum hashes what fill gathers.
func (c *Codec) sum(kind string, fill func(*digest)) uint64 {
	d := digests.Get().(*digest)
	*d = (*d)[:0]
	d.text(kind)
	fill(d)
	sum := sipHash(c.k0, c.k1, *d)
	digests.Put(d)
	return sum
}

// ContentOfComplaint is the content hash of a complaint.
func (c *Codec) ContentOfComplaint(r *analytics.Complaint) uint64 {
	return c.sum("complaint", func(d *digest) {
		d.text(r.Source, r.ID)
		d.number(uint64(r.Version))
		d.time(r.ReceivedAt)
		d.text(r.SenderKind, r.Channel, r.Subject, r.Text)
		d.number(r.Customer.Key)
		d.text(r.Customer.ID, r.Customer.Name, r.Customer.Phone, r.Customer.Tier, r.Customer.Segment)
		d.text(r.Product.Line, r.Product.Name, r.Product.Model, r.Product.Batch)
		d.text(r.Region.Province, r.Region.City, r.Region.District)
		d.text(r.Department, r.Handler, r.Grade, r.Level, r.Category, r.Demand)
		d.amount(r.AmountFen)
		d.pairs(r.Attributes)
	})
}

// ContentOfEvent is the content hash of an event.
func (c *Codec) ContentOfEvent(r *analytics.Event) uint64 {
	return c.sum("event", func(d *digest) {
		d.text(r.Source, r.ID, r.ComplaintID, r.Kind)
		d.time(r.At)
		d.text(r.By, r.Department, r.FromDepartment, r.ToDepartment, r.Into, r.Note, r.Outcome)
		s := r.SatisfactionBy
		d.number(uint64(r.Satisfaction), uint64(s.Channel), uint64(s.Attitude), uint64(s.Ability), uint64(s.Speed), uint64(s.Outcome))
		d.amount(r.AmountFen)
		if len(r.Attributes) > 0 { // which the first records did not have: their contents stay what they are
			d.pairs(r.Attributes)
		}
	})
}

// ContentOfExposure is the content hash of an exposure.
func (c *Codec) ContentOfExposure(r *analytics.Exposure) uint64 {
	return c.sum("exposure", func(d *digest) {
		d.text(r.Source, r.Unit)
		d.number(uint64(r.Month))
		d.text(appendFloatText(r.Value))
		d.pairs(r.Dimensions)
	})
}

// ContentOfRow hashes the cells of a row that has no id of its own: names and values in turn, already in a fixed order.
func (c *Codec) ContentOfRow(source string, cells ...string) uint64 {
	return c.sum("row", func(d *digest) {
		d.text(source)
		d.text(cells...)
	})
}
