package ingest

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huisheng/analytics"
)

// check gathers the first thing that is wrong with a record.
type check struct {
	decoded bool // the strings come from a message that was valid UTF-8 as a whole
	err     *analytics.Error
}

func (v *check) fail(field, format string, args ...any) {
	if v.err == nil {
		v.err = analytics.Invalid(field, format, args...)
	}
}

// text checks an optional text.
func (v *check) text(field, s string, limit int) {
	if len(s) > limit {
		if n := utf8.RuneCountInString(s); n > limit {
			v.fail(field, "字段 %s 有 %d 个字符，最多 %d 个", field, n, limit)
		}
	}
	if v.decoded || s == "" {
		return
	}
	if !utf8.ValidString(s) {
		v.fail(field, "字段 %s 不是合法的 UTF-8 文字", field)
	}
	if strings.IndexByte(s, 0) >= 0 {
		v.fail(field, "字段 %s 含有空字符（NUL）", field)
	}
}

// need checks a text that must say something.
func (v *check) need(field, s string, limit int) {
	if strings.TrimSpace(s) == "" {
		v.fail(field, "缺少必填字段 %s", field)
	}
	v.text(field, s, limit)
}

func (v *check) source(s string) {
	v.need("source", s, MaxShortChars)
	if len(s) > MaxSourceBytes {
		v.fail("source", "字段 source 有 %d 字节，最多 %d 字节", len(s), MaxSourceBytes)
	}
}

func (v *check) time(field string, t time.Time) {
	switch {
	case t.IsZero():
		v.fail(field, "缺少必填字段 %s", field)
	case t.Before(Earliest) || !t.Before(Latest):
		v.fail(field, "字段 %s 的时间 %s 不在 1970 年至 2100 年之间", field, t.Format(time.RFC3339))
	}
}

// oneOf checks a word of a fixed list; empty passes.
func (v *check) oneOf(field, s string, words []string) {
	if s != "" && !slices.Contains(words, s) {
		if len(s) > 64 {
			s = strings.ToValidUTF8(s[:64], "") + "…"
		}
		v.fail(field, "字段 %s 的值 %q 不认识，可用：%s", field, s, strings.Join(words, "、"))
	}
}

func (v *check) score(field string, n uint8) {
	if n > 5 {
		v.fail(field, "字段 %s 应在 1 到 5 之间", field)
	}
}

func (v *check) amount(fen *int64) {
	if fen != nil && (*fen > MaxAmountYuan*100 || *fen < -MaxAmountYuan*100) {
		v.fail("amount_cny", "字段 amount_cny 超出 ±%d 元", MaxAmountYuan)
	}
}

func (v *check) pairs(field string, m map[string]string) {
	if len(m) > MaxAttributes {
		v.fail(field, "字段 %s 有 %d 项，最多 %d 项", field, len(m), MaxAttributes)
		return
	}
	size := 0
	for k, s := range m {
		if k == "" {
			v.fail(field, "字段 %s 里有一项没有名字", field)
		}
		v.text(field, k, MaxAttributeName)
		v.text(field, s, MaxAttributeChars)
		size += len(k) + len(s)
	}
	if size > MaxAttributesBytes {
		v.fail(field, "字段 %s 共 %d 字节，最多 %d 字节", field, size, MaxAttributesBytes)
	}
}

// result is nil or the first error; a nil *Error must not become a non-nil error.
func (v *check) result() error {
	if v.err == nil {
		return nil
	}
	return v.err
}

// CheckComplaint says what the wire would refuse: an error of kind invalid with the field and a sentence.
func CheckComplaint(c *analytics.Complaint) error { return checkComplaint(c, false) }

