package text

import "strings"

var cardWords = []string{"卡号", "银行卡", "储蓄卡", "信用卡", "借记卡", "账号", "帐号", "账户", "帐户", "银行", "农行", "工行", "建行", "中行", "交行", "招行", "邮储", "农信", "卡", "那张", "退到", "打到", "转到", "汇到", "绑定", "解绑", "收款"}

// cardAt finds a bank card: 16 to 19 digits in one piece or in fours, with the check digit of ISO/IEC 7812 (Luhn). UnionPay's 62 is
// taken without more, other issuers' first digits and a wrong check digit only where the words before name a card or account; a
// number that the words before call an order is left.
func cardAt(f []rune, groups []digitGroup) (personal, bool) {
	n := 1
	switch {
	case groups[0].size() >= 16:
	case sized(groups, 4, 4, 4, 4):
		if n = 4; len(groups) > 4 && groups[4].size() <= 3 {
			n = 5
		}
	case sized(groups, 6, 13), sized(groups, 6, 10):
		n = 2
	default:
		return personal{}, false
	}
	value := digitsOf(f, groups[:n])
	from, to := groups[0].from, groups[n-1].to
	if len(value) > 19 || !standsAlone(f, from, to) || isAmount(f, from, to) {
		return personal{}, false
	}
	named, union := endsWith(f, from, cardWords), strings.HasPrefix(value, "62")
	switch {
	case union && named:
	case !luhn(value):
		return personal{}, false
	case union && !isOrder(f, from):
	case n >= 4 && len(value) == 16 && strings.ContainsRune("3456", rune(value[0])) && !isOrder(f, from): // embossed in fours
	case named && strings.ContainsRune("34569", rune(value[0])):
	default:
		return personal{}, false
	}
	return personal{kindCard, from, to, value}, true
}

// luhn reports whether the check digit fits.
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
