package text

import "strings"

// cue is a word after which a name may stand.
type cue struct {
	word  []rune
	named bool // it says that a name follows (姓名, 我叫), not only that a person may
	nick  bool // 小王 and 老李 may follow
	quiet bool // only 小王 and 老李 may follow
	self  bool // somebody says who he is
}

// nameCues are the cues by their last rune.
var nameCues = func() *byRune[cue] {
	by := &byRune[cue]{}
	add := func(list string, c cue) {
		for _, w := range strings.Fields(list) {
			c.word = []rune(w)
			by.add(c.word[len(c.word)-1], c)
		}
	}
	add("姓名 名字 名字叫 名叫 我叫 敬礼 他叫 她叫 叫做 真名 实名 联系人 收货人 收件人 寄件人 发件人 投诉人 举报人 申请人 反映人 反馈人 来电人 当事人 被保险人 投保人 受益人 持卡人 签收人 经办人 负责人 法人代表 法定代表人 法人 户主 户名 账户名 署名 此致 抬头写 写的是 取件人 报案人 委托人 代理人 承租人 出租人 报修人 诉求人 来访人 信访人 登记人 使用人", cue{named: true, nick: true})
	add("业主 车主 房东 租客 租户 住户 乘客 司机 患者 病人 死者 伤者 学生 同学 孩子 孩子叫 客户 用户 会员 顾客 员工 工作人员 客服 客服人员 快递员 业务员 推销员 销售员 服务员 售货员 营业员 保险员 柜员 安装工 维修工 修理工 销售 销售顾问 顾问 师傅 中介 经纪 经纪人 管家 保安 店员 老板 村民 居民 市民 群众 家长 书记 村长 主任 局长 院长 校长 医生 护士 律师 民警 警察 老师 经理 队长 组长 "+
		"父亲 母亲 爸爸 妈妈 爱人 老公 老婆 妻子 丈夫 儿子 女儿 弟弟 哥哥 姐姐 妹妹 岳父 岳母 爷爷 奶奶 外公 外婆 儿媳 女婿 朋友 同事 亲戚 邻居 室友 对象 代表人 人员 骑手 外卖员 主播 博主 博士 教授 教练 技师 推广员 驾驶员 导购 导购员 店长 理赔员 查勘员 信贷员", cue{nick: true})
	add("我是 本人", cue{nick: true, self: true})
	add("找 联系", cue{nick: true, quiet: true})
	return by
}()

// nameAfter finds a name behind a cue whose last rune is at i.
func nameAfter(f []rune, i int) (personal, bool) {
	var best *cue
	for n := range nameCues.of(f[i]) {
		c := &nameCues.of(f[i])[n]
		if (best == nil || len(c.word) > len(best.word)) && i+1 >= len(c.word) && startsWith(f, i+1-len(c.word), c.word) {
			best = c
		}
	}
	if best == nil {
		return personal{}, false
	}
	start, label := behindCue(f, i+1)
	if best.quiet && label {
		return personal{}, false
	}
	if best.nick {
		if n := nickAt(f, start, best.quiet); n > 0 {
			return nameHit(f, start, start+n), true
		}
	}
	if best.quiet {
		return personal{}, false
	}
	if n := nameAt(f, start, best, label); n > 0 {
		return nameHit(f, start, start+n), true
	}
	return personal{}, false
}

// behindCue passes over what stands between a cue and a name; label tells whether it was a colon or a space.
func behindCue(f []rune, i int) (int, bool) {
	start := i
	for i < len(f) && i-start < 4 {
		switch f[i] {
		case ':', '=', ' ', '\u3000', '\t', '【', '[', '(', '"', '“', '「', '/', '|', ';', '!', '\n':
			i++
			continue
		}
		break
	}
	label := i > start
	if i < len(f) && (f[i] == '是' || f[i] == '为' || f[i] == '叫') && (label || i+1 < len(f)) && surnameAt(f, i+1) > 0 {
		i++
	}
	return i, label
}

func nameHit(f []rune, from, to int) personal {
	return personal{kindName, from, to, string(f[from:to])}
}

// surnameAt is the length of a surname at i, 0 when there is none.
func surnameAt(f []rune, i int) int {
	if i >= len(f) || !isHan(f[i]) {
		return 0
	}
	if i+1 < len(f) && in(compoundSet, f[i]) {
		for _, s := range compoundSurnames {
			if f[i] == hanAt(s, 0) && f[i+1] == hanAt(s, 3) {
				return 2
			}
		}
	}
	if in(surnameSet, f[i]) {
		return 1
	}
	return 0
}

// nameAt is the length of a full name at i, 0 when there is none. After a label such as 姓名：a whole word counts that begins with a
// surname; elsewhere the given name must be made of characters that names are made of, and unless the cue says that a name follows, what
// stands behind it must be something that follows names.
func nameAt(f []rune, i int, c *cue, label bool) int {
	named, size := c.named, surnameAt(f, i)
	if size == 0 || i+size >= len(f) {
		return dottedName(f, i, named && label)
	}
	end, given := wordEnd(f, i), i+size
	if titleAt(f, given) != "" { // 张经理: the surname alone
		if named && label {
			return size
		}
		return 0
	}
	whole := end-i >= size+1 && end-i <= size+2 && !strings.ContainsAny(string(f[i:end]), noNameSigns)
	if named && label && whole {
		return end - i
	}
	if notNames[[3]rune{f[i], f[i+1]}] {
		return 0
	}
	follows := func(f []rune, i int) bool { return follows(f, i) && (named || !isModel(f, i)) }
	first, second := in(givenSet, f[given]) || given+1 < end && givenPairs[[3]rune{f[given], f[given+1]}], given+1 < end && in(givenSet, f[given+1]) && titleAt(f, given+1) == ""
	switch {
	case (named || c.self && !isModel(f, end)) && whole && (first || second || named) && !strings.ContainsRune(commonWords, f[i]):
		return end - i
	case !first && !(named && second && follows(f, given+2) && !strings.ContainsRune(commonWords+noNameSigns, f[given])):
		return 0
	case second && follows(f, given+2) && !beginsWord(f, given+1):
		return size + 2
	case !named && beginsWord(f, given):
		return 0
	case first && (follows(f, given+1) || named && !second):
		return size + 1
	case named && second:
		return size + 2
	}
	return 0
}

