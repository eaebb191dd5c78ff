package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// digitGroup is a stretch of digits f[from:to].
type digitGroup struct{ from, to int }

func (g digitGroup) size() int { return g.to - g.from }

// numberAt judges the digits that begin at i together with those that follow behind single separators. Without a find it goes on
// behind the first group of digits.
func numberAt(f []rune, i int) (personal, int) {
	var room [24]digitGroup
	groups := groupsAt(f, i, room[:0])
	for _, look := range numberKinds {
		if p, ok := look(f, groups); ok {
			return p, 0
		}
	}
	if end := groups[0].to; end < len(f) && (hanDigit(f[end]) >= 0 || f[end]|0x20 == 'o') || groups[0].size() == 3 { // 1三8…, 138O…, 138，0013，8000
		if p, ok := spelledAt(f, i); ok {
			return p, 0
		}
		if p, ok := oddMobile(f, i); ok {
			return p, 0
		}
	}
	return personal{}, groups[0].to
}

var numberKinds = []func([]rune, []digitGroup) (personal, bool){identityAt, mobileAt, phoneAt, cardAt}

// groupsAt gathers up to 24 groups of digits with one separator between.
func groupsAt(f []rune, i int, groups []digitGroup) []digitGroup {
	for len(groups) < cap(groups) {
		from := i
		for i < len(f) && asciiDigit(f[i]) {
			i++
		}
		groups = append(groups, digitGroup{from, i})
		next := behindSeparator(f, i)
		if next == i || next >= len(f) || !asciiDigit(f[next]) {
			break
		}
		i = next
	}
	return groups
}

// behindSeparator passes over one separator with spaces around it, and over signs that have no picture of their own.
func behindSeparator(f []rune, i int) int {
	signs := 0
	for start := i; i < len(f) && i-start < 4; i++ {
		switch r := f[i]; {
		case isUnseen(r), r == ' ', r == '\u3000', r == '\u00A0':
		case isSeparator(r) && signs == 0:
			signs++
		default:
			return i
		}
	}
	return i
}

func isSeparator(r rune) bool {
	return r == ' ' || r == '-' || r == '.' || r == '\u3000' || r == '\u00A0' || r == '\t' || r == '—' || r == '–' || r == '−' || r == '·' || r == '_'
}

// isUnseen: zero-width signs and those that make a key of a digit (1️⃣).
func isUnseen(r rune) bool { return r >= 0x200B && r <= 0x200D || r == 0xFE0F || r == 0x20E3 }

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
		for _, r := range f[g.from:g.to] {
			b.WriteByte(byte(r))
		}
	}
	return b.String()
}

// contactWords may be joined to a number without a space.
var contactWords = []string{"tel", "phone", "mobile", "cell", "call", "wx", "vx", "v", "wechat", "weixin", "qq", "t", "m", "id", "no"}

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

var orderWords = []string{"单号", "订单", "工单", "编号", "流水号", "运单", "快递", "票号", "货号", "序列号", "条码", "批号", "批次", "案号", "车架号", "发动机号", "合同号", "合同", "机身号",
	"条形码", "单据号", "凭证号", "保单号", "案件号", "任务号", "物流", "发票号码", "发票号", "代码", "imei", "sn", "ticket", "信用代码", "税号", "户号", "参考号", "交易号"}

// isOrder reports whether the words before name a number of a thing.
func isOrder(f []rune, from int) bool { return endsWith(f, from, orderWords) }

// ownNumber is how many digits in a row are a number of their own: the word before it speaks of that one.
const ownNumber = 6

// endsWith reports whether the text before position i, less a few digits, letters, colons and the like, ends with one of the words.
func endsWith(f []rune, i int, words []string) bool {
	end, digits := i, 0
	for back := 0; i > 0 && back < 24; back++ {
		if asciiDigit(f[i-1]) {
			digits++
		} else {
			digits = 0
		}
		if digits >= ownNumber {
			return false
		}
		if r := f[i-1]; asciiDigit(r) || asciiLetter(r) || isSeparator(r) || strings.ContainsRune(":#(（[【是为=", r) {
			i--
			continue
		}
		break
	}
	return hasEnding(f, i, words) || i < end && endsClosely(f, end, words)
}

// endsClosely is endsWith with nothing but colons, spaces and the like between: what was there may be letters, as in IMEI.
func endsClosely(f []rune, i int, words []string) bool { return hasEnding(f, behindLabel(f, i), words) }

// behindLabel goes back over what stands between a word and its number: 是, ：, 号码.
func behindLabel(f []rune, i int) int {
	for back := 0; i > 0 && back < 6; back++ {
		r := f[i-1]
		if !isSeparator(r) && !strings.ContainsRune(":#([【是为=,、（\"“", r) {
			break
		}
		i--
	}
	return i
}

// hasEnding reports whether f[:i] ends with one of the words.
func hasEnding(f []rune, i int, words []string) bool {
	for _, w := range words {
		if endsOn(f, i, w) {
			return true
		}
	}
	return false
}

// endsOn reports whether f[:i] ends with a word; Latin letters of the word are small, those of the text of any size.
func endsOn(f []rune, i int, word string) bool {
	for w := len(word); w > 0; i-- {
		if i == 0 {
			return false
		}
		last, size := utf8.DecodeLastRuneInString(word[:w])
		have := f[i-1]
		if have >= 'A' && have <= 'Z' {
			have |= 0x20
		}
		if have != last {
			return false
		}
		w -= size
	}
	return true
}
