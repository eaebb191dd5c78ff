package text

import "strings"

// titleWords are words that stand behind a name, by their first rune. 姓 is one of a kind: 姓张的, 我姓张 and 一位张姓客户.
var titleWords = func() *byRune[title] {
	by := &byRune[title]{}
	by.add('姓', title{"姓", []rune("姓")})
	for _, w := range strings.Fields("先生 女士 小姐 老师 师傅 经理 医生 大夫 主任 店长 主管 队长 校长 院长 局长 科长 处长 所长 书记 村长 教练 教授 律师 护士 警官 总监 阿姨 大姐 大妈 大爷 大叔 大哥 太太 夫人 同志 同学 顾问 班长 组长 站长 厂长 董事长 镇长 乡长 区长 部长 总") {
		r := []rune(w)
		by.add(r[0], title{w, r})
	}
	return by
}()

type title struct {
	word  string
	runes []rune
}

// nameBefore finds a name that ends before the title which begins at i. The title stays: it tells nobody's name.
func nameBefore(f []rune, i, done int) (personal, bool) {
	title := titleAt(f, i)
	if title == "主任" && i > done && f[i-1] == '班' {
		i-- // 班主任
	}
	switch title {
	case "":
		return personal{}, false
	case "主任":
		if i > done && strings.ContainsRune("车业户", f[i-1]) { // 车主|任志强
			return personal{}, false
		}
	case "师傅":
		if i > done && f[i-1] == '康' { // the noodles
			return personal{}, false
		}
	case "姓":
		return surnameTold(f, i, done)
	case "总":
		if !isBossTitle(f, i, done) {
			return personal{}, false
		}
	}
	for n := 4; n >= 2; n-- {
		if from := i - n; from >= done && isFull(f, from, i) && startsName(f, from, done) {
			return nameHit(f, from, i), true
		}
	}
	for n := 3; n >= 2; n-- { // 查实张勇老师: no word that we know stands before, and yet a surname and what names are made of
		if from := i - n; from > done && isFull(f, from, i) && !strings.ContainsRune(commonWords, f[from]) && !surnameTails[[3]rune{f[from-1], f[from]}] ||
			from >= done && startsName(f, from, done) && looksFull(f, from, i) {
			return nameHit(f, from, i), true
		}
	}
	for n := 2; n >= 1; n-- {
		from := i - n
		if offices[title] || from < done || surnameAt(f, from) != n {
			continue
		}
		if from > done && (f[from-1] == '小' || f[from-1] == '老') && n == 1 && startsName(f, from-1, done) {
			from--
		} else if n == 1 && !isSurnameAlone(f, from, done) {
			return personal{}, false
		}
		return nameHit(f, from, i), true
	}
	return personal{}, false
}

// titleAt is the title that begins at i, empty when none.
func titleAt(f []rune, i int) string {
	if i >= len(f) {
		return ""
	}
	for _, t := range titleWords.of(f[i]) {
		if n := len(t.runes); startsWith(f, i, t.runes) {
			if t.word == "主任" && i+n < len(f) && strings.ContainsRune("何意性务", f[i+n]) { // 车主|任何
				return ""
			}
			if t.runes[n-1] == '长' && i+n < len(f) && strings.ContainsRune("安沙江春治征期久途城", f[i+n]) { // 黄兴镇|长安村
				return ""
			}
			return t.word
		}
	}
	return ""
}

// offices are titles of those who hold a public office: 陈书记 names the office and stays, 陈浩书记 names a person.
var offices = map[string]bool{"书记": true, "局长": true, "科长": true, "处长": true, "所长": true, "镇长": true, "乡长": true, "区长": true, "部长": true, "站长": true}

// looksFull reports whether f[from:to], which starts where names start, is a surname and one or two characters that may be a given name
// although we do not know them as such (季羡林).
func looksFull(f []rune, from, to int) bool {
	size := surnameAt(f, from)
	if size == 0 || to-from-size < 2 || to-from-size > 2 || notNames[[3]rune{f[from], f[from+1]}] || strings.ContainsRune(commonWords, f[from]) {
		return false
	}
	return surnameAt(f, to-1) > 0 && !strings.ContainsAny(string(f[from:to]), noNameSigns) && in(givenSet, f[to-1])
}

// isFull reports whether f[from:to] is a surname and a given name made of characters that names are made of.
func isFull(f []rune, from, to int) bool {
	size := surnameAt(f, from)
	if given := to - from - size; size == 0 || given < 1 || given > 2 || notNames[[3]rune{f[from], f[from+1]}] {
		return false
	}
	for _, r := range f[from+size : to] {
		if !in(givenSet, r) || strings.ContainsRune("的是在和有个", r) {
			return false
		}
	}
	return true
}

// startsName reports whether a name can start at i: nothing before, no Chinese character, or one that often stands before names.
func startsName(f []rune, i, done int) bool {
	return i <= done || !isHan(f[i-1]) || strings.ContainsRune("客户找请联系和与跟给是叫由对的位名了员工师傅服业主车生人售方经理长班店司处让被把问到电打任家友公婆父母子女儿弟哥姐妹", f[i-1])
}

// commonWords are surnames that are more often other words: before a title they need a start of their own.
const commonWords = "向于常关管安文简应解路代司尚项车易水边官阳楼展乐游单付方钱费温高包金石白左万任何程余许华段康全"

// isSurnameAlone reports whether the one character at i before a title is a surname and not the end of a word.
func isSurnameAlone(f []rune, i, done int) bool {
	if f[i] == '向' { // 向老师反映
		return false
	}
	if i == done || !isHan(f[i-1]) {
		return true
	}
	if surnameTails[[3]rune{f[i-1], f[i]}] || i-1 > done && surnameTails[[3]rune{f[i-2], f[i-1], f[i]}] {
		return false
	}
	return !strings.ContainsRune(commonWords, f[i]) || startsName(f, i, done)
}

// isBossTitle tells 张总 from 高总成, 张总是 and 王总部: the surname must start a word, and something that follows a title stand behind.
func isBossTitle(f []rune, i, done int) bool {
	if i == done || i-1 > done && isHan(f[i-2]) && !strings.ContainsRune("找系给是叫由和与跟向对的位", f[i-2]) {
		return false
	}
	return i+1 == len(f) || !isHan(f[i+1]) || strings.ContainsRune("说答承告不没的来去让打叫回表讲亲您你", f[i+1])
}

// surnameTold finds the surname in 我姓张, 姓张的 and 一位张姓客户.
func surnameTold(f []rune, i, done int) (personal, bool) {
	if i > done && strings.ContainsRune("百同贵尊异大改随冠跟本老外他她原两多各别", f[i-1]) {
		return personal{}, false
	}
	if n := surnameAt(f, i+1); n > 0 && (i+1+n == len(f) || !isHan(f[i+1+n]) || strings.ContainsRune("的男女先客业", f[i+1+n])) {
		return nameHit(f, i+1, i+1+n), true
	}
	behind := string(f[i+1 : min(i+3, len(f))])
	for n := 2; n >= 1; n-- {
		if i-n >= done && surnameAt(f, i-n) == n && hasAnyPrefix(behind, "客户", "男子", "女子", "先生", "女士", "用户", "业主", "师傅", "老人", "店主", "老板", "经理", "司机", "市民", "村民", "工作", "小姐", "男士", "同事", "负责") {
			return nameHit(f, i-n, i), true
		}
	}
	return personal{}, false
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
