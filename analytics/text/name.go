package text

import "unicode/utf8"

// suffixes are the words that go on with the name of a model behind its number.
var suffixes = map[string]bool{"pro": true, "max": true, "plus": true, "ultra": true, "mini": true, "se": true, "air": true, "lite": true, "gt": true, "turbo": true,
	"ev": true, "dmi": true, "dm": true, "phev": true, "promax": true}

// units are the characters before which a number counts something and is no part of a name: APP 3 次, PLUS 12 个月.
const units = "个個次天年月日号元块万千百十点分秒小台件部位名家条张公米度折倍周斤克升楼层人岁%"

// longestNumber is how many digits the number in the name of a model has at most.
const longestNumber = 4

// name appends the Latin run s[from:to] and what belongs to the same name behind a space or a hyphen, without these, so that iPhone 15 Pro,
// iPhone15 Pro and iphone15pro are one word. It returns where it came to.
func name(buffer []byte, s string, from, to int) ([]byte, int) {
	buffer = append(buffer, s[from:to]...)
	numbered := '0' <= s[to-1] && s[to-1] <= '9'
	for to+1 < len(s) && (s[to] == ' ' || s[to] == '-') {
		end, digits := to+1, 0
		for end < len(s) && '0' <= s[end] && s[end] <= '9' {
			end, digits = end+1, digits+1
		}
		for end < len(s) && 'a' <= s[end] && s[end] <= 'z' {
			end++
		}
		next := s[to+1 : end]
		switch {
		case digits > 0 && digits <= longestNumber && !numbered && !counts(s, end, digits == len(next)):
			numbered = true
		case digits == 0 && numbered && suffixes[next]:
		default:
			return buffer, to
		}
		buffer, to = append(buffer, next...), end
	}
	return buffer, to
}

// counts reports whether a number that ends at a byte counts what stands behind it, or is a part of a longer one.
func counts(s string, end int, bare bool) bool {
	if end >= len(s) || !bare {
		return end < len(s) && s[end] >= '0' && s[end] <= '9'
	}
	if s[end] == '.' || s[end] == ':' || s[end] == '/' || s[end] == '-' {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[end:])
	for _, unit := range units {
		if r == unit {
			return true
		}
	}
	return false
}
