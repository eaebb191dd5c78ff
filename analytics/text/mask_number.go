package text

import (
	"slices"
	"strings"
)

// digitGroup is a stretch of digits f[from:to].
type digitGroup struct{ from, to int }

func (g digitGroup) size() int { return g.to - g.from }

// numberAt judges the digits that begin at i together with those that follow behind single separators. Without a find it goes on
// behind the first group of digits.
func numberAt(f []rune, i int) (personal, int) {
	var room [24]digitGroup
	groups := groupsAt(f, i, room[:0])
	if h, ok := identityAt(f, groups); ok {
		return h, 0
	}
	if h, ok := mobileAt(f, groups); ok {
		return h, 0
	}
	if h, ok := cardAt(f, groups); ok {
		return h, 0
	}
	return personal{}, groups[0].to
}

// groupsAt gathers up to 24 groups of digits with one separator between.
func groupsAt(f []rune, i int, groups []digitGroup) []digitGroup {
	for len(groups) < cap(groups) {
		from := i
		for i < len(f) && asciiDigit(f[i]) {
			i++
		}
		groups = append(groups, digitGroup{from, i})
		if i+1 >= len(f) || !isSeparator(f[i]) || !asciiDigit(f[i+1]) {
			break
		}
		i++
	}
	return groups
}

func isSeparator(r rune) bool {
	return r == ' ' || r == '-' || r == '.' || r == '\u3000' || r == '—' || r == '–' || r == '−'
}

// sized reports whether the first groups have these sizes.
func sized(groups []digitGroup, sizes ...int) bool {
	if len(groups) < len(sizes) {
		return false
	}
	for i, n := range sizes {
		if groups[i].size() != n {
			return false
		}
	}
	return true
}

// digitsOf joins the digits of groups.
func digitsOf(f []rune, groups []digitGroup) string {
	var b strings.Builder
	for _, g := range groups {
		b.WriteString(string(f[g.from:g.to]))
	}
	return b.String()
}

// mobileAt finds a mobile number in the ways people write it: 13800138000, 138-0013-8000, 138 0013 8000, +86…, 1 3 8 0 …
func mobileAt(f []rune, groups []digitGroup) (personal, bool) {
	n := 1
	switch {
	case sized(groups, 11), sized(groups, 13), sized(groups, 12), sized(groups, 15):
	case sized(groups, 3, 8), sized(groups, 7, 4):
		n = 2
	case sized(groups, 3, 4, 4):
		n = 3
	case len(groups) == 11 && sized(groups, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1):
		n = 11
	default:
		return personal{}, false
	}
	digits := digitsOf(f, groups[:n])
	for _, prefix := range []string{"0086", "86", "0"} {
		if len(digits) == 11+len(prefix) && strings.HasPrefix(digits, prefix) {
			digits = digits[len(prefix):]
			break
		}
	}
	if len(digits) != 11 || digits[0] != '1' || digits[1] < '3' {
		return personal{}, false
	}
	from, to := groups[0].from, groups[n-1].to
	if !standsAlone(f, from, to) || isOrder(f, from) || isAmount(f, from, to) {
		return personal{}, false
	}
	return personal{kindMobile, from, to, digits}, true
}

// contactWords may be joined to a number without a space.
var contactWords = []string{"tel", "phone", "mobile", "cell", "call", "wx", "vx", "v", "wechat", "weixin", "qq", "t", "m"}

// standsAlone reports whether f[from:to] is no part of a decimal or of a code that begins with letters.
func standsAlone(f []rune, from, to int) bool {
	if from > 1 && f[from-1] == '.' && asciiDigit(f[from-2]) || to+1 < len(f) && f[to] == '.' && asciiDigit(f[to+1]) {
		return false
	}
	word := from
	for word > 0 && asciiLetter(f[word-1]) {
		word--
	}
	return word == from || slices.Contains(contactWords, strings.ToLower(string(f[word:from])))
}

// isAmount reports whether money or a distance is written there.
func isAmount(f []rune, from, to int) bool {
	return from > 0 && strings.ContainsRune("¥￥$", f[from-1]) || to < len(f) && strings.ContainsRune("元块万亿", f[to])
}

var orderWords = []string{"单号", "订单", "工单", "编号", "流水号", "运单", "快递", "票号", "货号", "序列号", "条码", "批号", "批次", "案号", "车架号", "发动机号", "合同号", "合同", "机身号"}

// isOrder reports whether the words before name a number of a thing.
func isOrder(f []rune, from int) bool { return endsWith(f, from, orderWords) }

// ownNumber is how many digits in a row are a number of their own: the word before it speaks of that one.
const ownNumber = 6

// endsWith reports whether the text before position i, less a few digits, letters, colons and the like, ends with one of the words.
func endsWith(f []rune, i int, words []string) bool {
	digits := 0
	for back := 0; i > 0 && back < 24; back++ {
		if asciiDigit(f[i-1]) {
			digits++
		} else {
			digits = 0
		}
		if digits >= ownNumber {
			return false
		}
		if r := f[i-1]; asciiDigit(r) || asciiLetter(r) || isSeparator(r) || strings.ContainsRune(":#_(（[【是为", r) {
			i--
			continue
		}
		break
	}
	before := string(f[max(0, i-8):i])
	for _, w := range words {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return false
}
