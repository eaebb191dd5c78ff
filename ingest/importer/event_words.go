package importer

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"huisheng/analytics"
	"huisheng/ingest"
)

// kindWords are the words by which systems call the steps. 已 before them and 工单 or 投诉 behind them are taken off first.
var kindWords = wordsOf(map[string]string{
	"accepted":       "受理 接单 登记 立案 创建 建单 新建 受理登记 签收",
	"assigned":       "派单 分派 派发 分配 指派 交办 下派 派工 下发",
	"handed_over":    "转办 移交 转派 转交 转单 改派 流转 移送 转部门",
	"first_response": "首次响应 首响 响应 首次联系 首次回复 首次联系客户 联系客户",
	"replied":        "答复 回复 答复客户 回复客户 反馈客户",
	"progressed":     "处理中 处理 跟进 进展 跟踪 办理 办理中 催办 催单 沟通 协商 核实 调查 处理进展 补充信息",
	"paused":         "暂停 挂起 中止 暂缓 等待客户 待客户补充",
	"resumed":        "恢复 解挂 取消挂起 恢复处理 解除暂停",
	"escalated":      "升级 上报 升级处理 督办",
	"resolved":       "解决 处理完成 处理完毕 完成",
	"closed":         "办结 结案 关闭 结单 归档 完结 办理完毕",
	"reopened":       "重开 重新打开 重启 重办 退回重办 重新受理 再次受理",
	"compensated":    "补偿 赔付 赔偿 退款 理赔 退费",
	"followed_up":    "回访 电话回访 短信回访 客户回访 满意度回访 上门回访",
	"corrected":      "更正 修正 修改 变更 信息更正",
	"withdrawn":      "撤诉 撤回 撤单 撤销 客户撤诉",
	"merged":         "并单 合并 合单",
	"invalidated":    "无效 判为无效 作废 不成立",
})

// outcomeWords are the words for how a return visit went.
var outcomeWords = wordsOf(map[string]string{
	"answered":  "接通 成功 回访成功 接听 是 有效 完成 回访",
	"refused":   "拒访 拒绝 拒绝回访 拒评 不配合 客户拒绝 拒绝接受回访",
	"unreached": "未接通 无人接听 无法接通 关机 停机 空号 占线 未接 失败 回访失败 联系不上 未接听 忙音 错号 否 未联系上 未成功",
})

// wordsOf turns a table of words around and adds the wire's own words.
func wordsOf(table map[string]string) map[string]string {
	m := make(map[string]string)
	for meaning, words := range table {
		m[meaning] = meaning
		for _, w := range strings.Fields(words) {
			m[w] = meaning
		}
	}
	return m
}

// plainWord is a word without width, case and spaces.
func plainWord(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(width.Fold.String(s)), ""))
}

// eventKindOf reads the name of a step.
func eventKindOf(s string) (string, bool) {
	w := plainWord(s)
	for _, try := range []string{w, strings.ReplaceAll(strings.ReplaceAll(w, "-", "_"), " ", "_"), strings.TrimPrefix(w, "已")} {
		for _, ending := range []string{"", "工单", "投诉", "操作", "环节", "节点"} {
			if kind, ok := kindWords[strings.TrimSuffix(try, ending)]; ok {
				return kind, true
			}
		}
	}
	return "", false
}

// outcomeOf reads how a return visit went.
func outcomeOf(s string) (string, bool) {
	w := plainWord(s)
	if outcome, ok := outcomeWords[w]; ok {
		return outcome, true
	}
	outcome, ok := outcomeWords[strings.TrimPrefix(w, "已")]
	return outcome, ok
}

// satisfactionWords are the words for the five degrees. 是 and 否 answer 是否满意.
var satisfactionWords = map[string]uint8{
	"非常满意": 5, "很满意": 5, "十分满意": 5, "特别满意": 5, "极满意": 5, "满意": 4, "比较满意": 4, "较满意": 4, "是": 4, "一般": 3, "基本满意": 3, "尚可": 3, "中立": 3, "一般满意": 3,
	"不满意": 2, "较不满意": 2, "比较不满意": 2, "不太满意": 2, "否": 2, "非常不满意": 1, "很不满意": 1, "极不满意": 1, "十分不满意": 1, "特别不满意": 1,
}

// unrated are words that say that nobody rated.
var unrated = []string{"未评价", "未评", "未参评", "无评价", "不评价", "未回访", "拒评", "拒访", "未接通", "弃权"}

// satisfactionOf reads a degree: 1–5, 5分, 5星, ★★★★, 非常满意. It gives 0 where nobody rated.
func satisfactionOf(s string) (uint8, bool) {
	w := plainWord(s)
	if isNothing(w) || slices.Contains(unrated, w) {
		return 0, true
	}
	if n, ok := satisfactionWords[w]; ok {
		return n, true
	}
	if stars := strings.Count(w, "★"); stars > 0 && strings.Trim(w, "★☆") == "" && stars <= 5 {
		return uint8(stars), true
	}
	w = strings.TrimSuffix(strings.TrimSuffix(w, "分"), "星")
	n, err := strconv.ParseFloat(w, 64)
	if err != nil || n != float64(uint8(n)) || n > 5 || n < 0 {
		return 0, false
	}
	return uint8(n), true
}

// isNothing: what people write into a cell to say that there is nothing.
func isNothing(w string) bool {
	switch w {
	case "", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "na", "null", "none", "nan", "空":
		return true
	}
	return false
}

// knownKinds lists the steps for a person: 受理, 派单 ….
func knownKinds() string {
	labels := make([]string, len(analytics.EventKinds))
	for i, kind := range analytics.EventKinds {
		labels[i] = KindLabels[kind]
	}
	return strings.Join(labels, "、")
}

// badKind, badOutcome and badSatisfaction refuse a word, with those that are known.
func badKind(column, value string) *analytics.Error {
	return analytics.Invalid("kind", "列“%s”的值“%s”不是认识的处理动作，可用：%s", column, clip(value), knownKinds())
}

func badOutcome(field, column, value string) *analytics.Error {
	return analytics.Invalid(field, "列“%s”的值“%s”不是认识的回访结果，可用：接通、拒访、未接通（%s）", column, clip(value), strings.Join(ingest.Outcomes, "、"))
}

func badSatisfaction(field, column, value string) *analytics.Error {
	return analytics.Invalid(field, "列“%s”的值“%s”不是认识的满意度，可用：1 至 5，或非常满意、满意、一般、不满意、非常不满意", column, clip(value))
}
