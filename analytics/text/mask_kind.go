package text

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
)

// kind is a kind of personal data.
type kind uint8

const (
	kindNone kind = iota
	kindMobile
	kindPhone
	kindIdentity
	kindDocument
	kindCard
	kindPlate
	kindVehicle
	kindMail
	kindWeChat
	kindQQ
	kindName
	kindAddress
	kindNumber
	kindCount
)

// kindWords are the words of marks, by kind: two to four letters or Chinese characters.
var kindWords = [kindCount]string{kindMobile: "手机", kindPhone: "电话", kindIdentity: "身份证", kindDocument: "证件", kindCard: "银行卡", kindPlate: "车牌",
	kindVehicle: "车架号", kindMail: "邮箱", kindWeChat: "微信", kindQQ: "QQ", kindName: "姓名", kindAddress: "地址", kindNumber: "号码"}

// Counts is how much was masked, by kind. The zero value is nothing. Counts can be compared and copied.
type Counts struct {
	n [kindCount]int64
}

// Add adds what another counted.
func (c *Counts) Add(o Counts) {
	for i := range c.n {
		c.n[i] += o.n[i]
	}
}

// Of is the count of a kind by its word in marks, such as 手机; 0 for other words.
func (c Counts) Of(word string) int64 {
	for i, w := range kindWords {
		if w != "" && w == word {
			return c.n[i]
		}
	}
	return 0
}

// Total is the sum over all kinds.
func (c Counts) Total() int64 {
	total := int64(0)
	for _, n := range c.n {
		total += n
	}
	return total
}

// String is 手机 312，姓名 88; empty when nothing was masked. Kinds that did not occur are left out.
func (c Counts) String() string {
	var parts []string
	for i, n := range c.n {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", kindWords[i], n))
		}
	}
	return strings.Join(parts, "，")
}

// MarshalJSON writes an object of the kinds that occurred: {"手机":312}.
func (c Counts) MarshalJSON() ([]byte, error) {
	by := map[string]int64{}
	for i, n := range c.n {
		if n > 0 {
			by[kindWords[i]] = n
		}
	}
	return json.Marshal(by)
}

// UnmarshalJSON reads what MarshalJSON wrote. Kinds that this version does not know are left out.
func (c *Counts) UnmarshalJSON(data []byte) error {
	var by map[string]int64
	if err := json.Unmarshal(data, &by); err != nil {
		return err
	}
	*c = Counts{}
	for i, w := range kindWords {
		if w != "" {
			c.n[i] = by[w]
		}
	}
	return nil
}

// Tally counts what maskers take out; several may count into one, from several goroutines.
type Tally struct {
	n [kindCount]atomic.Int64
}

// Counts is how much was masked until now.
func (t *Tally) Counts() Counts {
	var c Counts
	for i := range t.n {
		c.n[i] = t.n[i].Load()
	}
	return c
}

// Counting is the same masker, which counts into a tally what it masks: marks in texts, and names, phones and ids in fields.
func (m *Masker) Counting(t *Tally) *Masker {
	counting := *m
	counting.tally = t
	return &counting
}

// note counts one find.
func (m *Masker) note(k kind) {
	if m.tally != nil {
		m.tally.n[k].Add(1)
	}
}
