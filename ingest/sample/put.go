package sample

import (
	"strconv"
	"time"
)

// waits are days that customers say they waited, short waits being common.
var waits = []int{2, 3, 3, 4, 4, 5, 5, 6, 7, 7, 8, 9, 10, 10, 11, 12, 15, 15, 18, 20, 23, 28}

// leastWait is how long a customer waits before waiting is worth a complaint, in days.
var leastWait = map[string]int{"refund.slow": 8, "repair.wait": 3, "repair.parts": 7, "delivery.late": 4}

// begin lays out what the words are to be about.
func (a *author) begin(d *draft, received time.Time) {
	a.b, a.form, a.personal = a.b[:0], 0, 0
	a.thing, a.model, a.topic, a.customer = d.thing, d.model, d.topic, &d.customer
	a.received, a.age, a.order = received, d.age, d.order
	a.shop, a.courier, a.firmware, a.price = d.shop, d.courier, d.firmware, d.model.price
	a.fee, a.gap, a.chinese, a.days = 0, 0, a.s.chance(500), draw(a.s, waits)
	if a.firmware == "" {
		a.firmware = "V5.1"
	}
	if agesOf(d.topic)[0].from == newThings[0].from {
		a.days = min(a.days, max(d.age, 2))
	}
	if least := leastWait[d.topic.Code]; a.days < least {
		a.days = least + a.s.n(6)
	}
}

// begin takes up what there is to say.
func (p *pen) begin(t *talk) {
	p.talk, p.core, p.beside, p.also, p.suggestion, p.want = t, -1, nil, nil, -1, nil
	if len(t.wants) > 0 {
		p.want = &t.wants[p.s.n(len(t.wants))]
	}
}

// compose puts a draft into words.
func (g *Generator) compose(r *Record, d *draft, received time.Time) {
	g.author.begin(d, received)
	p := &g.pen
	p.begin(d.talk)
	reg := register(registersBy[d.channel].pick(&g.main))
	switch {
	case d.plant != nil && d.plant.template != "":
		g.copyOut(d)
		reg = formal
	case r.Complaint.Category != "" && d.plant == nil && g.main.chance(11):
		g.finish(r, d, reg)
		return
	default:
		g.write(d, reg)
	}
	g.finish(r, d, reg)
	g.subject(r, d)
}

// write composes a text and gives it the marks of a hand: slips, habits of punctuation, contact data.
func (g *Generator) write(d *draft, reg register) {
	a, p := &g.author, &g.pen
	if list := g.alsoFor[d.model.kind]; len(list) > 1 {
		if p.beside = list[g.main.n(len(list))]; p.beside.code == d.topic.Code {
			p.beside = nil
		}
	}
	if len(p.talk.idea) == 0 && reg == idea {
		reg = plain
	}
	p.compose(reg)
	if reg != idea && g.main.chance(map[bool]int{true: 110, false: 165}[reg == recorded]) {
		p.contact()
	}
	if reg == recorded || reg == formal {
		return
	}
	if g.main.chance(80) {
		a.slip(0)
	}
	h := habit(habits.pick(&g.main))
	if h == shouting && (reg == polite || reg == idea) {
		h = open
	}
	a.punctuate(0, h)
	if d.channel != "监管转办" && g.main.chance(12) {
		a.text(draw(&g.main, []string{"😡", "😡😡", "🙏", "😭", "[发怒]", "[流泪]"}))
	}
}

// copyOut sends in a text that goes round, some with a word of their own behind it.
func (g *Generator) copyOut(d *draft) {
	a := &g.author
	body := draw(&g.main, words.blocks[d.plant.template].lines["body"])
	a.say(&body)
	switch g.main.n(10) {
	case 0:
		a.stop()
		a.some(sayings.ending)
	case 1:
		a.text(" ")
		a.some(sayings.phone)
	case 2:
		a.punctuate(0, open)
	}
}

// finish moves the words into the record and says what is in them.
func (g *Generator) finish(r *Record, d *draft, reg register) {
	a, p := &g.author, &g.pen
	c, l := &r.Complaint, &r.Label
	c.Text = g.arena.keep(a.b)
	l.Form, l.Register = a.form, registerNames[reg]
	if p.core >= 0 && len(a.b) > 0 {
		l.Core = g.code(d.talk.code, p.core)
	}
	if p.also != nil && len(a.b) > 0 {
		l.Also = []string{p.also.code}
	}
	if p.suggestion >= 0 {
		l.Suggestion = g.code(d.talk.code, p.suggestion)
	}
	l.Personal = personalKinds(a.personal)
	c.Grade = gradeOf(&g.main, d.topic.Code, reg)
	c.Level = "一级"
	if c.Grade == "A" || reg == formal || g.main.chance(40) {
		c.Level = "二级"
	}
	if p.want != nil && reg != idea && g.main.chance(700) {
		c.Demand = p.want.name
	}
	g.amount(c.Demand, r, d)
}

// code names the n-th fragment of a topic: fault.leak#3.
func (g *Generator) code(topic string, n int) string {
	var room [48]byte
	b := append(append(room[:0], topic...), '#')
	return g.arena.keep(strconv.AppendInt(b, int64(n), 10))
}

// personalKinds has a slice for every combination, made once.
var personalKinds = func() func(uint16) []string {
	var sets [1 << 7][]string
	for bits := range sets {
		for i, name := range personalNames {
			if bits>>i&1 == 1 {
				sets[bits] = append(sets[bits], name)
			}
		}
	}
	return func(bits uint16) []string { return sets[bits] }
}()

// amount fills the money in dispute: what the text named, or the price where all of it is asked back.
func (g *Generator) amount(demand string, r *Record, d *draft) {
	yuan := 0
	switch a := &g.author; {
	case (demand == "退款" || demand == "退货") && g.main.chance(700):
		yuan = d.model.price
	case demand == "退差价" && a.gap > 0:
		yuan = a.gap
	case a.fee > 0 && g.main.chance(800):
		yuan = a.fee
	case a.gap > 0 && g.main.chance(600):
		yuan = a.gap
	}
	if yuan > 0 {
		fen := int64(yuan) * 100
		r.Complaint.AmountFen = &fen
	}
}

// subject gives a heading where the channel asks for one.
func (g *Generator) subject(r *Record, d *draft) {
	odds := map[string]int{"官网邮箱": 950, "监管转办": 900, "App反馈": 600, "电商平台": 350, "微信公众号": 150}[d.channel]
	if len(d.talk.head) == 0 || !g.main.chance(odds) {
		return
	}
	g.author.b = g.author.b[:0]
	g.author.some(d.talk.head)
	r.Complaint.Subject = g.arena.keep(g.author.b)
}
