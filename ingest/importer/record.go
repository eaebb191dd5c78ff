package importer

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"huisheng/analytics"
	"huisheng/ingest"
)

// reader turns rows into records.
type reader struct {
	*mapping
	source string // told by the user, or file
	told   bool   // source was told, so it also replaces what a record says of itself
	zone   *time.Location
	now    func() time.Time
}

// setSource follows what the user told.
func (r *reader) setSource(source string) {
	r.source, r.told = source, source != ""
	if !r.told {
		r.source = DefaultSource
	}
}

// clean is a cell without white space around it, NUL, carriage returns and the ="" that is there for Excel; NULL as databases write it is
// nothing.
func clean(s string) string {
	s = strings.TrimSpace(s)
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if s == "NULL" || s == `\N` {
		return ""
	}
	if len(s) > 3 && strings.HasPrefix(s, `="`) && strings.HasSuffix(s, `"`) { // how exports keep Excel from reading 001 as 1
		s = s[2 : len(s)-1]
	}
	return s
}

// cell is the value of a field in a row.
func (r *reader) cell(cells []string, f field) string {
	switch by := r.by[f]; len(by) {
	case 0:
		return ""
	case 1:
		return clean(cells[by[0]])
	default:
		separator := "\n"
		switch f {
		case fieldCategory:
			separator = "/"
		case fieldTime, fieldAt:
			separator = " "
		}
		parts := make([]string, 0, len(by))
		for _, i := range by {
			if part := clean(cells[i]); part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, separator)
	}
}

// complaint maps a row. The record is not masked yet.
func (r *reader) complaint(in row, c *analytics.Complaint) *analytics.Error {
	cell := func(f field) string { return r.cell(in.cells, f) }
	*c = analytics.Complaint{Source: r.source, ID: in.id, Channel: cell(fieldChannel), Subject: cell(fieldSubject), Text: cell(fieldText),
		Customer: analytics.Customer{ID: cell(fieldCustomerID), Name: cell(fieldCustomerName), Phone: cell(fieldCustomerPhone),
			Tier: cell(fieldCustomerTier), Segment: cell(fieldCustomerSegment)},
		Product: analytics.Product{Line: cell(fieldLine), Name: cell(fieldProduct), Model: cell(fieldModel), Batch: cell(fieldBatch)},
		Region:  analytics.Region{Province: shortProvince(cell(fieldProvince)), City: cell(fieldCity), District: cell(fieldDistrict)},

		Department: cell(fieldDepartment), Handler: cell(fieldHandler), Grade: cell(fieldGrade), Level: cell(fieldLevel),
		Category: cell(fieldCategory), Demand: cell(fieldDemand)}
	if r.has(fieldID) {
		c.ID = cell(fieldID)
	}
	if r.has(fieldRegion) {
		c.Region = merged(c.Region, splitRegion(cell(fieldRegion)))
	}
	r.keep(&c.Attributes, in)
	r.values(c, in.cells)
	if r.has(fieldID) && roundedID.MatchString(c.ID) {
		return r.rounded(c.ID)
	}
	return r.time(c, cell(fieldTime))
}

// roundedID is what Excel makes of a long number. Many complaints share one, so that they would replace each other.
var roundedID = regexp.MustCompile(`^[0-9](\.[0-9]+)?[Ee]\+[0-9]+$`)

// rounded refuses such an id.
func (m *mapping) rounded(id string) *analytics.Error {
	column := m.names[m.by[fieldID][0]]
	return analytics.Invalid("complaint_id", "编号“%s”被 Excel 改成了科学计数，原来的数字已经丢失：请把列“%s”设为文本后重新导出；实在没有原编号时用 --map attributes=%s 按内容编号", id, column, column)
}

// merged fills the parts of a place that have no column of their own.
func merged(told, split analytics.Region) analytics.Region {
	if told.Province == "" {
		told.Province = split.Province
	}
	if told.City == "" {
		told.City = split.City
	}
	if told.District == "" {
		told.District = split.District
	}
	return told
}

// time reads the time of receipt.
func (r *reader) time(c *analytics.Complaint, s string) (err *analytics.Error) {
	c.ReceivedAt, err = r.timeOf(fieldTime, s)
	return err
}

