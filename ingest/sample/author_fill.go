package sample

// fill writes what a slot stands for.
func (a *author) fill(s slot) {
	switch {
	case s == slotWant:
		a.file()
	case s <= slotTimes:
		a.fillTime(s)
	case s <= slotMonthly:
		a.fillMoney(s)
	case s <= slotNumber:
		a.fillPerson(s)
	default:
		a.fillDetail(s)
	}
}

func (a *author) fillTime(s slot) {
	switch s {
	case slotBrand:
		a.text(brand)
	case slotThing:
		a.text(a.thing)
	case slotProduct:
		if a.s.chance(400) {
			a.text(brand)
		}
		a.text(a.model.product)
	case slotModel:
		if a.s.chance(120) {
			a.text(brand)
		}
		a.text(a.model.code)
	case slotBuy:
		a.bought()
	case slotSpan:
		a.span()
	case slotRecent:
		a.recent()
	case slotDays:
		a.waited()
	case slotDayCount:
		a.number(a.days)
	case slotFew:
		a.text(draw(a.s, []string{"2", "3", "4", "5", "6"}))
	case slotTimes:
		a.text(draw(a.s, timesWords))
	}
}

var timesWords = []string{"三次", "两次", "四五次", "好几次", "不下五次", "无数次", "五六次", "3次", "4次", "七八次", "10多次", "两三回", "四回", "好多回"}

func (a *author) fillMoney(s slot) {
	switch s {
	case slotHour:
		a.text(draw(a.s, hourWords))
	case slotPrice:
		a.amount(a.price)
	case slotFee:
		a.fee = draw(a.s, fees)
		a.number(a.fee)
	case slotGap:
		a.gap = max(a.price*a.s.between(4, 22)/100/10*10, 20)
		if a.s.chance(300) {
			a.gap = (a.gap + 99) / 100 * 100
		}
		a.number(a.gap)
	case slotSmall:
		a.text(draw(a.s, []string{"三", "五", "八", "两", "六", "四"}))
	case slotMonthly:
		a.text(draw(a.s, []string{"15", "19", "25", "30", "12", "9.9"}))
	}
}

var hourWords = []string{"晚上九点多", "早上七点半", "下午三点左右", "21:30", "中午", "凌晨一点", "晚上八点", "早上八点多", "下午两点多", "19点", "傍晚", "半夜", "晚10点左右", "上午10:20"}

var fees = []int{30, 50, 60, 80, 80, 90, 100, 100, 120, 120, 150, 150, 160, 180, 198, 200, 200, 220, 240, 260, 280, 300, 300, 320, 350, 380, 400, 450, 480, 500, 560, 600, 680, 800, 880, 1000, 1200}

// amount writes a price the ways people do.
func (a *author) amount(n int) {
	switch k := a.s.n(10); {
	case k < 5:
		a.number(n)
		a.text("元")
	case k < 7:
		a.number(n)
		a.text("块")
	case k == 7:
		a.text("￥")
		a.number(n)
	case n >= 1000 && n < 10000:
		a.text(numerals[n/1000])
		a.text("千")
		if n%1000 >= 500 {
			a.text("多")
		} else {
			a.text("来块")
		}
	default:
		a.number(n)
	}
}

var numerals = []string{"零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"}

func (a *author) fillPerson(s slot) {
	c := a.customer
	switch s {
	case slotShop:
		a.text(a.shop)
	case slotCourier:
		a.text(a.courier)
	case slotOrder:
		a.b = a.appendOrder(a.b)
	case slotCity:
		a.text(provinces[c.province].cities[c.city])
	case slotProvince:
		a.text(provinces[c.province].name)
	case slotMaster:
		a.text("一个姓")
		a.text(surnames[a.s.n(40)])
		a.text("的师傅")
	case slotSurname:
		a.text(c.surname)
	case slotName:
		a.text(c.surname)
		a.text(c.given)
		a.personal |= personalName
	case slotPhone:
		a.phone()
	case slotIdentity:
		a.b = c.appendIdentity(a.b)
		a.personal |= personalIdentity
	case slotCard:
		a.b = c.appendCard(a.b)
		a.personal |= personalCard
	case slotCardSpaced:
		a.cardSpaced()
	case slotMail:
		a.b = c.appendMail(a.b)
		a.personal |= personalMail
	case slotPlate:
		a.b = c.appendPlate(a.b)
		a.personal |= personalPlate
	case slotRoad:
		a.text(draw(a.s, roads))
		a.personal |= personalAddress
	case slotNumber:
		a.number(a.s.between(1, 98))
	}
}

var roads = []string{"望江路", "建设北街", "人民东路", "翠竹园小区", "和平里", "新城大道", "桂花巷", "滨河西路", "解放街", "学府花园", "锦绣家园", "前进村", "朝阳路", "龙腾苑"}

// phone writes the number as people do: in one piece, or with blanks or hyphens.
func (a *author) phone() {
	a.personal |= personalMobile
	from := len(a.b)
	a.b = a.customer.appendPhone(a.b)
	if !a.s.chance(140) {
		return
	}
	var digits [11]byte
	copy(digits[:], a.b[from:])
	gap := draw(a.s, []string{" ", "-"})
	a.b = append(append(a.b[:from], digits[:3]...), gap...)
	a.b = append(append(a.b, digits[3:7]...), gap...)
	a.b = append(a.b, digits[7:]...)
}

func (a *author) cardSpaced() {
	a.personal |= personalCard
	var room [24]byte
	for i, d := range a.customer.appendCard(room[:0]) {
		if i > 0 && i%4 == 0 {
			a.b = append(a.b, ' ')
		}
		a.b = append(a.b, d)
	}
}

// appendOrder writes the order's number: the day and eight digits.
func (a *author) appendOrder(b []byte) []byte {
	d := a.received.AddDate(0, 0, -min(a.age, 60))
	b = append(b, "YL"...)
	b = appendDigits(b, uint64(d.Year()), 4)
	b = appendDigits(b, uint64(d.Month()), 2)
	b = appendDigits(b, uint64(d.Day()), 2)
	return appendDigits(b, a.order, 8)
}

func (a *author) fillDetail(s slot) {
	switch s {
	case slotTopic:
		a.text(a.topic.Words[0])
	case slotVersion:
		a.text(a.firmware)
	case slotInches:
		a.text(a.model.inches)
	case slotFaultCode:
		a.text(draw(a.s, []string{"E1", "E3", "E4", "E5", "E6", "F1", "F3", "H5", "E02", "P4"}))
	case slotTail:
		a.number(a.s.between(1000, 9999))
	default:
		a.text(draw(a.s, details[s]))
	}
}

// details are slots that take any of a few words.
var details = [slotTopic + 1][]string{
	slotFamily:  {"老人", "孩子", "我妈", "媳妇", "老公", "婆婆", "我爸", "怀孕的老婆"},
	slotFood:    {"肉和海鲜", "饺子", "刚买的排骨", "速冻的东西", "母乳", "一冰柜虾", "鱼和鸡翅", "过年备的货"},
	slotWarm:    {"10", "12", "13", "15", "9", "18", "11"},
	slotLow:     {"20", "22", "24", "18", "23"},
	slotRoom:    {"31", "32", "30", "29", "33"},
	slotOutside: {"36", "38", "39", "37", "40"},
	slotHot:     {"60", "55", "65", "50", "70"},
	slotLitres:  {"60", "80", "16", "50"},
	slotVolts:   {"80", "110", "60", "92"},
	slotStar:    {"明星", "大明星", "某影帝", "网红", "奥运冠军"},
	slotFar:     {"十几", "二十", "三十多", "8"},
}
