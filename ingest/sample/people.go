package sample

import "strconv"

var surnames = []string{"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "邓", "冯", "曹", "彭", "曾", "肖", "田", "董", "潘", "袁", "蔡", "蒋", "余", "于", "杜", "叶", "程", "魏", "苏", "吕", "丁", "任", "卢", "姚", "沈", "钟", "姜", "崔", "谭", "陆", "范", "汪", "廖", "石", "金", "韦", "贾", "夏", "付", "方", "邹", "熊", "白", "孟", "秦", "邱", "侯", "江", "尹", "薛", "闫", "段", "雷", "龙", "黎", "史", "陶", "贺", "毛", "郝", "顾", "龚", "邵", "欧阳", "司徒"}

// surnamePicker lets the first be as common as they are: weights fall with the rank.
var surnamePicker = func() *picker {
	weights := make([]uint64, len(surnames))
	for i := range weights {
		weights[i] = uint64(720 / (i + 8))
	}
	return newPicker(weights)
}()

var givenNames = []string{"伟", "芳", "娜", "敏", "静", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂英", "秀兰", "玉兰", "建华", "建国", "志强", "秀英", "丽华", "海燕", "雪梅", "晓东", "国庆", "文博", "子轩", "浩然", "雨桐", "欣怡", "梓涵", "思远", "佳琪", "俊杰", "晓红", "春梅", "建军", "卫东", "红梅", "丽娟", "海波", "志远", "立新", "淑珍", "凤英", "小龙", "婷婷", "丹丹", "倩", "鹏", "飞", "斌", "波", "辉", "莉", "玲", "云", "燕", "宇航", "一凡", "诗雨", "晨曦", "嘉豪", "永刚", "振华", "少华", "银花", "金凤", "国栋", "德胜", "兴旺", "慧敏", "雅文", "景行", "若彤", "明哲", "启航", "天佑", "来福", "水生", "冬梅", "秋菊", "爱民", "援朝"}

// prefixes of mobile numbers that are assigned to nobody: the numbers look real and reach no one.
var mobilePrefixes = []string{"154", "160", "161", "163", "164", "168", "169"}

// customer is one who complains. Everything about them follows from the sample's seed, their province and their number in it, so that
// they need not be remembered to come back with the same name and phone.
type customer struct {
	province int
	city     int
	district string
	hash     uint64
	surname  string
	given    string
	tier     string
	segment  string
}

// customerOf makes the k-th customer of a province.
func (g *Generator) customerOf(province, k int) customer {
	s := &g.side
	s.seed(g.config.Seed, 0xc057_0000+uint64(province), uint64(k))
	p := &provinces[province]
	c := customer{province: province, hash: s.pcg.Uint64(), city: p.city.pick(s)}
	c.surname, c.given = surnames[surnamePicker.pick(s)], draw(s, givenNames)
	if list := districts[p.name]; list != nil {
		c.district = draw(s, list)
	}
	c.tier, c.segment = "普通", "家庭"
	switch n := s.n(100); {
	case n < 3:
		c.tier = "钻石"
	case n < 10:
		c.tier = "金卡"
	case n < 22:
		c.tier = "银卡"
	}
	if n := s.n(100); n < 5 {
		c.segment = "企业"
	} else if n < 7 {
		c.segment = "经销商"
	}
	return c
}

// newcomer draws a customer of a province: most have complained once, a few often.
func (g *Generator) newcomer(province int) customer {
	size := g.population[province]
	if g.main.chance(60) {
		return g.customerOf(province, g.main.n(max(size/50, 1)))
	}
	return g.customerOf(province, g.main.n(size))
}

func (c *customer) appendPhone(b []byte) []byte {
	b = append(b, mobilePrefixes[c.hash%uint64(len(mobilePrefixes))]...)
	return appendDigits(b, c.hash>>8, 8)
}

// appendID writes the maker's own number of the customer.
func (c *customer) appendID(b []byte) []byte {
	b = append(b, 'C')
	return appendDigits(b, c.hash>>20, 9)
}

// appendIdentity writes an identity number of GB 11643 with a right check digit, in a county (99) that does not exist.
func (c *customer) appendIdentity(b []byte) []byte {
	from := len(b)
	b = append(b, provinces[c.province].code...)
	b = append(b, "0199"...)
	b = strconv.AppendUint(b, 1950+c.hash>>3%55, 10)
	b = appendDigits(b, c.hash>>11%12+1, 2)
	b = appendDigits(b, c.hash>>17%28+1, 2)
	b = appendDigits(b, c.hash>>23, 3)
	return append(b, identityCheck(b[from:]))
}

// identityCheck is the check digit of ISO 7064 MOD 11-2 over 17 digits.
func identityCheck(digits []byte) byte {
	sum := 0
	for i, w := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(digits[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// appendCard writes a bank card number of 19 digits that no bank issues, with a right check digit (Luhn).
func (c *customer) appendCard(b []byte) []byte {
	from := len(b)
	b = append(b, "629999"...)
	b = appendDigits(b, c.hash>>5, 12)
	return append(b, luhnCheck(b[from:]))
}

func luhnCheck(digits []byte) byte {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return byte('0' + (10-sum%10)%10)
}

// appendMail writes an address in a domain that is reserved for examples.
func (c *customer) appendMail(b []byte) []byte {
	b = append(b, [...]string{"wang", "li", "zhou", "sunny", "hello", "xiaoyu", "lao", "fish"}[c.hash%8]...)
	b = strconv.AppendUint(b, 100+c.hash>>9%90000, 10)
	return append(b, [...]string{"@example.com", "@mail.example.com", "@example.net"}[c.hash>>7%3]...)
}

const plateLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ"

func (c *customer) appendPlate(b []byte) []byte {
	b = append(b, provinces[c.province].plate...)
	b = append(b, plateLetters[c.hash>>13%6])
	b = append(b, plateLetters[c.hash>>19%24])
	return appendDigits(b, c.hash>>27, 4)
}

// appendDigits writes the last n digits of x, with leading zeros.
func appendDigits(b []byte, x uint64, n int) []byte {
	at := len(b) + n
	for range n {
		b = append(b, '0')
	}
	for range n {
		at--
		b[at] = byte('0' + x%10)
		x /= 10
	}
	return b
}

// staff are the handlers of departments: five to nine in each, always the same.
func staffOf(department string, n uint64) string {
	h := uint64(14695981039346656037)
	for i := range len(department) {
		h = (h ^ uint64(department[i])) * 1099511628211
	}
	k := mix(h + n%(5+h%5))
	return staffNames[k%uint64(len(staffNames))]
}

// staffNames are made once, so that a handler costs no memory.
var staffNames = func() (list []string) {
	for i := range 400 {
		k := mix(uint64(i) + 77)
		list = append(list, surnames[k%60]+givenNames[k>>8%uint64(len(givenNames))])
	}
	return list
}()
