package sample

import (
	"strconv"
	"time"

	"huisheng/analytics"
)

// draft is what a complaint is about before it is put into words.
type draft struct {
	topic      *Topic
	talk       *talk
	plant      *plant
	model      *model
	customer   customer
	thing      string
	age        int
	batch      string
	channel    string
	shop       string
	courier    string
	firmware   string
	warranty   string
	department string
	order      uint64
}

// tell makes a complaint that is told for the first time.
func (g *Generator) tell(r *Record, at int64) {
	received := time.Unix(at, 0).In(analytics.Zone)
	d := g.draft(received)
	g.begin(r, &d, at, received)
	g.compose(r, &d, received)
	if d.plant == nil || d.plant.template == "" {
		g.promise(r, &d, "", 0)
	}
	g.life.live(g, r, &d, at)
}

// draft decides what happened to whom.
func (g *Generator) draft(received time.Time) draft {
	var d draft
	i := g.choice.pick(&g.main)
	kind := ""
	if i < len(g.cells) {
		c := &g.cells[i]
		d.topic, d.talk, kind = c.topic, c.words.by[c.kind], c.kind
	} else {
		d.plant = g.plants[i-len(g.cells)]
		kind = d.plant.draw(&g.main, &d)
	}
	g.choose(&d, kind, received)
	return d
}

// draw takes a plant's topic, words and kind of product.
func (p *plant) draw(s *stream, d *draft) string {
	t := p.topic.pick(s)
	d.topic = topicAt(p.topics[t])
	block := words.blocks[p.blocks[t]]
	if p.model >= 0 {
		kind := models[p.model].kind
		d.talk = block.by[kind]
		return kind
	}
	for { // a topic may have nothing to say about some of the plant's kinds
		kind := p.kinds[p.kind.pick(s)]
		if d.talk = block.by[kind]; d.talk != nil {
			return kind
		}
	}
}

func topicAt(code string) *Topic {
	for i := range topics {
		if topics[i].Code == code {
			return &topics[i]
		}
	}
	for i := range emerging {
		if emerging[i].Code == code {
			return &emerging[i]
		}
	}
	return nil
}

// choose draws product, customer and circumstances, within what a plant leaves open.
func (g *Generator) choose(d *draft, kind string, received time.Time) {
	s := &g.main
	p := d.plant
	province := g.province.pick(s)
	d.shop, d.courier, d.channel = shops[g.shop.pick(s)], couriers[g.courier.pick(s)], g.openChannel()
	d.model, d.age, d.order = g.modelFor(kind, received), drawAge(s, agesOf(d.topic)), s.pcg.Uint64()
	d.thing = draw(s, everyday[kind])
	stored := s.between(20, 110) // days between the factory and the customer
	if p != nil {
		if p.model >= 0 {
			d.model = &models[p.model]
		}
		if p.province >= 0 {
			province = p.province
		}
		for p.region != "" && provinces[province].region != p.region {
			province = g.province.pick(s)
		}
		if p.carrier != "" {
			d.courier = p.carrier
		}
		if p.channel != "" {
			d.channel = p.channel
		}
		if p.warranty != "" {
			d.age = s.between(800, 1400)
		}
		if p.batch != "" {
			d.age = s.between(8, 75)
		}
		if p.cause.Kind == "price" {
			d.age = s.between(2, 28)
		}
	}
	d.age = d.model.soldFor(d.age, received)
	d.customer = g.newcomer(province)
	d.batch = batchCode(d.model.code, received.AddDate(0, 0, -d.age-stored))
	if p != nil && p.batch != "" {
		d.batch = p.batch
	}
	d.warranty = "保内"
	if limit := map[bool]int{true: 365, false: 730}[d.model.line == "手机" || d.model.line == "穿戴与平板"]; d.age > limit {
		d.warranty = "保外"
	}
	if connected[kind] {
		d.firmware = g.firmwareOf(received)
		if p != nil && p.firmware != "" {
			d.firmware = p.firmware
		}
	}
	d.department = departmentOf(d.topic, kind, provinces[province].region)
}

// openChannel draws one that is not shut.
func (g *Generator) openChannel() string {
	for {
		c := channels[g.channel.pick(&g.main)]
		if c != g.silent || g.main.chance(1000-silenceDepth) {
			return c
		}
	}
}

