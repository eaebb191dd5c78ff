package text

import (
	"strconv"
	"strings"
)

// The designators of the parts of an address, longest first, and how far each goes into a building.
var placeUnits = []struct {
	runes []rune
	level int
}{
	{[]rune("村民小组"), levelGroup}, {[]rune("号楼"), levelBuilding}, {[]rune("号院"), levelHouse}, {[]rune("单元"), levelUnit}, {[]rune("小组"), levelGroup}, {[]rune("号"), levelHouse}, {[]rune("弄"), levelHouse}, {[]rune("栋"), levelBuilding}, {[]rune("幢"), levelBuilding},
	{[]rune("座"), levelBuilding}, {[]rune("#楼"), levelBuilding}, {[]rune("#"), levelBuilding}, {[]rune("室"), levelRoom}, {[]rune("房"), levelRoom}, {[]rune("户"), levelRoom}, {[]rune("层"), levelFloor}, {[]rune("楼"), levelFloor}, {[]rune("门"), levelUnit}, {[]rune("组"), levelGroup}, {[]rune("队"), levelGroup}, {[]rune("社"), levelGroup},
	{[]rune("期"), levelPart}, {[]rune("区"), levelPart},
}

const (
	levelPart = iota
	levelGroup
	levelHouse
	levelBuilding
	levelUnit
	levelFloor
	levelRoom
)

// placeAt finds what of an address leads to a house or a door, and begins with a number or a letter at i: 88号3栋502室 behind the name of a
// road, 3栋2单元301 anywhere, 5号楼 behind the name of an estate, 3组12号 behind that of a village. The names of roads, estates and villages
// stay: figures by place need them. Two characters of the name before go into the mark, so that 3号 of two roads are not one.
func placeAt(f []rune, i int) (personal, bool) {
	c := chain{f: f, from: i, to: i}
	c.read()
	if c.parts == 0 {
		return personal{}, false
	}
	if i > 0 && (f[i-1] == '第' || f[i-1] == '附') {
		c.from--
	}
	if !c.personal() {
		return personal{}, false
	}
	return personal{kindAddress, c.from, c.to, string(nameBeforePlace(f, c.from)) + c.value.String()}, true
}

// chain is a row of numbered parts of an address.
type chain struct {
	f        []rune
	from, to int
	parts    int
	levels   [levelRoom + 1]int
	largest  int  // number of the first part
	plain    bool // it is 12号 and no more
	dashed   bool // 3-2-301
	value    strings.Builder
}

// read goes on as long as numbers with designators follow.
func (c *chain) read() {
	if c.readDashed() {
		return
	}
	i := c.from
	for i < len(c.f) && c.parts < 8 {
		start := i
		if c.parts > 0 {
			for i < len(c.f) && i-start < 2 && (c.f[i] == ' ' || c.f[i] == '附' || c.f[i] == '-' || c.f[i] == '第') {
				i++
			}
		}
		digits, end := placeNumber(c.f, i, c.parts == 0)
		if end == i {
			break
		}
		unit, level := unitAt(c.f, end)
		if unit == 0 {
			if c.bareRoom(digits, end) {
				c.add(digits, levelRoom, end)
			}
			break
		}
		if c.parts == 0 {
			c.largest = end - i
		}
		if !fitsUnit(c.f, end, unit, level, c.parts) {
			break
		}
		c.add(digits, level, end+unit)
		i = end + unit
	}
	c.plain = c.parts == 1 && c.levels[levelHouse] == 1
}

func (c *chain) add(digits string, level, to int) {
	c.parts++
	c.levels[level]++
	c.value.WriteString(digits)
	c.value.WriteByte(byte('a' + level))
	c.to = to
}

// readDashed reads 3-2-301 and 12-301, and the 12-3号 of a house in a row.
func (c *chain) readDashed() bool {
	f, i := c.f, c.from
	var groups [4]digitGroup
	n := 0
	for n < 4 && i < len(f) && asciiDigit(f[i]) {
		g := digitGroup{i, i}
		for g.to < len(f) && asciiDigit(f[g.to]) {
			g.to++
		}
		groups[n] = g
		n++
		i = g.to
		if i+1 >= len(f) || f[i] != '-' || !asciiDigit(f[i+1]) {
			break
		}
		i++
	}
	if n < 2 || n > 3 || groups[0].size() > 3 {
		return false
	}
	last := groups[n-1]
	end := last.to
	behind, level := unitAt(f, end)
	house := n == 2 && behind > 0 && level == levelHouse && last.size() <= 2 && fitsUnit(f, end, behind, level, 0)
	if !house && (last.size() < 3 || last.size() > 4 || n == 3 && groups[1].size() > 2) {
		return false
	}
	if house || behind > 0 && level == levelRoom {
		end += behind
	}
	c.parts, c.dashed, c.to = n, !house, end
	c.levels[levelRoom]++
	if house {
		c.levels[levelRoom], c.levels[levelHouse] = 0, 1
	}
	c.value.WriteString(string(f[c.from:last.to]))
	return true
}

