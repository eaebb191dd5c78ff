package intake

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huisheng/analytics"
)

// faults says what is wrong with each field.
func (e entered) faults() map[string]string {
	faults := map[string]string{}
	for _, f := range []struct {
		name, called, value string
		limit               int
		needed              bool
	}{
		{"subject", "题目", e.Subject, maxFormSubject, true},
		{"text", "内容", e.Text, maxFormText, true},
		{"contact", "联系方式", e.Contact, maxFormContact, true},
		{"name", "姓名", e.Name, maxFormName, false},
	} {
		switch n := utf8.RuneCountInString(f.value); {
		case f.needed && n == 0:
			faults[f.name] = "请填写" + f.called + "。"
		case n > f.limit:
			faults[f.name] = fmt.Sprintf("%s有 %d 字，最多 %d 字。", f.called, n, f.limit)
		case !utf8.ValidString(f.value) || strings.ContainsRune(f.value, 0):
			faults[f.name] = f.called + "里有无法保存的字符。"
		}
	}
	if !slices.ContainsFunc(formKinds, func(k formKind) bool { return k.Value == e.Kind }) {
		faults["kind"] = "请选择您的身份。"
	}
	if !e.Agreed {
		faults["consent"] = "同意之后才能提交。"
	}
	return faults
}

// complaint is what the form makes. The contact is a phone, an address of mail, or the name in some other service; each stands where the
// masker knows what it is.
func (e entered) complaint(source, id string, now time.Time) analytics.Complaint {
	c := analytics.Complaint{Source: source, ID: id, ReceivedAt: now, SenderKind: e.Kind, Channel: "网页表单", Subject: e.Subject, Text: e.Text,
		Customer: analytics.Customer{Name: e.Name}}
	switch {
	case looksLikePhone(e.Contact):
		c.Customer.Phone = e.Contact
	case strings.Contains(e.Contact, "@"):
		c.Attributes = map[string]string{"联系邮箱": e.Contact}
	default:
		c.Attributes = map[string]string{"联系微信": e.Contact}
	}
	return c
}

// looksLikePhone: seven digits and more, with nothing beside them but what people put between digits.
func looksLikePhone(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case !strings.ContainsRune(" -+()（）－　", r):
			return false
		}
	}
	return digits >= 7
}
