package text

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huisheng/analytics"
)

// MaskComplaint masks a complaint in place. Before, it sets Customer.Key from the id, or from the phone when there is none, unless
// the key is there already. Its attributes are changed in place too. Who handled it stays, as the company is accountable for that.
func (m *Masker) MaskComplaint(c *analytics.Complaint) {
	who := &c.Customer
	if who.Key == 0 {
		who.Key = m.CustomerKey(c.Source, who.ID, who.Phone)
	}
	if isFullName(who.Name) {
		name, masked := strings.TrimSpace(who.Name), m.Counting(nil).MaskName(who.Name)
		for _, s := range []*string{&c.Subject, &c.Text, &c.Demand} {
			for range strings.Count(*s, name) {
				m.note(kindName)
			}
			*s = strings.ReplaceAll(*s, name, masked)
		}
	}
	who.ID, who.Name, who.Phone = m.MaskID(who.ID), m.MaskName(who.Name), m.MaskPhone(who.Phone)
	for _, s := range []*string{&c.Subject, &c.Text, &c.Demand} {
		*s = m.Mask(*s)
	}
	for _, s := range []*string{&c.Category, &c.Department, &c.Handler, &c.Channel, &c.Product.Batch, &c.Region.Province, &c.Region.City,
		&c.Region.District, &who.Tier, &who.Segment} {
		*s = m.maskNumbers(*s)
	}
	for name, value := range c.Attributes {
		if masked := m.MaskField(name, value); masked != value {
			c.Attributes[name] = masked
		}
	}
}

// MaskEvent masks an event in place. The names of those who handled it stay: they are the company's own.
func (m *Masker) MaskEvent(e *analytics.Event) {
	e.Note = m.Mask(e.Note)
	for _, s := range []*string{&e.By, &e.Department, &e.FromDepartment, &e.ToDepartment} {
		*s = m.maskNumbers(*s)
	}
	for name, value := range e.Attributes {
		if masked := m.MaskField(name, value); masked != value {
			e.Attributes[name] = masked
		}
	}
}

// MaskExposure masks the dimensions of an exposure in place.
func (m *Masker) MaskExposure(x *analytics.Exposure) {
	for name, value := range x.Dimensions {
		if masked := m.MaskField(name, value); masked != value {
			x.Dimensions[name] = masked
		}
	}
}

// CustomerKey is what links the complaints of one customer: an HMAC of the source and its id, else of the phone; 0 when neither is told or
// both are masked already. The id 1001 of two systems is two customers, a phone is one person whoever wrote it down; an id that is a mobile
// number counts as that number.
func (m *Masker) CustomerKey(source, id, phone string) uint64 {
	word, value := "customer phone", normalPhone(id)
	if !isMobile(value) {
		if word, value = "customer id", normalID(id); value != "" {
			value = source + "\x00" + value
		} else {
			word, value = "customer phone", normalPhone(phone)
		}
	}
	if value == "" {
		return 0
	}
	sum := m.hash(word, value)
	return max(1, binary.BigEndian.Uint64(sum[:]))
}

// normalID is upper case, half width, without spaces; empty when it is masked.
func normalID(id string) string {
	if strings.Contains(id, "*") {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToUpper(halfWidth(r))
	}, id)
}

// normalPhone keeps the digits, without the country's code; empty when it is masked.
func normalPhone(phone string) string {
	if strings.Contains(phone, "*") {
		return ""
	}
	digits := strings.Map(func(r rune) rune {
		if r = halfWidth(r); asciiDigit(r) {
			return r
		}
		return -1
	}, phone)
	for _, prefix := range []string{"0086", "86"} {
		if rest, ok := strings.CutPrefix(digits, prefix); ok && isMobile(rest) {
			return rest
		}
	}
	return digits
}

// MaskPhone keeps a mobile number's first three and last four digits, of other numbers less.
func (m *Masker) MaskPhone(s string) string {
	digits := normalPhone(s)
	switch {
	case strings.TrimSpace(s) == "":
		return s
	case isMobile(digits):
		m.note(kindMobile)
		return digits[:3] + "****" + digits[7:]
	case len(digits) >= 7:
		m.note(kindPhone)
		return digits[:3] + "****" + digits[len(digits)-2:]
	case strings.Contains(s, "*"):
		return m.Mask(s)
	case digits != "" || m.Mask(s) != s:
		m.note(kindPhone)
		return "****"
	}
	return s // words, or masked before it came here
}

// MaskID keeps the first and the last two characters of a longer id.
func (m *Masker) MaskID(s string) string {
	r := []rune(strings.TrimSpace(s))
	switch {
	case len(r) == 0:
		return s
	case strings.Contains(s, "*"): // masked before it came here
		return m.maskNumbers(s)
	}
	m.note(kindNumber)
	switch {
	case len(r) <= 4:
		return "****"
	case len(r) <= 8:
		return string(r[:1]) + "****" + string(r[len(r)-1:])
	}
	return string(r[:2]) + "****" + string(r[len(r)-2:])
}

// titles make a name that does not say who: 张先生 stays.
var titles = []string{"先生", "女士", "小姐", "同志", "老师", "师傅", "阿姨", "大爷", "经理"}

// organisations are no persons and stay.
var organisations = []string{"公司", "集团", "银行", "医院", "学校", "政府", "中心", "委员会", "商店", "酒店", "门店", "工厂"}

// MaskName keeps the surname: 张**. How long the name is is not told.
func (m *Masker) MaskName(s string) string {
	name := strings.TrimSpace(s)
	switch {
	case titled(name): // it keeps a surname as 张** does
		return m.maskNumbers(s)
	case name == "" || !isName(name):
		return m.Mask(s)
	}
	m.note(kindName)
	first, size := utf8.DecodeRuneInString(name)
	if !unicode.Is(unicode.Han, first) {
		return string(first) + "**"
	}
	if len(name) > 6 && slices.Contains(compoundSurnames[:], name[:6]) {
		size = 6
	}
	return name[:size] + "**"
}

// titled reports whether a name is a surname and a title, or a title alone.
func titled(name string) bool {
	for _, t := range titles {
		if rest, ok := strings.CutSuffix(name, t); ok && utf8.RuneCountInString(rest) <= 1 {
			return true
		}
	}
	return false
}

// isName reports whether a value of a name's field tells who somebody is.
func isName(name string) bool {
	if strings.ContainsAny(name, "*＊") {
		return false
	}
	for _, o := range organisations {
		if strings.Contains(name, o) {
			return false
		}
	}
	return true
}

// isFullName reports whether a name can be looked for in a text: two to four Chinese characters.
func isFullName(s string) bool {
	name := strings.TrimSpace(s)
	if len(name) < 6 || len(name) > 12 || len(name)%3 != 0 || titled(name) || !isName(name) {
		return false
	}
	for _, r := range name {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}