// bareRoom: 3栋301 without 室: three or four digits behind a building or an entrance, and nothing that makes an amount of them.
func (c *chain) bareRoom(digits string, end int) bool {
	if end > 0 && (c.f[end-1] == '百' || c.f[end-1] == '十') || c.levels[levelBuilding]+c.levels[levelUnit] == 0 || len(digits) < 3 || len(digits) > 4 || c.levels[levelRoom] > 0 {
		return false
	}
	return end == len(c.f) || !strings.ContainsRune("年月日元块万米平次个人户度天名台.%", c.f[end]) && !asciiLetter(c.f[end])
}

// placeNumber reads the number of a part: up to five digits, or Chinese numerals, or one letter (A座); first tells that a part begins.
func placeNumber(f []rune, i int, first bool) (string, int) {
	end := i
	for end < len(f) && asciiDigit(f[end]) && end-i < 6 {
		end++
	}
	if end > i {
		if end < len(f) && asciiLetter(f[end]) && end+1 < len(f) && !asciiLetter(f[end+1]) && !asciiDigit(f[end+1]) { // 301A室
			end++
		}
		if end-i > 5 || i > 0 && first && (f[i-1] == '.' || f[i-1] == '-' || f[i-1] == '/' || f[i-1] == ':') && i > 1 && asciiDigit(f[i-2]) {
			return "", i
		}
		return string(f[i:end]), end
	}
	if i < len(f) && asciiLetter(f[i]) {
		end = i + 1
		for end < len(f) && asciiDigit(f[end]) && end-i < 4 { // A12栋
			end++
		}
		if end < len(f) && asciiLetter(f[end]) {
			return "", i
		}
		return strings.ToUpper(string(f[i:end])), end
	}
	for end < len(f) && end-i < 5 && (hanDigit(f[end]) >= 0 || f[end] == '十' || f[end] == '百') {
		end++
	}
	return plainNumeral(f[i:end]), end
}

// plainNumeral writes Chinese numerals in digits: 十二 12, 三零二 302, 一百零八 108.
func plainNumeral(f []rune) string {
	total, digit, spelled := 0, -1, true
	var row []byte
	for _, r := range f {
		switch r {
		case '十':
			total += max(digit, 1) * 10
			digit, spelled = -1, false
		case '百':
			total += max(digit, 1) * 100
			digit, spelled = -1, false
		default:
			digit = hanDigit(r)
			row = append(row, byte('0'+digit))
		}
	}
	if spelled {
		return string(row)
	}
	return strconv.Itoa(total + max(digit, 0))
}

// unitAt is the length and the level of the designator at i.
func unitAt(f []rune, i int) (int, int) {
	if i >= len(f) || f[i] != '#' && !in(unitSet, f[i]) {
		return 0, 0
	}
	for _, u := range placeUnits {
		if startsWith(f, i, u.runes) {
			return len(u.runes), u.level
		}
	}
	return 0, 0
}

var unitSet = isSet("村号单小弄栋幢座室房户层楼门组队社期区")

// startsWith reports whether a word stands at i.
func startsWith(f []rune, i int, word []rune) bool {
	if len(f)-i < len(word) {
		return false
	}
	for n, r := range word {
		if f[i+n] != r {
			return false
		}
	}
	return true
}

// fitsUnit refuses what only looks like a part: 2号线, 3号出口, 12号车, 5号文件, 3期分期, 2区别.
func fitsUnit(f []rune, end, unit, level, parts int) bool {
	next := rune(0)
	if end+unit < len(f) {
		next = f[end+unit]
	}
	switch level {
	case levelHouse:
		return unit > 1 || !strings.ContainsRune("线店出闸桥车机台井馆泵标文令码", next) && (next != '门' || end+2 < len(f) && strings.ContainsRune("口前外面市店", f[end+2]))
	case levelGroup:
		return unit > 1 || !strings.ContainsRune("织长员成合数装件团", next)
	case levelPart:
		if end > 0 && asciiDigit(f[end-1]) && f[end] == '期' {
			return parts == 0 && (asciiDigit(next) || signOf(next)&signNumeral != 0)
		}
		return asciiDigit(next) || signOf(next)&(signNumeral|signLetter) != 0
	case levelFloor:
		return parts > 0
	case levelRoom:
		return f[end] == '室' && !strings.ContainsRune("内外友温一二两三四123", next) || parts > 0 && !strings.ContainsRune("型一二两三四", next)
	case levelUnit:
		return f[end] != '门' || parts > 0
	case levelBuilding:
		if f[end] == '座' {
			return end > 0 && asciiLetter(f[end-1]) || end > 1 && asciiLetter(f[end-2]) || parts > 0
		}
		return f[end] != '#' || unit > 1 || asciiDigit(next)
	}
	return true
}

