package sample

import (
	"strconv"
	"time"
)

// author writes the words of one complaint at a time. What a text says twice it says alike: the days that somebody waited, the date
// of the order.
type author struct {
	s        *stream
	b        []byte
	form     uint64
	personal uint16

	thing    string // what the customer calls the product
	model    *model
	topic    *Topic
	customer *customer
	received time.Time
	age      int // days since it was bought
	days     int // that the customer has waited
	order    uint64
	shop     string
	courier  string
	firmware string
	price    int
	fee      int // the last sum that was named, yuan
	gap      int // the last difference in price that was named
	chinese  bool
	want     *want
}

// personal data of a text, as bits of author.personal.
const (
	personalMobile = 1 << iota
	personalIdentity
	personalCard
	personalPlate
	personalMail
	personalName
	personalAddress
)

var personalNames = []string{"mobile", "identity", "card", "plate", "mail", "name", "address"}

// say appends a fragment.
func (a *author) say(f *fragment) {
	a.form = mix(a.form ^ uint64(f.id))
	a.parts(f.parts)
}

// some appends one of a list of fragments and returns its number in its section; of an empty list nothing, and −1.
func (a *author) some(list []fragment) int {
	if len(list) == 0 {
		return -1
	}
	f := &list[a.s.n(len(list))]
	a.say(f)
	return f.n
}

// sayOther appends one of a list that is not the one with that number.
func (a *author) sayOther(list []fragment, number int) {
	if len(list) < 2 {
		return
	}
	i := a.s.n(len(list))
	if list[i].n == number {
		i = (i + 1) % len(list)
	}
	a.say(&list[i])
}

func (a *author) text(s string) { a.b = append(a.b, s...) }

func (a *author) parts(parts []part) {
	for i := range parts {
		p := &parts[i]
		switch {
		case p.choices != nil:
			a.parts(p.choices[a.s.n(len(p.choices))])
		case p.slot != 0:
			a.fill(p.slot)
		default:
			a.b = append(a.b, p.text...)
		}
	}
}

func (a *author) number(n int) { a.b = strconv.AppendInt(a.b, int64(n), 10) }