func checkComplaint(c *analytics.Complaint, decoded bool) error {
	v := check{decoded: decoded}
	v.source(c.Source)
	v.need("complaint_id", c.ID, MaxIDChars)
	v.time("received_at", c.ReceivedAt)
	v.oneOf("sender_kind", c.SenderKind, SenderKinds)
	v.text("channel", c.Channel, MaxShortChars)
	v.text("subject", c.Subject, MaxSubjectChars)
	v.text("text", c.Text, MaxTextChars)
	v.text("customer.id", c.Customer.ID, MaxShortChars)
	v.text("customer.name", c.Customer.Name, MaxShortChars)
	v.text("customer.phone", c.Customer.Phone, MaxShortChars)
	v.text("customer.tier", c.Customer.Tier, MaxShortChars)
	v.text("customer.segment", c.Customer.Segment, MaxShortChars)
	v.text("product.line", c.Product.Line, MaxShortChars)
	v.text("product.name", c.Product.Name, MaxShortChars)
	v.text("product.model", c.Product.Model, MaxShortChars)
	v.text("product.batch", c.Product.Batch, MaxShortChars)
	v.text("region.province", c.Region.Province, MaxShortChars)
	v.text("region.city", c.Region.City, MaxShortChars)
	v.text("region.district", c.Region.District, MaxShortChars)
	v.text("department", c.Department, MaxShortChars)
	v.text("handler", c.Handler, MaxShortChars)
	v.text("grade", c.Grade, MaxShortChars)
	v.text("level", c.Level, MaxShortChars)
	v.text("category", c.Category, MaxCategoryChars)
	v.text("demand", c.Demand, MaxNoteChars)
	v.amount(c.AmountFen)
	v.pairs("attributes", c.Attributes)
	if v.err == nil && strings.TrimSpace(c.Subject) == "" && strings.TrimSpace(c.Text) == "" && strings.TrimSpace(c.Category) == "" {
		v.fail("text", "标题、内容和分类都是空的，至少要有一项")
	}
	return v.result()
}

func checkEvent(e *analytics.Event, decoded bool) error {
	v := check{decoded: decoded}
	v.source(e.Source)
	v.need("event_id", e.ID, MaxIDChars)
	v.need("complaint_id", e.ComplaintID, MaxIDChars)
	v.need("kind", e.Kind, MaxShortChars)
	v.oneOf("kind", e.Kind, analytics.EventKinds)
	v.time("at", e.At)
	v.text("by", e.By, MaxShortChars)
	v.text("department", e.Department, MaxShortChars)
	v.text("from_department", e.FromDepartment, MaxShortChars)
	v.text("to_department", e.ToDepartment, MaxShortChars)
	v.text("into", e.Into, MaxIDChars)
	v.text("note", e.Note, MaxNoteChars)
	v.oneOf("outcome", e.Outcome, Outcomes)
	v.score("satisfaction", e.Satisfaction)
	v.score("satisfaction_by.channel", e.SatisfactionBy.Channel)
	v.score("satisfaction_by.attitude", e.SatisfactionBy.Attitude)
	v.score("satisfaction_by.ability", e.SatisfactionBy.Ability)
	v.score("satisfaction_by.speed", e.SatisfactionBy.Speed)
	v.score("satisfaction_by.outcome", e.SatisfactionBy.Outcome)
	v.amount(e.AmountFen)
	v.pairs("attributes", e.Attributes)
	return v.result()
}

func checkExposure(x *analytics.Exposure, decoded bool) error {
	v := check{decoded: decoded}
	v.source(x.Source)
	if x.Month == 0 {
		v.fail("month", "缺少必填字段 month")
	} else if year, month := x.Month/100, x.Month%100; year < 1970 || year > 2099 || month < 1 || month > 12 {
		v.fail("month", "字段 month 的值 %d 不是 1970 年至 2099 年之间的月份", x.Month)
	}
	v.need("unit", x.Unit, MaxShortChars)
	if !(x.Value >= 0) || math.IsInf(x.Value, 0) {
		v.fail("value", "字段 value 应是不小于 0 的数字")
	}
	v.pairs("dimensions", x.Dimensions)
	return v.result()
}

func checkRejected(r *analytics.Rejected, decoded bool) error {
	v := check{decoded: decoded}
	v.need("topic", r.Topic, MaxShortChars)
	v.oneOf("topic", r.Topic, []string{TopicComplaints, TopicEvents, TopicExposures})
	v.need("reason", r.Reason, MaxNoteChars)
	v.text("source", r.Source, MaxShortChars)
	v.text("id", r.ID, MaxShortChars)
	v.text("field", r.Field, MaxShortChars)
	v.text("file", r.File, MaxSubjectChars)
	v.text("payload", r.Payload, MaxMessageBytes)
	return v.result()
}
