package ingest

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"huisheng/analytics"
)

// open starts reading a message.
func open(data []byte) *scanner {
	p := &scanner{s: string(data)}
	if len(data) > MaxMessageBytes {
		p.fail("", "一条记录有 %d 字节，最多 %d 字节", len(data), MaxMessageBytes)
	} else if !utf8.ValidString(p.s) {
		p.fail("", "不是合法的 UTF-8 文字")
	}
	if p.peek() == 'n' {
		p.broken()
	}
	return p
}

// close reports the first error of a message.
func (p *scanner) close() error {
	if p.end(); p.err != nil {
		return p.err
	}
	return nil
}

// time reads an RFC 3339 time, to the millisecond.
func (p *scanner) time(name string) time.Time {
	s := p.text(name)
	if p.err != nil || s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || strings.ContainsRune(s, ',') {
		p.fail(name, "字段 %s 的时间 %q 不是 2024-03-01T08:00:00+08:00 这样的写法（RFC 3339）", name, clip(s))
		return time.Time{}
	}
	return time.UnixMilli(t.UnixMilli()).In(analytics.Zone)
}

// clip shortens a value that is quoted in a sentence.
func clip(s string) string {
	if len(s) > 64 {
		return strings.ToValidUTF8(s[:64], "") + "…"
	}
	return s
}

// whole reads an integer from 0 to limit.
func (p *scanner) whole(name string, limit uint64) uint64 {
	raw := p.number(name)
	if raw == "" {
		return 0
	}
	n, err := strconv.ParseUint(raw, 10, 64)
	if err != nil || n > limit {
		p.fail(name, "字段 %s 应是 0 到 %d 之间的整数", name, limit)
		return 0
	}
	return n
}

// score reads 1–5; null is 0.
func (p *scanner) score(name string) uint8 {
	raw := p.number(name)
	if raw == "" {
		return 0
	}
	if len(raw) != 1 || raw[0] < '1' || raw[0] > '5' {
		p.fail(name, "字段 %s 应是 1 到 5 的整数", name)
		return 0
	}
	return raw[0] - '0'
}

// amount reads yuan as fen, rounded to the nearest; null is nil.
func (p *scanner) amount(name string) *int64 {
	raw := p.number(name)
	if raw == "" {
		return nil
	}
	yuan, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.Abs(yuan) > MaxAmountYuan {
		p.fail(name, "字段 %s 超出 ±%d 元", name, MaxAmountYuan)
		return nil
	}
	fen := int64(math.Round(yuan * 100))
	return &fen
}

// hash reads a customer's key: 16 hexadecimal digits.
func (p *scanner) hash(name string) uint64 {
	s := p.text(name)
	if s == "" {
		return 0
	}
	n, err := strconv.ParseUint(s, 16, 64)
	if err != nil || len(s) != 16 {
		p.fail(name, "字段 %s 应是 16 位十六进制数", name)
	}
	return n
}

// pairs reads an object of texts; values of other types are kept as their JSON.
func (p *scanner) pairs(name string, into map[string]string) map[string]string {
	p.object(name, func(key string) {
		if p.null() {
			return
		}
		if into == nil {
			into = make(map[string]string, 8)
		}
		into[key] = p.any()
	})
	return into
}

// ParseComplaint reads complaint.v1 without judging it, for a caller that completes the record before it is encoded (which checks
// it). Fields that the version does not know become attributes; a field of that name in attributes wins.
func ParseComplaint(data []byte, c *analytics.Complaint) error {
	*c = analytics.Complaint{}
	p := open(data)
	var explicit, unknown map[string]string
	keep := func(name string) {
		if s := p.any(); s != "" {
			if unknown == nil {
				unknown = make(map[string]string, 8)
			}
			unknown[name] = s
		}
	}
	p.object("", func(key string) {
		switch key {
		case "source":
			c.Source = p.text(key)
		case "complaint_id":
			c.ID = p.text(key)
		case "version":
			c.Version = uint32(p.whole(key, math.MaxUint32))
		case "received_at":
			c.ReceivedAt = p.time(key)
		case "sender_kind":
			c.SenderKind = p.text(key)
		case "channel":
			c.Channel = p.text(key)
		case "subject":
			c.Subject = p.text(key)
		case "text":
			c.Text = p.text(key)
		case "customer":
			p.object(key, func(key string) { p.customer(key, &c.Customer, keep) })
		case "product":
			p.object(key, func(key string) { p.product(key, &c.Product, keep) })
		case "region":
			p.object(key, func(key string) { p.region(key, &c.Region, keep) })
		case "department":
			c.Department = p.text(key)
		case "handler":
			c.Handler = p.text(key)
		case "grade":
			c.Grade = p.text(key)
		case "level":
			c.Level = p.text(key)
		case "category":
			c.Category = p.text(key)
		case "demand":
			c.Demand = p.text(key)
		case "amount_cny":
			c.AmountFen = p.amount(key)
		case "attributes":
			explicit = p.pairs(key, explicit)
		default:
			keep(key)
		}
	})
	c.Attributes = together(explicit, unknown)
	return p.close()
}

// together adds the fields that a version does not know to the attributes that were told as such, which win.
func together(explicit, unknown map[string]string) map[string]string {
	if explicit == nil {
		return unknown
	}
	for name, s := range unknown {
		if _, there := explicit[name]; !there {
			explicit[name] = s
		}
	}
	return explicit
}

func (p *scanner) customer(key string, c *analytics.Customer, keep func(string)) {
	switch key {
	case "key":
		c.Key = p.hash("customer.key")
	case "id":
		c.ID = p.text("customer.id")
	case "name":
		c.Name = p.text("customer.name")
	case "phone":
		c.Phone = p.text("customer.phone")
	case "tier":
		c.Tier = p.text("customer.tier")
	case "segment":
		c.Segment = p.text("customer.segment")
	default:
		keep("customer." + key)
	}
}

func (p *scanner) product(key string, c *analytics.Product, keep func(string)) {
	switch key {
	case "line":
		c.Line = p.text("product.line")
	case "name":
		c.Name = p.text("product.name")
	case "model":
		c.Model = p.text("product.model")
	case "batch":
		c.Batch = p.text("product.batch")
	default:
		keep("product." + key)
	}
}

func (p *scanner) region(key string, c *analytics.Region, keep func(string)) {
	switch key {
	case "province":
		c.Province = p.text("region.province")
	case "city":
		c.City = p.text("region.city")
	case "district":
		c.District = p.text("region.district")
	default:
		keep("region." + key)
	}
}