// personal reports whether the chain tells a door, or a house together with the words before it.
func (c *chain) personal() bool {
	f, from := c.f, c.from
	inner := c.levels[levelUnit] + c.levels[levelRoom]
	if c.dashed {
		return estateEnds(f, from)
	}
	if c.levels[levelBuilding] > 0 && inner > 0 || c.levels[levelUnit] > 0 && c.levels[levelRoom] > 0 || c.levels[levelHouse] > 0 && c.levels[levelBuilding]+c.levels[levelRoom] > 0 {
		return true
	}
	switch {
	case c.levels[levelGroup] > 0:
		return villageEnds(f, from)
	case c.levels[levelHouse] > 0:
		if c.plain && c.to < len(f) && strings.ContainsRune(dayFollowers, f[c.to]) && (from == 0 || !strings.ContainsRune("路街巷同", f[from-1])) {
			return false
		}
		return roadEnds(f, from, c) || villageEnds(f, from) && c.largest <= 4 || hasEnding(f, behindLabel(f, from), []string{"门牌", "门牌号"})
	case c.levels[levelBuilding] > 0:
		return estateEnds(f, from) && !(c.parts == 1 && (f[from] == '一' || f[from] == '壹')) // 一栋房子 is any house
	case c.levels[levelRoom] > 0:
		return estateEnds(f, from) || hasEnding(f, from, []string{"住", "家住", "住在", "大厦", "公寓", "宿舍"})
	}
	return false
}

// dayFollowers stand behind 3号 when it is a day.
const dayFollowers = "早晚上下中凌前后左右到起以之开发截提交还收付就才去来我你他她的为"

// roadEnds reports whether the name of a road ends before i.
func roadEnds(f []rune, i int, c *chain) bool {
	for i > 0 && (f[i-1] == ' ' || f[i-1] == '段' || strings.ContainsRune("东西南北中", f[i-1]) && i > 1 && strings.ContainsRune("路街道", f[i-2])) {
		i--
	}
	if i < 2 || !isHan(f[i-2]) {
		return false
	}
	switch f[i-1] {
	case '路':
		if f[i-2] == '一' { // 中关村一路 is a road, 这一路 is none
			return i > 2 && isHan(f[i-3]) && !strings.ContainsRune("这那了走同跑", f[i-3])
		}
		return !strings.ContainsRune("线公电铁网思套马道高水走上修半同出回迷后", f[i-2])
	case '街', '巷', '衢':
		return true
	case '弄':
		return c.value.String()[c.value.Len()-1] == byte('a'+levelHouse) && f[c.to-1] == '号'
	case '道':
		return !strings.ContainsRune("知难报通频渠味轨车跑赛管街人隧便航河水厚力", f[i-2]) || f[i-2] == '街' && !c.plain
	case '同':
		return f[i-2] == '胡'
	case '里', '坊', '条', '段', '桥', '园', '院':
		return !c.plain || f[i-1] == '里' && !strings.ContainsRune("这那哪公家手心店城村屋夜乡车箱柜群院厂场卡盒袋年月日区校班层房间社市县镇嘴头眼水海山路河地子面", f[i-2])
	}
	return false
}

// villageEnds reports whether the name of a village ends before i.
func villageEnds(f []rune, i int) bool {
	if i > 0 && f[i-1] == '第' {
		i--
	}
	return i > 1 && isHan(f[i-2]) && strings.ContainsRune("村庄屯寨湾营镇乡社场", f[i-1]) && !strings.ContainsRune("农全本我该市现工", f[i-2])
}

// estateEnds reports whether the name of an estate ends before i: the words that such names end with, and 〇区, 〇期 behind them.
func estateEnds(f []rune, i int) bool {
	for back := 0; i > 0 && back < 3; back++ {
		if r := f[i-1]; r == ' ' || r == '区' && i > 1 && f[i-2] != '小' && !isHan(f[i-2]) || r == '期' || i < len(f) && (f[i] == '区' || f[i] == '期') && (asciiLetter(r) || asciiDigit(r) || hanDigit(r) >= 0) {
			i--
			continue
		}
		break
	}
	return i > 1 && isHan(f[i-2]) && (hasEnding(f, i, estateWords))
}

var estateWords = strings.Fields("小区 花园 家园 社区 公寓 大厦 广场 新村 新城 国际 世家 豪庭 华府 名邸 名苑 苑 园 城 府 邸 湾 居 庭 阁 轩 堡 台 里 庄 坊 墅 岸 郡 都 院 寓 华庭 山庄 公馆 会馆 雅居 佳苑 江南 花月 诗意 天下 尚品 嘉园 名都 宿舍 安置房 公租房 廉租房 保障房 家属院 大院 城邦 一品 时代 中心 门 谷 洲 島 岛 丽景 御景 风景 水岸 绿洲 明珠 星城 世纪 峰 悦 樾 墅 玺 园区 基地 名居 雅苑")

// nameBeforePlace is the end of the name before i, for the mark: at most three characters.
func nameBeforePlace(f []rune, i int) []rune {
	end := i
	for end > 0 && (f[end-1] == ' ' || f[end-1] == '第') {
		end--
	}
	start := end
	for start > 0 && end-start < 3 && isHan(f[start-1]) {
		start--
	}
	return f[start:end]
}
