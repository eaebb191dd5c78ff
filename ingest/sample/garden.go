package sample

import (
	"fmt"
	"time"

	"huisheng/analytics"
)

// garden lays out the causes over the sample's time. What they hit is drawn from the seed, so that samples of many seeds are many tests.
type garden struct {
	config Config
	days   int
	s      stream
	plants []*plant
}

func newGarden(c Config) *garden {
	g := &garden{config: c, days: c.days()}
	g.s.seed(c.Seed, 0x9a7de4, 1)
	g.defect()
	first := g.courier("courier-1", "", 370, -1, -1)
	g.slow()
	g.policy()
	g.price()
	g.outage()
	g.courier("courier-2", "courier-1", 590, first.province, carrierIndex(first.carrier))
	g.channel()
	g.batch()
	g.emerging()
	g.templates()
	for _, p := range g.plants {
		p.prepare()
	}
	return g
}

// place sets a plant's days: at the given thousandths of the sample, some days to and fro, no longer than an eighth of it.
func (g *garden) place(p *plant, at, days int) {
	days = max(1, min(days, g.days/8))
	p.first = g.days*at/1000 + g.s.between(-min(6, g.days/100), min(6, g.days/100))
	p.first = max(0, min(p.first, g.days-days))
	p.last = p.first + days - 1
	g.add(p)
}

func (g *garden) add(p *plant) {
	p.cause.From, p.cause.To = g.date(p.first), g.date(p.last)
	p.cause.Find = "真值文件里 cause 等于 " + p.cause.ID + " 的行"
	g.plants = append(g.plants, p)
}

func (g *garden) date(day int) string { return g.config.From.AddDate(0, 0, day).Format(time.DateOnly) }

// newPlant begins a plant that is bound to nothing.
func newPlant(id, kind string, share int, s shape) *plant {
	return &plant{cause: Cause{ID: id, Kind: kind, Attributes: map[string]string{}}, share: share, shape: s, model: -1, province: -1}
}

func (p *plant) about(topics []string, weights ...uint64) {
	p.topics, p.weights, p.cause.Topics = topics, weights, topics
}

func (p *plant) prepare() {
	p.topic = newPicker(p.weights)
	for i := range p.topics {
		p.blocks = append(p.blocks, p.source(i))
	}
	on := words.blocks[p.blocks[0]].on
	for _, k := range kinds {
		if on[k] > 0 {
			p.kinds = append(p.kinds, k)
		}
	}
	weights := make([]uint64, len(p.kinds))
	for i, k := range p.kinds {
		weights[i] = on[k]
	}
	if len(weights) > 0 {
		p.kind = newPicker(weights)
	}
}

// source is the block from which the words for the i-th topic are taken: the plant's for that topic, the plant's, or the topic's.
func (p *plant) source(i int) string {
	own := p.words + ":" + p.topics[i]
	switch {
	case words.blocks[own] != nil:
		return own
	case p.words != "":
		return p.words
	}
	return p.topics[i]
}

func (g *garden) modelOf(kind string, day int) int {
	month := int(analytics.MonthOf(g.config.From.AddDate(0, 0, day)))
	var fit []int
	for i, m := range models {
		if m.kind == kind && (m.launch == 0 || m.launch+1 < month) {
			fit = append(fit, i)
		}
	}
	return draw(&g.s, fit)
}

// bigProvince draws one with enough people for a cause to be seen.
func (g *garden) bigProvince() int {
	for {
		if i := g.s.n(len(provinces)); provinces[i].weight >= 32 {
			return i
		}
	}
}

// defect is a fault of one firmware on one model, mended by the next.
func (g *garden) defect() {
	p := newPlant("defect", "defect", 65, block)
	choice := draw(&g.s, []struct{ kind, topic string }{{"robot", "fault.robot"}, {"phone", "phone.heat"}, {"phone", "phone.signal"}, {"tv", "software.crash"}})
	p.about([]string{choice.topic}, 1)
	p.model = g.modelOf(choice.kind, g.days/8)
	p.firmware = fmt.Sprintf("V%d.%d.8", 1+g.s.n(4), g.s.n(9))
	g.place(p, 120, 91)
	m := models[p.model]
	p.cause.FixedAt = g.date(p.last + 1)
	p.cause.Attributes = map[string]string{"model": m.code, "固件版本": p.firmware}
	p.cause.Equivalent = map[string]string{"product_line": m.line, "product": m.product}
	p.cause.What = fmt.Sprintf("%s %s 的固件 %s 有缺陷（%s），%s 推送新版本后修复", m.product, m.code, p.firmware, topicName(choice.topic), p.cause.FixedAt)
}

func (g *garden) courier(id, recurs string, at, province, carrier int) *plant {
	p := newPlant(id, "courier", 80, swell)
	p.about([]string{"delivery.late", "delivery.damaged", "delivery.lost"}, 60, 25, 15)
	p.words = "plant.courier"
	if province < 0 {
		province, carrier = g.bigProvince(), g.s.n(len(couriers))
	}
	p.province, p.carrier, p.cause.Recurs = province, couriers[carrier], recurs
	g.place(p, at, 28)
	p.cause.Attributes = map[string]string{"province": provinces[province].name, "承运商": p.carrier}
	p.cause.What = fmt.Sprintf("%s 在%s的站点积压、破损、错签", p.carrier, provinces[province].name)
	return p
}

