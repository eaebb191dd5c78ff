package text

import "strings"

// mobileShapes are the ways people part the eleven digits.
var mobileShapes = [][]int{{11}, {3, 8}, {7, 4}, {3, 4, 4}, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}

// oddShapes are rarer. With full stops between they are addresses of computers and versions of programs.
var oddShapes = [][]int{{4, 3, 4}, {4, 4, 3}, {5, 6}, {6, 5}, {3, 2, 2, 4}, {3, 3, 3, 2}, {3, 2, 2, 2, 2}, {3, 4, 2, 2}, {3, 5, 3}, {3, 3, 5}, {3, 3, 2, 3}}

// mobileAt finds a mobile number in the ways people write it: 13800138000, 138-0013-8000, 138 0013 8000, +86…, 1 3 8 0 …
func mobileAt(f []rune, groups []digitGroup) (personal, bool) {
	skip := countryCode(f, groups)
	n := shapeOf(f, groups[skip:])
	if n == 0 && skip > 0 {
		skip, n = 0, shapeOf(f, groups)
	}
	if n == 0 {
		return joinedMobile(f, groups[0])
	}
	part := groups[skip : skip+n]
	value, from, to := digitsOf(f, part), groups[0].from, part[n-1].to
	if !isMobile(value) || !standsAlone(f, from, to) || isOrder(f, from) || isAmount(f, from, to) {
		return personal{}, false
	}
	return personal{kindMobile, withPlus(f, from), to, value}, true
}

// countryCode is 1 when the first group is the country's code or a leading zero alone.
func countryCode(f []rune, groups []digitGroup) int {
	if g := groups[0]; len(groups) > 1 && (g.size() == 2 && f[g.from] == '8' && f[g.from+1] == '6' || g.size() == 4 && digitsOf(f, groups[:1]) == "0086") {
		return 1
	}
	return 0
}

// joinedMobile is a mobile number with the country's code or a zero joined to it.
func joinedMobile(f []rune, g digitGroup) (personal, bool) {
	value := digitsOf(f, []digitGroup{g})
	for _, prefix := range []string{"0086", "86", "0"} {
		rest, ok := strings.CutPrefix(value, prefix)
		if ok && isMobile(rest) && standsAlone(f, g.from, g.to) && !isOrder(f, g.from) && !isAmount(f, g.from, g.to) {
			return personal{kindMobile, withPlus(f, g.from), g.to, rest}, true
		}
	}
	return personal{}, false
}

// withPlus takes the + of +86 in.
func withPlus(f []rune, i int) int {
	if i > 0 && f[i-1] == '+' && f[i] == '8' {
		return i - 1
	}
	return i
}

// shapeOf is how many groups make a mobile number, 0 when they do not.
func shapeOf(f []rune, groups []digitGroup) int {
	if len(groups) == 0 || f[groups[0].from] != '1' {
		return 0
	}
	for _, shape := range mobileShapes {
		if sized(groups, shape...) && (len(shape) != 11 || len(groups) == 11) {
			return len(shape)
		}
	}
	for _, shape := range oddShapes {
		if len(groups) == len(shape) && sized(groups, shape...) && sameSeparators(f, groups) {
			return len(shape)
		}
	}
	return 0
}

// sameSeparators: one sign between all groups, and no full stop.
func sameSeparators(f []rune, groups []digitGroup) bool {
	sign := f[groups[0].to]
	for _, g := range groups[1:] {
		if f[g.from-1] != sign || sign == '.' || sign == '_' {
			return false
		}
	}
	return true
}

func isMobile(digits string) bool {
	return len(digits) == 11 && digits[0] == '1' && digits[1] >= '3'
}

// hanDigits are the figures in Chinese characters.
const hanDigits = "零〇○一幺二三四五六七八九壹贰叁肆伍陆柒捌玖"

// hanDigit is the digit that a Chinese character stands for, or -1.
func hanDigit(r rune) int {
	switch r {
	case '零', '〇', '○':
		return 0
	case '一', '幺', '壹':
		return 1
	case '二', '贰':
		return 2
	case '三', '叁':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// spelledAt finds a mobile or identity number of which at least two digits are in Chinese characters: 一三八〇〇…, 幺三八 00 13…
func spelledAt(f []rune, i int) (personal, bool) {
	value := make([]byte, 0, 18)
	spelled, end := 0, i
	for j := i; j < len(f) && len(value) < 18; {
		d := hanDigit(f[j])
		switch {
		case d >= 0:
			spelled++
		case asciiDigit(f[j]):
			d = int(f[j] - '0')
		default:
			j = len(f)
			continue
		}
		value = append(value, byte('0'+d))
		end = j + 1
		j = behindSeparator(f, end)
	}
	if spelled < 2 || end < len(f) && (hanDigit(f[end]) >= 0 || asciiDigit(f[end]) || strings.ContainsRune("十百千万亿元", f[end])) {
		return personal{}, false
	}
	digits := string(value)
	switch {
	case isIdentity(digits):
		return personal{kindIdentity, i, end, digits}, true
	case len(digits) == 17 && end < len(f) && f[end]|0x20 == 'x' && isIdentity(digits+"X"):
		return personal{kindIdentity, i, end + 1, digits + "X"}, true
	case isMobile(digits) && !isOrder(f, i):
		return personal{kindMobile, i, end, digits}, true
	case len(digits) == 13 && digits[:2] == "86" && isMobile(digits[2:]) && !isOrder(f, i):
		return personal{kindMobile, i, end, digits[2:]}, true
	}
	return personal{}, false
}

// oddMobile finds eleven digits of which zeros are the letter O, or that are parted 3-4-4 by commas, strokes or brackets.
func oddMobile(f []rune, i int) (personal, bool) {
	var value []byte
	letters, signs, end, from := 0, 0, i, i
	for j := i; j < len(f) && len(value) < 12; j++ {
		switch r := f[j]; {
		case asciiDigit(r):
			value = append(value, byte(r))
		case r|0x20 == 'o':
			value = append(value, '0')
			letters++
		case (len(value) == 3 || len(value) == 7) && signs < 3 && strings.ContainsRune(",，、/)） -", r):
			signs++
			continue
		default:
			j = len(f)
			continue
		}
		end = j + 1
	}
	if from > 0 && f[from-1] == '(' {
		from--
	}
	if digits := string(value); letters+signs > 0 && letters < 6 && isMobile(digits) && (end == len(f) || !asciiLetter(f[end]) && !asciiDigit(f[end])) &&
		standsAlone(f, from, end) && !isOrder(f, from) && !isAmount(f, from, end) {
		return personal{kindMobile, from, end, digits}, true
	}
	return personal{}, false
}
