package text

import (
	"strings"
	"time"
)

var identityWords = []string{"身份证", "身份证号", "身份证号码", "证件号", "证件号码", "身份号码", "证号", "证号码", "身份证明"}

// identityAt finds an identity number (GB 11643): 18 characters, however they are parted, the last a digit or X; and the old one of
// 15 digits where the words around name it. A wrong check digit is forgiven where they do.
func identityAt(f []rune, groups []digitGroup) (personal, bool) {
	from, size := groups[0].from, 0
	for n, g := range groups {
		if size += g.size(); size > 18 || n > 0 && g.size() == 1 {
			break
		}
		if size < 15 {
			continue
		}
		to, value := g.to, digitsOf(f, groups[:n+1])
		if size == 17 && to < len(f) && (f[to]|0x20) == 'x' && (to+1 == len(f) || !asciiLetter(f[to+1]) && !asciiDigit(f[to+1])) {
			value, to = value+"X", to+1
		}
		if size == 17 && to == g.to && to+1 < len(f) && isSeparator(f[to]) && (f[to+1]|0x20) == 'x' && (to+2 == len(f) || !asciiLetter(f[to+2])) {
			value, to = value+"X", to+2
		}
		switch {
		case len(value) == 18 && isIdentity(value), len(value) == 18 && n <= 2 && isRegion(value) && isDate(value[6:14]) && endsWith(f, from, identityWords),
			len(value) == 15 && n == 0 && isRegion(value) && isDate("19"+value[6:12]) && namesIdentity(f, from, to):
			return personal{kindIdentity, from, to, value}, true
		}
	}
	return personal{}, false
}

// isIdentity reports whether region, birthday and check digit are right.
func isIdentity(value string) bool {
	return len(value) == 18 && isRegion(value) && isDate(value[6:14]) && checkDigit(value) == value[17]
}

// namesIdentity reports whether the words around speak of an identity number.
func namesIdentity(f []rune, from, to int) bool {
	if endsWith(f, from, identityWords) {
		return true
	}
	if isOrder(f, from) || !standsAlone(f, from, to) {
		return false
	}
	around := string(f[max(0, from-14):from]) + string(f[to:min(to+10, len(f))])
	for _, w := range []string{"身份", "证件", "实名", "认证", "征信", "复印件", "户口", "社保", "过户"} {
		if strings.Contains(around, w) {
			return true
		}
	}
	return false
}

// isRegion knows the first two digits of identity numbers (GB/T 2260 and the three of Hong Kong, Macau and Taiwan).
func isRegion(s string) bool {
	const codes = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91"
	return strings.Contains(codes, s[:2]) && s[0] != ' ' && s[1] != ' '
}

// isDate reports whether yyyymmdd is a day from 1900 to 2099.
func isDate(s string) bool {
	t, err := time.Parse("20060102", s)
	return err == nil && t.Year() >= 1900 && t.Year() < 2100
}

// checkDigit computes the last character of an identity number from the first 17 (ISO 7064 MOD 11-2).
func checkDigit(s string) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}