func carrierIndex(name string) int {
	for i, c := range couriers {
		if c == name {
			return i
		}
	}
	return 0
}

// slow is a department that stops answering: its repairs wait, its clocks run out, its customers are less satisfied.
func (g *garden) slow() {
	p := newPlant("slow", "department", 75, swell)
	p.about([]string{"repair.wait"}, 1)
	p.words = "plant.slow"
	p.region = draw(&g.s, []string{"西南", "华中", "华北", "东北", "西北"})
	g.place(p, 800, 45)
	p.cause.Attributes = map[string]string{"topic": "repair.wait", "department": p.region + "售后服务部"}
	p.cause.What = p.region + "售后服务部派单停滞：首次响应和办结大面积超时，催修投诉上升，满意度下降"
}

// policy is a new price for looking at what is out of warranty.
func (g *garden) policy() {
	p := newPlant("policy", "policy", 70, decay)
	p.about([]string{"repair.cost"}, 1)
	p.words, p.warranty = "plant.policy", "保外"
	g.place(p, 670, 40)
	p.cause.Attributes = map[string]string{"topic": "repair.cost", "保修状态": "保外"}
	p.cause.What = "保外上门检测费由 30 元调到 80 元，自 " + p.cause.From + " 起执行，事先未公示"
}

func (g *garden) price() {
	p := newPlant("price", "price", 110, decay)
	p.about([]string{"price.drop"}, 1)
	p.model = g.modelOf(draw(&g.s, []string{"phone", "tv", "robot"}), g.days*7/10)
	g.place(p, 735, 21)
	m := models[p.model]
	p.cause.Attributes = map[string]string{"topic": "price.drop", "model": m.code}
	p.cause.Equivalent = map[string]string{"product_line": m.line, "product": m.product}
	p.cause.What = fmt.Sprintf("%s %s 自 %s 起直降，之前一个月内购买的客户要求退差价", m.product, m.code, p.cause.From)
}

func (g *garden) outage() {
	p := newPlant("outage", "outage", 900, burst)
	p.about([]string{"software.offline"}, 1)
	p.words = "plant.outage"
	g.place(p, 885, 2)
	p.cause.Attributes = map[string]string{"topic": "software.offline"}
	p.cause.What = "云服务中断，联网设备大面积离线"
}

// channel is a way in that is shut: fewer complaints, and no happier customers.
func (g *garden) channel() {
	p := newPlant("silence", "channel", 0, block)
	p.about([]string{"service.unreachable"}, 1)
	p.channel = "微信公众号"
	g.place(p, 460, 9)
	p.cause.Topics = nil
	p.cause.Attributes = map[string]string{"channel": p.channel}
	p.cause.What = "微信公众号接口故障，投诉收不进来：下降不是改善"
	p.cause.Find = "没有行：这些投诉没有发生"
}

// batch is bad parts in one batch, most of which went to one province. It is still going on at the end.
func (g *garden) batch() {
	p := newPlant("batch", "batch", 90, swell)
	choice := draw(&g.s, []struct{ kind, topic string }{{"wash", "fault.leak"}, {"heat", "fault.leak"}, {"ref", "fault.no_cooling"}, {"ac", "fault.noise"}, {"tv", "fault.display"}})
	p.about([]string{choice.topic, "repair.again"}, 85, 15)
	p.model, p.province = g.modelOf(choice.kind, g.days*9/10), g.bigProvince()
	g.place(p, 946, 37)
	m := models[p.model]
	made := g.config.From.AddDate(0, 0, p.first-130)
	p.batch = batchCode(m.code, made)
	p.cause.Attributes = map[string]string{"batch": p.batch, "province": provinces[p.province].name}
	p.cause.Equivalent = map[string]string{"product_line": m.line, "product": m.product, "model": m.code}
	p.cause.What = fmt.Sprintf("%s %s 的批次 %s 零件不良，主要发往%s：%s", m.product, m.code, p.batch, provinces[p.province].name, topicName(choice.topic))
}

// emerging topics are new: nobody complained about them before their first day, and they stay.
func (g *garden) emerging() {
	for i, e := range emerging {
		p := newPlant(e.Code, "emerging", 22, ramp)
		p.about([]string{e.Code}, 1)
		p.first = g.days * []int{700, 330}[i] / 1000
		p.last = g.days - 1
		g.add(p)
		p.cause.Attributes = map[string]string{"topic": e.Code}
		p.cause.What = "新出现的主题：" + e.Name
	}
}

// templates are texts that go round and are sent in by many.
func (g *garden) templates() {
	at := []int{80, 240, 300, 520, 625, 860}
	for _, code := range words.order {
		m := words.blocks[code]
		if len(m.lines["body"]) == 0 {
			continue
		}
		p := newPlant(code, "template", 35, swell)
		p.about([]string{m.values["topic"]}, 1)
		p.template, p.channel = code, m.values["channel"]
		g.place(p, at[0], 12)
		at = append(at[1:], at[0])
		p.model = g.modelOf(m.values["kind"], p.first)
		p.cause.Attributes = map[string]string{"topic": p.topics[0], "channel": p.channel}
		p.cause.What = "同一段文字被许多客户照抄：" + topicName(p.topics[0])
	}
}

func topicName(code string) string {
	t, _ := TopicOf(code)
	return t.Name
}
