package text

import "strings"

// homeWords stand before a number of a line; a number without an area code needs one.
var homeWords = []string{"电话", "座机", "固话", "宅电", "家电", "电话号码", "座机号码", "固话号码", "联系方式", "我家", "家里", "单位", "拨打", "请打", "tel", "回电", "致电", "手机号", "号码", "来电", "电话打", "找我", "回访请打", "机号"}

// companyWords stand before numbers that a company tells everybody: they are nobody's own and stay.
var companyWords = []string{"客服电话", "客服", "热线", "热线电话", "服务电话", "服务号码", "官方电话", "官网电话", "总机", "前台", "前台电话", "投诉电话", "监督电话", "公司电话", "售后电话", "报修电话", "咨询电话", "举报电话", "值班电话", "传真"}

// phoneAt finds a number of a line: area code and seven or eight digits, with an extension; and without the area code where the words
// before speak of a telephone. Company numbers (400, 800, 95xxx) are none, and what is called a hotline stays.
func phoneAt(f []rune, groups []digitGroup) (personal, bool) {
	from := groups[0].from
	local, n := groups, 0
	area := areaCode(f, groups[0])
	value := ""
	switch {
	case area > 0 && area == groups[0].size():
		if value, n = localDigits(f, bracketed(f, groups)); n > 0 {
			n++
			if closes(f, groups[0].to) {
				local = groupsBehind(f, groups[0], n)
			}
			value = digitsOf(f, groups[:1]) + value
		}
	case area > 0:
		if rest := (digitGroup{groups[0].from + area, groups[0].to}); localSize(f, rest, area) {
			value, n = digitsOf(f, groups[:1]), 1
		}
	default:
		if value, n = localDigits(f, groups); n > 0 && (!endsClosely(f, from, homeWords) || isDay(value)) {
			return personal{}, false
		}
	}
	if n == 0 {
		return personal{}, false
	}
	to := local[n-1].to
	if area > 0 && from > 0 && (f[from-1] == '(' || f[from-1] == '（') && to > groups[0].to {
		from--
	}
	to = extension(f, to)
	if strings.HasPrefix(value, "400") || strings.HasPrefix(value, "800") || !standsAlone(f, from, to) || isOrder(f, from) || isAmount(f, from, to) || endsClosely(f, from, companyWords) {
		return personal{}, false
	}
	return personal{kindPhone, from, to, value}, true
}

// areaCode is the length of the area code that a group begins with, 0 when none: 010, 02x, 0xxx.
func areaCode(f []rune, g digitGroup) int {
	if g.size() < 3 || f[g.from] != '0' {
		return 0
	}
	switch second := f[g.from+1]; {
	case second == '1' && f[g.from+2] == '0', second == '2' && f[g.from+2] != '6':
		return 3
	case second >= '3' && g.size() >= 4:
		return 4
	}
	return 0
}

func closes(f []rune, i int) bool { return i < len(f) && (f[i] == ')' || f[i] == '）') }

// bracketed are the groups behind the area code, which may stand in brackets.
func bracketed(f []rune, groups []digitGroup) []digitGroup {
	if !closes(f, groups[0].to) {
		return groups[1:]
	}
	all := groupsBehind(f, groups[0], 3)
	return all[1:]
}

// groupsBehind are the area code in brackets and up to n groups after it.
func groupsBehind(f []rune, area digitGroup, n int) []digitGroup {
	i := behindSeparator(f, area.to+1)
	if i >= len(f) || !asciiDigit(f[i]) {
		return []digitGroup{area}
	}
	return append([]digitGroup{area}, groupsAt(f, i, make([]digitGroup, 0, n))...)
}

// localDigits joins the groups that make a number without area code: 8888 1234, 888 1234, or in one.
func localDigits(f []rune, groups []digitGroup) (string, int) {
	for _, shape := range [][]int{{8}, {7}, {4, 4}, {3, 4}, {4, 3}} {
		if first := 0; sized(groups, shape...) {
			if f[groups[0].from] < '2' {
				return "", 0
			}
			first = len(shape)
			return digitsOf(f, groups[:first]), first
		}
	}
	return "", 0
}

// localSize: eight digits behind 010, seven or eight behind others, the first from 2.
func localSize(f []rune, g digitGroup, area int) bool {
	return (g.size() == 8 || g.size() == 7 && area == 4) && f[g.from] >= '2'
}

func isDay(digits string) bool { return len(digits) == 8 && isDate(digits) }

// extension passes over 转 8012, 分机 12, -803.
func extension(f []rune, i int) int {
	j := i
	for j < len(f) && f[j] == ' ' {
		j++
	}
	switch {
	case strings.HasPrefix(string(f[j:min(j+2, len(f))]), "转"):
		j++
	case string(f[j:min(j+2, len(f))]) == "分机":
		j += 2
	case j == i && j < len(f) && f[j] == '-':
		j++
	default:
		return i
	}
	for j < len(f) && (f[j] == ' ' || f[j] == '分' || f[j] == '机') {
		j++
	}
	digits := j
	for j < len(f) && asciiDigit(f[j]) {
		j++
	}
	if j == digits || j-digits > 5 {
		return i
	}
	return j
}
