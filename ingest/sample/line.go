package sample

import (
	"strconv"
	"time"

	"huisheng/analytics"
)

// The lines are the bytes that ingest.Codec writes (a test compares them), appended to one buffer: with millions of events the
// codec's own checks and memory for each would be more than half of all work, and what is made here need not be checked.

// line appends the members of one JSON object; empty values are left out.
type line struct {
	b []byte
	t clock
}

func (l *line) text(name, s string) {
	if s != "" {
		l.name(name)
		l.quote(s)
	}
}

func (l *line) name(name string) {
	if l.b[len(l.b)-1] != '{' {
		l.b = append(l.b, ',')
	}
	l.b = append(append(append(l.b, '"'), name...), '"', ':')
}

func (l *line) quote(s string) {
	l.b = append(l.b, '"')
	from := 0
	for i := range len(s) {
		if c := s[i]; c == '"' || c == '\\' { // the words have no control characters
			l.b = append(append(l.b, s[from:i]...), '\\')
			from = i
		}
	}
	l.b = append(append(l.b, s[from:]...), '"')
}

func (l *line) score(name string, n uint8) {
	if n != 0 {
		l.name(name)
		l.b = strconv.AppendUint(l.b, uint64(n), 10)
	}
}

func (l *line) time(name string, t time.Time) {
	l.name(name)
	l.b = append(l.b, '"')
	l.b = l.t.append(l.b, t)
	l.b = append(l.b, '"')
}

// amount writes whole yuan.
func (l *line) amount(fen *int64) {
	if fen != nil {
		l.name("amount_cny")
		l.b = strconv.AppendInt(l.b, *fen/100, 10)
	}
}

// object opens a nested object and returns where.
func (l *line) object(name string) int {
	l.name(name)
	l.b = append(l.b, '{')
	return len(l.b)
}

// clock writes times in analytics.Zone and remembers the last day, as most times of a record share one.
type clock struct {
	day  int64 // days since 1970 in the zone
	date [11]byte
}

func (c *clock) append(b []byte, t time.Time) []byte {
	seconds := t.Unix() + 8*hour
	if day := seconds / dayLong; day != c.day {
		c.day = day
		t.In(analytics.Zone).AppendFormat(c.date[:0], "2006-01-02T")
	}
	b = append(b, c.date[:]...)
	rest := seconds % dayLong
	b = appendTwo(b, rest/hour)
	b = append(b, ':')
	b = appendTwo(b, rest%hour/minute)
	b = append(b, ':')
	b = appendTwo(b, rest%minute)
	return append(b, "+08:00"...)
}

func appendTwo(b []byte, n int64) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// attributeNames are all names of attributes, in the order of their bytes.
var attributeNames = []string{"保修状态", "固件版本", "承运商", "订单号", "购买平台"}

// complaint appends a line of complaint.v1.
func (l *line) complaint(c *analytics.Complaint) {
	l.b = append(l.b, '{')
	l.text("source", c.Source)
	l.text("complaint_id", c.ID)
	l.time("received_at", c.ReceivedAt)
	l.text("sender_kind", c.SenderKind)
	l.text("channel", c.Channel)
	l.text("subject", c.Subject)
	l.text("text", c.Text)
	l.object("customer")
	l.text("id", c.Customer.ID)
	l.text("name", c.Customer.Name)
	l.text("phone", c.Customer.Phone)
	l.text("tier", c.Customer.Tier)
	l.text("segment", c.Customer.Segment)
	l.b = append(l.b, '}')
	l.object("product")
	l.text("line", c.Product.Line)
	l.text("name", c.Product.Name)
	l.text("model", c.Product.Model)
	l.text("batch", c.Product.Batch)
	l.b = append(l.b, '}')
	l.object("region")
	l.text("province", c.Region.Province)
	l.text("city", c.Region.City)
	l.text("district", c.Region.District)
	l.b = append(l.b, '}')
	l.text("department", c.Department)
	l.text("handler", c.Handler)
	l.text("grade", c.Grade)
	l.text("level", c.Level)
	l.text("category", c.Category)
	l.text("demand", c.Demand)
	l.amount(c.AmountFen)
	l.object("attributes")
	for _, name := range attributeNames {
		l.text(name, c.Attributes[name])
	}
	l.b = append(l.b, "}}\n"...)
}

// event appends a line of event.v1.
func (l *line) event(e *analytics.Event) {
	l.b = append(l.b, '{')
	l.text("source", e.Source)
	l.text("event_id", e.ID)
	l.text("complaint_id", e.ComplaintID)
	l.text("kind", e.Kind)
	l.time("at", e.At)
	l.text("by", e.By)
	l.text("department", e.Department)
	l.text("from_department", e.FromDepartment)
	l.text("to_department", e.ToDepartment)
	l.text("into", e.Into)
	l.text("note", e.Note)
	l.text("outcome", e.Outcome)
	if e.Satisfaction != 0 {
		l.score("satisfaction", e.Satisfaction)
		by, from := e.SatisfactionBy, l.b
		inside := l.object("satisfaction_by")
		l.score("channel", by.Channel)
		l.score("attitude", by.Attitude)
		l.score("ability", by.Ability)
		l.score("speed", by.Speed)
		l.score("outcome", by.Outcome)
		if len(l.b) == inside {
			l.b = l.b[:len(from)]
		} else {
			l.b = append(l.b, '}')
		}
	}
	l.amount(e.AmountFen)
	l.b = append(l.b, "}\n"...)
}
