package planted

import (
	"fmt"
	"strings"
)

// form is a way of writing a number. Some, by the hash of their names, come in the unseen part only.
type form struct {
	name  string
	write func(digits string) string
}

// cut writes digits in groups.
func cut(separator string, sizes ...int) func(string) string {
	return func(s string) string {
		var parts []string
		for _, n := range sizes {
			n = min(n, len(s))
			parts = append(parts, s[:n])
			s = s[n:]
		}
		if s != "" {
			parts = append(parts, s)
		}
		return strings.Join(parts, separator)
	}
}

func plain(s string) string { return s }

// before puts something in front.
func before(prefix string, then func(string) string) func(string) string {
	return func(s string) string { return prefix + then(s) }
}

// spelt writes digits in other signs.
func spelt(signs string) func(string) string {
	as := []rune(signs)
	return func(s string) string {
		var b strings.Builder
		for _, r := range s {
			if r >= '0' && r <= '9' {
				r = as[r-'0']
			}
			b.WriteRune(r)
		}
		return b.String()
	}
}

// mixed writes every n-th digit in the first signs.
func mixed(n int, signs string) func(string) string {
	as := []rune(signs)
	return func(s string) string {
		var b strings.Builder
		for i, r := range s {
			if i%n == 0 {
				r = as[r-'0']
			}
			b.WriteRune(r)
		}
		return b.String()
	}
}

const (
	wide = "０１２３４５６７８９"
	han  = "零一二三四五六七八九"
	yao  = "〇幺二三四五六七八九"
)

var mobileForms = []form{
	{"plain", plain}, {"plain again", plain}, {"dashes", cut("-", 3, 4)}, {"spaces", cut(" ", 3, 4)}, {"dots", cut(".", 3, 4)},
	{"+86", before("+86", plain)}, {"+86 space", before("+86 ", plain)}, {"86-", before("86-", plain)}, {"0086", before("0086", plain)},
	{"+86 dashes", before("+86-", cut("-", 3, 4))}, {"wide", spelt(wide)}, {"wide dashes", func(s string) string { return spelt(wide)(cut("－", 3, 4)(s)) }},
	{"han", spelt(han)}, {"yao", spelt(yao)}, {"mixed", mixed(3, han)}, {"mixed yao", mixed(4, yao)}, {"four first", cut("-", 4, 3)}, {"halves", cut(" ", 5)},
	{"each", cut(" ", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)}, {"wide space", cut("\u3000", 3, 4)}, {"long dash", cut("—", 3, 4)}, {"pairs", cut(" ", 3, 2, 2, 2)},
	{"three three", cut(" ", 3, 3, 3)}, {"han spaces", func(s string) string { return spelt(han)(cut(" ", 3, 4)(s)) }},
}

// written picks a form.
func (f *filler) written(forms []form, digits string) string {
	for {
		one := forms[f.rng.IntN(len(forms))]
		if f.unseen || !unseen(one.name) {
			return one.write(digits)
		}
	}
}

func (f *filler) mobile() string {
	return f.written(mobileForms, f.one("130", "131", "135", "136", "138", "139", "147", "150", "152", "158", "159", "166", "170", "176", "177", "180", "186", "188", "189", "191", "198", "199")+
		fmt.Sprintf("%08d", f.rng.IntN(1e8)))
}

func (f *filler) landline() string {
	area := f.one("010", "021", "022", "0755", "0571", "028", "0731", "0531", "0319", "0871")
	local := f.one("2", "3", "5", "6", "8") + f.digits(6)
	if len(area) < 4 || f.rng.IntN(2) == 0 {
		local += f.digits(1)
	}
	extension := fmt.Sprintf("%d", 100+f.rng.IntN(900))
	return f.written([]form{
		{"plain", func(s string) string { return area + s }}, {"dash", func(s string) string { return area + "-" + s }},
		{"space", func(s string) string { return area + " " + s }}, {"brackets", func(s string) string { return "(" + area + ")" + s }},
		{"wide brackets", func(s string) string { return "（" + area + "）" + s }}, {"extension", func(s string) string { return area + "-" + s + "转" + extension }},
		{"extension dash", func(s string) string { return area + "-" + s + "-" + extension }}, {"local", plain},
		{"wide", func(s string) string { return spelt(wide)(area + "-" + s) }}, {"halves", func(s string) string { return area + "-" + cut(" ", 4)(s) }},
	}, local)
}

func (f *filler) identity() string {
	region := f.one("110105", "310104", "440305", "330106", "510107", "420111", "610113", "370202", "210102", "130104", "450103", "654022")
	year, month, day := 1940+f.rng.IntN(70), 1+f.rng.IntN(12), 1+f.rng.IntN(28)
	digits := fmt.Sprintf("%s%04d%02d%02d%03d", region, year, month, day, f.rng.IntN(1000))
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += w * int(digits[i]-'0')
	}
	digits += "10X98765432"[sum%11 : sum%11+1]
	old := fmt.Sprintf("%s%02d%02d%02d%03d", region, year%100, month, day, f.rng.IntN(1000))
	return f.written([]form{
		{"plain", plain}, {"plain again", plain}, {"lower", strings.ToLower}, {"spaces", cut(" ", 6, 8)}, {"wide", spelt(wide)}, {"dashes", cut("-", 6, 8)},
		{"old", func(string) string { return old }}, {"wide x", func(s string) string { return strings.ReplaceAll(spelt(wide)(s), "X", "Ｘ") }},
		{"year apart", cut(" ", 6, 4, 4)}, {"fours", cut(" ", 6, 4, 2, 2)},
	}, digits)
}

func (f *filler) card() string {
	digits := f.one("622202", "622848", "621700", "621661", "623058", "625558", "436742", "552245")
	length := 19
	if digits[0] != '6' || digits[:3] == "625" {
		length = 16
	}
	digits += f.digits(length - 1 - len(digits))
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
	digits += fmt.Sprint((10 - sum%10) % 10)
	return f.written([]form{{"plain", plain}, {"fours", cut(" ", 4, 4, 4, 4)}, {"dashes", cut("-", 4, 4, 4, 4)}, {"wide", spelt(wide)}, {"six first", cut(" ", 6)}, {"wide spaces", cut("\u3000", 4, 4, 4, 4)}}, digits)
}