// timeOf reads the time that a column tells, refusing what is none and what lies in the future.
func (r *reader) timeOf(f field, s string) (time.Time, *analytics.Error) {
	name := fieldNames[f]
	if !r.has(f) { // an odd object among records of the wire
		return time.Time{}, analytics.Invalid(name, "缺少必填字段 %s", name)
	}
	column := r.names[r.by[f][0]]
	if s == "" {
		return time.Time{}, analytics.Invalid(name, "列“%s”没有时间", column)
	}
	t, ok := r.parseTime(s, r.zone)
	if !ok && daySerial.MatchString(s) {
		return time.Time{}, analytics.Invalid(name, "列“%s”的值“%s”像是 Excel 的日期序号：请把这一列设为日期格式后重新导出", column, clip(s))
	}
	if !ok {
		return time.Time{}, analytics.Invalid(name, "列“%s”的值“%s”不是认识的时间写法", column, clip(s))
	}
	t = time.UnixMilli(t.UnixMilli()).In(analytics.Zone)
	return t, r.notFuture(name, t)
}

// parseTime reads a time, in a workbook also a day as Excel counts them that was not formatted as one.
func (m *mapping) parseTime(s string, zone *time.Location) (time.Time, bool) {
	t, ok := parseTime(s, zone)
	if !ok && m.serials && daySerial.MatchString(s) {
		return serialTime(s, zone)
	}
	return t, ok
}

// daySerial is a day as Excel counts them, from 1954 to 2064.
var daySerial = regexp.MustCompile(`^[2-5][0-9]{4}(\.[0-9]+)?$`)

// notFuture refuses what lies more than a day ahead: zones and clocks are off by hours, typing errors by years.
func (r *reader) notFuture(field string, t time.Time) *analytics.Error {
	if t.After(r.now().Add(24 * time.Hour)) {
		return analytics.Invalid(field, "时间 %s 在未来", t.In(r.zone).Format("2006-01-02 15:04"))
	}
	return nil
}

// keep puts the columns that no field took, and members that are no columns, among the attributes.
func (r *reader) keep(attributes *map[string]string, in row) {
	for i, f := range r.field {
		if f == noField && r.how[i] != Left {
			r.keepIn(attributes, r.names[i], in.cells[i])
		}
	}
	for i := 0; i+1 < len(in.extra); i += 2 {
		r.keepIn(attributes, in.extra[i], in.extra[i+1])
	}
}

func (r *reader) keepIn(attributes *map[string]string, name, value string) {
	if value = clean(value); value == "" {
		return
	}
	if *attributes == nil {
		*attributes = make(map[string]string, 8)
	}
	(*attributes)[strings.TrimPrefix(name, "attributes.")] = value
}

// values reads the fields that are no texts. What cannot be read stays as an attribute: it is no reason to refuse a complaint.
func (r *reader) values(c *analytics.Complaint, cells []string) {
	attribute := func(f field, value string) {
		if c.Attributes == nil {
			c.Attributes = make(map[string]string, 1)
		}
		c.Attributes[r.names[r.by[f][0]]] = value
	}
	if s := r.cell(cells, fieldAmount); s != "" {
		if c.AmountFen = amountOf(s); c.AmountFen == nil {
			attribute(fieldAmount, s)
		}
	}
	if s := r.cell(cells, fieldVersion); s != "" {
		if n, err := strconv.ParseUint(s, 10, 32); err == nil {
			c.Version = uint32(n)
		} else {
			attribute(fieldVersion, s)
		}
	}
	if s := r.cell(cells, fieldSender); s != "" {
		if c.SenderKind = senderOf(s); c.SenderKind == "" {
			attribute(fieldSender, s)
		}
	}
}

// amountOf reads ￥1,234.50, 300元 and 1.2万 as fen; nil when it is none of that.
func amountOf(s string) *int64 {
	s = width.Fold.String(s)
	s = strings.TrimSpace(strings.TrimLeft(s, "¥$ "))
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(s, "元"), "人民币"))
	factor := 100.0
	if rest, ok := strings.CutSuffix(s, "万"); ok {
		s, factor = rest, 1e6
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil || math.IsNaN(n) || math.Abs(n)*factor > ingest.MaxAmountYuan*100 {
		return nil
	}
	fen := int64(math.Round(n * factor))
	return &fen
}

var senders = map[string]string{
	"客户": "customer", "顾客": "customer", "消费者": "customer", "用户": "customer", "个人": "customer", "员工": "employee", "内部员工": "employee", "供应商": "supplier",
	"经销商": "supplier", "监管": "regulator", "监管机构": "regulator", "监管部门": "regulator", "其他": "other",
}

func senderOf(s string) string {
	if lower := strings.ToLower(s); slices.Contains(ingest.SenderKinds, lower) {
		return lower
	}
	return senders[s]
}

// clip shortens a value that is quoted in a sentence.
func clip(s string) string {
	r := []rune(s)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
