package sample

import (
	"strings"
	"time"
	"unicode/utf8"

	"huisheng/analytics"
)

// again is a matter that its customer will bring up once more.
type again struct {
	draft    draft
	text     string
	subject  string
	demand   string
	amount   *int64
	label    Label
	first    string // id of the first complaint of the matter
	likeness string
	told     int // how often it was told
}

// remember keeps of a record what a later telling needs, in memory of its own.
func remember(r *Record, d *draft, first, likeness string, told int) again {
	a := again{draft: *d, text: strings.Clone(r.Complaint.Text), subject: strings.Clone(r.Complaint.Subject), demand: r.Complaint.Demand,
		amount: r.Complaint.AmountFen, label: r.Label, first: strings.Clone(first), likeness: likeness, told: told}
	a.draft.firmware = strings.Clone(d.firmware)
	a.label.Duplicate = "" // first says it, without a piece of the arena behind it
	a.label.Core, a.label.Suggestion = strings.Clone(r.Label.Core), strings.Clone(r.Label.Suggestion)
	return a
}

// retell makes a complaint that brings up an earlier one.
func (g *Generator) retell(r *Record, a again, at int64) {
	received := time.Unix(at, 0).In(analytics.Zone)
	d := &a.draft
	d.age += 5
	if g.main.chance(400) {
		d.channel = g.openChannel()
	}
	g.begin(r, d, at, received)
	g.author.begin(d, received)
	c := &r.Complaint
	if a.likeness == "again" {
		g.newWords(r, d)
	} else {
		r.Label = a.label
		if a.likeness == "near" {
			c.Text = g.arena.keep(g.edit(a.text))
		} else {
			c.Text = a.text
		}
		c.Subject, c.Demand, c.AmountFen = a.subject, a.demand, a.amount
		c.Grade, c.Level = gradeOf(&g.main, d.topic.Code, angry), "二级"
	}
	r.Label.Duplicate, r.Label.Likeness = a.first, a.likeness
	g.promise(r, d, a.first, a.told)
	g.life.live(g, r, d, at)
}

// newWords asks after a matter in words that it was not told in.
func (g *Generator) newWords(r *Record, d *draft) {
	p := &g.pen
	p.begin(d.talk)
	p.some(sayings.fresh)
	p.stop()
	if g.main.chance(350) {
		p.main()
		p.stop()
	}
	p.maybe(400, sayings.story, "。")
	p.maybe(350, sayings.threat, "！")
	if p.want != nil {
		p.demand(500)
	}
	g.author.punctuate(0, habit(habits.pick(&g.main)))
	g.finish(r, d, angry)
}

// edit changes a text as people do who send it once more: a word before it, one behind it, another sign, a slip. Less than a third is new.
func (g *Generator) edit(text string) []byte {
	a, s := &g.author, &g.main
	a.b = a.b[:0]
	long := utf8.RuneCountInString(text) > 45
	if long && s.chance(550) {
		a.some(sayings.again)
	}
	from := len(a.b)
	a.text(text)
	if s.chance(300) {
		a.slip(from)
	}
	if s.chance(350) {
		a.punctuate(from, habit(s.between(int(halfway), int(commas))))
	}
	if long && s.chance(450) {
		a.stop()
		a.some(sayings.tail)
	}
	if string(a.b) == text {
		a.text(draw(s, []string{"！！", "!", "……", "？"}))
	}
	return a.b
}
