package ingest

import (
	"math"
	"strconv"

	"huisheng/analytics"
)

// ParseEvent reads event.v1 without judging it. Fields that the version does not know become attributes, under their path; one that is
// told as an attribute too keeps that.
func ParseEvent(data []byte, e *analytics.Event) error {
	*e = analytics.Event{}
	p := open(data)
	var explicit, unknown map[string]string
	keep := func(name string) {
		if s := p.any(); s != "" {
			if unknown == nil {
				unknown = make(map[string]string)
			}
			unknown[name] = s
		}
	}
	p.object("", func(key string) {
		switch key {
		case "source":
			e.Source = p.text(key)
		case "event_id":
			e.ID = p.text(key)
		case "complaint_id":
			e.ComplaintID = p.text(key)
		case "kind":
			e.Kind = p.text(key)
		case "at":
			e.At = p.time(key)
		case "by":
			e.By = p.text(key)
		case "department":
			e.Department = p.text(key)
		case "from_department":
			e.FromDepartment = p.text(key)
		case "to_department":
			e.ToDepartment = p.text(key)
		case "into":
			e.Into = p.text(key)
		case "note":
			e.Note = p.text(key)
		case "outcome":
			e.Outcome = p.text(key)
		case "satisfaction":
			e.Satisfaction = p.score(key)
		case "satisfaction_by":
			p.object(key, func(key string) { p.satisfactionBy(key, &e.SatisfactionBy, keep) })
		case "amount_cny":
			e.AmountFen = p.amount(key)
		case "attributes":
			explicit = p.pairs(key, explicit)
		default:
			keep(key)
		}
	})
	e.Attributes = together(explicit, unknown)
	return p.close()
}

func (p *scanner) satisfactionBy(key string, s *analytics.SatisfactionBy, keep func(string)) {
	switch key {
	case "channel":
		s.Channel = p.score("satisfaction_by.channel")
	case "attitude":
		s.Attitude = p.score("satisfaction_by.attitude")
	case "ability":
		s.Ability = p.score("satisfaction_by.ability")
	case "speed":
		s.Speed = p.score("satisfaction_by.speed")
	case "outcome":
		s.Outcome = p.score("satisfaction_by.outcome")
	default:
		keep("satisfaction_by." + key)
	}
}

// ParseExposure reads exposure.v1 without judging it.
func ParseExposure(data []byte, x *analytics.Exposure) error {
	*x = analytics.Exposure{}
	p := open(data)
	valued := false
	p.object("", func(key string) {
		switch key {
		case "source":
			x.Source = p.text(key)
		case "month":
			x.Month = p.month(key)
		case "unit":
			x.Unit = p.text(key)
		case "dimensions":
			x.Dimensions = p.pairs(key, x.Dimensions)
		case "value":
			raw := p.number(key)
			valued = raw != ""
			if x.Value, _ = strconv.ParseFloat(raw, 64); x.Value == 0 {
				x.Value = 0 // a negative zero is zero
			}
		default:
			p.skip()
		}
	})
	if err := p.close(); err != nil {
		return err
	}
	if !valued {
		x.Value = math.NaN() // refused by the check as not told
	}
	return nil
}

func (p *scanner) month(name string) analytics.Month {
	s := p.text(name)
	if p.err != nil || s == "" {
		return 0
	}
	m, err := analytics.ParseMonth(s)
	if err != nil || m.String() != s {
		p.fail(name, "字段 %s 的月份 %q 不是 2024-03 这样的写法", name, clip(s))
	}
	return m
}

// ParseRejected reads rejected.v1 without judging it.
func ParseRejected(data []byte, r *analytics.Rejected) error {
	*r = analytics.Rejected{}
	p := open(data)
	p.object("", func(key string) {
		switch key {
		case "topic":
			r.Topic = p.text(key)
		case "source":
			r.Source = p.text(key)
		case "id":
			r.ID = p.text(key)
		case "reason":
			r.Reason = p.text(key)
		case "field":
			r.Field = p.text(key)
		case "file":
			r.File = p.text(key)
		case "line":
			r.Line = uint32(p.whole(key, math.MaxUint32))
		case "payload":
			r.Payload = p.text(key)
		case "sealed":
			switch p.peek() {
			case 't':
				r.Sealed = true
				p.word()
			case 'f', 'n':
				p.word()
			default:
				p.fail(key, "字段 sealed 应是 true 或 false")
			}
		default:
			p.skip()
		}
	})
	return p.close()
}