// modelFor draws a model of a kind that is on sale. A new one is in few homes at first: it takes nine months to come to its share.
func (g *Generator) modelFor(kind string, received time.Time) *model {
	k := g.modelsOf[kind]
	month := received.Year()*12 + int(received.Month())
	for range 24 {
		m := &models[k.index[k.pick.pick(&g.main)]]
		if m.launch == 0 || g.main.chance(max(0, 110*(month-m.launch/100*12-m.launch%100)+20)) && month >= m.launch/100*12+m.launch%100 {
			return m
		}
	}
	return &models[k.index[0]]
}

// firmwareOf is the version of a quarter: year, quarter, and a number for small repairs. People update when they feel like it, up to
// nine months late, so that no version comes with a step.
func (g *Generator) firmwareOf(received time.Time) string {
	received = received.AddDate(0, 0, -g.main.n(270))
	var room [16]byte
	b := append(room[:0], 'V')
	b = strconv.AppendInt(b, int64(max(received.Year()-2018, 1)), 10)
	b = append(b, '.')
	b = strconv.AppendInt(b, int64(received.Month()+2)/3, 10)
	b = append(b, '.', "0025"[g.main.n(4)])
	return g.arena.keep(b)
}

// begin fills the record's fields but for its words.
func (g *Generator) begin(r *Record, d *draft, at int64, received time.Time) {
	var room [96]byte
	b := append(room[:0], "TS"...)
	b = received.AppendFormat(b, "20060102")
	c := &r.Complaint
	*c = analytics.Complaint{Source: Source, ID: g.arena.keep(appendDigits(b, uint64(g.slot+1), 6)), ReceivedAt: received, SenderKind: "customer",
		Channel: d.channel, Department: d.department, Handler: staffOf(d.department, d.order>>7)}
	r.Events = r.Events[:0]
	r.Label = Label{Topic: d.topic.Code}
	if p := d.plant; p != nil {
		r.Label.Cause, r.Label.Template = p.cause.ID, p.template
	}
	switch n := g.main.n(200); {
	case d.channel == "监管转办":
		c.SenderKind = "regulator"
	case n < 2:
		c.SenderKind = "employee"
	case n < 4:
		c.SenderKind = "supplier"
	case n < 5:
		c.SenderKind = "other"
	}
	who := &d.customer
	p := &provinces[who.province]
	c.Customer = analytics.Customer{ID: g.arena.keep(who.appendID(room[:0])), Name: g.arena.keep(append(append(room[:0], who.surname...), who.given...)),
		Phone: g.arena.keep(who.appendPhone(room[:0])), Tier: who.tier, Segment: who.segment}
	c.Product = analytics.Product{Line: d.model.line, Name: d.model.product, Model: d.model.code, Batch: d.batch}
	c.Region = analytics.Region{Province: p.name, City: p.cities[who.city], District: who.district}
	g.attributes(c, d, received)
	c.Category = g.categoryOf(d.topic)
}

// attributes are what the source has columns of its own for.
func (g *Generator) attributes(c *analytics.Complaint, d *draft, received time.Time) {
	m := make(map[string]string, 5)
	m["购买平台"] = d.shop
	m["保修状态"] = d.warranty
	switch d.topic.Group {
	case "物流配送", "退换与订单", "安装":
		m["承运商"] = d.courier
	}
	if d.firmware != "" {
		m["固件版本"] = d.firmware
	}
	if g.main.chance(250) {
		g.author.received, g.author.age, g.author.order = received, d.age, d.order
		var room [32]byte
		m["订单号"] = g.arena.keep(g.author.appendOrder(room[:0]))
	}
	c.Attributes = m
}

// categoryOf is the source's own label, which is coarse, at times wrong and at times missing.
func (g *Generator) categoryOf(t *Topic) string {
	switch n := g.main.n(1000); {
	case n < 30:
		return ""
	case n < 75:
		return "其他"
	case n < 165:
		return draw(&g.main, categoryList)
	}
	return categories[t.Group]
}

// promise lets some customers come back with the same matter within a month; before is the first complaint's id.
func (g *Generator) promise(r *Record, d *draft, first string, told int) {
	s := &g.main
	if !s.chance(map[bool]int{true: 45, false: 260}[told == 0]) || r.Complaint.Text == "" {
		return
	}
	delay := 1 + s.n(6)*s.n(6)/2 + s.n(12)
	if delay >= horizon || g.day+delay >= len(g.counts)-2 {
		return
	}
	if first == "" {
		first = r.Complaint.ID
		r.Label.Duplicate, r.Label.Likeness = first, "first"
	}
	likeness := "again"
	switch n := s.n(100); {
	case n < 30:
		likeness = "exact"
	case n < 70:
		likeness = "near"
	}
	g.repeats.add(g.day+delay, remember(r, d, first, likeness, told+1))
}
