package sample

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
