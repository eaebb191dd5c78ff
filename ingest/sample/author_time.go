package sample

// spans are ways to say how long something has been used, up to so many days.
var spans = []struct {
	upTo int
	said []string
}{
	{6, []string{"几天", "三天", "不到一个星期"}},
	{12, []string{"一个星期", "十天", "一周多", "七八天"}},
	{25, []string{"半个月", "二十来天", "两三个星期", "不到一个月"}},
	{45, []string{"一个月", "一个多月", "四十来天", "1个月"}},
	{75, []string{"两个月", "两个来月", "2个月", "不到三个月"}},
	{110, []string{"三个月", "3个月", "三个多月"}},
	{160, []string{"四五个月", "5个月", "不到半年"}},
	{210, []string{"半年", "六个月", "半年多"}},
	{330, []string{"大半年", "八九个月", "9个月", "不到一年"}},
	{420, []string{"一年", "刚满一年", "一年出头", "13个月"}},
	{640, []string{"一年多", "一年半", "快两年"}},
	{830, []string{"两年", "两年多", "2年"}},
	{1 << 30, []string{"三年", "三年不到", "两三年"}},
}

func (a *author) span() {
	for i := range spans {
		if a.age <= spans[i].upTo {
			a.text(draw(a.s, spans[i].said))
			return
		}
	}
}

// waited writes the days that the customer has waited: always the same number, in words or digits.
func (a *author) waited() {
	switch {
	case a.chinese && a.days == 7:
		a.text("一个星期")
	case a.chinese && a.days == 15:
		a.text("半个月")
	case a.chinese && a.days >= 28:
		a.text("一个月")
	case a.chinese && a.days < len(numerals):
		a.text(numerals[a.days])
		a.text("天")
	case a.chinese && a.days > 19:
		a.text("二十多天")
	case a.chinese:
		a.text("十几天")
	default:
		a.number(a.days)
		a.text("天")
	}
}

// bought writes when the product was bought, in one of the ways people date what lies back.
func (a *author) bought() {
	d := a.received.AddDate(0, 0, -a.age)
	year, month, day := d.Date()
	years := a.received.Year() - year
	switch {
	case a.age <= 3 && a.s.chance(500):
		a.text(draw(a.s, []string{"前两天", "前天", "这两天"}))
		return
	case a.age < 12 && a.s.chance(500):
		a.text(draw(a.s, []string{"上周", "前几天", "上个星期"}))
		return
	case month == 11 && day <= 13 && a.age > 20:
		a.yearWord(years, year)
		a.text(draw(a.s, []string{"双11", "双十一", "11月"}))
		return
	case month == 6 && day >= 5 && day <= 20 && a.age > 20 && a.s.chance(700):
		a.yearWord(years, year)
		a.text("618")
		return
	}
	switch n := a.s.n(10); {
	case n < 4 && years <= 1:
		if a.age > 60 || years == 1 {
			a.yearWord(years, year)
		}
		a.number(int(month))
		a.text(draw(a.s, []string{"月", "月份", "月"}))
		if n < 2 && a.age < 120 {
			a.number(day)
			a.text(draw(a.s, []string{"号", "日"}))
		}
	case n < 7:
		a.number(year)
		a.text("年")
		a.number(int(month))
		a.text("月")
		if n == 4 {
			a.number(day)
			a.text("日")
		}
	case n < 9:
		a.number(year % 100)
		a.text("年")
		a.number(int(month))
		a.text("月")
	default:
		a.number(year)
		a.text(".")
		a.number(int(month))
		a.text(".")
		a.number(day)
	}
}

func (a *author) yearWord(years, year int) {
	switch years {
	case 0:
		a.text("今年")
	case 1:
		a.text("去年")
	case 2:
		a.text("前年")
	default:
		a.number(year)
		a.text("年")
	}
}

var weekdayNames = [7]string{"日", "一", "二", "三", "四", "五", "六"}

// recent writes a day of the last weeks, none before the product was bought.
func (a *author) recent() {
	back := min(1+a.s.n(max(a.days+4, 2)), max(a.age, 1))
	d := a.received.AddDate(0, 0, -back)
	switch n := a.s.n(10); {
	case back == 1 && n < 7:
		a.text("昨天")
	case back == 2 && n < 6:
		a.text("前天")
	case back >= 7 && back < 13 && n < 3:
		a.text("上周")
		a.text(weekdayNames[d.Weekday()])
	case n < 8:
		a.number(int(d.Month()))
		a.text("月")
		a.number(d.Day())
		a.text(draw(a.s, []string{"号", "日", "号"}))
	case back < d.Day() && a.received.Month() == d.Month():
		a.number(d.Day())
		a.text("号")
	default:
		a.number(int(d.Month()))
		a.text(".")
		a.number(d.Day())
	}
}