// givenPairs are given names whose first character most often is another word.
var givenPairs = wordSet("向阳 向东 向荣 向前 向明 向红 向辉 和平 和顺 从军 从文 在明 要武 有才 有福 有为 有亮 有德 作霖 作文 作民 自强 自立 如意 如月 为民 为国 又春 必成")

// noNameSigns stand in no name.
const noNameSigns = "的不没有未无填写错误信息等人员我你他她它们请问某是在"

// dottedName: 买买提·吐尔逊 behind a label.
func dottedName(f []rune, i int, label bool) int {
	if !label {
		return 0
	}
	first := wordEnd(f, i)
	if first-i < 2 || first-i > 6 || first+1 >= len(f) || f[first] != '·' && f[first] != '•' || !isHan(f[first+1]) {
		return 0
	}
	end := wordEnd(f, first+1)
	if end-first > 7 {
		return 0
	}
	return end - i
}

// wordEnd is where the Chinese characters that begin at i end.
func wordEnd(f []rune, i int) int {
	for i < len(f) && isHan(f[i]) {
		i++
	}
	return i
}

// follows reports whether what stands at i can follow a name: no Chinese character, or one that often does.
func follows(f []rune, i int) bool {
	return i >= len(f) || !isHan(f[i]) || in(followerSet, f[i])
}

// isModel reports whether letters or a few digits stand at i: 艾瑞泽8, 凌宝BOX.
func isModel(f []rune, i int) bool {
	end := i
	for end < len(f) && asciiDigit(f[end]) {
		end++
	}
	return i < len(f) && asciiLetter(f[i]) || end > i && end-i < 4
}

// beginsWord: the second character of a given name that is rather the first of a word: 张伟|明天, 李强|家里.
func beginsWord(f []rune, i int) bool {
	return i+1 < len(f) && isHan(f[i+1]) && followingWords[[3]rune{f[i], f[i+1]}]
}

var followingWords = wordSet("明天 明年 明确 平时 平台 家里 家住 家人 家中 国家 国庆 春节 天天 新车 新买 金额 东西 文件 心里 近日 近期 有一 有人 可以 可能 可否 同意 同时 一直 一次 一个 一家 先后 先生 长期 来电 来信 来到 来访 发现 发来 本人 本月 进行 进店 开车 好几 信用 经常 经过 年前 年初 月初 日前 生前 正在 正常 连续 成功 全部 全家 立即 建议 希望 想要 想问 书面 知道 相关 有关 定于 和他 和我 和家 和女 和男 是我 是一 在家 如何 如果 曾经 学校 学生 水费 电费 方面 特此 特来")

// nickAt is the length of 小王 or 老李 at i, 0 when there is none; quiet tells that no person was named before, as in 找小王.
func nickAt(f []rune, i int, quiet bool) int {
	if i+1 >= len(f) || f[i] != '小' && f[i] != '老' && f[i] != '阿' || !in(surnameSet, f[i+1]) || quiet && nickWords[[3]rune{f[i], f[i+1]}] || !follows(f, i+2) {
		return 0
	}
	if i+2 < len(f) && nickWords[[3]rune{f[i], f[i+1], f[i+2]}] {
		return 0
	}
	return 2
}

var nickWords = wordSet("小程序 小白鞋 小白菜 小黄车 小金库 小龙虾 小马达 小方块 小包装 小米 小路 小车 小单 小包 小水 小楼 小边 小沙 小官 小项 小展 小解 小管 小关 小安 小乐 小时 小文 小应 小司 小代 小占 小区 小孔 小高层 小石头 小金额 老方法 老白酒 老陈醋 老黄牛 老车 老路 老单 老司机 老管 老关 老文 老代 老官 老楼 老小区 老毛病 老顾客 老单位 阿胶 阿里 阿姨 小钱 老钱 小毛病 小熊 小林子 小马路 小万 小华 小巧 小鹏 小游戏 小康")

// nameBeside finds a full name right before a mobile number: 张三，138…
func nameBeside(f []rune, i, done int) (personal, bool) {
	end := i
	for end > done && i-end < 3 && strings.ContainsRune(",，、: ;；\u3000(（+/", f[end-1]) {
		end--
	}
	start := end
	for start > done && isHan(f[start-1]) && end-start < 5 {
		start--
	}
	size := surnameAt(f, start)
	if n := end - start; size == 0 || n < size+1 || n > size+2 || notNames[[3]rune{f[start], f[start+1]}] {
		return personal{}, false
	}
	for _, r := range f[start+size : end] {
		if !in(givenSet, r) {
			return personal{}, false
		}
	}
	return nameHit(f, start, end), true
}
