package tone

import (
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// What urgency is named in Insight.Urgency, in the order in which a reader should look.
const (
	Safety    = "safety"
	Injury    = "injury"
	Media     = "media"
	Regulator = "regulator"
	Lawyer    = "lawyer"
	Group     = "group"
)

// Urgencies are all kinds, the gravest first.
var Urgencies = []string{Safety, Injury, Media, Regulator, Lawyer, Group}

// The four types of complainants, as Insight.Temper names them.
const (
	Withheld    = "withheld"    // 消极
	Angry       = "angry"       // 发怒
	Talkative   = "talkative"   // 发言
	Threatening = "threatening" // 威胁
)

// Tempers are all types, the one to be careful with first.
var Tempers = []string{Threatening, Angry, Withheld, Talkative}

// role is a bit for what a word does beside judging.
type role uint32

const (
	safety role = 1 << iota // the first six in the order of Urgencies
	injury
	media
	regulator
	lawyer
	group
	threatens // with safetyObject
	safetyObject
	spreads // with onPlatform
	onPlatform
	manyOf // with ofPeople
	ofPeople
	cites  // an authority is quoted, not called
	denies // for judgement and urgency
	deniesJudgement
	turn
	wish
	ends  // of a clause
	then  // 不给退就起诉: what follows is no longer denied
	maybe // 可能受伤: it has not happened
	past  // 没解决: what was denied is this and not what follows
)

const urgent = safety | injury | media | regulator | lawyer | group

// What evidence speaks for, by the place of its kind; joined once and not for every text.
var (
	urgencyTopics = prefixed(analytics.EvidenceUrgency, Urgencies)
	temperTopics  = prefixed(analytics.EvidenceTemper, Tempers)
)

const (
	goodTopic = analytics.EvidenceTone + "good"
	badTopic  = analytics.EvidenceTone + "bad"
)

func prefixed(prefix string, kinds []string) []string {
	var topics []string
	for _, k := range kinds {
		topics = append(topics, prefix+k)
	}
	return topics
}

// meaning is all that a word says.
type meaning struct {
	judges float32 // above 0 good, below bad
	degree float32 // multiplies the next judgement; 0 for a word of no degree
	roles  role
	signs  [4]uint8 // of Tempers, in their order
	rating uint8    // 1–5 told outright, 0 when not
}

const (
	thens  = `就 便 只能 只好 只有 否则 不然 才 将 必须 一定 要么 不得不 再 立即 马上 即 直接 准备 打算去 我会 我要 我们要 我们会`
	maybes = `可能 会 万一 如果 要是 怕 担心 恐怕 差点 差一点 险些 容易 易 以防 避免 防止 甚至 迟早 早晚 随时 隐患 假如 若 若是 难免 谁负责 怎么办 倘若 未来 预防 别等 等到`
	pasts  = `解决 处理 回复 答复 结果 回应 办法 说法 退款 退货 赔偿 赔 退 修好 修 理会 联系 反馈 落实 兑现 给 理 管 改 回 效果 用 作用`
)

// ratings are satisfaction told outright.
const ratings = `
1 非常不满意 极不满意 很不满意 十分不满意 太不满意 一星 1星 一分 负分 零分 0分
2 不满意 不太满意 不是很满意 二星 两星 差评
3 一般满意 三星 中评
4 满意 基本满意 比较满意 还算满意 总体满意 整体满意 总的来说满意 四星
5 非常满意 十分满意 特别满意 很满意 五星 五星好评 满分 好评
`

// listed gathers all lists by word.
func listed() map[string]meaning {
	words := map[string]meaning{}
	add := func(list string, set func(m *meaning)) {
		for w := range strings.FieldsSeq(list) {
			key := text.Normalise(w).Text
			if key == "" {
				key = w
			}
			m := words[key]
			set(&m)
			words[key] = m
		}
	}
	graded := func(list string, set func(m *meaning, by float32)) {
		by := float32(0)
		for w := range strings.FieldsSeq(list) {
			if n, err := strconv.ParseFloat(w, 32); err == nil && n <= 5 {
				by = float32(n)
				continue
			}
			add(w, func(m *meaning) { set(m, by) })
		}
	}
	graded(goodWords, func(m *meaning, by float32) { m.judges = by })
	graded(badWords, func(m *meaning, by float32) { m.judges = -by })
	graded(degreeWords, func(m *meaning, by float32) { m.degree = by })
	graded(ratings, func(m *meaning, by float32) { m.rating = uint8(by) })
	for bit, list := range map[role]string{safety: safetySure, injury: injurySure, media: mediaSure, regulator: regulatorSure, lawyer: lawyerSure,
		group: groupSure, threatens: threatened, safetyObject: safetyThing, spreads: spread, onPlatform: platform, manyOf: many, ofPeople: people,
		cites: citing, denies: denials, deniesJudgement: denialsBare, turn: turns, wish: wishes, ends: breaks, then: thens, maybe: maybes,
		past: pasts, 0: notUrgent} {
		add(list, func(m *meaning) { m.roles |= bit })
	}
	for i, list := range []string{threatSigns, angrySigns, withheldSigns, talkativeSigns} {
		graded(list, func(m *meaning, by float32) { m.signs[i] = uint8(by) })
	}
	for w, m := range words {
		if m.rating > 0 && m.judges == 0 {
			m.judges = float32(m.rating) - 3
			words[w] = m
		}
	}
	inherit(words)
	words[" "] = meaning{roles: ends}
	return words
}

// inherit gives signs of temper the urgency of the words in them, which they hide: 法院见 is 法院 as well.
func inherit(words map[string]meaning) {
	for w, m := range words {
		if m.signs == [4]uint8{} {
			continue
		}
		for part, of := range words {
			if part != w && strings.Contains(w, part) {
				m.roles |= of.roles & urgent
			}
		}
		words[w] = m
	}
}
