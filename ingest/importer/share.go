package importer

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
)

// share is how many in a hundred of the values are of a sort; 0 without values.
func share(values []string, is func(string) bool) int {
	if len(values) == 0 {
		return 0
	}
	return count(values, is) * 100 / len(values)
}

func count(values []string, is func(string) bool) int {
	n := 0
	for _, v := range values {
		if is(v) {
			n++
		}
	}
	return n
}

func isEventKind(s string) bool    { _, ok := eventKindOf(s); return ok }
func isOutcome(s string) bool      { _, ok := outcomeOf(s); return ok || isNothing(plainWord(s)) }
func isSatisfaction(s string) bool { _, ok := satisfactionOf(s); return ok }
func isNumber(s string) bool       { _, ok := numberOf(s); return ok || isNothing(plainWord(s)) }

// isTime: digits alone may number something, but for a day such as 20240105.
func isTime(s string) bool {
	if len(s) != 8 && strings.Trim(s, "0123456789") == "" {
		return false
	}
	_, ok := parseTime(s, analytics.Zone)
	return ok
}

// isDay: a time without an hour; isClock: one without a day.
func isDay(s string) bool {
	_, ok := parseTime(s, analytics.Zone)
	return ok && !strings.ContainsAny(s, ":：时点T")
}

func isClock(s string) bool {
	_, ok := parseTime("2000-01-01 "+s, analytics.Zone)
	return ok
}

// isWholeMonth: a month and no other day of it than the first.
func isWholeMonth(s string, year int) bool {
	if t, ok := parseTime(s, analytics.Zone); ok {
		return t.Day() == 1 && t.Hour() == 0 && t.Minute() == 0
	}
	_, ok := monthOf(s, year)
	return ok
}

// nameless are headers that say nothing: 列1, 第 3 列, 字段2, A, col_4, Unnamed: 0.
var nameless = regexp.MustCompile(`^(第?(列|栏|字段|项|column|col|field|unnamed|未命名|var|c|f|v|x)?[0-9]+(列|栏)?|[a-z])$`)

func uselessHeader(normal string) bool { return normal == "" || nameless.MatchString(normal) }

var (
	mobile    = regexp.MustCompile(`^(\+?86)?1[3-9][0-9]{9}$`)
	landline  = regexp.MustCompile(`^0[0-9]{2,3}-?[0-9]{7,8}$`)
	gradeWord = regexp.MustCompile(`^[A-Da-d][级类]?$`)
	money     = regexp.MustCompile(`^[¥￥]\s*-?[0-9,]+(\.[0-9]+)?$|^-?[0-9,]+(\.[0-9]{1,2})$|^-?[0-9,]+(\.[0-9]+)?\s*元$`)
	idWord    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_\-/.#]*$`)
)

func isPhone(s string) bool {
	s = strings.NewReplacer(" ", "", "-", "").Replace(s)
	return mobile.MatchString(s) || landline.MatchString(s)
}

func isGrade(s string) bool { return gradeWord.MatchString(s) }
func isMoney(s string) bool { return money.MatchString(s) }

func isProvince(s string) bool {
	short, rest := cutProvince(s)
	return short != "" && rest == ""
}

// isCity: 深圳市, 大理白族自治州, 广东省深圳市.
func isCity(s string) bool {
	if r := splitRegion(s); r.Province != "" && r.City != "" {
		return true
	}
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 12 && (strings.HasSuffix(s, "市") || strings.HasSuffix(s, "自治州") || strings.HasSuffix(s, "地区") || strings.HasSuffix(s, "盟"))
}

var (
	channelWords = wordSet("电话 热线 客服热线 来电 微信 微信公众号 公众号 小程序 app 官网 网站 网络 在线客服 在线 短信 邮件 邮箱 电子邮件 门店 现场 来访 来信 信函 信件 12315 12345 微博 抖音 " +
		"黑猫投诉 天猫 京东 淘宝 拼多多 快手 小红书 监管转办 上级转办 400热线 400电话 95 传真 wechat web phone email hotline")
	levelWords = wordSet("紧急 特急 加急 一般 普通 重要 高 中 低 严重 较重 轻微 重大 特大 urgent high medium low normal")
)

func isChannel(s string) bool { return channelWords[plainWord(s)] }
func isLevel(s string) bool   { return levelWords[plainWord(s)] }

// isID: one word of letters and digits, long enough to number something.
func isID(s string) bool {
	return len(s) >= 4 && len(s) <= 64 && strings.ContainsAny(s, "0123456789") && idWord.MatchString(s) && !isPhone(s)
}
