package sample

import "strings"

// register is how a text speaks.
type register uint8

const (
	plain register = iota
	terse
	polite
	angry
	rambling
	recorded // by an agent, in the third person
	formal   // passed on by an authority
	idea     // no complaint, a suggestion
)

var registerNames = []string{"plain", "terse", "polite", "angry", "rambling", "recorded", "formal", "idea"}

// sayings are what is said whatever the topic.
var sayings = func() (s struct {
	greet, buy, angry, threat, boss, thanks, ending, digress, story, tried, recorded, recordedWant, recordedEnd, formal, again, tail,
	fresh, also, idea, onlyIdea, phone, contact, address, identity, card, mail, plate []fragment
}) {
	l := words.blocks["common"].lines
	s.greet, s.buy, s.angry, s.threat, s.boss, s.thanks, s.ending = l["greet"], l["buy"], l["angry"], l["threat"], l["boss"], l["thanks"], l["close"]
	s.digress, s.story, s.tried, s.recorded, s.recordedWant, s.recordedEnd = l["digress"], l["story"], l["tried"], l["recorded"], l["recwant"], l["recclose"]
	s.formal, s.again, s.tail, s.fresh, s.also, s.idea, s.onlyIdea = l["reclead"], l["again"], l["neartail"], l["newwords"], l["also"], l["idealead"], l["ideaonly"]
	s.phone, s.contact, s.address, s.identity, s.card, s.mail, s.plate = l["phone"], l["contact"], l["address"], l["idcard"], l["card"], l["email"], l["plate"]
	return s
}()

// registersBy gives the weights of registers (in their order) for a channel.
var registersBy = func() map[string]*picker {
	m := map[string]*picker{}
	for channel, w := range map[string][]uint64{
		"热线电话": {16, 4, 4, 6, 3, 65, 0, 2}, "在线客服": {34, 28, 14, 16, 5, 0, 0, 3}, "微信公众号": {36, 20, 14, 18, 9, 0, 0, 3},
		"电商平台": {36, 32, 10, 18, 2, 0, 0, 2}, "App反馈": {36, 22, 14, 12, 6, 0, 0, 10}, "门店": {16, 12, 4, 6, 2, 60, 0, 0},
		"官网邮箱": {30, 2, 34, 10, 20, 0, 0, 4}, "短视频私信": {20, 28, 4, 46, 2, 0, 0, 0}, "监管转办": {20, 0, 12, 8, 10, 0, 50, 0},
	} {
		m[channel] = newPicker(w)
	}
	return m
}()

// pen is what one text is made of: the topic's words, and where they went.
type pen struct {
	*author
	talk       *talk
	core       int   // number of the main description, −1 without one
	beside     *talk // another matter that may be brought up, or nil
	also       *talk // the one that was, or nil
	suggestion int   // number of the suggestion, −1 without one
}

// compose writes a text.
func (p *pen) compose(r register) {
	switch r {
	case terse:
		p.terse()
	case polite:
		p.polite()
	case angry:
		p.angry()
	case rambling:
		p.rambling()
	case recorded:
		p.recorded()
	case formal:
		p.formal()
	case idea:
		p.idea()
	default:
		p.plain()
	}
	if r != idea && p.s.chance(map[bool]int{true: 20, false: 95}[r == terse]) {
		p.suggest()
	}
}

// comma and stop end a clause and a sentence, unless the fragment did so itself.
func (a *author) comma() { a.mark("，") }
func (a *author) stop()  { a.mark("。") }

func (a *author) mark(sign string) {
	if len(a.b) == 0 || ends(a.b) {
		return
	}
	a.text(sign)
}

// ends reports whether a text ends with a sign of punctuation.
func ends(b []byte) bool {
	if len(b) < 3 {
		return false
	}
	switch string(b[len(b)-3:]) {
	case "，", "。", "？", "！", "：", "；", "】":
		return true
	}
	return b[len(b)-1] == ' '
}

// main says the main description.
func (p *pen) main() {
	p.core = p.some(p.talk.core)
}

// second says another description of the same matter.
func (p *pen) second() {
	p.sayOther(p.talk.core, p.core)
}

// maybe says one of a section of the topic, permille times of 1,000, and ends it with the sign.
func (p *pen) maybe(permille int, list []fragment, sign string) {
	if len(list) > 0 && p.s.chance(permille) {
		p.some(list)
		p.mark(sign)
	}
}

// opening says where the story begins: the topic's way or anyone's.
func (p *pen) opening() {
	if p.s.chance(450) {
		p.some(sayings.buy)
	} else {
		p.some(p.talk.open)
	}
	p.comma()
}

// tried says what was done about it, in the topic's words or in anyone's.
func (p *pen) tried(permille int) {
	if !p.s.chance(permille) {
		return
	}
	if p.s.chance(550) {
		p.some(p.talk.tried)
	} else {
		p.some(sayings.tried)
	}
	p.stop()
}

// demand says what the customer wants.
func (p *pen) demand(permille int) {
	if p.s.chance(permille) {
		p.say(&p.want.said)
		p.stop()
	}
}

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
	p.some(sayings.buy)
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

// suggest adds a suggestion to a complaint.
func (p *pen) suggest() {
	p.stop()
	p.some(sayings.idea)
	p.suggestion = p.some(p.talk.idea)
	p.stop()
}

// other brings up another matter.
func (p *pen) other(permille int) {
	if p.beside == nil || !p.s.chance(permille) {
		return
	}
	p.also = p.beside
	p.some(sayings.also)
	p.some(p.also.core)
	p.stop()
}

// contact leaves personal data behind, as the channel invites to.
func (p *pen) contact() {
	p.stop()
	switch n := p.s.n(100); {
	case n < 38:
		p.some(sayings.phone)
	case n < 64:
		p.some(sayings.contact)
	case n < 76:
		p.some(sayings.address)
	case n < 84:
		p.some(sayings.identity)
	case n < 91:
		p.some(sayings.card)
	case n < 96:
		p.some(sayings.mail)
	default:
		p.some(sayings.plate)
	}
}
