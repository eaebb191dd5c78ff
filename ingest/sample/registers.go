package sample

import "strings"

func (p *pen) plain() {
	if p.s.chance(45) {
		p.listed()
		return
	}
	if p.s.chance(720) {
		p.opening()
	}
	p.main()
	p.stop()
	if p.s.chance(160) {
		p.second()
		p.stop()
	}
	p.maybe(330, p.talk.harm, "。")
	p.tried(560)
	p.other(40)
	p.demand(600)
	p.maybe(230, sayings.ending, "。")
}

// listed numbers its points.
func (p *pen) listed() {
	p.opening()
	signs := draw(p.s, listSigns)
	p.text(signs[0])
	p.main()
	p.text(signs[1])
	p.second()
	p.text(signs[2])
	p.some(p.talk.tried)
	p.text(signs[3])
	p.say(&p.want.said)
	p.stop()
}

var listSigns = [][4]string{{"1、", "；2、", "；3、", "；4、"}, {"1.", "。2.", "。3.", "。要求："}, {"一是", "，二是", "，三是", "。我的要求是"}, {"（1）", "（2）", "（3）", "。诉求："}}

// terse is short, and still says something of its own: what, and when or where or how often.
func (p *pen) terse() {
	if p.s.chance(80) {
		p.some(sayings.boss)
		p.comma()
	}
	switch p.s.n(6) {
	case 0:
		p.some(p.talk.open)
		p.comma()
		p.main()
	case 1:
		p.some(sayings.buy)
		p.comma()
		p.main()
	case 2:
		p.main()
		p.comma()
		p.say(&p.want.said)
	case 3:
		p.main()
		p.comma()
		p.some(p.talk.harm)
	case 4:
		p.main()
		p.comma()
		p.some(p.talk.tried)
	default:
		p.fill(slotModel)
		p.text(" ")
		p.main()
		p.comma()
		p.some(sayings.ending)
	}
}

func (p *pen) polite() {
	p.some(sayings.greet)
	p.comma()
	p.opening()
	p.main()
	p.stop()
	p.maybe(520, p.talk.harm, "。")
	p.tried(640)
	p.other(40)
	p.demand(700)
	p.some(sayings.thanks)
	p.stop()
}

func (p *pen) angry() {
	p.maybe(600, sayings.angry, "！")
	if p.s.chance(560) {
		p.opening()
	}
	p.main()
	p.mark("！")
	if p.s.chance(250) {
		p.second()
		p.mark("！")
	}
	p.tried(600)
	p.maybe(420, p.talk.harm, "，")
	p.maybe(450, sayings.angry, "！")
	p.demand(560)
	p.maybe(420, sayings.threat, "！")
}

func (p *pen) rambling() {
	p.maybe(350, sayings.greet, "，")
	p.some(sayings.buy)
	p.stop()
	p.maybe(700, sayings.digress, "。")
	p.some(p.talk.open)
	p.comma()
	p.main()
	p.stop()
	p.maybe(800, sayings.story, "，")
	p.maybe(600, sayings.story, "。")
	p.stop()
	p.some(p.talk.tried)
	p.stop()
	p.maybe(600, p.talk.harm, "。")
	p.maybe(300, sayings.digress, "。")
	p.other(260)
	p.maybe(300, sayings.threat, "。")
	p.demand(700)
	p.maybe(500, sayings.ending, "。")
}

func (p *pen) recorded() {
	from := len(p.b)
	p.some(sayings.recorded)
	if p.s.chance(650) {
		p.opening()
	}
	p.main()
	p.comma()
	if p.s.chance(450) {
		p.some(p.talk.tried)
	}
	p.stop()
	p.maybe(180, p.talk.harm, "。")
	p.some(sayings.recordedWant)
	p.stop()
	p.maybe(400, sayings.recordedEnd, "。")
	p.b = append(p.b[:from], thirdPerson.Replace(string(p.b[from:]))...)
}

// filed are demands as an agent files them.
var filed = map[string][]string{
	"换货": {"更换新机", "换新", "换货"}, "维修": {"尽快上门维修", "彻底修复", "安排师傅检修"}, "退货": {"退货退款", "退机退款"},
	"赔偿": {"赔偿损失", "给予经济补偿", "承担由此产生的费用"}, "退款": {"尽快退款", "全额退款"}, "解释": {"给予书面解释", "说明原因并答复"},
	"道歉": {"相关人员道歉", "赔礼道歉"}, "检测": {"出具检测报告", "安排专业检测"}, "配送": {"尽快配送到位", "明确送达时间"}, "退差价": {"退还差价", "补差价"},
	"退费": {"退还多收费用", "退费"}, "安装": {"尽快安排安装", "重新安装"}, "处罚": {"严肃处理相关人员", "核查并处理责任人"}, "开票": {"尽快开具发票", "重开发票"},
	"补发": {"补发缺少的商品", "重新发货"}, "删除信息": {"删除个人信息", "注销账号并删除资料"},
}

// file writes the demand as an agent would, or as the customer said it.
func (a *author) file() {
	if list := filed[a.want.name]; len(list) > 0 && a.s.chance(800) {
		a.text(draw(a.s, list))
		return
	}
	a.parts(a.want.said.parts)
}

// thirdPerson is how an agent writes down what a customer says.
var thirdPerson = strings.NewReplacer("我司", "我司", "我们", "客户", "我家", "客户家", "我这", "客户", "本人", "客户本人", "我", "客户", "你们", "我司")

func (p *pen) formal() {
	p.some(sayings.formal)
	p.say(&sayings.buy[p.s.n(6)]) // the first ones are sober
	p.comma()
	p.main()
	p.stop()
	p.maybe(500, p.talk.harm, "。")
	p.tried(800)
	p.text("诉求：")
	p.file()
	p.stop()
}

// idea only suggests.
func (p *pen) idea() {
	p.some(sayings.onlyIdea)
	p.comma()
	p.suggestion = p.some(p.talk.idea)
	p.stop()
}
